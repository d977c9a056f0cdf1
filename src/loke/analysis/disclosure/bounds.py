"""What can be told without trying any world: limits that follow from each sum alone, and numbers that must be equal."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from loke.analysis.counts import Array

SWEEPS = 40  # as often as limits are passed on from sum to sum; more would only spare the search some work


def narrowed(matrix: Any, right: Array, least: Array, most: Array) -> tuple[Array, Array]:
    """The limits of whole numbers whose sums are given: each is what the limits of the others leave."""
    table = matrix.tocoo()
    row, column = table.coords
    weight, up = table.data, table.data > 0
    low, high = least.astype(float), most.astype(float)
    for _ in range(SWEEPS):
        small, large = (
            weight * np.where(up, low[column], high[column]),
            weight * np.where(up, high[column], low[column]),
        )
        most_left, least_left = (right - np.bincount(row, each, minlength=len(right)) for each in (small, large))
        room, need = most_left[row] + small, least_left[row] + large  # for this number alone, at most and at least
        tops, floors = np.where(up, room, need) / weight, np.where(up, need, room) / weight
        before = low, high
        low, high = low.copy(), high.copy()
        np.minimum.at(high, column, np.floor(tops + 1e-9))
        np.maximum.at(low, column, np.ceil(floors - 1e-9))
        if (low == before[0]).all() and (high == before[1]).all():
            break
    return low, high


@dataclass(frozen=True, eq=False)
class Reduced:
    """The same sums of fewer numbers: those that are told are left out, and those that are equal are one."""

    matrix: Any
    right: Array
    least: Array
    most: Array
    place: Array  # of every number among the fewer, -1 for those told
    told: Array

    def spelled_out(self, fewer: Array) -> Array:
        """Every number from the fewer ones."""
        return np.where(self.place < 0, self.told, fewer[self.place]) if len(fewer) else self.told

    def gathered(self, wanted: Array) -> Array:
        """What is wanted of every number as what is wanted of the fewer."""
        there = self.place >= 0
        return np.bincount(self.place[there], wanted[there], minlength=len(self.least))


def reduced(matrix: Any, right: Array, least: Array, most: Array) -> Reduced:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    low, high = narrowed(matrix, right, least, most)
    told = low == high
    left = right - matrix @ np.where(told, low, 0)
    open_ones = np.flatnonzero(~told)
    inner = csr_array(matrix[:, open_ones])
    alike = np.flatnonzero((np.diff(inner.indptr) == 2) & (left == 0) & (np.abs(inner.sum(axis=1)) < 1e-9))
    pairs = inner.indices[inner.indptr[alike][:, None] + np.arange(2)] if len(alike) else np.zeros((0, 2), int)
    size = len(open_ones)
    edges = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    count, same = connected_components(edges, directed=False)
    gather = csr_array((np.ones(size), (np.arange(size), same)), shape=(size, count))
    small = csr_array(inner @ gather)
    small.data = np.rint(small.data)
    small.eliminate_zeros()
    rows = np.flatnonzero(np.diff(small.indptr))
    place = np.full(len(low), -1)
    place[open_ones] = same
    lows, highs = np.zeros(count), np.full(count, np.inf)
    np.maximum.at(lows, same, low[open_ones])
    np.minimum.at(highs, same, high[open_ones])
    return Reduced(small[rows], left[rows], lows, highs, place, low)
