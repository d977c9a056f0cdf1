"""What of a service's own records a cycle can follow, each by a key that is the same in every version.

A key is the analysis table, the codes that name a row in it, and a column: `expectations/traffar/share`.

A measure is offered only where it is known on the day that dates it, or equally long after for everybody; else those
who have had more time would be held against those who have had less.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from loke.analysis.calculation import Result
from loke.analysis.followed import Figure, mean_figure, share_figure
from loke.analysis.held import occasion_of
from loke.analysis.participation import judged_between, met_between
from loke.analysis.summary import Row
from loke.dataset.definitions import Expectation, Service
from loke.followup.reading import Reading

ATTAINED = ("fully", "largely")


@dataclass(frozen=True)
class Measure:
    """`group` is its heading among the others, `counted_by` the day that dates it."""

    key: str
    group: str
    name: str
    counted_by: str
    unit: str = ""

    @property
    def is_share(self) -> bool:
        return not self.unit


@dataclass(frozen=True)
class Share:
    """Where a table has a share: the columns that name a row, those who count, and those they are among."""

    names: tuple[str, ...]
    hits: str
    of: str
    column: str = "share"


SHARES = {
    "expectations": Share(("expectation",), "within", "assessable"),
    "completion": Share((), "completed", "of"),
    "attendance": Share(("intervention",), "missed", "planned"),
    "better": Share(("instrument", "scale", "respondent"), "better", "pairs", "share_better"),
    "completeness": Share(("what", "occasion"), "done", "due"),
}
MEANS = ("doses", "change")  # the tables whose measures are no shares
GOALS = "goals/attained/share"
AT_START = ("start", "opening")  # occasions that are due of everybody who has begun


def key_of(table: str, names: Iterable[str | None], column: str) -> str:
    return "/".join([table, *(name or "" for name in names), column])


def is_share(key: str) -> bool:
    return key.partition("/")[0] not in MEANS


def measures_of(reading: Reading) -> list[Measure]:
    """Everything that can be followed, in the order of the method; scales as far as somebody has answered twice."""
    said = reading.service
    return [
        *_expectations(said),
        *_practice(said),
        *_outcomes(said, reading),
        *_completeness(reading),
    ]


def _expectations(said: Service) -> Iterator[Measure]:
    """Each by its latest words, but for what is known only some time after the contact has ended."""
    group = _("Det ni har tänkt")
    latest = {one.expectation: one for one in sorted(said.expectations, key=lambda one: one.valid_from)}
    for one in latest.values():
        if counted_by := _counted_by(said, one):
            yield Measure(key_of("expectations", [one.expectation], "share"), group, one.text, counted_by)
        if one.kind == "dose":
            name = _("Träffar i medeltal: %(text)s") % {"text": one.text}
            yield Measure(key_of("doses", [one.expectation], "mean"), group, name, "opened", _("träffar"))


def _counted_by(said: Service, one: Expectation) -> str:
    """The day that dates it: when it is known, or when the contact began where that is equally long before for all."""
    if one.kind in ("range", "category"):
        return {"opening": "opened", "closing": "closed"}.get(occasion_of(said, one.variable), "")
    return {"dose": "opened", "phase": "left"}.get(one.kind, "closed")


def may_be_followed(measures: Iterable[Measure], code: str) -> bool:
    """Whether what was expected is among the measures."""
    return key_of("expectations", [code], "share") in {one.key for one in measures}


def _practice(said: Service) -> Iterator[Measure]:
    group = _("Arbetet")
    yield Measure(key_of("attendance", ["all"], "share"), group, _("Uteblivna träffar"), "contact")
    for one in said.interventions:
        name = _("Uteblivna träffar: %(name)s") % {"name": one.name}
        yield Measure(key_of("attendance", [one.intervention], "share"), group, name, "contact")


def _outcomes(said: Service, reading: Reading) -> Iterator[Measure]:
    group = _("Hur det går")
    if said.endings:
        yield Measure(key_of("completion", [], "share"), group, _("Fullföljer, av alla som slutade"), "closed")
    yield Measure(GOALS, group, _("Mål som nås helt eller i stor utsträckning"), "judged")
    for row in _scales(reading):
        name = reading.scale_name(row)
        place = [row.instrument, row.scale, row.respondent]
        better, change = _("%(scale)s, bättre"), _("%(scale)s, förändring i medeltal")
        yield Measure(key_of("better", place, "share_better"), group, better % {"scale": name}, "closed")
        change = change % {"scale": name}
        yield Measure(key_of("change", place, "change"), group, change, "closed", _("poäng"))


def _scales(reading: Reading) -> list[Row]:
    """A row of each scale and kind of respondent."""
    rows = [row for row in reading.result.tables["change"] if row.by is None]
    return list({(row.instrument, row.scale, row.respondent): row for row in rows}.values())


def _completeness(reading: Reading) -> Iterator[Measure]:
    rows = [row for row in reading.result.tables["completeness"] if row.occasion in AT_START]
    for what, occasion in dict.fromkeys((row.what, row.occasion) for row in rows):
        name = reading.name("what", what, occasion)
        when = reading.say.occasion(occasion)
        name = name.removesuffix(f" {when}")
        words = {"what": name, "occasion": when}
        key = key_of("completeness", [what, occasion], "share")
        yield Measure(key, _("Det som fylls i"), _("%(what)s, ifyllt %(occasion)s") % words, "opened")


def is_one(said: Service, key: str, first: date, last: date) -> bool:
    """Whether every version in force on some of the days counts the same thing."""
    table, code = key.split("/")[:2]
    if table not in ("expectations", "doses"):
        return True
    there = (one for one in said.expectations if one.expectation == code and one.valid_from <= last)
    return len({_looks_for(one, table) for one in there if one.valid_to is None or one.valid_to >= first}) <= 1


def _looks_for(one: Expectation, table: str) -> tuple[object, ...]:
    """What it counts; for a mean it does not matter how many are meant."""
    looks = (one.kind, one.variable, one.intervention, one.phase, one.instrument, one.scale, one.months)
    return looks if table == "doses" else (*looks, frozenset(one.options), one.lowest, one.highest)


def people_behind(reading: Reading, key: str, first: date, last: date) -> int | None:
    """How many are behind a measure that somebody may be counted more than once in; None for any other."""
    table, code = key.split("/")[:2]
    if table == "attendance":
        return met_between(reading.snapshot, code, first, last)
    return judged_between(reading.snapshot, first, last) if table == "goals" else None


def figures_of(result: Result, key: str) -> dict[str, Figure]:
    """The measure in each period of the result, with the versions of an expectation taken together."""
    table = key.partition("/")[0]
    if table in MEANS:
        return {period: mean_figure(*_histogram(found)) for period, found in _values(result, table, key).items()}
    counts: dict[str, list[int]] = {}
    for row, hits, of in _shares(result, table, key):
        there = counts.setdefault(row.period, [0, 0])
        there[0] += hits
        there[1] = of if table == "goals" else there[1] + of
    return {period: share_figure(hits, of) for period, (hits, of) in counts.items()}


def _shares(result: Result, table: str, key: str) -> Iterator[tuple[Row, int, int]]:
    rows = (row for row in result.tables.get(table, ()) if row.by is None)
    if key == GOALS:
        yield from ((row, row.n if row.attainment in ATTAINED else 0, row.of) for row in rows)
        return
    if share := SHARES.get(table):
        for row in rows:
            if key_of(table, (getattr(row, name) for name in share.names), share.column) == key:
                yield row, getattr(row, share.hits), getattr(row, share.of)


def _values(result: Result, table: str, key: str) -> dict[str, dict[float, int]]:
    """How often each value was met, by period: attended contacts, or end less start."""
    found: dict[str, dict[float, int]] = {}
    behind = result.distributions
    if table == "doses":
        for one in behind.expectations:
            if one.by is None and one.kind == "dose" and key_of("doses", [one.expectation], "mean") == key:
                _add(found.setdefault(one.period, {}), one.values)
    else:
        for one in behind.scales:
            if one.by is None and key_of("change", [one.instrument, one.scale, one.respondent], "change") == key:
                changes = [(float(end - start), often) for start, end, often in one.pairs]
                _add(found.setdefault(one.period, {}), changes)
    return found


def _add(there: dict[float, int], values: Iterable[tuple[float, int]]) -> None:
    for value, often in values:
        there[value] = there.get(value, 0) + often


def _histogram(values: dict[float, int]) -> tuple[Sequence[float], Sequence[int]]:
    ordered = sorted(values)
    return ordered, [values[one] for one in ordered]
