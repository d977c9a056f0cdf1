"""Control charts: every rule on both sides of its boundary, and the limits against a plain reading of their text."""

from fractions import Fraction
from itertools import pairwise
from math import sqrt
from statistics import mean, median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loke.analysis.charts import of_counts, of_shares

# Twelve points with a mean of 50 and a mean range of 4: limits at 39.36 and 60.64, and the outer thirds from 42.9
# downwards and from 57.1 upwards. What follows them begins on the centre, so that no run goes on into it.
CALM = [52, 48] * 6 + [50]


def signals(*values):
    """The signals of the points after the calm ones, a letter each."""
    letters = {None: ".", "beyond": "b", "trend": "t", "two_of_three": "2", "shift": "s"}
    return "".join(letters[one] for one in of_counts(np.array([*CALM, *values])).signal[len(CALM) :])


@pytest.mark.parametrize("points", [7, 8, 11, 12])
def test_eight_points_have_a_centre_and_twelve_have_limits(points):
    values = [20, *CALM][:points]
    chart = of_counts(np.array(values))
    assert np.isnan(chart.centre).all() == (points < 8)
    assert np.isnan(chart.lower).all() == np.isnan(chart.upper).all() == (points < 12)
    if points >= 8:
        assert chart.centre[0] == (median if points < 12 else mean)(values)


def test_limits_are_set_by_the_first_twelve_points_for_all():
    calm, later = of_counts(np.array(CALM[:12])), of_counts(np.array([*CALM, 90, 90, 90]))
    assert calm.upper[0] == later.upper[-1] == pytest.approx(50 + 2.66 * 4)
    assert later.lower[-1] == pytest.approx(50 - 2.66 * 4)


RULES = [
    # after the calm points, what is said of each
    ("60 61", ".b"),
    ("40 39", ".b"),
    ("51 53 51 53 51 53", "......"),
    ("51 53 51 53 51 53 51", "sssssss"),
    ("49 47 49 47 49 47 49", "sssssss"),
    ("51 53 51 53 51 53 50 51", "........"),  # one on the centre ends a run
    ("49 50 51 52 53 54", "......"),  # six that rise
    ("49 50 51 52 53 54 55", "ttttttt"),
    ("49 50 51 52 53 53 54 55", "........"),  # two equal ones end a rise
    ("51 50 49 48 47 46", "......"),
    ("51 50 49 48 47 46 45", "ttttttt"),
    ("57 50 57", "..."),
    ("58 50 58", "2.2"),
    ("58 58", "22"),
    ("58 50 50 58", "...."),  # two of four
    ("58 50 42", "..."),  # not on the same side
    ("61 50 58", "b.."),  # what is beyond a limit is in no third
]


@pytest.mark.parametrize(("line", "said"), RULES)
def test_a_rule_holds_from_its_boundary(line, said):
    assert signals(*map(int, line.split())) == said


def test_the_first_rule_that_holds_names_a_point():
    assert signals(49, 51, 52, 53, 54, 55, 58, 61) == "tttttttb", "58 and 61 also end a shift of seven"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("3 3 3 3 3 3 9 9 9 9 9", "..........."),  # on the median itself there are no sides
        ("1 2 3 4 5 6 7 8 9 10 11", "..........."),  # a rise is told from twelve points; at most five are on a side
        ("9 9 9 9 1 1 1 1", "........"),
    ],
)
def test_fewer_than_twelve_points_are_told_a_shift_only(line, said):
    assert of_counts(np.array(line.split(), int)).signal == [None] * len(said)


# Eleven ranges that sum to 1000: one of 297 is exactly 3.267 times their mean of 90.909...
RANGES = [297, 71, 70, 70, 70, 70, 70, 70, 70, 71, 71]


@pytest.mark.parametrize(("largest", "kept"), [(297, 703 / 10), (296, 1000 / 11)])
def test_a_range_of_exactly_3_267_means_is_left_out_of_their_mean_once(largest, kept):
    assert sum(RANGES) == 1000
    ranges = [largest, *RANGES[1:-1], RANGES[-1] + 297 - largest]
    values = np.cumsum([0, *(size * (-1) ** place for place, size in enumerate(ranges))]) + 1000
    chart = of_counts(values)
    assert chart.upper[0] - chart.centre[0] == pytest.approx(2.66 * kept)


def test_counts_that_never_move_have_limits_at_their_mean_and_any_other_is_beyond():
    chart = of_counts(np.array([3] * 13 + [4]))
    assert chart.lower[0] == chart.centre[0] == chart.upper[0] == 3
    assert chart.signal == [None] * 13 + ["beyond"]


def test_a_lower_limit_is_never_below_nought():
    assert of_counts(np.array([0, 9] * 6)).lower[0] == 0


def test_a_value_exactly_on_a_limit_is_inside():
    values = np.array([475, 525] * 6)  # mean 500, every range 50: limits at 367 and 633
    assert of_counts(np.append(values, [633, 367, 634, 366])).signal[12:] == [None, None, "beyond", "beyond"]


counts = st.lists(st.integers(0, 60), min_size=12, max_size=40)


@given(counts)
def test_limits_of_counts_are_as_the_text_says(values):
    base = values[:12]
    ranges = [abs(b - a) for a, b in pairwise(base)]
    cut = Fraction(3267, 1000) * Fraction(sum(ranges), 11)
    spread = 2.66 * mean([size for size in ranges if size < cut] or [0])
    chart = of_counts(np.array(values))
    assert chart.centre[-1] == pytest.approx(mean(base))
    assert chart.upper[-1] == pytest.approx(mean(base) + spread)
    assert chart.lower[-1] == pytest.approx(max(0, mean(base) - spread))


shares = st.lists(st.integers(1, 4000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), min_size=12)


@given(shares)
def test_limits_of_shares_are_as_the_text_says(values):
    base = values[:12]
    centre = sum(n for n, _ in base) / sum(of for _, of in base)
    sigmas = [sqrt(centre * (1 - centre) / of) for _, of in values]
    sigma_z = 1.0
    if 0 < centre < 1:
        z = [(n / of - centre) / sigma for (n, of), sigma in zip(base, sigmas, strict=False)]
        sigma_z = mean(abs(b - a) for a, b in pairwise(z)) / 1.128
    factor = sigma_z if sigma_z > 1.2 else 1
    chart = of_shares(*np.array(values).T)
    assert chart.centre[0] == pytest.approx(centre)
    assert chart.upper == pytest.approx([min(1, centre + 3 * sigma * factor) for sigma in sigmas])
    assert chart.lower == pytest.approx([max(0, centre - 3 * sigma * factor) for sigma in sigmas], abs=1e-12)


def rule_by_rule(values, centre, third):
    """The rules as one would say them, a point at a time."""
    n, said = len(values), {}
    beyond = [abs(value - centre) > 3 * third for value in values]
    outer = [(value > centre) - (value < centre) if abs(value - centre) > 2 * third else 0 for value in values]
    outer = [0 if out else side for side, out in zip(outer, beyond, strict=True)]
    for start in range(n - 6):
        seven = values[start : start + 7]
        steps = list(pairwise(seven))
        trend = all(b > a for a, b in steps) or all(b < a for a, b in steps)
        shift = all(value > centre for value in seven) or all(value < centre for value in seven)
        for place in range(start, start + 7):
            said.setdefault(place, set()).update(name for name, holds in (("trend", trend), ("shift", shift)) if holds)
    for start in range(n - 2):
        for side in (1, -1):
            those = [place for place in range(start, start + 3) if outer[place] == side]
            for place in those if len(those) >= 2 else ():
                said.setdefault(place, set()).add("two_of_three")
    for place in range(n):
        said.setdefault(place, set()).update({"beyond"} if beyond[place] else set())
    order = ("beyond", "trend", "two_of_three", "shift")
    return [next((name for name in order if name in said[place]), None) for place in range(n)]


@given(counts)
def test_signals_are_those_of_the_rules_read_one_by_one(values):
    base = values[:12]
    ranges = [abs(b - a) for a, b in pairwise(base)]
    cut = Fraction(3267, 1000) * Fraction(sum(ranges), 11)
    kept = [size for size in ranges if size < cut] or [0]
    third = Fraction(266, 300) * Fraction(sum(kept), len(kept))
    assert of_counts(np.array(values)).signal == rule_by_rule(values, Fraction(sum(base), 12), third)


def test_a_share_exactly_two_thirds_of_the_way_to_a_limit_is_not_in_the_outer_third():
    """4 of 4 lies two standard deviations of four from a half; the centre here is a half as 98 of 196."""
    calm = [(7, 14), (8, 14), (6, 14), (7, 14), (8, 14), (6, 14), (7, 14), (7, 14), (8, 14), (6, 14)]
    base = [*calm, (14, 28), (14, 28)]
    chart = of_shares(*np.array([*base, (4, 4), (4, 4), (5, 5), (5, 5)]).T)
    assert chart.centre[0] == 0.5
    assert chart.signal[12:] == [None, None, "two_of_three", "two_of_three"]
