"""Which cells to hide: rectangles along which people could have stood otherwise, chosen by optimisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from loke.analysis.counts import Array

THRESHOLD = 5  # the smallest count that is shown, and the least number of values that a smaller one may have
# Beyond so many exchanges the choice is made one at a time instead. Never a limit of time: the same dataset must be
# hidden in the same way whenever and wherever it is asked for.
LARGEST, NODES = 60, 30


class Exchange(NamedTuple):
    """So many more in (part, column) and (other, other_column), as many fewer in the two other corners.

    `up` people at most could be moved that way, and `down` the other way, without anybody becoming fewer than none.
    """

    part: int
    other: int
    column: int
    other_column: int
    up: int
    down: int

    def changes(self, parts: Array) -> int:
        """By how much the sum of these parts grows in `column` when one is moved."""
        return int(parts[self.part]) - int(parts[self.other])


@dataclass(frozen=True, eq=False)
class Need:
    """A sum of parts in a column that must have room: `up` at least, and `wide` at least in all."""

    parts: Array
    column: int
    up: int
    wide: int = THRESHOLD - 1

    def met_by(self, one: Exchange) -> bool:
        if self.column not in (one.column, one.other_column):
            return False
        way = one.changes(self.parts) * (1 if self.column == one.column else -1)
        up, down = (one.up, one.down) if way > 0 else (one.down, one.up)
        return way != 0 and up >= self.up and up + down >= self.wide


class Chosen(NamedTuple):
    """What is hidden [shown, columns], and for each need the exchange that meets it."""

    hidden: Array
    exchanges: list[tuple[Need, Exchange]]


def is_small(n: Any) -> Array:
    """1-4: too few to show."""
    return np.asarray((n > 0) & (n < THRESHOLD))


def sensitive(counts: Array, shown: Sequence[tuple[Array, Array]]) -> tuple[Array, list[Need]]:
    """What must be hidden whatever is chosen, and the room that it needs; counts [parts, columns, ways]."""
    table = counts.sum(axis=2)
    hidden = np.zeros((len(shown), table.shape[1]), bool)
    needs = []
    for row, (parts, within) in enumerate(shown):
        for one, rest in ((parts, False), (within & ~parts, True)):
            sums = table[one].sum(axis=0)
            for column in np.flatnonzero(is_small(sums)):
                hidden[row, column] = True
                if not rest or table[parts, column].sum():
                    needs.append(Need(one, int(column), THRESHOLD - int(sums[column])))
    return hidden, needs


def choose(
    counts: Array, shown: Sequence[tuple[Array, Array]], fixed: Sequence[Array] = (), best: bool = True
) -> Chosen | None:
    """The least that has to be hidden; None when no rectangles are enough. Sums of `fixed` parts stay as they are."""
    hidden, needs = sensitive(counts, shown)
    if not needs:
        return Chosen(hidden, [])
    found = [one for one in exchanges(counts) if all(one.changes(parts) == 0 for parts in fixed)]
    meets = [[number for number, one in enumerate(found) if need.met_by(one)] for need in needs]
    if not all(meets):
        return None
    used = sorted({number for each in meets for number in each})
    support = {number: _support(found[number], shown) for number in used}
    picked = (_best(hidden, meets, support) if best else None) or _one_at_a_time(hidden, meets, support)
    for number in picked:
        for cell in support[number]:
            hidden[cell] = True
    kept = [(need, found[next(n for n in each if n in picked)]) for need, each in zip(needs, meets, strict=True)]
    return Chosen(hidden, kept)


def exchanges(counts: Array) -> list[Exchange]:
    """Every exchange of two parts between two columns that somebody could make."""
    found = []
    parts, columns, _ = counts.shape
    for k, other in combinations(range(parts), 2):
        for column, other_column in combinations(range(columns), 2):
            up = np.minimum(counts[other, column], counts[k, other_column]).sum()
            down = np.minimum(counts[k, column], counts[other, other_column]).sum()
            if up or down:
                found.append(Exchange(k, other, column, other_column, int(up), int(down)))
    return found


def _support(one: Exchange, shown: Sequence[tuple[Array, Array]]) -> list[tuple[int, int]]:
    """The cells that must be hidden for it to be possible."""
    rows = [row for row, (parts, _) in enumerate(shown) if one.changes(parts)]
    return [(row, column) for row in rows for column in (one.column, one.other_column)]


def _weight(hidden: Array) -> Array:
    """The first of the rows cost a little more than the others, so that equal choices are made alike."""
    rows = np.arange(len(hidden), 0, -1)[:, None] / (1000.0 * max(len(hidden), 1))
    return np.broadcast_to(1 + rows, hidden.shape)


def _best(hidden: Array, meets: list[list[int]], support: dict[int, list[tuple[int, int]]]) -> set[int] | None:
    """As a mixed integer programme: cells and exchanges are hidden and used or not, at the least weight."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # only now: nobody else should wait for it
    from scipy.sparse import coo_array

    numbers, cells = list(support), hidden.size
    if len(numbers) > LARGEST:
        return None
    place = {number: cells + n for n, number in enumerate(numbers)}
    entries: list[tuple[int, int, float]] = []
    lower: list[float] = []
    for number in numbers:
        for row, column in support[number]:
            entries += [(len(lower), row * hidden.shape[1] + column, 1.0), (len(lower), place[number], -1.0)]
            lower.append(0.0)
    for each in meets:
        entries += [(len(lower), place[number], 1.0) for number in each]
        lower.append(1.0)
    rows, columns, values = zip(*entries, strict=True)
    matrix = coo_array((values, (rows, columns)), shape=(len(lower), cells + len(numbers)))
    cost = np.append(_weight(hidden).ravel(), np.zeros(len(numbers)))
    low = np.append(hidden.ravel().astype(float), np.zeros(len(numbers)))
    solved = milp(
        cost,
        integrality=np.append(np.ones(cells), np.zeros(len(numbers))),
        bounds=Bounds(low, np.ones(len(cost))),
        constraints=LinearConstraint(matrix.tocsr(), np.array(lower), np.inf),
        options={"node_limit": NODES, "mip_rel_gap": 0.01},
    )
    if solved.x is None:
        return None
    return {
        number
        for number in numbers
        if all(solved.x[row * hidden.shape[1] + column] > 0.5 for row, column in support[number])
    }


def _one_at_a_time(hidden: Array, meets: list[list[int]], support: dict[int, list[tuple[int, int]]]) -> set[int]:
    """For each need in turn the exchange that costs least beside what is hidden already."""
    done, picked, weight = hidden.copy(), set[int](), _weight(hidden)

    def cost(number: int) -> float:
        return float(sum(weight[cell] for cell in support[number] if not done[cell]))

    for each in sorted(meets, key=len):
        best = min(each, key=cost)
        picked.add(best)
        for cell in support[best]:
            done[cell] = True
    return picked
