"""Effect sizes against the formulas in floats, and the words at their limits."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from loke.analysis.effect import Sums, effect_of, label, rank_biserial
from loke.analysis.estimates import hedges_j

pairs = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=70)


def sums_of(found, bottom):
    a, b = (np.array(column) for column in zip(*found, strict=True))
    return Sums(len(a), bottom, *(int(x) for x in (a.sum(), b.sum(), (a * a).sum(), (b * b).sum(), (a * b).sum())))


@given(pairs, st.integers(1, 9), st.sampled_from([1, -1]))
def test_the_effect_follows_its_formula(found, bottom, direction):
    a, b = (np.array(column) / bottom for column in zip(*found, strict=True))
    n, difference = len(a), b - a
    assume(len({later - before for before, later in found}) > 1)  # floats may differ where these do not
    average = np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2)
    d_av = direction * difference.mean() / average
    half = stats.t.ppf(0.975, n - 1) * difference.std(ddof=1) / np.sqrt(n) / average
    factor = hedges_j(n - 1) if n < 50 else 1
    t = stats.ttest_rel(b, a).statistic
    effect = effect_of(sums_of(found, bottom), direction)
    assert effect.effect_name == ("g_av" if n < 50 else "d_av")
    expected = [d_av * factor, (d_av - half) * factor, (d_av + half) * factor, d_av, t * t / (t * t + n - 1)]
    given_ = [effect.effect, effect.effect_low, effect.effect_high, effect.d_av, effect.eta2_partial]
    assert given_ == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert effect.d_z == pytest.approx(direction * difference.mean() / difference.std(ddof=1), rel=1e-9, abs=1e-9)


def test_without_spread_there_is_no_effect():
    assert effect_of(sums_of([(1, 2), (2, 3), (4, 5)], 1), 1) is None


LABELS = """
0.19  0.01  0.19  very_small
0.20  0.15  0.25  small
0.50  0.40  0.60  moderate
0.80  0.70  0.90  large
0.80  0.49  1.11  -
0.50  0.19  0.81  -
0.30  0.00  0.60  uncertain
-0.5  -0.6  -0.4  moderate
-0.1  -0.3  0.1   uncertain
"""


@pytest.mark.parametrize("line", LABELS.strip().splitlines())
def test_the_word_follows_the_interval_and_a_value_on_a_limit_belongs_above(line):
    *numbers, word = line.split()
    assert label(*map(float, numbers)) == (None if word == "-" else word)


@given(st.dictionaries(st.integers(-6, 6), st.integers(1, 5), min_size=1))
def test_rank_biserial_ranks_without_zeros_and_shares_ranks_between_ties(often):
    moved = np.array([change for change, times in often.items() for _ in range(times) if change])
    if not len(moved):
        assert rank_biserial(often) is None
        return
    ranks = stats.rankdata(abs(moved))
    expected = (ranks[moved > 0].sum() - ranks[moved < 0].sum()) / ranks.sum()
    assert rank_biserial(often) == pytest.approx(expected, abs=1e-12)
