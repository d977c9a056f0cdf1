"""Does it get better: pairs of start and end, counted as better, unchanged and worse by at least the scale's step."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from loke.analysis.counts import Array, Column, Counts, count, dense
from loke.analysis.estimates import share, wilson
from loke.analysis.frame import CELL, EVERYBODY, Frame
from loke.analysis.scoring import Scores, compared
from loke.analysis.summary import USED, Cell, Row, Summary
from loke.dataset.definitions import Scale
from loke.dataset.snapshot import NO_CODE, OCCASIONS


@dataclass(frozen=True)
class BetterRow(Row):
    instrument: str
    scale: str
    respondent: str | None
    step: float
    pairs: int
    better: int
    unchanged: int
    worse: int
    share_better: float | None
    low: float | None
    high: float | None
    share_worse: float | None
    worse_low: float | None
    worse_high: float | None


class Measured(NamedTuple):
    """One scale and kind of respondent in a cell: distinct starts and ends [k], and how often each was met."""

    cell: Cell
    instrument: str
    scale: Scale
    respondent: str | None
    start: Scores
    end: Scores
    often: Array

    @property
    def pairs(self) -> "Measured":
        both = self.start.valid & self.end.valid
        start, end = (Scores(scores.top[both], scores.bottom[both]) for scores in (self.start, self.end))
        return self._replace(start=start, end=end, often=self.often[both])


def count_pairs(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`pairs`: cell by closing, instrument, scale, respondent, start and end as fractions (bottom 0 for none)."""
    respondents = frame.facts.part.respondents
    labels = np.append(np.arange(respondents), NO_CODE)[:, None]
    for pair in frame.facts.pairs:
        if len(pair.episode):
            fractions = (pair.start.top, pair.start.bottom, pair.end.top, pair.end.bottom)
            respondent = Column(pair.respondent, respondents + 1, labels)
            columns = (respondent, *(_column(numbers) for numbers in fractions))
            yield "pairs", frame.closed.of(pair.episode).count(pair.instrument, pair.scale, *columns)


def _column(numbers: Array) -> Column:
    """Small whole numbers stand for themselves, which spares the sorting."""
    if numbers.min() >= 0 and numbers.max() < len(numbers):
        return Column(numbers, int(numbers.max()) + 1)
    return dense(numbers)


def count_used(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`used`: service, instrument, respondent, occasion, months after: every measurement, once for everybody."""
    if frame.by == EVERYBODY:
        for found in frame.facts.instruments:
            measured = found.measured
            columns = (
                Column(measured.respondent, NO_CODE + 1),
                Column(measured.occasion, len(OCCASIONS)),
                Column(measured.months_after, NO_CODE + 1),
            )
            yield USED, count([frame.part.index, found.instrument, *columns])


def measured(summary: Summary) -> Iterator[Measured]:
    """Every scale with a score; the respondent is named where more than one kind has answered the instrument."""
    kinds = _respondents(summary)
    for key, counts in summary.groups("pairs", CELL + 3):
        *cell, instrument, scale, respondent = key
        named = len(kinds[cell[0], instrument]) > 1 and respondent != NO_CODE
        start_top, start_bottom, end_top, end_bottom = counts.rows.T
        yield Measured(
            tuple(cell),
            summary.instruments[instrument].instrument,
            summary.instruments[instrument].scales[scale],
            summary.respondents[respondent] if named else None,
            Scores(start_top, start_bottom),
            Scores(end_top, end_bottom),
            counts.often,
        )


def _respondents(summary: Summary) -> dict[tuple[int, ...], set[int]]:
    """The kinds of respondents, not stated among them, for each service and instrument."""
    return {key: set(counts.rows[:, 0].tolist()) for key, counts in summary.groups(USED, 2)}


def better(summary: Summary) -> Iterator[BetterRow]:
    for found in measured(summary):
        pairs = found.pairs
        change = compared(pairs.start, pairs.end, found.scale)
        improved, unchanged, worse = (int(pairs.often[change == way].sum()) for way in (1, 0, -1))
        n = improved + unchanged + worse
        yield BetterRow(
            *summary.where(found.cell),
            found.instrument,
            found.scale.scale,
            found.respondent,
            float(found.scale.step),
            n,
            improved,
            unchanged,
            worse,
            share(improved, n),
            *wilson(improved, n),
            share(worse, n),
            *wilson(worse, n),
        )
