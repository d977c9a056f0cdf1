"""How large the changes are: means before and after for the same persons, with effect size, interval and word."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import lcm, sqrt
from typing import Any, NamedTuple

import numpy as np

from loke.analysis.better import BeforeAfter, before_after
from loke.analysis.counts import LARGEST_CODE, Array, Counts, add, whole
from loke.analysis.effect import Sums, effect_of, label, rank_biserial
from loke.analysis.estimates import median
from loke.analysis.scoring import Scores
from loke.analysis.summary import Row, Summary
from loke.dataset.definitions import Scale

# Our own limits (methods.md 2.5 and 2.9):
FEWEST_PAIRS = 10  # for an effect size
LABELLED = 60  # per cent of those who started that must be pairs, for a word about the effect
SHOWN = 40  # per cent of them, for anything but the counts


@dataclass(eq=False, repr=False)
class ChangeRow(Row):
    """Those with a start, with an end and with both, and for the last how far they moved."""

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


class Moved(NamedTuple):
    """The pairs of one scale in a cell: their sums, and the distinct changes in ascending order with how often."""

    sums: Sums
    changes: list[int]
    often: list[int]


def change(summary: Summary) -> Iterator[ChangeRow]:
    rows = before_after(summary)
    if rows is None:
        return
    changes = {place: each for _, at in rows.scales() for place, each in moved(rows, at)}
    counted = zip(*map(rows.total, (rows.start.valid, rows.end.valid, rows.complete)), strict=True)
    for number, (place, (started, ended, n)) in enumerate(zip(rows.places, counted, strict=True)):
        shown = n and 100 * n >= SHOWN * started
        figures = _figures(changes[number], place.scale, labelled=100 * n >= LABELLED * started) if shown else {}
        names = (place.instrument, place.scale.scale, place.respondent)
        yield ChangeRow(*summary.where(place.cell), *names, started, ended, n, **figures)


def moved(rows: BeforeAfter, at: Array) -> Iterator[tuple[int, Moved]]:
    """The number of each place among the rows `at`, all of one scale, and how those moved."""
    if not len(at):
        return
    often, place = rows.often[at], rows.place[at]
    start, end, bottom = _same_bottom(rows.start.only(at), rows.end.only(at), int(often.sum()))
    changes = end - start
    lowest = changes.min()
    above = whole(changes - lowest)
    tallies = add([Counts(np.stack([place, above.codes], axis=1), often)])
    for (number, *sums), (_, tally) in zip(_sums(start, end, often, place), tallies.groups(1), strict=True):
        found = above.spelled_out(tally.rows[:, 0])[:, 0] + lowest
        yield number, Moved(Sums(tally.total, bottom, *sums), found.tolist(), tally.often.tolist())


def _sums(start: Array, end: Array, often: Array, place: Array) -> Iterator[tuple[int, ...]]:
    """For each place its number and the sums of a, b, aa, bb and ab."""
    first = np.flatnonzero(np.append(True, place[1:] != place[:-1]))
    times = often.astype(start.dtype)
    values = (start, end, start * start, end * end, start * end)
    columns = [np.add.reduceat(times * value, first).tolist() for value in values]
    return zip(place[first].tolist(), *columns, strict=True)


def _figures(moved: Moved, scale: Scale, labelled: bool) -> dict[str, Any]:
    direction, sums = 1 if scale.better == "higher" else -1, moved.sums
    bottom = sums.n * sums.bottom
    figures = {"mean_start": sums.a / bottom, "mean_end": sums.b / bottom, "change": sums.change}
    figures |= _ordinal(moved, direction)
    if sums.n > 1:
        figures |= {"sd_start": sqrt(sums.variance_start), "sd_end": sqrt(sums.variance_end)}
        figures |= {"low": sums.change - sums.half_width, "high": sums.change + sums.half_width}
    return figures | _effect(sums, direction, labelled)


def _effect(sums: Sums, direction: int, labelled: bool) -> dict[str, Any]:
    effect = effect_of(sums, direction) if sums.n >= FEWEST_PAIRS else None
    if effect is None:
        return {}
    word = label(effect.effect, effect.effect_low, effect.effect_high) if labelled else None
    return {**vars(effect), "label": word}


def _ordinal(moved: Moved, direction: int) -> dict[str, Any]:
    """The median change as it is, and the rank-biserial correlation turned so that + is better."""
    correlation = rank_biserial(dict(zip(moved.changes, moved.often, strict=True)))
    return {
        "median_change": median(moved.changes, moved.often) / moved.sums.bottom,
        "rank_biserial": None if correlation is None else direction * correlation,
    }


def _same_bottom(start: Scores, end: Scores, n: int) -> tuple[Array, Array, int]:
    """Starts and ends as whole numbers over one denominator: int64 where n squares have room, else Python's."""
    bottom = lcm(*set(start.bottom.tolist()), *set(end.bottom.tolist()))
    largest = int(max(np.abs(start.top).max(), np.abs(end.top).max())) * bottom
    kind: Any = np.int64 if n * largest**2 < LARGEST_CODE else object
    tops = [scores.top.astype(kind) * (bottom // scores.bottom.astype(kind)) for scores in (start, end)]
    return tops[0], tops[1], bottom
