"""Do the groups differ: the mean change of each two groups of a --by variable, with at least ten pairs in both."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from loke.analysis.better import BeforeAfter, Place, before_after
from loke.analysis.change import FEWEST_PAIRS, Moved, moved
from loke.analysis.comparisons import Spread, cliffs_delta, hedges_g, welch
from loke.analysis.frame import EVERYBODY
from loke.analysis.summary import Row, Summary


@dataclass(eq=False, repr=False)
class GroupsRow(Row):
    """How much more one group changed than another; + is better."""

    instrument: str
    scale: str
    respondent: str | None
    against: str
    n: int
    against_n: int
    difference: float | None
    low: float | None
    high: float | None
    g: float | None
    delta: float


def groups(summary: Summary) -> Iterator[GroupsRow]:
    rows = before_after(summary) if summary.options.by else None
    if rows is None:
        return
    for alike in _comparable(rows).values():
        for (place, one), (against, other) in combinations(alike, 2):
            yield _row(summary, place, one, against, other)


def _comparable(rows: BeforeAfter) -> dict[tuple[object, ...], list[tuple[Place, Moved]]]:
    """The places with enough pairs, those that differ in nothing but their group together, in the groups' order."""
    split = np.array([place.cell[1] != EVERYBODY for place in rows.places])
    enough: dict[int, Moved] = {}
    for _, at in rows.scales():
        there = at[split[rows.place[at]]]
        enough.update((number, each) for number, each in moved(rows, there) if each.sums.n >= FEWEST_PAIRS)
    alike: dict[tuple[object, ...], list[tuple[Place, Moved]]] = {}
    for number in sorted(enough):
        place = rows.places[number]
        service, by, _, period = place.cell
        key = service, by, period, place.instrument, place.scale.scale, place.respondent
        alike.setdefault(key, []).append((place, enough[number]))
    return alike


def _row(summary: Summary, place: Place, one: Moved, against: Place, other: Moved) -> GroupsRow:
    direction = 1 if place.scale.better == "higher" else -1
    spreads = _spread(one, direction), _spread(other, direction)
    often = [dict(zip(each.changes, each.often, strict=True)) for each in (one, other)]
    return GroupsRow(
        *summary.where(place.cell),
        place.instrument,
        place.scale.scale,
        place.respondent,
        summary.where(against.cell)[3] or "",
        one.sums.n,
        other.sums.n,
        *welch(*spreads),
        hedges_g(*spreads),
        direction * cliffs_delta(*often),
    )


def _spread(one: Moved, direction: int) -> Spread:
    return Spread(direction * one.sums.change, one.sums.sd_change, one.sums.n)
