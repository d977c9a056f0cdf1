"""Figures as a Swedish reader writes them."""

from fractions import Fraction

import pytest
from tests.analysis.small import on

from loke.analysis.swedish import day, interval, number, percent, share, share_interval

NUMBERS = [
    (12, 0, "12"),
    (1234, 0, "1234"),
    (12345, 0, "12\u00a0345"),
    (0.125, 2, "0,13"),
    (-0.125, 2, "−0,13"),
    (-0.001, 2, "0,00"),
    (Fraction(1, 3), 1, "0,3"),
    (None, 1, "–"),
]


@pytest.mark.parametrize(("value", "decimals", "written"), NUMBERS)
def test_numbers_have_a_decimal_comma_and_round_half_up(value, decimals, written):
    assert number(value, decimals) == written


def test_per_cent_rounds_half_up_on_the_exact_fraction():
    assert percent(9, 24) == "38\u00a0%"
    assert percent(1, 200) == "1\u00a0%"
    assert percent(0, 0) == "–"


def test_intervals_have_a_dash_unless_a_minus_would_meet_it():
    assert share_interval(0.49, 0.841) == "49–84"
    assert interval(-2.24, 39.04, 1) == "−2,2 till 39,0"
    assert interval(None, None) == "–"


def test_shares_and_days_are_written_out():
    assert share(0.7) == "70\u00a0%"
    assert day(on("2024-05-03")) == "3 maj 2024"
