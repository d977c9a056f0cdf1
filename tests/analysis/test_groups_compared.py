"""Groups of a split compared two by two: who is compared, which way it is turned, and the figures."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.analysis.small import Episode, Measured, on, rows, snapshot

from loke.dataset.definitions import Instrument, Scale, Service

SCALE = Scale("s", "S", "higher", Fraction(1))


def person(sex, start, end):
    measured = [Measured("i", side, given={"s": score}) for side, score in (("start", start), ("end", end))]
    return Episode(on("2020-01-01"), on("2020-12-01"), sex=sex, measured=measured)


def found(people, scale=SCALE, by=("sex",)):
    return rows(snapshot({Service("s", "S"): people}, [Instrument("i", scales=(scale,))]), "groups", by=by)


def some(sex, n, gain):
    return [person(sex, 3, 3 + gain + place % 2) for place in range(n)]


def test_groups_of_ten_pairs_are_compared_and_of_nine_are_not():
    assert found(some("female", 10, 2) + some("male", 9, 1)) == []
    [row] = found(some("female", 10, 2) + some("male", 10, 1) + some("other", 9, 5))
    assert (row.by, row.group, row.against, row.n, row.against_n) == ("sex", "female", "male", 10, 10)
    assert row.difference == pytest.approx(1)


def test_each_two_groups_meet_once_in_the_order_of_their_codes():
    rows_ = found(some("other", 10, 1) + some("female", 10, 2) + some("male", 10, 1) + some(None, 10, 1))
    pairs = [(row.group, row.against) for row in rows_]
    assert pairs == [
        ("female", "male"),
        ("female", "other"),
        ("female", "missing"),
        ("male", "other"),
        ("male", "missing"),
        ("other", "missing"),
    ]


def test_without_a_split_nobody_is_compared():
    assert found(some("female", 10, 2) + some("male", 10, 1), by=()) == []


def test_more_is_better_whichever_way_the_scale_goes():
    people = some("female", 12, 2) + some("male", 12, 0)
    [higher], [lower] = found(people), found(people, replace(SCALE, better="lower"))
    assert higher.difference == -lower.difference == pytest.approx(2)
    assert (higher.low, higher.high) == (-lower.high, -lower.low)
    assert (higher.g, higher.delta) == (-lower.g, -lower.delta)


changes = st.lists(st.integers(-9, 9), min_size=10, max_size=30).filter(lambda moved: len(set(moved)) > 1)


@given(changes, changes)
def test_the_figures_are_those_of_scipy(one, other):
    people = [person(sex, 10, 10 + gain) for sex, gains in (("female", one), ("male", other)) for gain in gains]
    [row] = found(people)
    welch = stats.ttest_ind(one, other, equal_var=False).confidence_interval()
    assert (row.low, row.high) == pytest.approx((welch.low, welch.high), abs=1e-9)
    assert row.delta == pytest.approx(2 * stats.mannwhitneyu(one, other).statistic / len(one) / len(other) - 1)
    pooled = np.sqrt(
        (np.var(one, ddof=1) * (len(one) - 1) + np.var(other, ddof=1) * (len(other) - 1)) / (len(one) + len(other) - 2)
    )
    assert row.g == pytest.approx((np.mean(one) - np.mean(other)) / pooled, rel=0.05, abs=1e-9)
