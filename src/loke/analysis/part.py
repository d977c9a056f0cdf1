"""A part of a snapshot: episodes of a service, or of several that have said the same, as known on the as-of day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from loke.analysis.counts import Array, Column
from loke.analysis.options import Options
from loke.analysis.scoring import Key, scoring_key
from loke.dataset.definitions import Service, Variable
from loke.dataset.snapshot import AFTER, NO_CODE, NO_DAY, Measurements, Snapshot, day_number

KINDS = ("completed", "discontinued", "other")
NO_EVENTS = np.empty(0, np.uint16)
TOGETHER = 20_000  # episodes, of several services

Spans = dict[int, slice]  # services, by their numbers, with the episodes of each


@dataclass(eq=False, repr=False)
class Events:
    """Contacts, stays or goals of a part, in order of episode; `episode` counts from the part's first."""

    episode: Array  # int64
    day: Array  # uint16
    code: Array  # as in the snapshot
    until: Array  # uint16, only of stays

    def only(self, kept: Array, new_index: Array) -> "Events":
        until = self.until[kept] if len(self.until) else self.until
        return Events(new_index[self.episode[kept]], self.day[kept], self.code[kept], until)


@dataclass(eq=False, repr=False)
class Part:
    """Columns as in `Snapshot`, of n episodes; measurements count episodes from the part's first.

    `whose` is the service of each episode; whatever they are called, all of them have said what `service` says.
    """

    service: Service
    whose: Column
    keys: tuple[Key, ...]  # one for each instrument
    respondents: int
    used_after: tuple[tuple[int, int], ...]  # instrument and months after closing, of the whole snapshot's follow-ups
    as_of: int
    opened: Array
    closed: Array
    ending: Array
    age: Array
    sex: Array
    values: Mapping[tuple[str, str], Array]
    contacts: Events
    stays: Events
    goals: Events  # `day` NO_DAY where none is told
    measurements: tuple[Measurements, ...]

    def __len__(self) -> int:
        return len(self.opened)

    @cached_property
    def has_closed(self) -> Array:
        closed: Array = self.closed != NO_DAY
        return closed

    def variable(self, code: str) -> Variable | None:
        return next((variable for variable in self.service.variables if variable.variable == code), None)

    @property
    def follow_ups(self) -> tuple[int, ...]:
        """The months after closing at which anything has been measured."""
        return tuple(sorted({months for _, months in self.used_after}))

    @property
    def ages(self) -> Array:
        """Completed years as floats, NaN where the age is not known."""
        return np.where(self.age == NO_CODE, np.nan, self.age)

    @cached_property
    def ending_kind(self) -> Array:
        """uint8: index into KINDS, NO_CODE for whoever has no ending."""
        kinds = np.full(NO_CODE + 1, NO_CODE, np.uint8)
        for code, ending in enumerate(self.service.endings):
            kinds[code] = KINDS.index(ending.kind)
        return kinds[self.ending]


def parts(snapshot: Snapshot, options: Options, first: int, last: int, whole: Snapshot) -> Iterator[Part]:
    """The episodes first .. last - 1, those of services that have said the same together.

    `whole` is what the snapshot is an excerpt of, or the snapshot itself.
    """
    shared = _shared(whole)
    for spans in _alike(snapshot, options, first, last):
        part = _part(snapshot, options, spans, shared)
        if len(part):
            yield part


def _alike(snapshot: Snapshot, options: Options, first: int, last: int) -> Iterator[Spans]:
    """The services that are wanted and have some of the episodes, a few at a time."""
    spans: Spans = {}
    for index, (start, stop) in enumerate(pairwise(snapshot.bounds.clip(first, last).tolist())):
        if start < stop and options.wants(snapshot.services[index]):
            if spans and not _belongs(snapshot, spans, index, stop):
                yield spans
                spans = {}
            spans[index] = slice(start, stop)
    if spans:
        yield spans


def _belongs(snapshot: Snapshot, spans: Spans, index: int, stop: int) -> bool:
    """Whether a service comes right after the others, does not make them too many, and has said the same."""
    first, last = next(iter(spans)), next(reversed(spans))
    near = snapshot.bounds[index] == spans[last].stop and stop - spans[first].start <= TOGETHER
    return near and _said(snapshot, last) == _said(snapshot, index)


def _said(snapshot: Snapshot, index: int) -> tuple[Any, ...]:
    """What is counted of a service: all that it has said but its names, and what anybody has answered."""
    one = snapshot.services[index]
    asked = ((variable.variable, occasion) for variable in one.variables for occasion in variable.occasions)
    answered = [each for each in asked if (index, *each) in snapshot.values]
    return one.variables, one.interventions, one.endings, one.phases, one.expectations, answered


def _shared(snapshot: Snapshot) -> dict[str, Any]:
    """What all parts have in common."""
    measured = zip(snapshot.instruments, snapshot.measurements, strict=True)
    return {
        "keys": tuple(scoring_key(*each) for each in measured),
        "respondents": len(snapshot.respondents),
        "used_after": tuple(used_after(snapshot)),
    }


def used_after(snapshot: Snapshot) -> Iterator[tuple[int, int]]:
    """Instruments, by their numbers, with each number of months after closing at which they have been filled in."""
    for instrument, measured in enumerate(snapshot.measurements):
        found = np.flatnonzero(np.bincount(measured.months_after[measured.occasion == AFTER])).tolist()
        yield from ((instrument, months) for months in found if months != NO_CODE)


def _part(snapshot: Snapshot, options: Options, spans: Spans, shared: dict[str, Any]) -> Part:
    services, as_of = list(spans), options.as_of or snapshot.last_day
    rows = slice(spans[services[0]].start, spans[services[-1]].stop)
    codes = np.repeat(np.arange(len(spans)), [span.stop - span.start for span in spans.values()])
    part = Part(
        service=snapshot.services[services[0]],
        whose=Column(codes, len(spans), np.array(services)[:, None]),
        **shared,
        as_of=day_number(as_of),
        opened=snapshot.opened[rows],
        closed=snapshot.closed[rows],
        ending=snapshot.ending[rows],
        age=snapshot.age[rows],
        sex=snapshot.sex[rows],
        values=_values(snapshot, spans),
        contacts=_contacts(snapshot, rows),
        stays=_stays(snapshot, rows),
        goals=_goals(snapshot, rows),
        measurements=tuple(_measured(measured, rows) for measured in snapshot.measurements),
    )
    return part if as_of >= snapshot.last_day else _as_known(part)


def _values(snapshot: Snapshot, spans: Spans) -> dict[tuple[str, str], Array]:
    found, first = {}, next(iter(spans))
    for variable in snapshot.services[first].variables:
        for occasion in variable.occasions:
            if (first, variable.variable, occasion) in snapshot.values:
                columns = (_own(snapshot, index, variable.variable, occasion, span) for index, span in spans.items())
                found[variable.variable, occasion] = np.concatenate(list(columns))
    return found


def _own(snapshot: Snapshot, index: int, variable: str, occasion: str, span: slice) -> Array:
    """A service's own column, of these episodes."""
    start = int(snapshot.bounds[index])
    own: Array = snapshot.values[index, variable, occasion][span.start - start : span.stop - start]
    return own


def _contacts(snapshot: Snapshot, rows: slice) -> Events:
    bounds = snapshot.contact_bounds[rows.start : rows.stop + 1]
    span = slice(bounds[0], bounds[-1])
    return Events(_episodes(bounds), snapshot.contact_day[span], snapshot.contact_kind[span], NO_EVENTS)


def _stays(snapshot: Snapshot, rows: slice) -> Events:
    bounds = snapshot.stay_bounds[rows.start : rows.stop + 1]
    span = slice(bounds[0], bounds[-1])
    return Events(_episodes(bounds), snapshot.stay_entered[span], snapshot.stay_phase[span], snapshot.stay_left[span])


def _goals(snapshot: Snapshot, rows: slice) -> Events:
    bounds = snapshot.goal_bounds[rows.start : rows.stop + 1]
    span = slice(bounds[0], bounds[-1])
    return Events(_episodes(bounds), snapshot.goal_judged[span], snapshot.goal_attainment[span], NO_EVENTS)


def _episodes(bounds: Array) -> Array:
    return np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))


def _measured(measured: Measurements, rows: slice) -> Measurements:
    start, stop = np.searchsorted(measured.episode, (rows.start, rows.stop)).tolist()
    found = _rows_of(measured, slice(start, stop))
    return replace(found, episode=found.episode - rows.start)


def _rows_of(measured: Measurements, rows: slice | Array) -> Measurements:
    return replace(
        measured,
        episode=measured.episode[rows],
        occasion=measured.occasion[rows],
        day=measured.day[rows],
        months_after=measured.months_after[rows],
        respondent=measured.respondent[rows],
        items=measured.items[rows],
        given={scale: scores[rows] for scale, scores in measured.given.items()},
    )


def _as_known(part: Part) -> Part:
    """The part without what happened after the as-of day: later openings and events are gone, later closings undone."""
    known = part.opened <= part.as_of
    new_index = np.cumsum(known) - 1
    closed = np.where(part.closed <= part.as_of, part.closed, NO_DAY).astype(part.closed.dtype)[known]
    until = np.where(part.stays.until <= part.as_of, part.stays.until, NO_DAY).astype(np.uint16)
    return replace(
        part,
        whose=part.whose.of(np.flatnonzero(known)),
        opened=part.opened[known],
        closed=closed,
        ending=np.where(closed == NO_DAY, NO_CODE, part.ending[known]),
        age=part.age[known],
        sex=part.sex[known],
        values={key: column[known] for key, column in part.values.items()},
        contacts=_known(part.contacts, part.as_of, known, new_index),
        stays=_known(replace(part.stays, until=until), part.as_of, known, new_index),
        goals=_known_goals(part.goals, part.as_of, known, new_index),
        measurements=tuple(_known_measured(measured, part.as_of, known, new_index) for measured in part.measurements),
    )


def _known(events: Events, as_of: int, known: Array, new_index: Array) -> Events:
    return events.only((events.day <= as_of) & known[events.episode], new_index)


def _known_goals(goals: Events, as_of: int, known: Array, new_index: Array) -> Events:
    """A goal whose day of judgement is not told is taken to be known with its episode."""
    return goals.only(((goals.day <= as_of) | (goals.day == NO_DAY)) & known[goals.episode], new_index)


def _known_measured(measured: Measurements, as_of: int, known: Array, new_index: Array) -> Measurements:
    """A measurement without a day is taken to be known with its episode."""
    seen = (measured.day <= as_of) | (measured.day == NO_DAY)
    found = _rows_of(measured, np.flatnonzero(seen & known[measured.episode]))
    return replace(found, episode=new_index[found.episode])
