"""Estimates with their intervals: proportions, differences, means, quartiles; each with its reference."""

import math
from bisect import bisect
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from operator import mul
from typing import NamedTuple

Z = 1.959963984540054  # the standard normal distribution's 97.5th percentile, for all 95 % intervals


class Interval(NamedTuple):
    """Both ends, or None and None where there is no interval."""

    low: float | None = None
    high: float | None = None


@lru_cache(maxsize=65536)
def wilson(n: int, of: int, z: float = Z) -> Interval:
    """95 % interval for the proportion n/of, 0-1 (Wilson 1927; Newcombe 1998, method 3); nothing when `of` is 0."""
    if not of:
        return Interval()
    share, z2 = n / of, z * z
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return Interval(0.0 if n == 0 else centre - half, 1.0 if n == of else centre + half)


def share(n: int, of: int) -> float | None:
    return n / of if of else None


class Difference(NamedTuple):
    """A share against an earlier one; all three are None when either has no base."""

    difference: float | None = None
    low: float | None = None
    high: float | None = None


def newcombe(n: int, of: int, earlier: int, earlier_of: int, z: float = Z) -> Difference:
    """n/of - earlier/earlier_of with its 95 % hybrid score interval (Newcombe 1998, method 10)."""
    low, high = wilson(n, of, z)
    earlier_low, earlier_high = wilson(earlier, earlier_of, z)
    if low is None or high is None or earlier_low is None or earlier_high is None:
        return Difference()
    now, before = n / of, earlier / earlier_of
    below = math.hypot(now - low, earlier_high - before)
    above = math.hypot(high - now, before - earlier_low)
    return Difference(now - before, now - before - below, now - before + above)


def quartiles(values: Sequence[float], often: Sequence[int]) -> tuple[float | None, float | None, float | None]:
    """The three quartiles of a histogram in ascending order, linear between order statistics (R type 7)."""
    up_to = list(accumulate(often))
    if not up_to:
        return None, None, None
    return _quantile(values, up_to, 1), _quantile(values, up_to, 2), _quantile(values, up_to, 3)


def median(values: Sequence[float], often: Sequence[int]) -> float:
    return _quantile(values, list(accumulate(often)), 2)


def _quantile(values: Sequence[float], up_to: list[int], quarter: int) -> float:
    place, rest = divmod((up_to[-1] - 1) * quarter, 4)
    low, high = values[bisect(up_to, place)], values[bisect(up_to, min(place + 1, up_to[-1] - 1))]
    return low if low == high else low + (high - low) * rest / 4


def mean_and_sd(values: Sequence[float], often: Sequence[int]) -> tuple[float | None, float | None]:
    """Mean and standard deviation (by n - 1) of a histogram; the sums are correctly rounded, in whatever order."""
    n = sum(often)
    if not n:
        return None, None
    base = values[0]  # so that equal values have exactly themselves as mean and no spread
    away = [value - base for value in values]
    mean = math.fsum(map(mul, often, away)) / n
    if n == 1:
        return base + mean, None
    squares = math.fsum(map(mul, often, [(value - mean) ** 2 for value in away]))
    return base + mean, math.sqrt(squares / (n - 1))


@lru_cache(maxsize=4096)
def t_quantile(df: float) -> float:
    """The 97.5th percentile of Student's t with df >= 1 degrees of freedom, to about 1e-12."""
    if df > 100:
        return _t_expansion(df)
    low, high = 1.9, 12.8  # df 1 gives 12.706, and the percentile falls towards the normal's
    t = min(max(_t_expansion(df), low), high)
    for _ in range(200):
        excess = upper_tail(t, df) - 0.025
        low, high = (t, high) if excess > 0 else (low, t)
        step = t + excess / _t_density(t, df)
        if abs(step - t) < 1e-8 * t:  # each step squares what is left
            return step
        t = step if low < step < high else (low + high) / 2
    return t


def _t_expansion(df: float) -> float:
    """Cornish and Fisher's expansion (Abramowitz & Stegun 26.7.5), with a fifth term (Fisher & Cornish 1960)."""
    z = Z
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
        (27 * z**11 + 339 * z**9 + 930 * z**7 - 1782 * z**5 - 765 * z**3 + 17955 * z) / 368640,
    )
    return z + sum(term / df ** (power + 1) for power, term in enumerate(terms))


def _t_density(t: float, df: float) -> float:
    log = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - math.log(df * math.pi) / 2
    return math.exp(log - (df + 1) / 2 * math.log1p(t * t / df))


def upper_tail(t: float, df: float) -> float:
    """P(T > t) as half a regularised incomplete beta function, by its continued fraction (Lentz's method)."""
    a, b = df / 2, 0.5
    x = df / (df + t * t)
    if x > (a + 1) / (a + b + 2):
        return 0.5 * (1 - _beta_fraction(b, a, 1 - x))
    return 0.5 * _beta_fraction(a, b, x)


def _beta_fraction(a: float, b: float, x: float) -> float:
    """I_x(a, b) where the fraction converges quickly (Press et al., Numerical Recipes 6.4)."""
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, 500):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + term * d)
            c = 1 + term / c
            fraction *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return front * fraction / a


def hedges_j(m: int) -> float:
    """The small-sample factor for an effect with m degrees of freedom (Hedges 1981)."""
    return math.exp(math.lgamma(m / 2) - math.lgamma((m - 1) / 2)) / math.sqrt(m / 2)
