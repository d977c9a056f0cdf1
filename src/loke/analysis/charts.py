"""Control charts: the centre and the limits of a series, and the points that chance alone does not explain well."""

from collections.abc import Sequence
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


class Long(NamedTuple):
    """Of several series after each other, those with points enough for limits."""

    base: Array  # [series, 12] the points that set the limits
    points: Array
    series: Array  # which of them each point belongs to
    first: Array  # whether a point is the first of its series


def of_counts(counts: Array, sizes: Sequence[int] | None = None) -> Chart:
    """XmR: single values against their moving range. Whole numbers throughout, so that a limit is exactly where it is.

    Everything is counted in units of 1 / (50 x points x ranges), in which the mean and 2.66 mean ranges are whole.
    `sizes` are the lengths of several series after each other, each of which has a chart of its own.
    """
    size = np.array([len(counts)] if sizes is None else sizes, np.int64)
    long = _long(size)
    base = counts[long.base]
    number, moved = _screened(np.abs(base[:, 1:] - base[:, :-1]))
    unit = BOTTOM * LIMITS_FROM * number
    centre, third = BOTTOM * number * base.sum(axis=1), TOP * LIMITS_FROM // 3 * moved
    level = np.stack([centre, np.maximum(centre - 3 * third, 0), centre + 3 * third]) / unit
    of = long.series
    signals = _signals(counts[long.points] * unit[of], centre[of], third[of], long.first)
    return _chart(counts.astype(float), size, long, level[:, of], signals)


def _screened(ranges: Array) -> tuple[Array, Array]:
    """How many ranges of each series are less than 3.267 times their mean, and their sum; all where nothing moves."""
    points, total = ranges.shape[1], ranges.sum(axis=1)
    kept = 1000 * points * ranges < MILLE * total[:, None]
    number = kept.sum(axis=1)
    return np.where(number, number, points), (ranges * kept).sum(axis=1)


def of_shares(hits: Array, of: Array, sizes: Sequence[int] | None = None) -> Chart:
    """p chart: shares against what their own denominators lead one to expect, with Laney's correction."""
    size = np.array([len(hits)] if sizes is None else sizes, np.int64)
    long, shares = _long(size), hits / of
    middle = hits[long.base].sum(axis=1) / of[long.base].sum(axis=1)
    factor = _between(shares[long.base] - middle[:, None], _third(middle[:, None], of[long.base]))
    value, centre = shares[long.points], middle[long.series]
    third = _third(centre, of[long.points]) * factor[long.series]
    level = np.stack([centre, np.maximum(centre - 3 * third, 0), np.minimum(centre + 3 * third, 1)])
    return _chart(shares, size, long, level, _signals(value, centre, third * (1 + HAIR), long.first))


def _third(centre: Array, of: Array) -> Array:
    third: Array = np.sqrt(centre * (1 - centre) / of)
    return third


def _between(away: Array, third: Array) -> Array:
    z = np.divide(away, third, out=np.zeros_like(away), where=third > 0)
    sigma = np.abs(z[:, 1:] - z[:, :-1]).mean(axis=1) / SCATTER
    return np.where(sigma > OVERDISPERSED, sigma, 1.0)


def _long(size: Array) -> Long:
    start, enough = np.cumsum(size) - size, size >= LIMITS_FROM
    start, size = start[enough], size[enough]
    series = np.repeat(np.arange(len(size)), size)
    place = np.arange(len(series)) - (np.cumsum(size) - size)[series]
    return Long(start[:, None] + np.arange(LIMITS_FROM), start[series] + place, series, place == 0)


def _chart(values: Array, size: Array, long: Long, level: Array, signals: Array) -> Chart:
    """Of fewer than twelve points the median and runs beside it; of fewer than eight nothing."""
    levels, signal = np.full((3, len(values)), np.nan), np.full(len(values), len(NAMES))
    levels[:, long.points], signal[long.points] = level, signals
    for points in range(MEDIAN_FROM, LIMITS_FROM):
        some = (np.cumsum(size) - size)[size == points]
        if len(some):
            places = some[:, None] + np.arange(points)
            levels[0, places] = median = np.median(values[places], axis=1)[:, None]
            first = np.tile(np.arange(points) == 0, len(some))
            beside = _in_runs(np.sign(values[places] - median).ravel(), RUN, first)
            signal[places.ravel()[beside]] = NAMES.index("shift")
    named = (*NAMES, None)
    return Chart(levels[0], levels[1], levels[2], [named[number] for number in signal.tolist()])


def _signals(values: Array, centre: Array, thirds: Array, first: Array) -> Array:
    """The four rules in their order, as numbers; every point of a run is named by the first rule that it is part of."""
    away = values - centre
    beyond = np.abs(away) > 3 * thirds
    rules = (
        beyond,
        _rising_or_falling(values, first),
        _two_of_three(away, thirds, beyond, first),
        _in_runs(np.sign(away), RUN, first),
    )
    place = np.full(len(values), len(NAMES))
    for number, found in reversed([*enumerate(rules)]):  # np.select takes ten times as long
        place[found] = number
    return place


def _rising_or_falling(values: Array, first: Array) -> Array:
    """Points of seven or more that rise, or fall, one after the other."""
    points = np.zeros(len(values), bool)
    steps = np.where(first[1:], 0, np.sign(values[1:] - values[:-1]))
    found = _in_runs(steps, RUN - 1, first[1:])
    points[1:] = found
    points[:-1] |= found
    return points


def _in_runs(signs: Array, length: int, first: Array) -> Array:
    """Which places belong to at least so many equal signs in a row, none of them nought."""
    bounds = np.flatnonzero(np.append(True, (signs[1:] != signs[:-1]) | first[1:]))[: len(signs)]
    sizes = np.diff(bounds, append=len(signs))
    long: Array = np.repeat((sizes >= length) & (signs[bounds] != 0), sizes)
    return long


def _two_of_three(away: Array, thirds: Array, beyond: Array, first: Array) -> Array:
    """Points in the outer third towards a limit, where two of three in a row are so on the same side."""
    found, together = np.zeros(len(away), bool), ~(first[1:-1] | first[2:])
    for side in (1, -1):
        outer = (side * away > 2 * thirds) & ~beyond
        triples = together & ((outer[:-2] & outer[1:-1]) | (outer[1:-1] & outer[2:]) | (outer[:-2] & outer[2:]))
        near = np.zeros(len(away), bool)
        for place in range(3):
            near[place : len(near) - 2 + place] |= triples
        found |= outer & near
    return found
