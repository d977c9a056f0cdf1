"""A measure before and since a day: figures, their difference, and runs at both sides of each limit."""

from math import ceil, floor
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from loke.analysis.estimates import newcombe, wilson
from loke.analysis.followed import Runs, difference, mean_figure, runs, share_figure


@pytest.mark.parametrize(
    # points beside the median, longest run: log2(n) + 3, rounded; fewest crossings: the fifth percentile
    ("useful", "most", "fewest"),
    [
        (10, 6, 2),
        (11, 6, 2),
        (12, 7, 3),
        (14, 7, 4),
        (17, 7, 5),
        (19, 7, 6),
        (20, 7, 6),
        (23, 8, 7),
        (24, 8, 8),
        (45, 8, 17),
        (46, 9, 17),
        (60, 9, 23),
    ],
)
def test_the_limits_are_those_that_the_authors_tabulate(useful, most, fewest):
    found = Runs(useful)
    assert (found.most, found.fewest) == (most, fewest)


@given(st.integers(1, 300))
def test_the_fewest_crossings_are_the_fifth_percentile(useful):
    assert Runs(useful).fewest == (int(binom.ppf(0.05, useful - 1, 0.5)) if useful > 1 else 0)


def read(points: str, middle: float = 0.0) -> Runs:
    """Points above (+), below (-) and on (0) the middle; those after the bar are since."""
    before, _bar, since = points.partition("|")
    values = [{"+": 1.0, "-": -1.0, "0": 0.0}[one] for one in before + since]
    return runs(values, [False] * len(before) + [True] * len(since), middle)


@pytest.mark.parametrize(
    ("points", "useful", "longest", "crossings", "signals"),
    [
        ("+-+-|++++++", 10, 6, 4, ""),  # six in a row of ten is what chance may give
        ("+-+|+++++++", 10, 8, 2, "shift"),  # a run counts from where it began, when it reaches past the start
        ("+-+-|++++++0+", 11, 7, 4, "shift"),  # the middle neither ends a run nor counts
        ("-------+-+|-", 11, 1, 4, ""),  # a run that was over before the start is no sign of it
        ("+++++|-----", 10, 5, 1, "crossing"),
        ("++++|----+-", 10, 4, 3, ""),
        ("+-+-|+++++", 9, 5, 4, ""),  # nine are too few for either
        ("+++++|----", 9, 4, 1, ""),
        ("|", 0, 0, 0, ""),
        ("000|000", 0, 0, 0, ""),
    ],
)
def test_runs_and_crossings(points, useful, longest, crossings, signals):
    found = read(points)
    assert (found.useful, found.longest, found.crossings) == (useful, longest, crossings)
    assert "".join(["shift"] * found.is_shift + ["crossing"] * found.is_crossing) == signals


def test_the_run_says_on_which_side_it_is():
    assert read("+-|----------").up is False
    assert read("+-|++++++++++").up is True


@given(st.lists(st.integers(-3, 3), max_size=40), st.integers(0, 40))
def test_turning_all_upside_down_changes_nothing_but_the_side(values, start):
    middle = median(values) if values else 0
    since = [place >= start for place in range(len(values))]
    one, other = runs(values, since, middle), runs([-v for v in values], since, -middle)
    assert (one.useful, one.longest, one.crossings) == (other.useful, other.longest, other.crossings)
    assert one.useful <= len(values)
    assert one.crossings < max(one.useful, 1)


def test_a_share_and_a_difference_have_the_intervals_of_the_tables():
    before, since = share_figure(9, 24), share_figure(16, 23)
    assert (before.value, before.low, before.high) == (9 / 24, *wilson(9, 24))
    assert difference(since, before) == newcombe(16, 23, 9, 24)
    assert share_figure(0, 0).value is None
    assert difference(since, share_figure(0, 0)).low is None


def test_a_mean_has_students_interval_and_two_means_welchs():
    one, other = mean_figure([1.0, 2.0, 3.0], [1, 1, 1]), mean_figure([4.0, 6.0], [2, 2])
    assert (one.n, one.value, one.sd) == (3, 2.0, 1.0)
    assert one.low == pytest.approx(2 - 4.302652729911275 / 3**0.5)
    found = difference(other, one)
    assert found.difference == pytest.approx(3.0)
    assert floor(found.low * 10) / 10 <= 3.0 <= ceil(found.high * 10) / 10
    assert mean_figure([], []).n == 0
    assert difference(mean_figure([5.0], [1]), one).low is None
    assert difference(mean_figure([5.0], [9]), mean_figure([4.0], [9])).low is None
    assert difference(mean_figure([5.0], [9]), one).low is None
