"""The closed forms both peers put on top of their counting, over arrays; t quantiles and gamma functions from SciPy."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, stdtrit

Z = 1.959963984540054
Floats = NDArray[np.float64]
BANDS = np.array([0.2, 0.5, 0.8])
LABELS = np.array(["very_small", "small", "moderate", "large"], dtype=object)


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


def paired(n: ArrayLike, started: ArrayLike, s1: Floats, s2: Floats, change: Floats, s: Floats, sign: Floats) -> dict:
    """Interval and effect of a mean change from n pairs: s1, s2 and s are the standard deviations before, after and
    of the change; `sign` is -1 where lower is better (Cumming 2012; Lakens 2013; Algina & Keselman 2003)."""
    n, started = np.asarray(n, float), np.asarray(started, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        t, error = stdtrit(n - 1, 0.975), s / np.sqrt(n)
        s_av = np.sqrt((s1**2 + s2**2) / 2)
        shown = (n >= 10) & (s_av > 0) & (s > 0)
        d_av, d_z = (np.where(shown, sign * change / spread, np.nan) for spread in (s_av, s))
        m = n - 1
        j = np.exp(gammaln(m / 2) - gammaln((m - 1) / 2)) / np.sqrt(m / 2)
        factor = np.where(n < 50, j, 1)
        effect, margin = d_av * factor, t * error / s_av * factor
        t_value = change / error
        eta = np.where(shown, t_value**2 / (t_value**2 + n - 1), np.nan)
    low, high = effect - margin, effect + margin
    name = np.where(shown, np.where(n < 50, "g_av", "d_av"), None)
    found = {"low": change - t * error, "high": change + t * error, "effect": effect, "effect_name": name}
    found |= {"effect_low": low, "effect_high": high, "label": label(effect, low, high, n >= 0.6 * started)}
    return found | {"d_av": d_av, "d_z": d_z, "eta2_partial": eta}


def label(effect: Floats, low: Floats, high: Floats, enough: NDArray[np.bool_]) -> NDArray[np.object_]:
    """The band of the effect (Cohen 1988), unless the interval or too few pairs forbid a word."""
    band, least, most = (np.searchsorted(BANDS, np.abs(value), side="right") for value in (effect, low, high))
    words = np.where(np.abs(most - least) >= 2, None, LABELS[band])
    words = np.where((low <= 0) & (high >= 0), "uncertain", words)
    return np.where(enough & ~np.isnan(effect), words, None)
