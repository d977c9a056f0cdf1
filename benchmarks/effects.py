"""What follows from the sums of a row of the table change: intervals, effect sizes and their label, without SciPy,
whose import takes longer than DuckDB takes to count."""

import math
from functools import cache
from typing import Any

Z = 1.959963984540054
BANDS = ("very_small", "small", "moderate", "large")
LIMITS = (0.2, 0.5, 0.8)  # Cohen 1988
FEWEST, SMALL = 10, 50  # pairs for an effect at all, and for it to need no correction


def beta_fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function by Lentz's method (Numerical Recipes 6.4)."""
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d, c = 1 / (1 + step * d), 1 + step / c
            found *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return found


def t_tail(t: float, df: int) -> float:
    """P(T > t) for t > 0."""
    a, b, x = df / 2, 0.5, df / (df + t * t)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) - a * math.log1p(t * t / df) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * beta_fraction(a, b, x) / a / 2
    return (1 - front * beta_fraction(b, a, t * t / (df + t * t)) / b) / 2


@cache
def t_quantile(df: int) -> float:
    """The 97.5 % point, by Newton's method from the left, where the tail is convex."""
    t = Z
    constant = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    for _ in range(100):
        step = (t_tail(t, df) - 0.025) / (constant * (1 + t * t / df) ** (-(df + 1) / 2))
        t += step
        if abs(step) < 1e-13 * t:
            break
    return t


def band(value: float) -> int:
    return sum(abs(value) >= limit for limit in LIMITS)


def label(effect: float, low: float, high: float) -> str | None:
    if low <= 0 <= high:
        return "uncertain"
    return None if abs(band(low) - band(high)) >= 2 else BANDS[band(effect)]


def effects(n: int, started: int, s1: float, s2: float, change: float, s: float, sign: int) -> dict[str, Any]:
    """For n pairs with standard deviations s1 before, s2 after and s of the change, at which lower is better if `sign`
    is -1 (Cumming 2012; Lakens 2013; interval by Algina & Keselman 2003). Without what needs more pairs."""
    if n < 2:
        return {}
    margin = t_quantile(n - 1) * s / math.sqrt(n)
    found: dict[str, Any] = {"low": change - margin, "high": change + margin}
    s_av = math.sqrt((s1**2 + s2**2) / 2)
    if n < FEWEST or not s_av or not s:
        return found
    m, d_av = n - 1, sign * change / s_av
    j = math.exp(math.lgamma(m / 2) - math.lgamma((m - 1) / 2)) / math.sqrt(m / 2) if n < SMALL else 1
    effect, low, high = (value * j for value in (d_av, d_av - margin / s_av, d_av + margin / s_av))
    found |= {"effect": effect, "effect_name": "g_av" if n < SMALL else "d_av", "effect_low": low, "effect_high": high}
    if n >= 0.6 * started:
        found["label"] = label(effect, low, high)
    t = change / (s / math.sqrt(n))
    return found | {"d_av": d_av, "d_z": sign * change / s, "eta2_partial": t * t / (t * t + m)}


def with_effects(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the table change from one of sums, with null for all after `pairs` where too few of those who started
    have one."""
    if not row["pairs"] or row["pairs"] < 0.4 * row["started"]:
        counts = ("service", "period", "instrument", "scale", "respondent", "started", "ended", "pairs")
        return {name: row[name] for name in counts}
    spread = (row[name] for name in ("sd_start", "sd_end", "change", "sd", "sign"))
    return row | effects(row["pairs"], row["started"], *spread)
