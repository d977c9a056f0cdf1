"""Two means, two groups or two answers of the same persons compared; each with its reference."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from loke.analysis.estimates import Difference, Z, hedges_j, mean_and_sd, t_quantile, upper_tail


class Spread(NamedTuple):
    """The mean, the standard deviation (by n - 1) and the number of some values."""

    mean: float
    sd: float
    n: int


def spread_of(values: Sequence[float], often: Sequence[int]) -> Spread:
    """Of values and how often each was met."""
    mean, sd = mean_and_sd(values, often)
    return Spread(mean or 0.0, sd or 0.0, sum(often))


def one_sample(found: Spread, fixed: float) -> Difference:
    """The mean less a fixed number, with Student's interval; no interval of a single value."""
    return _interval(found.mean - fixed, found.sd / math.sqrt(found.n), found.n - 1)


def welch(one: Spread, other: Spread) -> Difference:
    """The difference between two means with Welch's interval (Welch 1947), both groups of at least two."""
    return _interval(one.mean - other.mean, *_error(one, other))


def welch_p(one: Spread, other: Spread) -> float:
    """The two-sided p of as large a difference between two means, were there none (Welch 1947)."""
    error, df = _error(one, other)
    difference = abs(one.mean - other.mean)
    if not error or not difference:
        return 0.0 if difference else 1.0
    return 2 * upper_tail(difference / error, df)


def _error(one: Spread, other: Spread) -> tuple[float, float]:
    """The standard error of the difference, and its degrees of freedom."""
    error, other_error = one.sd**2 / one.n, other.sd**2 / other.n
    both = error + other_error
    df = both and both**2 / (error**2 / (one.n - 1) + other_error**2 / (other.n - 1))
    return math.sqrt(both), df or 1.0


def _interval(difference: float, error: float, df: float) -> Difference:
    if df <= 0:
        return Difference(difference)
    half = t_quantile(df) * error
    return Difference(difference, difference - half, difference + half)


def hedges_g(one: Spread, other: Spread) -> float | None:
    """The difference in pooled standard deviations, corrected for small groups (Hedges 1981); None without spread."""
    df = one.n + other.n - 2
    pooled = math.sqrt(((one.n - 1) * one.sd**2 + (other.n - 1) * other.sd**2) / df)
    return (one.mean - other.mean) / pooled * hedges_j(df) if pooled else None


def cliffs_delta(one: Mapping[int, int], other: Mapping[int, int]) -> float:
    """P(one > other) - P(one < other), of values and how often each was met (Cliff 1993)."""
    above, below, passed = 0, 0, 0
    total, waiting = sum(other.values()), sorted(other, reverse=True)
    for value in sorted(one):
        while waiting and waiting[-1] < value:
            passed += other[waiting.pop()]
        above += one[value] * passed
        below += one[value] * (total - passed - other.get(value, 0))
    return (above - below) / (total * sum(one.values()))


def bonett_price(pairs: int, lost: int, gained: int) -> Difference:
    """Of so many pairs some lost a yes and some gained one: the difference in shares after less before, with the
    interval of Bonett & Price (2012)."""
    if not pairs:
        return Difference()
    down, up = (lost + 1) / (pairs + 2), (gained + 1) / (pairs + 2)
    half = Z * math.sqrt((down + up - (up - down) ** 2) / (pairs + 2))
    return Difference((gained - lost) / pairs, up - down - half, up - down + half)


def mcnemar(lost: int, gained: int) -> float:
    """The exact two-sided p of as uneven a split, were both ways equally likely (McNemar 1947)."""
    n, fewest = lost + gained, min(lost, gained)
    term = math.exp(math.lgamma(n + 1) - math.lgamma(fewest + 1) - math.lgamma(n - fewest + 1) - n * math.log(2))
    total = 0.0
    for k in range(fewest, -1, -1):
        total += term
        term *= k / (n - k + 1)
        if term < total * 1e-18:
            break
    return min(1.0, 2 * total)
