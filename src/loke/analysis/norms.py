"""Compared with people in general: every valid score at start and at end beside the published norms of its scale."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from loke.analysis.better import place_of, respondents_of
from loke.analysis.comparisons import Spread, one_sample, spread_of, welch
from loke.analysis.counts import Column, Counts, whole
from loke.analysis.estimates import Difference
from loke.analysis.frame import CELL, Frame
from loke.analysis.pairs import Scored
from loke.analysis.summary import Row, Summary
from loke.dataset.definitions import Norm
from loke.dataset.snapshot import END, NO_CODE, OCCASIONS, START


@dataclass(eq=False, repr=False)
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
        normed = {norm.scale for norm in found.definition.norms}
        scales = [number for number, scale in enumerate(found.definition.scales) if scale.scale in normed]
        if scales:
            yield "scored", _of_scales(frame, found, scales)


def _of_scales(frame: Frame, found: Scored, scales: list[int]) -> Counts:
    measured = found.measured
    wanted = np.isin(measured.occasion, (START, END))
    scores = [found.scores[found.definition.scales[number].scale] for number in scales]
    rows = [np.flatnonzero(each.valid & wanted) for each in scores]
    kept = [each.only(at) for each, at in zip(scores, rows, strict=True)]
    scale, at = np.repeat(scales, list(map(len, rows))), np.concatenate(rows)
    return frame.closed.of(measured.episode[at]).count(
        found.instrument,
        whole(scale),
        Column(measured.respondent[at], NO_CODE + 1),
        Column(measured.occasion[at], len(OCCASIONS)),
        whole(np.concatenate([each.top for each in kept])),
        whole(np.concatenate([each.bottom for each in kept])),
    )


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
    return spread_of((counts.rows[:, 0] / counts.rows[:, 1]).tolist(), counts.often.tolist())


def against(found: Spread, norm: Norm) -> Difference:
    """The norm is a fixed number, unless both its spread and its size are known."""
    mean = float(norm.mean)
    if norm.sd is None or norm.n is None or norm.n < 2 or found.n < 2:
        return one_sample(found, mean)
    return welch(found, Spread(mean, float(norm.sd), norm.n))
