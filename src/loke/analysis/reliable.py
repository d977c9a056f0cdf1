"""Is the change larger than the error of measurement: reliable change, and who passed the cut-off on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Any, NamedTuple

import numpy as np

from loke.analysis.better import CUTOFFS, BeforeAfter, before_after
from loke.analysis.counts import LARGEST_CODE, Array
from loke.analysis.scoring import Scores
from loke.analysis.summary import Row, Summary
from loke.dataset.definitions import Scale

Z = Fraction(196, 100)  # of 95 % (Jacobson & Truax 1991)


@dataclass(eq=False, repr=False)
class ReliableChangeRow(Row):
    """Pairs of one scale by whether they moved more than the error; without a cut-off nobody is said to recover."""

    instrument: str
    scale: str
    respondent: str | None
    needed: float
    pairs: int
    recovered: int | None
    improved: int
    unchanged: int
    deteriorated: int
    functional_at_start: int | None


class Seen(NamedTuple):
    """What is true of each distinct pair, as bool arrays."""

    recovered: Array
    improved: Array
    deteriorated: Array
    functional_at_start: Array


def reliable_change(summary: Summary) -> Iterator[ReliableChangeRow]:
    rows = before_after(summary)
    if rows is None:
        return
    seen = Seen(*(np.zeros(len(rows.often), bool) for _ in Seen._fields))
    for scale, at in rows.scales():
        for whole, of_scale in zip(seen, _seen(rows, scale, at), strict=True):
            whole[at] = of_scale
    counts = zip(rows.total(rows.complete), *map(rows.total, seen), strict=True)
    for place, (pairs, recovered, improved, deteriorated, functional) in zip(rows.places, counts, strict=True):
        square = square_needed(place.scale)
        if square is not None:
            cut = has_cutoff(place.scale)
            yield ReliableChangeRow(
                *summary.where(place.cell),
                place.instrument,
                place.scale.scale,
                place.respondent,
                sqrt(square),
                pairs,
                recovered if cut else None,
                improved,
                pairs - recovered - improved - deteriorated,
                deteriorated,
                functional if cut else None,
            )


def square_needed(scale: Scale) -> Fraction | None:
    """The square of the points a reliable change takes, exactly: published, else 1.96 x sqrt(2) x sd x sqrt(1 - r)."""
    if scale.reliable is not None:
        return scale.reliable**2
    if scale.sd is None or scale.reliability is None:
        return None
    return Z**2 * 2 * scale.sd**2 * (1 - scale.reliability)


def has_cutoff(scale: Scale) -> bool:
    return any(getattr(scale, name) is not None for name in CUTOFFS)


def _seen(rows: BeforeAfter, scale: Scale, at: Array) -> Seen:
    square = square_needed(scale)
    if square is None:
        return Seen(*(np.zeros(len(at), bool) for _ in Seen._fields))
    start, end = rows.start.only(at), rows.end.only(at)
    moved = _moved(start, end, scale, square)
    clinical, past = -_side(start, rows.cutoff[at], scale), _side(end, rows.cutoff[at], scale)
    recovered = (moved > 0) & (clinical > 0) & (past > 0)
    return Seen(recovered, (moved > 0) & ~recovered, moved < 0, clinical < 0)


def _moved(start: Scores, end: Scores, scale: Scale, square: Fraction) -> Array:
    """1 better, -1 worse by at least the points needed, else 0; squares of exact fractions are compared."""
    largest = int(max(np.abs(column).max(initial=1) for column in (*_parts(start), *_parts(end))))
    room = (2 * largest**2) ** 2 * max(square.numerator, square.denominator) < LARGEST_CODE
    kind: Any = np.int64 if room else object
    up, over, down, under = (column.astype(kind) for column in (*_parts(end), *_parts(start)))
    change, both = (1 if scale.better == "higher" else -1) * (up * under - down * over), over * under
    enough = change * change * square.denominator >= square.numerator * both * both
    moved: Array = np.where(enough, (change > 0).astype(np.int64) - (change < 0), 0)
    return moved


def _parts(scores: Scores) -> tuple[Array, Array]:
    return scores.top, scores.bottom


def _side(scores: Scores, cutoff: Array, scale: Scale) -> Array:
    """1 past the person's cut-off, -1 at it or on the clinical side, 0 where there is none."""
    side = np.zeros(len(cutoff), np.int64)
    direction = 1 if scale.better == "higher" else -1
    for code, name in enumerate(CUTOFFS):
        limit: Fraction | None = getattr(scale, name)
        if limit is not None:
            beyond = direction * (scores.top * limit.denominator - scores.bottom * limit.numerator) > 0
            side = np.where(cutoff == code, np.where(beyond, 1, -1), side)
    return side
