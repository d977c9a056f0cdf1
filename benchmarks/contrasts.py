"""The closed forms that the peers put on top of counts, means and spreads when two things are compared."""

import math
from typing import Any

from benchmarks.effects import Z, t_quantile

Row = dict[str, Any]


def between(difference: float, error: float, df: float) -> Row:
    margin = t_quantile(df) * error
    return {"difference": difference, "low": difference - margin, "high": difference + margin}


def unequal(mean: float, sd: float, n: int, mean0: float, sd0: float, n0: int) -> Row:
    """Two means by Welch (1947)."""
    a, b = sd**2 / n, sd0**2 / n0
    if not a + b:
        return between(mean - mean0, 0.0, 1)
    return between(mean - mean0, math.sqrt(a + b), (a + b) ** 2 / (a**2 / (n - 1) + b**2 / (n0 - 1)))


def with_norm(row: Row) -> Row:
    """A row of the table norms from n, mean and sd, and from what is known of the norm."""
    n, sd = row["n"], row["sd"]
    if n == 1:
        return row | {"difference": row["mean"] - row["norm_mean"], "low": None, "high": None}
    if any(value is None or math.isnan(value) for value in (row["norm_sd"], row["norm_n"])):
        return row | between(row["mean"] - row["norm_mean"], sd / math.sqrt(n), n - 1)
    return row | unequal(row["mean"], sd, n, row["norm_mean"], row["norm_sd"], row["norm_n"])


def with_groups(row: Row) -> Row:
    """A row of the table groups from both groups' n, mean and sd (Hedges 1981)."""
    n, n0 = row["n"], row["against_n"]
    found = row | unequal(row["mean"], row["sd"], n, row["mean0"], row["sd0"], n0)
    m = n + n0 - 2
    pooled = math.sqrt(((n - 1) * row["sd"] ** 2 + (n0 - 1) * row["sd0"] ** 2) / m)
    j = math.exp(math.lgamma(m / 2) - math.lgamma((m - 1) / 2)) / math.sqrt(m / 2)
    return found | {"g": (row["mean"] - row["mean0"]) / pooled * j if pooled else None}


def with_both_times(row: Row) -> Row:
    """A row of the table yes_no from its four counts (Bonett & Price 2012; McNemar 1947, exact)."""
    n, lost, gained = row["pairs"], row["yes_no"], row["no_yes"]
    if not n:
        return row | dict.fromkeys(("difference", "low", "high", "p_exact"))
    down, up = (lost + 1) / (n + 2), (gained + 1) / (n + 2)
    margin = Z * math.sqrt((down + up - (up - down) ** 2) / (n + 2))
    moved, few = lost + gained, min(lost, gained)
    tail = sum(math.comb(moved, k) for k in range(few + 1)) / 2**moved
    figures = {"difference": (gained - lost) / n, "low": up - down - margin, "high": up - down + margin}
    return row | figures | {"p_exact": min(1.0, 2 * tail)}
