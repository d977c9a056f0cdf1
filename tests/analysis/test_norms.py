"""Norms: every valid score on the occasion beside the norm group, with the interval that what is known of it allows."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from tests.analysis.small import Episode, Measured, on, rows, snapshot

from loke.dataset.definitions import Instrument, Norm, Scale, Service

SCALES = (Scale("a", "A", "higher", Fraction(1)), Scale("b", "B", "higher", Fraction(1)))
BARE = Norm("a", "bare", "Alla", Fraction("2.5"))
KNOWN = Norm("a", "known", "Alla", Fraction("2.5"), Fraction("1.5"), 40)
SPREAD_ONLY = Norm("a", "spread", "Alla", Fraction("2.5"), Fraction("1.5"))


def person(*sides, closed="2020-12-01"):
    measured = [Measured("i", occasion, given={"a": score, "b": score}) for occasion, score in sides]
    return Episode(on("2020-01-01"), closed and on(closed), measured=measured)


def found(norms, *people):
    return rows(snapshot({Service("s", "S"): people}, [Instrument("i", scales=SCALES, norms=norms)]), "norms")


def test_scores_are_counted_paired_or_not_and_only_of_those_closed():
    people = (
        person(("start", 1), ("end", 3)),
        person(("start", 2)),
        person(("end", 5)),
        person(("start", 9), closed=None),
    )
    first, last = found((BARE,), *people)
    assert (first.scale, first.norm, first.occasion, first.n, first.mean) == ("a", "bare", "start", 2, 1.5)
    assert (last.occasion, last.n, last.mean, last.norm_mean, last.difference) == ("end", 2, 4.0, 2.5, 1.5)


def test_two_starts_are_two_scores_and_what_is_in_between_is_none():
    [row] = found((BARE,), person(("start", 1), ("start", 3), ("during", 9)))
    assert (row.n, row.mean) == (2, 2)


def test_of_one_score_there_is_no_interval():
    for norm in (BARE, KNOWN):
        [row] = found((norm,), person(("start", 4)))
        assert (row.n, row.difference, row.low, row.high) == (1, 1.5, None, None)


def test_a_scale_without_a_norm_has_no_row():
    assert found((), person(("start", 4))) == []


@given(st.lists(st.integers(0, 30), min_size=2, max_size=40).filter(lambda scores: len(set(scores)) > 1))
def test_the_intervals_are_those_of_scipy(scores):
    people = [person(("end", score)) for score in scores]
    fixed, known, spread = found((BARE, KNOWN, SPREAD_ONLY), *people)
    student = stats.ttest_1samp(scores, 0).confidence_interval()
    norm_group = np.resize([1.0, -1.0], 40)
    norm_group = norm_group / norm_group.std(ddof=1) * 1.5 + 2.5
    welch = stats.ttest_ind(scores, norm_group, equal_var=False).confidence_interval()
    assert (fixed.low, fixed.high) == pytest.approx((student.low - 2.5, student.high - 2.5), abs=1e-9)
    assert (known.low, known.high) == pytest.approx((welch.low, welch.high), abs=1e-9)
    assert (spread.low, spread.high) == (fixed.low, fixed.high)
