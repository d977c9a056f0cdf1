"""The estimates against independent tools."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import gammaln
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from loke.analysis.estimates import hedges_j, mean_and_sd, newcombe, quartiles, t_quantile, wilson

shares = st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
histograms = st.dictionaries(st.integers(-500, 500), st.integers(1, 9), min_size=1).map(lambda h: sorted(h.items()))


@given(shares)
def test_wilson_is_that_of_statsmodels(counts):
    expected = proportion_confint(*counts, method="wilson")
    assert wilson(*counts) == pytest.approx(expected, abs=1e-12)


@given(shares, shares)
def test_newcombe_is_that_of_statsmodels(now, earlier):
    low, high = confint_proportions_2indep(*now, *earlier, method="newcomb", compare="diff")
    found = newcombe(*now, *earlier)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-12)


def test_nothing_has_no_interval():
    assert wilson(0, 0) == (None, None)
    assert newcombe(0, 0, 1, 2) == (None, None, None)


@given(st.one_of(st.integers(1, 10**6), st.floats(1, 10**6)))
def test_the_t_quantile_is_that_of_scipy(df):
    assert t_quantile(df) == pytest.approx(stats.t.ppf(0.975, df), rel=1e-10)


@given(st.integers(2, 60))
def test_the_small_sample_factor_follows_its_formula(m):
    expected = np.exp(gammaln(m / 2) - gammaln((m - 1) / 2)) / np.sqrt(m / 2)
    assert hedges_j(m) == pytest.approx(expected, rel=1e-12)


@given(histograms)
def test_quartiles_are_those_of_numpy(histogram):
    values, often = zip(*histogram, strict=True)
    expected = np.percentile(np.repeat(values, often), [25, 50, 75])
    assert quartiles(values, often) == pytest.approx(expected)


@given(histograms)
def test_mean_and_sd_are_those_of_numpy(histogram):
    values, often = zip(*histogram, strict=True)
    numbers = np.repeat(values, often)
    mean, sd = mean_and_sd(values, often)
    assert mean == pytest.approx(numbers.mean(), abs=1e-9)
    assert sd == (pytest.approx(numbers.std(ddof=1), abs=1e-9) if len(numbers) > 1 else None)


def test_equal_values_have_no_spread_at_all():
    assert mean_and_sd([0.1], [7]) == (0.1, 0.0)
