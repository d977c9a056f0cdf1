"""The attacker: how narrowly each hidden number can be told by linear programming from everything that is shown."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.disclosure.bounds import reduced
from loke.analysis.disclosure.knowledge import Key, Knowledge
from loke.analysis.disclosure.worlds import WHOLE, Worlds

THRESHOLD, VALUES = 5, 5  # what is to be kept: nobody can say below five, or fewer than five whole numbers
ROUNDS = 12  # worlds tried for all numbers together, before they are looked at one at a time
LARGEST = 1500  # numbers up to which worlds are looked for; of more than these only what their limits tell is found
NUDGES = (0, 1e-4, 1e-3, 1e-2)  # how much else is wanted, where somebody had to be split


@dataclass(frozen=True)
class Fault:
    """A hidden number that can be told too well, with the least and the most that it can be."""

    key: Key
    value: int
    least: int
    most: int


def attack(known: Knowledge, truth: Mapping[Key, int], there: Container[Key] = ()) -> list[Fault]:
    """Every count of 1-4 that is shown or can be narrowed, and every other hidden one that can be told exactly.

    `there` are the numbers that are known to be at least one.
    """
    values = with_rests(known, truth)
    seen = [Fault(key, n, n, n) for key, n in known.shown.items() if n is not None and 0 < n < THRESHOLD]
    hidden = {key for key, n in known.shown.items() if n is None and values.get(key, -1) >= 0}
    shown = known.shown | dict.fromkeys(known_to_be_nobody(known, values), 0)
    sums = Sums.of(known, values)
    unknown = np.array([shown[key] is None for key in sums.keys])
    told = np.array([shown[key] or 0 for key in sums.keys])
    return seen + [fault for fault in _narrow(sums.hiding(unknown, told), values, there) if fault.key in hidden]


def known_to_be_nobody(known: Knowledge, values: Mapping[Key, int]) -> list[Key]:
    return [key for key in known.nobody if values.get(key) == 0]


def with_rests(known: Knowledge, truth: Mapping[Key, int]) -> dict[Key, int]:
    """Every number as it is, and what each whole leaves, those held against a version among the wholes."""
    held: dict[Key, int] = {}
    for key in known.shown:
        if key[0][0] == "held":
            parts = [(("expectations", *key[0][1:], column), *key[1:]) for column in ("assessable", "not_assessable")]
            held[key] = sum(truth[part] for part in parts)
    there = {**truth, **held}
    return dict(truth) | {
        rest: sum(weight * there[key] for key, weight in sums.items())
        for rest, sums in known.rests.items()
        if there.keys() >= sums.keys()
    }


@dataclass
class System:
    """Hidden numbers: matrix times numbers = right, and none is below 0; equal labels hang together."""

    keys: list[Key]
    matrix: Any
    right: Array
    label: Array

    def only(self, inside: Array) -> "System":
        """Those of the numbers, none of which hangs together with any of the others."""
        matrix = self.matrix[:, inside]
        lines = np.flatnonzero(np.diff(matrix.indptr))
        keys = [self.keys[number] for number in np.flatnonzero(inside)]
        return System(keys, matrix[lines], self.right[lines], self.label[inside])


@dataclass
class Sums:
    """All numbers, whether shown or not: matrix times numbers = 0."""

    keys: list[Key]
    matrix: Any

    @classmethod
    def of(cls, known: Knowledge, values: Mapping[Key, int]) -> "Sums":
        from scipy.sparse import csr_array

        keys = list(known.shown)
        place = {key: number for number, key in enumerate(keys)}
        none = {key for key, n in values.items() if n < 0}  # a whole that is less than its part is no whole of it
        held = [each for each in known.equations if none.isdisjoint(each)]
        rows = [number for number, each in enumerate(held) for key in each if key in place]
        columns = [place[key] for each in held for key in each if key in place]
        weights = [weight for each in held for key, weight in each.items() if key in place]
        return cls(keys, csr_array((weights, (rows, columns)), shape=(len(held), len(keys)), dtype=float))

    def hiding(self, hidden: Array, told: Array) -> System:
        """What is left of the sums where some numbers are hidden, and the others are as they are told."""
        matrix = self.matrix[:, hidden]
        lines = np.flatnonzero(np.diff(matrix.indptr))
        right = -(self.matrix[:, ~hidden] @ told[~hidden])[lines]
        keys = [self.keys[number] for number in np.flatnonzero(hidden)]
        return System(keys, matrix[lines], right, hanging_together(matrix[lines]))


def hanging_together(matrix: Any) -> Array:
    """A label for each number, equal where some sums tie them."""
    from scipy.sparse.csgraph import connected_components

    label: Array = connected_components(abs(matrix).T @ abs(matrix), directed=False)[1]
    return label


def _narrow(system: System, values: Mapping[Key, int], there: Container[Key]) -> Iterable[Fault]:
    real = np.array([values.get(key, 0) for key in system.keys], float)
    truth = np.array([guarded(key, values) for key in system.keys], int)
    inside = np.isin(system.label, system.label[unproved(truth, real, real)])
    keys = [key for key, there in zip(system.keys, inside, strict=True) if there]
    least = np.array([float(key in there) for key in keys])
    search = Search(system.only(inside), truth[inside], real[inside], least)
    search.all()
    for number in np.flatnonzero(search.told):
        found = (int(each[number]) for each in (search.truth, search.split_least, search.split_most))
        yield Fault(keys[number], *found)


class Search:
    """The least and the most that each number has been seen to be in some world that fits everything shown.

    Of the worlds found only those are taken where nobody is split, while there are such: what is free in `split_least`
    and `split_most` alone may be told by whoever reckons in whole people.
    """

    def __init__(self, system: System, truth: Array, real: Array, lowest: Array | None = None) -> None:
        self.truth, self.random = truth, np.random.default_rng(1)
        self.least, self.most = real.copy(), real.copy()
        self.split_least, self.split_most = real.copy(), real.copy()
        bound = np.abs(system.right).max(initial=0) + real.max(initial=0) + 2 * THRESHOLD  # what nothing else bounds
        least = np.zeros(len(real)) if lowest is None else lowest
        self.fewer = reduced(system.matrix, system.right, least, np.full(len(real), bound))
        self.limits = self.fewer.least, self.fewer.most
        self.worlds = Worlds(self.fewer.matrix, self.fewer.right, *self.limits)
        self.label = hanging_together(self.fewer.matrix)

    def all(self) -> None:
        """First all of them in worlds drawn at random, then one at a time those that no such world has freed."""
        if not self.searched:
            return
        for _ in range(ROUNDS):
            unproved = self.unproved & self.may_be_free
            if not unproved.any():
                return
            ways = self.random.choice([-1.0, 1.0, 1.0], len(unproved)) * self.random.random(len(unproved))
            self._look(np.where(unproved, ways, 0))
        for number in np.flatnonzero(self.unproved & self.may_be_free):
            for way in (1.0, -1.0):
                self._free(int(number), way)

    @property
    def may_be_free(self) -> Array:
        """Those that are not told by their limits alone."""
        return ~unproved(self.truth, *(self.fewer.spelled_out(limit) for limit in self.limits))

    @property
    def searched(self) -> bool:
        return len(self.limits[0]) <= LARGEST

    @property
    def unproved(self) -> Array:
        return unproved(self.truth, self.least, self.most)

    @property
    def told(self) -> Array:
        """What cannot be freed even by splitting people; of a very large system what its limits tell."""
        if not self.searched:
            return self.unproved & ~self.may_be_free
        return self.unproved & unproved(self.truth, self.split_least, self.split_most)

    def _free(self, number: int, way: float) -> None:
        """As much, or as little, as can be of one number, the others a little this way and that until all are whole."""
        alone = np.where(np.arange(len(self.truth)) == number, way, 0)
        for some in NUDGES:
            if self.unproved[number] and not self._look(alone + some * self.random.random(len(alone)))[number]:
                return

    def _look(self, wanted: Array) -> Array:
        """See the world with most of what is wanted; where somebody had to be split to make it."""
        fewer = self.worlds.with_most(self.fewer.gathered(wanted))
        whole = np.abs(fewer - np.rint(fewer)) < WHOLE  # no number at all is not whole
        world = self.fewer.spelled_out(fewer)
        split = self.fewer.spelled_out(np.isin(self.label, self.label[~whole])).astype(bool) & (self.fewer.place >= 0)
        low, high = np.rint(world), np.rint(world)
        self.least = np.where(split, self.least, np.minimum(self.least, low))
        self.most = np.where(split, self.most, np.maximum(self.most, high))
        self.split_least = np.fmin(self.split_least, np.ceil(world - WHOLE))
        self.split_most = np.fmax(self.split_most, np.floor(world + WHOLE))
        return split


def guarded(key: Key, values: Mapping[Key, int]) -> int:
    """The number, or -1 where it does not matter: what a whole leaves may be told if it is not small, or not people."""
    n = values.get(key, -1)
    return -1 if key[0][0] == "more" or (key[0][0] in ("rest", "held", "versions") and n >= THRESHOLD) else n


def unproved(truth: Array, least: Array, most: Array) -> Array:
    narrow = (truth > 0) & (truth < THRESHOLD) & ((most < THRESHOLD) | (most - least + 1 < VALUES))
    exact: Array = (truth >= THRESHOLD) & (most <= least)
    return narrow | exact
