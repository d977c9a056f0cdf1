"""How large the changes are: means before and after for the same persons, with effect size, interval and word."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import lcm, sqrt
from typing import Any

import numpy as np

from loke.analysis.better import Measured, measured
from loke.analysis.counts import Array
from loke.analysis.effect import Sums, effect_of, label, rank_biserial
from loke.analysis.estimates import median
from loke.analysis.scoring import Scores
from loke.analysis.summary import Row, Summary

# Our own limits (methods.md 2.5 and 2.9):
FEWEST_PAIRS = 10  # for an effect size
LABELLED = 60  # per cent of those who started that must be pairs, for a word about the effect
SHOWN = 40  # per cent of them, for anything but the counts


@dataclass(frozen=True)
class ChangeRow(Row):
    instrument: str
    scale: str
    respondent: str | None
    started: int
    ended: int
    pairs: int
    mean_start: float | None = None
    sd_start: float | None = None
    mean_end: float | None = None
    sd_end: float | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    effect: float | None = None
    effect_name: str | None = None
    effect_low: float | None = None
    effect_high: float | None = None
    label: str | None = None
    d_av: float | None = None
    d_z: float | None = None
    eta2_partial: float | None = None
    median_change: float | None = None
    rank_biserial: float | None = None


def change(summary: Summary) -> Iterator[ChangeRow]:
    for found in measured(summary):
        started = int(found.often[found.start.valid].sum())
        ended = int(found.often[found.end.valid].sum())
        pairs = found.pairs
        n = int(pairs.often.sum())
        shown = n and 100 * n >= SHOWN * started
        figures = _figures(pairs, n, labelled=100 * n >= LABELLED * started) if shown else {}
        place = (found.instrument, found.scale.scale, found.respondent)
        yield ChangeRow(*summary.where(found.cell), *place, started, ended, n, **figures)


def _figures(pairs: Measured, n: int, labelled: bool) -> dict[str, Any]:
    direction = 1 if pairs.scale.better == "higher" else -1
    start, end, bottom = _same_bottom(pairs.start, pairs.end)
    sums = _sums(start, end, pairs.often, n, bottom)
    figures = {"mean_start": sums.a / (n * bottom), "mean_end": sums.b / (n * bottom), "change": sums.change}
    figures |= _ordinal(end - start, pairs.often, bottom, direction)
    if n > 1:
        figures |= {"sd_start": sqrt(sums.variance_start), "sd_end": sqrt(sums.variance_end)}
        figures |= {"low": sums.change - sums.half_width, "high": sums.change + sums.half_width}
    return figures | _effect(sums, direction, labelled)


def _effect(sums: Sums, direction: int, labelled: bool) -> dict[str, Any]:
    effect = effect_of(sums, direction) if sums.n >= FEWEST_PAIRS else None
    if effect is None:
        return {}
    word = label(effect.effect, effect.effect_low, effect.effect_high) if labelled else None
    return {**vars(effect), "label": word}


def _ordinal(difference: Array, often: Array, bottom: int, direction: int) -> dict[str, Any]:
    """The median change as it is, and the rank-biserial correlation turned so that + is better."""
    changes, place = np.unique(difference, return_inverse=True)
    tally = np.zeros(len(changes), np.int64)
    np.add.at(tally, place, often)
    correlation = rank_biserial(dict(zip(changes.tolist(), tally.tolist(), strict=True)))
    return {
        "median_change": median(changes.tolist(), tally.tolist()) / bottom,
        "rank_biserial": None if correlation is None else direction * correlation,
    }


def _same_bottom(start: Scores, end: Scores) -> tuple[Array, Array, int]:
    """Starts and ends as whole numbers over one denominator: int64 where their squares leave room, else Python's."""
    bottom = lcm(*set(start.bottom.tolist()), *set(end.bottom.tolist()))
    largest = int(max(np.abs(start.top).max(), np.abs(end.top).max())) * bottom
    kind: Any = np.int64 if largest < 2**20 else object
    tops = [scores.top.astype(kind) * (bottom // scores.bottom.astype(kind)) for scores in (start, end)]
    return tops[0], tops[1], bottom


def _sums(start: Array, end: Array, often: Array, n: int, bottom: int) -> Sums:
    times = often.astype(start.dtype)
    sums = [(times * values).sum() for values in (start, end, start * start, end * end, start * end)]
    return Sums(n, bottom, *map(int, sums))
