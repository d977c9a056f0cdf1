"""What the rows of all tables count, by names that are equal where the numbers must be: the words of `relations`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from loke.analysis.retention import FIXED
from loke.dataset.definitions import Service

Row = Mapping[str, Any]


class Key(NamedTuple):
    """So many of what, in which groups and which period."""

    name: str
    about: tuple[str, ...]
    groups: frozenset[tuple[str, str]]
    period: str


PEOPLE_OF_A_SCALE = ("instrument", "scale")
# Of each table the columns that count, by the name of what is counted and the columns it is about.
CALLED: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "interventions": {
        "of": ("opened", ()),
        "received": ("received", ("intervention",)),
        "contacts": ("contacts", ("intervention",)),
    },
    "phases": {
        "entered": ("entered", ("phase",)),
        "left": ("left", ("phase",)),
        "ongoing": ("ongoing", ("phase",)),
        "skipped": ("skipped", ("phase",)),
        "out_of_order": ("late", ("phase",)),
    },
    "completion": {"of": ("closed", ()), "completed": ("completed", ()), "other": ("other", ())},
    "better": {name: (name, PEOPLE_OF_A_SCALE) for name in ("pairs", "better", "unchanged", "worse")},
    "change": {name: (name, PEOPLE_OF_A_SCALE) for name in ("pairs", "started", "ended")},
    "reliable_change": {
        "pairs": ("pairs", PEOPLE_OF_A_SCALE),
        "recovered": ("recovered", PEOPLE_OF_A_SCALE),
        "improved": ("improved", PEOPLE_OF_A_SCALE),
        "unchanged": ("stable", PEOPLE_OF_A_SCALE),
        "deteriorated": ("deteriorated", PEOPLE_OF_A_SCALE),
        "functional_at_start": ("functional", PEOPLE_OF_A_SCALE),
    },
    "lasting": {
        "closed": ("closed", ()),
        "eligible": ("eligible", ("months_after",)),
        "reached": ("reached", (*PEOPLE_OF_A_SCALE, "months_after")),
        "triples": ("triples", (*PEOPLE_OF_A_SCALE, "months_after")),
        "better_at_end": ("better then", (*PEOPLE_OF_A_SCALE, "months_after")),
        "kept": ("kept", (*PEOPLE_OF_A_SCALE, "months_after")),
    },
    "yes_no": {
        "pairs": ("both", ("variable",)),
        "yes_yes": ("yes yes", ("variable",)),
        "yes_no": ("yes no", ("variable",)),
        "no_yes": ("no yes", ("variable",)),
        "no_no": ("no no", ("variable",)),
    },
    "goals": {"of": ("goals", ()), "n": ("goals reached", ("attainment",))},
    "expectations": {
        "assessable": ("assessed", ("expectation", "version")),
        "not_assessable": ("waiting", ("expectation", "version")),
        **{name: (name, ("expectation", "version")) for name in ("below", "within", "above")},
    },
    "doses": {
        "n": ("assessed", ("expectation", "version")),
        "ended_inside": ("closed inside", ("expectation", "version")),
    },
}
ROWS_OF = {
    "who": ("opened", "closed"),
    "endings": ("closed",),
    "completion": ("closed",),
    "interventions": ("opened",),
    "goals": ("goals",),
    "attendance": ("planned", "planned all"),
    "phases": ("entered",),
    "doses": ("assessed",),
}
ROWS_OF |= {"norms": ("started", "ended"), "completeness": ("finished", "due")}
TREND = {"opened": ("opened", None), "closed": ("closed", None), "contacts": ("attended all", None)}
SHARED = {"missed": ("missed all", "planned all"), "completed": ("completed", "closed")}


def counted(table: str, row: Row, service: Service, as_of: date) -> Iterator[tuple[Key, Any]]:
    """Every count of a row with its value, None where it is hidden."""
    if table in SPECIAL:
        found = SPECIAL[table](row, service, as_of)
    else:
        called = CALLED.get(table, {}).items()
        found = ((name, [row[each] for each in about], row[column]) for column, (name, about) in called)
    groups = frozenset({(row["by"], row["group"])} if row.get("by") else ())
    for name, about, value, *more in found:
        inside = groups | frozenset(more[0] if more else ())
        if value is not None or row.get("hidden"):
            yield Key(name, tuple(map(str, about)), inside, row["period"]), value


def there(rows: Iterable[tuple[str, Row]], service: Service, as_of: date) -> Iterator[Key]:
    """What there would be no row without."""
    for table, row in rows:
        for key, _ in counted(table, row, service, as_of) if table in ROWS_OF else ():
            if key.name in ROWS_OF[table] and len(key.groups) == bool(row.get("by")):
                yield key


def _who(row: Row, service: Service, as_of: date) -> Iterator:
    variable, category = row["variable"], row["category"]
    several = variable in {one.variable for one in service.variables if one.type == "choices"}
    if row["occasion"] == "closing":
        yield "closed", (), row["of"]
        yield "closing", (variable, category), row["n"]
        return
    yield "opened", (), row["of"]
    if several:
        yield (
            ("without", (variable,), row["n"]) if category == "missing" else ("chosen", (variable, category), row["n"])
        )
    elif row["by"] != variable:
        yield "opened", (), row["n"], [(variable, category)]
    elif row["group"] == category:
        yield "opened", (), row["n"]


def _who_numbers(row: Row, service: Service, as_of: date) -> Iterator:
    variable = row["variable"]
    if row["occasion"] == "closing":
        yield "number closing", (variable,), row["n"]
        yield "closing", (variable, "missing"), row["missing"]
        return
    yield "number", (variable,), row["n"]
    if row["by"] != variable:
        yield "opened", (), row["missing"], [(variable, "missing")]


def _endings(row: Row, service: Service, as_of: date) -> Iterator:
    yield "closed", (), row["of"]
    yield f"ended {row['kind'] or 'missing'}", (row["ending"],), row["n"]


def _attendance(row: Row, service: Service, as_of: date) -> Iterator:
    for column in ("planned", "missed", "cancelled"):
        one = row["intervention"]
        yield (f"{column} all", (), row[column]) if one == "all" else (column, (one,), row[column])
    both = None if row["planned"] is None or row["missed"] is None else row["planned"] - row["missed"]
    yield ("attended all", (), both) if one == "all" else ("attended", (one,), both)


def _norms(row: Row, service: Service, as_of: date) -> Iterator:
    yield "started" if row["occasion"] == "start" else "ended", (row["instrument"], row["scale"]), row["n"]


def _completeness(row: Row, service: Service, as_of: date) -> Iterator:
    occasion, what = row["occasion"], row["what"]
    closed = "closed" if row["period"] == "all" else "finished"
    if occasion in ("start", "opening"):
        yield "opened", (), row["due"]
        yield "began" if occasion == "start" else "told", (what,), row["done"]
    elif occasion in ("end", "closing"):
        yield closed, (), row["due"]
        yield "finished with" if occasion == "end" else "told closing", (what,), row["done"]
    else:
        months = occasion.removeprefix("after_")
        yield "due", (months,), row["due"]
        yield "followed", (what, months), row["done"]


def _trend(row: Row, service: Service, as_of: date) -> Iterator:
    yield from _measured(row)
    if row["measure"] in TREND:
        yield TREND[row["measure"]][0], (), row["n"]


def _measured(row: Row, service: Service | None = None, as_of: date | None = None) -> Iterator:
    measure = row["measure"]
    if measure in SHARED:
        yield from zip(SHARED[measure], ((), ()), (row["n"], row["of"]), strict=True)
    elif measure.startswith("better:"):
        scale = measure.removeprefix("better:").split("/")
        yield "better", scale, row["n"]
        yield "pairs", scale, row["of"]


def _groups(row: Row, service: Service, as_of: date) -> Iterator:
    yield "pairs", (row["instrument"], row["scale"]), row["n"]


def _retention(row: Row, service: Service, as_of: date) -> Iterator:
    """Where everybody of the year has been there long enough for the day, shares are whole people."""
    day = row["day"]
    if day not in FIXED:
        return
    yield ("there after", (day,), row["at_risk"]) if day else ("opened", (), row["at_risk"])
    if row["period"] == "all" or not day or (as_of - date(int(row["period"]), 12, 31)).days <= day:
        return
    for name, column in (("still", "in_service"), ("completed", "completed"), ("discontinued", "discontinued")):
        yield f"{name} after", (day,), Share(row[column]) if row[column] is not None else None


class Share(float):
    """A share of those who opened."""


SPECIAL = {
    "who": _who,
    "who_numbers": _who_numbers,
    "endings": _endings,
    "attendance": _attendance,
    "norms": _norms,
    "completeness": _completeness,
    "trend": _trend,
    "services": _measured,
    "groups": _groups,
    "retention": _retention,
}
