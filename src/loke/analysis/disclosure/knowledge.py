"""What somebody knows who has all published tables: the numbers that are shown, and how numbers must add up.

Written from the contract of the tables alone, apart from what chooses the cells, so that one can hold the other to it.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from loke.analysis.disclosure.across import across
from loke.analysis.disclosure.expected import expected
from loke.dataset.definitions import Service

Flat = Mapping[str, Any]
Groups = frozenset[tuple[str, str]]
Key = tuple[tuple[Any, ...], Groups, str]  # what is counted, of whom, and in which period

NAMES: dict[str, tuple[str, ...]] = {
    "expectations": ("expectation", "version"),
    "doses": ("expectation", "version"),
    "interventions": ("intervention",),
    "attendance": ("intervention",),
    "phases": ("phase",),
    "endings": ("ending",),
    "completion": (),
    "better": ("instrument", "scale", "respondent"),
    "change": ("instrument", "scale", "respondent"),
    "reliable_change": ("instrument", "scale", "respondent"),
    "norms": ("instrument", "scale", "respondent", "norm", "occasion"),
    "lasting": ("instrument", "scale", "respondent", "months_after"),
    "yes_no": ("variable",),
    "goals": ("attainment",),
    "completeness": ("what", "occasion"),
    "who": ("variable", "occasion", "category"),
    "who_numbers": ("variable", "occasion"),
}
RELIABLY = ("recovered", "improved", "unchanged", "deteriorated")
BOTH_TIMES = ("yes_yes", "yes_no", "no_yes", "no_no")


def _parts(whole: str, *parts: str) -> Iterator[tuple[str, str]]:
    """The whole with each of its parts, of which it leaves the others."""
    yield from ((whole, part) for part in parts)


# Of each table its counts, as sums: the first is the sum of the others, or for a single other at least as large.
SUMS: dict[str, tuple[tuple[str, ...], ...]] = {
    "expectations": (("assessable", "below", "within", "above"), *_parts("assessable", "below", "within", "above")),
    "doses": (("n", "ended_inside"),),
    "interventions": (("of", "received"),),
    "attendance": (("planned", "missed"),),
    "phases": (("entered", "left", "ongoing"),),
    "completion": (("of", "completed"), ("of", "other")),
    "better": (("pairs", "better", "unchanged", "worse"), *_parts("pairs", "better", "unchanged", "worse")),
    "change": (("started", "pairs"), ("ended", "pairs")),
    "reliable_change": (("pairs", *RELIABLY), *_parts("pairs", *RELIABLY)),
    "lasting": (
        ("closed", "eligible"),
        ("eligible", "reached"),
        ("reached", "triples"),
        ("triples", "better_at_end"),
        ("better_at_end", "kept"),
    ),
    "yes_no": (("pairs", *BOTH_TIMES), *_parts("pairs", *BOTH_TIMES)),
    "completeness": (("due", "done"),),
    "who": (("of", "n"),),
    "endings": (("of", "n"),),
    "goals": (("of", "n"),),
}
COUNTS = {table: tuple(dict.fromkeys(column for each in sums for column in each)) for table, sums in SUMS.items()} | {
    "who_numbers": ("n", "missing"),
    "norms": ("n",),
    "attendance": ("planned", "missed", "cancelled"),
    "expectations": ("assessable", "not_assessable", "below", "within", "above"),
}


@dataclass
class Knowledge:
    """`shown` has None for what is hidden; in every `equation` the sum of weighted numbers is 0.

    Where there is nobody in one of `nobody`, that may be known from the calendar, or from what has been said.
    """

    shown: dict[Key, int | None] = field(default_factory=dict)
    equations: list[dict[Key, int]] = field(default_factory=list)
    rests: dict[Key, dict[Key, int]] = field(default_factory=dict)  # a whole less its part, as the sum that it is
    nobody: set[Key] = field(default_factory=set)

    def learn(self, key: Key, value: int | None) -> None:
        if value is not None or key not in self.shown:
            self.shown[key] = value

    def leave(self, name: tuple[Any, ...], sums: dict[Key, int], same: bool = False) -> None:
        """What a sum leaves, the first of which says of whom and when: so many people, and never fewer than none."""
        rest: Key = (name, *next(iter(sums))[1:])
        self.learn(rest, None)
        self.rests[rest] = sums
        self.equations.append({**sums, rest: -1})
        if same:
            self.nobody.add(rest)


def known(tables: Iterable[tuple[str, Flat]], service: Service | None = None) -> Knowledge:
    """From rows of one service, over all and by year, for everybody and any groups, and what it has said beforehand."""
    several = service.several if service else set()
    kinds = {one.ending: one.kind for one in service.endings} if service else {}
    found = Knowledge()
    listed = [(table, row) for table, row in tables if table in NAMES]
    named = [{column: key_of(table, row, column, several) for column in COUNTS[table]} for table, row in listed]
    for (_, row), keys in zip(listed, named, strict=True):
        for column, key in keys.items():
            if key is not None:
                found.learn(key, row[column])
    for (table, row), keys in zip(listed, named, strict=True):
        _within_row(found, table, row, keys)
    _down_the_rows(found, kinds, several)
    _over_years_and_groups(found, {row["variable"] for table, row in listed if table == "who_numbers"})
    across(found, several, kinds)
    if service:
        expected(found, service)
    return found


def key_of(table: str, row: Flat, column: str, several: Iterable[str] = ()) -> Key | None:
    """Equal numbers have equal keys; None for a group within another of the same variable."""
    groups = frozenset({(row["by"], row["group"])} if row.get("by") else ())
    what = _what(table, row, column)
    if table in ("who", "who_numbers") and row["occasion"] == "opening":
        if column == "of":
            what = ("opened",)
        elif row["variable"] not in several and column in ("n", "missing") and (table == "who" or column == "missing"):
            category = row["category"] if table == "who" else "missing"
            if row.get("by") == row["variable"]:
                return (("opened",), groups, row["period"]) if row["group"] == category else None
            what, groups = ("opened",), groups | {(row["variable"], category)}
    return what, groups, row["period"]


def _what(table: str, row: Flat, column: str) -> tuple[Any, ...]:
    name = tuple(row[each] for each in NAMES[table])
    if column in ("of", "closed") or (table == "completeness" and column == "due"):
        return _whole(table, row)
    if column == "pairs" and table != "yes_no":
        return ("pairs", *name[:3])
    if column == "eligible":
        return "eligible", row["months_after"]
    if table == "norms":
        return "change", *name[:3], "started" if row["occasion"] == "start" else "ended"
    if table == "doses" and column == "n":
        return ("expectations", *name, "assessable")
    return table, *name, column


def _whole(table: str, row: Flat) -> tuple[Any, ...]:
    if table == "completeness":
        occasion = row["occasion"]
        if occasion in ("start", "opening"):
            return ("opened",)
        if occasion in ("end", "closing"):
            return ("closed",) if row["period"] == "all" else ("finished",)
        return "due", occasion
    if table == "goals":
        return ("goals",)
    return ("opened",) if table in ("interventions",) else ("closed",)


def _within_row(found: Knowledge, table: str, row: Flat, keys: Mapping[str, Key | None]) -> None:
    for whole, *parts in SUMS.get(table, ()):
        first = keys[whole]
        there = [keys[column] for column in parts if row[column] is not None or column in row["hidden"]]
        if first is None or any(key is None for key in there) or first in there:
            continue
        if len(parts) > 1:
            found.equations.append({first: -1} | {key: 1 for key in there if key})
        elif there and there[0]:  # of a scale without a cut-off nobody recovers
            _rest(found, first, there[0])
    if table == "expectations":
        _held(found, row, keys)
    if table == "who_numbers":
        n, missing = keys["n"], keys["missing"]
        base = ("opened",) if row["occasion"] == "opening" else ("closed",)
        groups = frozenset({(row["by"], row["group"])} if row.get("by") else ())
        whole_key: Key = base, groups, row["period"]
        if n and whole_key in found.shown:
            # in a group by their own number all have told it, and in the group without it nobody has
            told = {n: 1} if missing == whole_key else {whole_key: -1, n: 1}
            found.equations.append(told if missing in (None, whole_key) else {**told, missing: 1})


def _rest(found: Knowledge, whole: Key, part: Key) -> None:
    found.leave(("rest", whole[0], part[0], part[1]), {whole: 1, part: -1})


def _held(found: Knowledge, row: Flat, keys: Mapping[str, Key | None]) -> None:
    """Those held against a version are at most everybody who opened."""
    assessable, waiting = keys["assessable"], keys["not_assessable"]
    if assessable and waiting and (opened := (("opened",), *assessable[1:])) in found.shown:
        held: Key = (("held", row["expectation"], row["version"]), *assessable[1:])
        found.learn(held, None)
        found.equations.append({held: -1, assessable: 1, waiting: 1})
        _rest(found, opened, held)


def _down_the_rows(found: Knowledge, kinds: Mapping[str, str | None], several: Container[str]) -> None:
    """Categories below each other are all of the whole; what is called `all` is the sum of the others."""
    listed: dict[tuple[Key, str], dict[Key, int]] = {}
    for key in list(found.shown):
        what, groups, period = key
        kind = kinds.get(what[1]) if what[0] == "endings" else None
        for whole, partition in (
            ((("closed",), "endings"), what[0] == "endings" and what[-1] == "n"),
            ((("goals",), ""), what[0] == "goals" and what[-1] == "n"),
            ((("completion", kind), ""), kind in ("completed", "other") and what[-1] == "n"),
            ((("closed",), str(what[1:2])), what[0] == "who" and what[2] == "closing" and what[1] not in several),
            ((("attendance", "all", what[-1]), ""), what[0] == "attendance" and what[1] != "all"),
        ):
            if partition:
                listed.setdefault(((whole[0], groups, period), whole[1]), {})[key] = 1
    found.equations += [{whole: -1} | parts for (whole, _), parts in listed.items() if whole in found.shown]


NOT_ADDED = ("rest", "held", "versions", "more")


def _over_years_and_groups(found: Knowledge, numbers: Container[str]) -> None:
    years: dict[Key, dict[Key, int]] = {}
    groups: dict[tuple[Key, str], dict[Key, int]] = {}
    for key in found.shown:
        what, of, period = key
        if what[0] in NOT_ADDED:
            continue
        if period != "all":
            years.setdefault((what, of, "all"), {})[key] = 1
        for one in of:
            groups.setdefault(((what, of - {one}, period), one[0]), {})[key] = 1
    found.equations += [{whole: -1} | parts for whole, parts in years.items() if whole in found.shown]
    for (whole, variable), parts in groups.items():
        told = {dict(key[1])[variable] for key in parts}
        alone = told == {"missing"} and variable in numbers and whole[0] == ("opened",)  # only who lacks it is told
        if whole in found.shown and not alone:
            found.equations.append({whole: -1} | parts)
    _finished(found)


def _finished(found: Knowledge) -> None:
    """Those who opened in some year and have closed by now are all who have closed."""
    years: dict[Key, dict[Key, int]] = {}
    for key in found.shown:
        if key[0] == ("finished",):
            years.setdefault((("closed",), key[1], "all"), {})[key] = 1
    found.equations += [{whole: -1} | parts for whole, parts in years.items() if whole in found.shown]
