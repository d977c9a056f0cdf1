"""Control charts: the centre and the limits of a series, and the points that chance alone does not explain well."""

from typing import NamedTuple

import numpy as np

from loke.analysis.counts import Array

MEDIAN_FROM, LIMITS_FROM = 8, 12  # points for a centre at all, and for limits, which the first of them then set
RUN = 7  # points rising, falling or on one side of the centre
NAMES = ("beyond", "trend", "two_of_three", "shift")  # the first that holds names a point
TOP, BOTTOM = 133, 50  # 2.66: mean moving ranges from the centre to a limit, 3 / 1.128 (Wheeler 1993)
MILLE = 3267  # a range of at least 3.267 mean ranges is left out of their mean, once
SCATTER = 1.128  # mean distance of two neighbours that differ by chance alone, in standard deviations
HAIR = 1e-12  # a share so close to a limit lies on it, as 4 of 4 does two standard deviations from a half
OVERDISPERSED = 1.2  # from there on the spread between points is used beside that within them (Laney 2002)


class Chart(NamedTuple):
    """For each point: centre, lower and upper limit, and the name of a signal or None; NaN where there is none."""

    centre: Array
    lower: Array
    upper: Array
    signal: list[str | None]


def of_counts(counts: Array) -> Chart:
    """XmR: single values against their moving range. Whole numbers throughout, so that a limit is exactly where it is.

    Everything is counted in units of 1 / (50 x points x ranges), in which the mean and 2.66 mean ranges are whole.
    """
    if len(counts) < LIMITS_FROM:
        return _without_limits(counts.astype(float))
    base = counts[:LIMITS_FROM]
    ranges = _screened(np.abs(np.diff(base)))
    unit = BOTTOM * LIMITS_FROM * len(ranges)
    centre, third = BOTTOM * len(ranges) * int(base.sum()), TOP * LIMITS_FROM // 3 * int(ranges.sum())
    thirds = np.full(len(counts), third)
    lower, upper = max(0, centre - 3 * third) / unit, (centre + 3 * third) / unit
    level = [np.full(len(counts), end) for end in (centre / unit, lower, upper)]
    return Chart(level[0], level[1], level[2], _signals(counts * unit, centre, thirds))


def _screened(ranges: Array) -> Array:
    """Without ranges of at least 3.267 times the mean; all of them where nothing moves."""
    kept: Array = ranges[1000 * len(ranges) * ranges < MILLE * ranges.sum()]
    return kept if len(kept) else ranges


def of_shares(hits: Array, of: Array) -> Chart:
    """p chart: shares against what their own denominators lead one to expect, with Laney's correction."""
    shares = hits / of
    if len(shares) < LIMITS_FROM:
        return _without_limits(shares)
    centre = float(hits[:LIMITS_FROM].sum() / of[:LIMITS_FROM].sum())
    third = np.sqrt(centre * (1 - centre) / of)
    if third[0]:
        third = third * _between((shares - centre)[:LIMITS_FROM] / third[:LIMITS_FROM])
    lower, upper = np.maximum(centre - 3 * third, 0), np.minimum(centre + 3 * third, 1)
    return Chart(np.full(len(shares), centre), lower, upper, _signals(shares, centre, third * (1 + HAIR)))


def _between(z: Array) -> float:
    sigma = float(np.abs(np.diff(z)).mean() / SCATTER)
    return sigma if sigma > OVERDISPERSED else 1.0


def _without_limits(values: Array) -> Chart:
    """Fewer than twelve points: the median and runs beside it; fewer than eight: nothing."""
    nothing = np.full(len(values), np.nan)
    if len(values) < MEDIAN_FROM:
        return Chart(nothing, nothing, nothing, [None] * len(values))
    centre = float(np.median(values))
    beside = _in_runs(np.sign(values - centre), RUN).tolist()
    return Chart(np.full(len(values), centre), nothing, nothing, ["shift" if found else None for found in beside])


def _signals(values: Array, centre: float, thirds: Array) -> list[str | None]:
    """The four rules in their order; every point of a run is named by the first rule that it is part of."""
    away = values - centre
    beyond = np.abs(away) > 3 * thirds
    rules = (
        beyond,
        _rising_or_falling(values),
        _two_of_three(away, thirds, beyond),
        _in_runs(np.sign(away), RUN),
    )
    place = np.full(len(values), len(NAMES))
    for number, found in reversed([*enumerate(rules)]):  # np.select takes ten times as long
        place[found] = number
    named = (*NAMES, None)
    return [named[number] for number in place.tolist()]


def _rising_or_falling(values: Array) -> Array:
    """Points of seven or more that rise, or fall, one after the other."""
    points = np.zeros(len(values), bool)
    steps = _in_runs(np.sign(values[1:] - values[:-1]), RUN - 1)
    points[1:] = steps
    points[:-1] |= steps
    return points


def _in_runs(signs: Array, length: int) -> Array:
    """Which places belong to at least so many equal signs in a row, none of them nought."""
    bounds = np.concatenate([[0], (signs[1:] != signs[:-1]).nonzero()[0] + 1, [len(signs)]])
    sizes = bounds[1:] - bounds[:-1]
    long: Array = np.repeat((sizes >= length) & (signs[bounds[:-1]] != 0), sizes)
    return long


def _two_of_three(away: Array, thirds: Array, beyond: Array) -> Array:
    """Points in the outer third towards a limit, where two of three in a row are so on the same side."""
    found = np.zeros(len(away), bool)
    for side in (1, -1):
        outer = (side * away > 2 * thirds) & ~beyond
        if np.count_nonzero(outer) < 2:
            continue
        triples = np.convolve(outer, [1, 1, 1], "valid") >= 2
        near = np.convolve(triples, [1, 1, 1]) > 0
        found |= outer & near
    return found
