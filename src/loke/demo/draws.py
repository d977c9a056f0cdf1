"""A few ways of drawing by chance."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def pick(chance: Random, things: Sequence[T], weights: Sequence[float]) -> T:
    return chance.choices(things, weights)[0]


def one_of(chance: Random, things: Sequence[Mapping]) -> Mapping:
    """One of the mappings, by their own `weight` where they have one."""
    return pick(chance, things, [thing.get("weight", 1) for thing in things])


def about(chance: Random, mean: float, sd: float) -> float:
    """Normally distributed, but never more than three standard deviations away."""
    return mean + sd * min(max(chance.gauss(0, 1), -3.0), 3.0)
