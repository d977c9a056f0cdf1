"""The closed forms the pandas peer puts on top of their counting, over arrays."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from benchmarks.effects import Z

Floats = NDArray[np.float64]


def wilson(x: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Share, low and high of x of n (Wilson 1927); NaN where n is 0."""
    x, n = np.asarray(x, float), np.asarray(n, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = x / n
        centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
        half = Z * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    return (
        p,
        np.where(x == 0, np.where(n > 0, 0, np.nan), centre - half),
        np.where((x == n) & (n > 0), 1, centre + half),
    )


def newcombe(x: ArrayLike, n: ArrayLike, x0: ArrayLike, n0: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """x/n - x0/n0 with the hybrid score interval (Newcombe 1998, method 10); NaN where a base is 0."""
    p, low, high = wilson(x, n)
    p0, low0, high0 = wilson(x0, n0)
    difference = p - p0
    below = np.sqrt((p - low) ** 2 + (high0 - p0) ** 2)
    above = np.sqrt((high - p) ** 2 + (p0 - low0) ** 2)
    return difference, difference - below, difference + above


def verdict(x: ArrayLike, n: ArrayLike, target: ArrayLike) -> NDArray[np.object_]:
    """Whether x of n meets the target share, said only as far as the interval allows."""
    target, (_, low, high) = np.asarray(target, float), wilson(x, n)
    cases = [np.isnan(target), np.asarray(n) < 5, low >= target, high < target]
    return np.select(cases, np.array(["no_target", "too_few", "met", "not_met"], dtype=object), "uncertain")
