"""Start and end together: the first valid start and the last valid end by episode, scale and kind of respondent."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.part import Part
from loke.analysis.scoring import Scores, compared, scored_by
from loke.dataset.definitions import Instrument, Scale
from loke.dataset.snapshot import END, NO_DAY, START, Measurements


@dataclass(eq=False, repr=False)
class Paired:
    """One scale's start and end, a row for each episode and kind of respondent; without a valid score bottom is 0."""

    instrument: int
    scale: int
    definition: Scale
    episode: Array
    respondent: Array  # code, one more than the last for "not stated"
    start: Scores
    end: Scores

    @cached_property
    def complete(self) -> Array:
        """The rows with both."""
        return np.flatnonzero(self.start.valid & self.end.valid)

    @cached_property
    def better(self) -> Array:
        """Which of them are better by at least the scale's step."""
        found: Array = compared(self.start.only(self.complete), self.end.only(self.complete), self.definition) > 0
        return found


@dataclass(eq=False, repr=False)
class Scored:
    """One instrument's measurements in a part with the scores of its scales."""

    instrument: int
    definition: Instrument
    measured: Measurements
    scores: dict[str, Scores]

    @cached_property
    def any_valid(self) -> Array:
        """Which measurements have a valid score on at least one scale."""
        valid = np.zeros(len(self.measured.episode), bool)
        for scores in self.scores.values():
            valid |= scores.valid
        return valid


@dataclass(eq=False, repr=False)
class Followed:
    """A scale at a follow-up so many months after closing: a row for whoever has a score at start or then."""

    pair: Paired
    months: int
    episode: Array
    respondent: Array
    start: Scores
    end: Scores
    after: Scores


def scored(part: Part) -> Iterator[Scored]:
    for index, (key, measured) in enumerate(zip(part.keys, part.measurements, strict=True)):
        if len(measured.episode):
            yield Scored(index, key.instrument, measured, scored_by(key, measured))


def paired(part: Part, instruments: list[Scored]) -> Iterator[Paired]:
    for found in instruments:
        kinds = part.respondents + 1
        respondent = np.minimum(found.measured.respondent, part.respondents).astype(np.int64)
        unit = found.measured.episode * kinds + respondent
        starts = _in_order(found.measured, unit, START)
        ends = _in_order(found.measured, unit, END)[::-1]
        for index, scale in enumerate(found.definition.scales):
            yield _pair(found, index, scale, (unit, starts, ends), kinds)


def followed(part: Part, found: Scored, pair: Paired, months: int, rows: Array) -> Followed:
    """`rows` are the measurements at that follow-up; the latest with a valid score counts."""
    kinds = part.respondents + 1
    respondent = np.minimum(found.measured.respondent, part.respondents).astype(np.int64)
    unit = found.measured.episode * kinds + respondent
    size = len(part) * kinds
    latest = rows[_by_day(unit[rows], _known_day(found.measured.day[rows]))][::-1]
    after = _first_valid(found.scores[pair.definition.scale], unit, latest, size)
    start, end = (_spread(scores, pair.episode * kinds + pair.respondent, size) for scores in (pair.start, pair.end))
    units = np.flatnonzero(start.valid | after.valid)
    scores = (each.only(units) for each in (start, end, after))
    return Followed(pair, months, units // kinds, units % kinds, *scores)


def _spread(scores: Scores, units: Array, size: int) -> Scores:
    """The scores of these units among all of them, without a valid one for the others."""
    top, bottom = np.zeros(size, np.int64), np.zeros(size, np.int64)
    top[units], bottom[units] = scores.top, scores.bottom
    return Scores(top, bottom)


def _known_day(days: Array) -> Array:
    """A day that is not known is never the latest."""
    return np.where(days == NO_DAY, 0, days)


def _in_order(measured: Measurements, unit: Array, occasion: int) -> Array:
    """The rows of one occasion by unit and day; rows of the same day stay as they stand in the dataset."""
    rows = np.flatnonzero(measured.occasion == occasion)
    units = unit[rows]
    if (units[1:] > units[:-1]).all():
        return rows
    days = measured.day[rows]
    if occasion == END:
        days = _known_day(days)  # and never the earliest start, as NO_DAY is later than every day
    ordered: Array = rows[_by_day(units, days)]
    return ordered


def _by_day(units: Array, days: Array) -> Array:
    """The order by unit and day, which the rows are nearly in; those of the same day stay as they stand."""
    return np.argsort(units * (NO_DAY + 1) + days, kind="stable")


def _pair(found: Scored, index: int, scale: Scale, order: tuple[Array, Array, Array], kinds: int) -> Paired:
    unit, starts, ends = order
    size = (int(unit.max()) + 1) if len(unit) else 0
    start, end = (_first_valid(found.scores[scale.scale], unit, rows, size) for rows in (starts, ends))
    units = np.flatnonzero(start.valid | end.valid)
    return Paired(found.instrument, index, scale, units // kinds, units % kinds, start.only(units), end.only(units))


def _first_valid(scores: Scores, unit: Array, rows: Array, size: int) -> Scores:
    """The first valid score among `rows` for each unit 0 .. size - 1; the rows of a unit stand together."""
    rows = rows[scores.valid[rows]]
    units = unit[rows]
    first = np.append(True, units[1:] != units[:-1])[: len(rows)]
    rows, units = rows[first], units[first]
    top, bottom = np.zeros(size, np.int64), np.zeros(size, np.int64)
    top[units], bottom[units] = scores.top[rows], scores.bottom[rows]
    return Scores(top, bottom)
