"""Does it get better: pairs of start and end, counted as better, unchanged and worse by at least the scale's step."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from loke.analysis.counts import Array, Column, Counts, count, whole
from loke.analysis.estimates import share, wilson
from loke.analysis.frame import CELL, EVERYBODY, Frame
from loke.analysis.pairs import Paired
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
        return self._replace(start=self.start.only(both), end=self.end.only(both), often=self.often[both])


def count_pairs(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`pairs`: cell by closing, instrument, scale, respondent, start and end as fractions (bottom 0 for none)."""
    pairs = frame.facts.pairs
    if pairs:
        of_scale = np.repeat(np.arange(len(pairs)), [len(pair.episode) for pair in pairs])
        scales = Column(of_scale, len(pairs), np.array([(pair.instrument, pair.scale) for pair in pairs]))
        respondents = Column(_joined(pairs, "respondent"), frame.facts.part.respondents + 1, _labels(frame))
        numbers = (_joined(pairs, side, which) for side in ("start", "end") for which in ("top", "bottom"))
        cells = frame.closed.of(_joined(pairs, "episode"))
        yield "pairs", cells.count(scales, respondents, *(whole(column) for column in numbers))


def _joined(pairs: list[Paired], *names: str) -> Array:
    """One column of all scales after each other."""
    return np.concatenate([attrgetter(".".join(names))(pair) for pair in pairs])


def _labels(frame: Frame) -> Array:
    return np.append(np.arange(frame.facts.part.respondents), NO_CODE)[:, None]


def count_used(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`used`: service, instrument, respondent, occasion, months after: every measurement, once for everybody."""
    for found in frame.facts.instruments if frame.by == EVERYBODY else ():
        measured = found.measured
        occasion = Column(measured.occasion, len(OCCASIONS))
        codes = (Column(measured.respondent, NO_CODE + 1), occasion, Column(measured.months_after, NO_CODE + 1))
        yield USED, count([frame.part.index, found.instrument, *codes])


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
