"""Two means, two groups and two answers compared, against independent tools and published examples."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import gammaln
from statsmodels.stats.contingency_tables import mcnemar as mcnemar_of_statsmodels
from statsmodels.stats.meta_analysis import effectsize_smd

from loke.analysis.comparisons import Spread, bonett_price, cliffs_delta, hedges_g, mcnemar, one_sample, welch, welch_p

values = st.lists(st.integers(-40, 40), min_size=2, max_size=60)


def spread(found: list[int]) -> Spread:
    numbers = np.array(found)
    return Spread(numbers.mean(), numbers.std(ddof=1), len(numbers))


def often(found: list[int]) -> dict[int, int]:
    return {value: found.count(value) for value in found}


@given(values, st.integers(-40, 40))
def test_one_mean_against_a_number_is_that_of_scipy(found, fixed):
    assume(np.ptp(found) > 0)
    expected = stats.ttest_1samp(found, 0).confidence_interval()
    difference = one_sample(spread(found), fixed)
    assert difference == pytest.approx((np.mean(found) - fixed, expected.low - fixed, expected.high - fixed), abs=1e-9)


@given(values, values)
def test_two_means_are_those_of_scipy(one, other):
    assume(np.ptp(one) + np.ptp(other) > 0)
    expected = stats.ttest_ind(one, other, equal_var=False).confidence_interval()
    difference = welch(spread(one), spread(other))
    assert difference == pytest.approx((np.mean(one) - np.mean(other), expected.low, expected.high), abs=1e-9)
    p = stats.ttest_ind(one, other, equal_var=False).pvalue
    assert welch_p(spread(one), spread(other)) == pytest.approx(p, rel=1e-6, abs=1e-12)


def test_without_spread_the_interval_has_no_width_and_of_one_there_is_none():
    assert welch(Spread(3, 0, 5), Spread(1, 0, 7)) == (2, 2, 2)
    assert (welch_p(Spread(3, 0, 5), Spread(1, 0, 7)), welch_p(Spread(3, 1, 5), Spread(3, 2, 7))) == (0, 1)
    assert one_sample(Spread(3, 0, 1), 1) == (2, None, None)


@given(values, values)
def test_the_difference_in_standard_deviations_is_hedges(one, other):
    assume(np.ptp(one) + np.ptp(other) > 0)
    a, b = spread(one), spread(other)
    pooled = np.sqrt(((a.n - 1) * a.sd**2 + (b.n - 1) * b.sd**2) / (a.n + b.n - 2))
    exact = (a.mean - b.mean) / pooled * (1 - 3 / (4 * (a.n + b.n) - 9))
    smd, _ = effectsize_smd(a.mean, a.sd, a.n, b.mean, b.sd, b.n)  # with Hedges' approximation of the factor
    assert exact == pytest.approx(smd)
    assert hedges_g(a, b) == pytest.approx(smd, rel=0.12 if a.n + b.n < 8 else 0.02, abs=1e-12)


def test_hedges_factor_is_the_exact_one():
    for n in (5, 11, 51):
        df = 2 * n - 2
        exact = np.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / np.sqrt(df / 2)
        assert hedges_g(Spread(1, 1, n), Spread(0, 1, n)) == pytest.approx(exact, rel=1e-9)
    assert hedges_g(Spread(3, 0, 5), Spread(1, 0, 7)) is None


@given(values, values)
def test_cliffs_delta_is_twice_the_u_of_scipy(one, other):
    u = stats.mannwhitneyu(one, other).statistic
    assert cliffs_delta(often(one), often(other)) == pytest.approx(2 * u / (len(one) * len(other)) - 1, abs=1e-12)


@given(st.integers(0, 400), st.integers(0, 400))
def test_mcnemars_p_is_that_of_statsmodels(lost, gained):
    expected = mcnemar_of_statsmodels([[3, lost], [gained, 5]], exact=True).pvalue
    assert mcnemar(lost, gained) == pytest.approx(min(expected, 1), rel=1e-9)


def test_mcnemars_p_holds_for_a_nation():
    expected = stats.binomtest(500_700, 1_000_000, 0.5).pvalue
    assert mcnemar(500_700, 499_300) == pytest.approx(expected, rel=1e-6)


def test_the_interval_of_a_paired_difference_is_the_published_one():
    # Fagerland, Lydersen & Laake (2014): 21 children, 7 one way and 1 the other; Bonett-Price 0.013 to 0.508.
    found = bonett_price(21, 1, 7)
    assert (found.difference, round(found.low, 3), round(found.high, 3)) == (6 / 21, 0.013, 0.508)
    assert bonett_price(0, 0, 0) == (None, None, None)
