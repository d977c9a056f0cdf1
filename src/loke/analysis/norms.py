"""Compared with people in general: every valid score at start and at end beside the published norms of its scale."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from loke.analysis.better import place_of, respondents_of
from loke.analysis.comparisons import Spread, one_sample, welch
from loke.analysis.counts import Column, Counts, whole
from loke.analysis.estimates import Difference, mean_and_sd
from loke.analysis.frame import CELL, Frame
from loke.analysis.pairs import END, START
from loke.analysis.summary import Row, Summary
from loke.dataset.definitions import Norm
from loke.dataset.snapshot import NO_CODE, OCCASIONS


@dataclass(frozen=True)
class NormsRow(Row):
    """The mean of the scores on one occasion less that of a norm group."""

    instrument: str
    scale: str
    respondent: str | None
    norm: str
    occasion: str
    n: int
    mean: float
    norm_mean: float
    difference: float | None
    low: float | None
    high: float | None


def count_scored(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`scored`: cell by closing, instrument, scale, respondent, occasion, score: of scales with norms."""
    for found in frame.facts.instruments:
        measured, normed = found.measured, {norm.scale for norm in found.definition.norms}
        wanted = np.isin(measured.occasion, (START, END))
        for number, scale in enumerate(found.definition.scales):
            scores = found.scores[scale.scale]
            rows = np.flatnonzero(scores.valid & wanted)
            if scale.scale in normed and len(rows):
                kept, cells = scores.only(rows), frame.closed.of(measured.episode[rows])
                respondent = Column(measured.respondent[rows], NO_CODE + 1)
                occasion = Column(measured.occasion[rows], len(OCCASIONS))
                score = whole(kept.top), whole(kept.bottom)
                yield "scored", cells.count(found.instrument, number, respondent, occasion, *score)


def norms(summary: Summary) -> Iterator[NormsRow]:
    kinds = respondents_of(summary)
    for (*head, occasion), counts in summary.groups("scored", CELL + 4):
        place = place_of(summary, kinds, tuple(head[:CELL]), *head[CELL:])
        found = _spread(counts)
        for norm in summary.instruments[head[CELL]].norms:
            if norm.scale == place.scale.scale:
                difference = against(found, norm)
                yield NormsRow(
                    *summary.where(place.cell),
                    place.instrument,
                    norm.scale,
                    place.respondent,
                    norm.norm,
                    OCCASIONS[occasion],
                    found.n,
                    found.mean,
                    float(norm.mean),
                    *difference,
                )


def _spread(counts: Counts) -> Spread:
    values, often = (counts.rows[:, 0] / counts.rows[:, 1]).tolist(), counts.often.tolist()
    mean, sd = mean_and_sd(values, often)
    return Spread(mean or 0.0, sd or 0.0, sum(often))


def against(found: Spread, norm: Norm) -> Difference:
    """The norm is a fixed number, unless both its spread and its size are known."""
    mean = float(norm.mean)
    if norm.sd is None or norm.n is None or norm.n < 2 or found.n < 2:
        return one_sample(found, mean)
    return welch(found, Spread(mean, float(norm.sd), norm.n))
