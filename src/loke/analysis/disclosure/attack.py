"""The attacker: how narrowly each hidden number can be told by linear programming from everything that is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.disclosure.knowledge import Key, Knowledge

THRESHOLD, VALUES = 5, 5  # what is to be kept: nobody can say below five, or fewer than five whole numbers
ROUNDS, MOST, SLACK = 12, 10, 1e-6  # worlds tried, numbers then looked at one at a time, and what floats may lack


@dataclass(frozen=True)
class Fault:
    """A hidden number that can be told too well, with the least and the most that it can be."""

    key: Key
    value: int
    least: int
    most: int


def attack(known: Knowledge, truth: Mapping[Key, int]) -> list[Fault]:
    """Every count of 1-4 that is shown or can be narrowed, and every other hidden one that can be told exactly."""
    values = dict(truth) | _rests(known, truth)
    seen = [Fault(key, n, n, n) for key, n in known.shown.items() if n is not None and 0 < n < THRESHOLD]
    hidden = [key for key, n in known.shown.items() if n is None and key in values]
    found = [fault for system in systems(known) for fault in _narrow(system, values)]
    return seen + [fault for fault in found if fault.key in set(hidden)]


def _rests(known: Knowledge, truth: Mapping[Key, int]) -> dict[Key, int]:
    """What each whole leaves, those held against a version among the wholes."""
    held: dict[Key, int] = {}
    for key in known.shown:
        if key[0][0] == "held":
            parts = [(("expectations", *key[0][1:], column), *key[1:]) for column in ("assessable", "not_assessable")]
            held[key] = sum(truth[part] for part in parts)
    there = {**truth, **held}
    rests = known.rests.items()
    return {rest: there[whole] - there[part] for rest, (whole, part) in rests if whole in there and part in there}


@dataclass
class System:
    """Hidden numbers that hang together: matrix times numbers = right, and none is below 0."""

    keys: list[Key]
    matrix: Any
    right: Array


def systems(known: Knowledge) -> list[System]:
    """Apart from each other whatever no equation ties."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    keys = [key for key, n in known.shown.items() if n is None]
    place = {key: number for number, key in enumerate(keys)}
    rows, columns, weights, right = list[int](), list[int](), list[int](), list[int]()
    for equation in known.equations:
        unknown = [(place[key], weight) for key, weight in equation.items() if key in place]
        if unknown:
            columns += [column for column, _ in unknown]
            weights += [weight for _, weight in unknown]
            rows += [len(right)] * len(unknown)
            right.append(
                -sum(weight * (known.shown.get(key) or 0) for key, weight in equation.items() if key not in place)
            )
    matrix = csr_array((weights, (rows, columns)), shape=(len(right), len(keys)))
    _, label = connected_components(matrix.T @ matrix, directed=False)
    owner = np.zeros(len(right), int)
    owner[rows] = label[columns]
    found = []
    for each in range(int(label.max(initial=-1)) + 1):
        inside, lines = np.flatnonzero(label == each), np.flatnonzero(owner == each)
        found.append(System([keys[number] for number in inside], matrix[lines][:, inside], np.array(right)[lines]))
    return found


def _narrow(system: System, values: Mapping[Key, int]) -> Iterable[Fault]:
    truth = np.array([_guarded(key, values) for key in system.keys])
    if not len(system.right):
        return
    real = np.array([values.get(key, 0) for key in system.keys], float)
    least, most = real.copy(), real.copy()
    random = np.random.default_rng(1)
    for _ in range(ROUNDS):
        open_ones = _unproved(truth, least, most)
        if not open_ones.any():
            return
        weights = np.where(open_ones, random.choice([-1.0, 1.0, 1.0], len(truth)) * random.random(len(truth)), 0)
        _widen(system, weights, least, most)
    for number in np.flatnonzero(_unproved(truth, least, most))[:MOST]:
        weights = np.zeros(len(truth))
        for way in (1.0, -1.0):
            weights[number] = way
            _widen(system, weights, least, most)
        if _unproved(truth, least, most)[number]:
            yield Fault(
                system.keys[number], int(truth[number]), ceil(least[number] - SLACK), floor(most[number] + SLACK)
            )


def _guarded(key: Key, values: Mapping[Key, int]) -> int:
    """The number, or -1 where it does not matter: what a whole leaves may be told, if only it is not small."""
    n = values.get(key, -1)
    return -1 if key[0][0] in ("rest", "held") and n >= THRESHOLD else n


def _unproved(truth: Array, least: Array, most: Array) -> Array:
    low, high = np.ceil(least - SLACK), np.floor(most + SLACK)
    narrow = (truth > 0) & (truth < THRESHOLD) & ((high < THRESHOLD) | (high - low + 1 < VALUES))
    exact: Array = (truth >= THRESHOLD) & (high <= low)
    return narrow | exact


def _widen(system: System, weights: Array, least: Array, most: Array) -> None:
    """A world that fits everything shown and has as much as can be of what is asked for."""
    from scipy.optimize import linprog

    bound = float(np.abs(system.right).max() + most.max() + 2 * THRESHOLD)  # what is not bounded by the rest is by this
    point = linprog(-weights, A_eq=system.matrix, b_eq=system.right, bounds=(0, bound), method="highs").x
    if point is not None:
        np.minimum(least, point, out=least)
        np.maximum(most, point, out=most)
