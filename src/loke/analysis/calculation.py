"""One calculation, from one client to a nation: summarise a part, add the summaries, finish them as tables."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from loke import __version__
from loke.analysis import (
    attendance,
    better,
    change,
    completeness,
    doses,
    endings,
    expectations,
    funnel,
    goals,
    groups,
    interventions,
    lasting,
    norms,
    phases,
    reliable,
    retention,
    trend,
    who,
    yes_no,
)
from loke.analysis.counts import Counts, count
from loke.analysis.distributions import Distributions, distributions
from loke.analysis.frame import EVERYBODY, Frame, frames, is_number
from loke.analysis.memory import put_off
from loke.analysis.options import Options, calendar_of
from loke.analysis.part import Part, parts
from loke.analysis.summary import SPLIT, Row, Summary, gathered
from loke.dataset.snapshot import Snapshot

SCHEMA = "1"  # of dataset.md's tables: a new number when a column changes its meaning

Counting = tuple[Callable[[Frame], Iterator[tuple[str, Counts]]], ...]
COUNTED: Counting = (
    completeness.count_opened,
    who.count_categories,
    who.count_numbers,
    expectations.count_expectations,
    expectations.count_waiting,
    doses.count_doses,
    interventions.count_interventions,
    attendance.count_attendance,
    phases.count_phases,
    endings.count_endings,
    better.count_pairs,
    better.count_used,
    norms.count_scored,
    lasting.count_eligible,
    lasting.count_followed,
    yes_no.count_yes_no,
    goals.count_goals,
    completeness.count_given,
    completeness.count_measured,
    completeness.count_due,
    trend.count_trend,
    retention.count_retention,
)

OF_CONTACTS: Counting = (  # all that look at contacts
    expectations.count_expectations,
    expectations.count_waiting,
    doses.count_doses,
    interventions.count_interventions,
    attendance.count_attendance,
    trend.count_trend,
)

TABLES: dict[str, Callable[[Summary], Iterator[Row]]] = {
    "who": who.who,
    "who_numbers": who.who_numbers,
    "expectations": expectations.expectations,
    "doses": doses.doses,
    "interventions": interventions.interventions,
    "attendance": attendance.attendance,
    "phases": phases.phases,
    "endings": endings.endings,
    "completion": endings.completion,
    "better": better.better,
    "change": change.change,
    "reliable_change": reliable.reliable_change,
    "norms": norms.norms,
    "lasting": lasting.lasting,
    "groups": groups.groups,
    "yes_no": yes_no.yes_no,
    "goals": goals.goals,
    "trend": trend.trend,
    "completeness": completeness.completeness,
    "retention": retention.retention,
    "services": funnel.services,  # last, since it is made of others
}


@dataclass(frozen=True)
class Result:
    """The tables, each with its rows, the counts that each rests on, and a head that says what they were made from."""

    summary: Summary
    tables: dict[str, tuple[Row, ...]]
    rests_on: dict[str, frozenset[str]] = field(default_factory=dict)  # not told of a table that was made alone

    @property
    def dataset(self) -> dict[str, Any]:
        options = self.summary.options
        return {
            "services": [service.service for service in self.summary.services if options.wants(service)],
            "as_of": _text(options.as_of),
            "from": _text(options.from_day),
            "to": _text(options.to_day),
            "period": options.period,
            "by": list(options.by),
            "public": False,
            "schema": SCHEMA,
            "software": f"loke {__version__}",
        }

    @cached_property
    def distributions(self) -> Distributions:
        """What lies behind the tables, for pictures: the same counts, not counted again."""
        return distributions(self.summary)


def _text(day: object) -> str | None:
    return None if day is None else str(day)


def summarise(
    snapshot: Snapshot,
    options: Options,
    first: int = 0,
    last: int | None = None,
    counted: Counting = COUNTED,
    whole: Snapshot | None = None,
) -> Summary:
    """The episodes first .. last - 1 as a summary, which adds up with those of all other episodes of the `whole`."""
    settled = options.settled(snapshot)
    last = len(snapshot.opened) if last is None else last
    found = parts(snapshot, settled, first, last, whole or snapshot)
    counts = gathered(_counted(found, settled, counted))
    return Summary(settled, snapshot.services, snapshot.instruments, snapshot.respondents, counts)


def _counted(found: Iterable[Part], options: Options, counting: Counting) -> Iterator[tuple[str, Counts]]:
    calendar = calendar_of(options.period, options.from_day, options.to_day)
    for part in found:
        for frame in frames(part, options, calendar):
            if frame.by != EVERYBODY and is_number(part.service, options.by[frame.by]):
                yield SPLIT, count([part.whose, frame.by, frame.group])
            for counted in counting:
                yield from counted(frame)


class _Noted(dict[str, Counts]):
    """Counts by name, and which of them have been asked for."""

    def __init__(self, counts: Mapping[str, Counts]):
        super().__init__(counts)
        self.asked = set[str]()

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)

    def __getitem__(self, name: str) -> Counts:
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)

    def told(self) -> frozenset[str]:
        """What has been asked for since last time."""
        asked, self.asked = frozenset(self.asked), set()
        return asked


def finish(summary: Summary, before: Result | None = None, but: Container[str] = ()) -> Result:
    """Every table, by name, but for some. One that rests on the same counts as `before` stands.

    `before` has the same options and definitions.
    """
    grouped = summary.in_quartile_groups()
    noted = _Noted(grouped.counts)
    grouped, stood = replace(grouped, counts=noted), before.summary.in_quartile_groups().counts if before else None
    tables, rests_on = dict[str, tuple[Row, ...]](), dict[str, frozenset[str]]()
    for name, table in TABLES.items():
        if name in but:
            continue
        if before and stood is not None and _stand(before.rests_on[name], stood, noted):
            tables[name], rests_on[name] = before.tables[name], before.rests_on[name]
        elif name == "services":
            tables[name] = tuple(funnel.of_rows(grouped, tables))
            rests_on[name] = frozenset[str]().union(*(rests_on[each] for each in funnel.MADE_OF))
        else:
            noted.told()
            tables[name] = tuple(table(grouped))
            rests_on[name] = noted.told()
    return Result(summary, tables, rests_on)


def _stand(names: frozenset[str], one: Mapping[str, Counts], other: Mapping[str, Counts]) -> bool:
    return all(one.get(name) == other.get(name) for name in names)


# What some tables need counted, when they are wanted alone.
ALONE: dict[str, Counting] = {
    "trend": (trend.count_trend,),
    "services": (endings.count_endings, attendance.count_attendance, better.count_pairs, better.count_used),
    "who": (completeness.count_opened, endings.count_endings, who.count_categories),
    "who_numbers": (completeness.count_opened, endings.count_endings, who.count_numbers),
    "expectations": (expectations.count_expectations, expectations.count_waiting),
    "doses": (expectations.count_expectations, doses.count_doses),
    "interventions": (completeness.count_opened, interventions.count_interventions, attendance.count_attendance),
    "attendance": (attendance.count_attendance,),
    "completion": (endings.count_endings,),
    "better": (better.count_pairs, better.count_used),
    "change": (better.count_pairs, better.count_used),
    "goals": (goals.count_goals,),
    "completeness": (
        completeness.count_opened,
        better.count_used,
        completeness.count_given,
        completeness.count_measured,
        completeness.count_due,
    ),
}


def analyse_alone(names: Iterable[str], snapshot: Snapshot, options: Options) -> Result:
    """As `analyse`, of some tables of those in ALONE, without the others."""
    names = list(names)
    summary = summarise(snapshot, options, counted=tuple(dict.fromkeys(each for one in names for each in ALONE[one])))
    grouped = summary.in_quartile_groups()
    return Result(summary, {name: tuple(TABLES[name](grouped)) for name in names})


def analyse_when_known(snapshot: Snapshot, options: Options) -> Result:
    """The expectations alone, each on the day it can be judged instead of the day the contact began."""
    summary = summarise(snapshot, options, counted=(expectations.count_when_known,))
    return Result(summary, {"expectations": tuple(TABLES["expectations"](summary))})


@put_off()
def analyse(snapshot: Snapshot, options: Options | None = None) -> Result:
    """All tables of a snapshot; raises WrongOption for what it does not have."""
    return finish(summarise(snapshot, options or Options()))
