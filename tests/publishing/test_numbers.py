"""How numbers, shares, intervals, days and periods are written."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loke.publishing import numbers

NB = "\u00a0"


@pytest.mark.parametrize(
    ("n", "of", "sv", "en"),
    [
        (14, 26, f"54{NB}%", "54%"),
        (17, 32, f"53{NB}%", "53%"),
        (9, 24, f"38{NB}%", "38%"),  # 37.5
        (16, 23, f"70{NB}%", "70%"),
        (57, 200, f"29{NB}%", "29%"),  # 28.5, which as a binary number lies just below
        (0, 9, f"0{NB}%", "0%"),
        (9, 9, f"100{NB}%", "100%"),
        (1, 500, f"<1{NB}%", "<1%"),
        (499, 500, f">99{NB}%", ">99%"),
    ],
)
def test_a_share_is_rounded_half_up_and_never_to_none_or_all(n: int, of: int, sv: str, en: str) -> None:
    assert numbers.percent(n / of) == numbers.percent(Fraction(n, of)) == sv
    assert numbers.percent(n / of, "en") == en


@pytest.mark.parametrize(
    ("value", "decimals", "sv", "en"),
    [
        (None, 1, "–", "–"),
        (0, 0, "0", "0"),
        (-0.04, 1, "0,0", "0.0"),
        (-0.05, 1, "−0,1", "−0.1"),
        (2.5, 0, "3", "3"),
        (9999, 0, "9999", "9,999"),
        (10000, 0, f"10{NB}000", "10,000"),
        (1234567.891, 2, f"1{NB}234{NB}567,89", "1,234,567.89"),
        (Fraction(1, 3), 2, "0,33", "0.33"),
    ],
)
def test_a_number_has_its_decimals_its_minus_and_its_groups(value: float, decimals: int, sv: str, en: str) -> None:
    assert numbers.number(value, decimals) == sv
    assert numbers.number(value, decimals, "en") == en


@pytest.mark.parametrize(
    ("value", "written"), [(5.0, "5"), (5.10, "5,1"), (5.129, "5,13"), (100, "100"), (-2.5, "−2,5")]
)
def test_the_shortest_writing_has_no_decimals_it_does_not_need(value: float, written: str) -> None:
    assert numbers.shortest(value) == written


@pytest.mark.parametrize(
    ("low", "high", "written"), [(0.4913, 0.844, "49–84"), (-0.022, 0.39, "−2 till 39"), (-0.002, 0.39, "0–39")]
)
def test_an_interval_that_goes_below_zero_is_written_with_a_word(low: float, high: float, written: str) -> None:
    assert numbers.percent_interval(low, high) == written


def test_an_interval_without_an_end_is_a_dash() -> None:
    assert numbers.interval(None, 2.0) == numbers.percent_interval(0.1, None) == "–"


def test_only_what_is_above_zero_when_rounded_has_a_plus() -> None:
    assert [numbers.signed(value, 1) for value in (0.04, 0.05, -1, None)] == ["0,0", "+0,1", "−1,0", "–"]


def test_days_are_written_in_words() -> None:
    assert numbers.day(date(2026, 9, 14)) == f"14{NB}september 2026"
    assert numbers.day(date(2026, 9, 14), "en") == f"14{NB}September 2026"
    assert numbers.short_day(date(2027, 2, 8)) == f"8{NB}feb"


@pytest.mark.parametrize(
    ("period", "sv", "en"),
    [
        ("2026", "2026", "2026"),
        ("2026-H2", "andra halvåret 2026", "second half of 2026"),
        ("2026-Q1", "kvartal 1 2026", "quarter 1 2026"),
        ("2026-03", "mars 2026", "March 2026"),
        ("all", "hela tiden", "all time"),
    ],
)
def test_a_period_is_written_in_words(period: str, sv: str, en: str) -> None:
    assert (numbers.period_name(period), numbers.period_name(period, "en")) == (sv, en)


@pytest.mark.parametrize(
    ("first", "last", "sv", "en"),
    [
        ("2026-03", "2026-03", "mars 2026", "March 2026"),
        ("2026-03", "2026-05", "mars till maj 2026", "March to May 2026"),
        ("2025-12", "2026-01", "december 2025 till januari 2026", "December 2025 to January 2026"),
        ("2026-Q1", "2026-Q2", "kvartal 1 2026 till kvartal 2 2026", "quarter 1 2026 to quarter 2 2026"),
    ],
)
def test_periods_on_end_are_written_by_the_first_and_the_last(first: str, last: str, sv: str, en: str) -> None:
    assert (numbers.period_span(first, last), numbers.period_span(first, last, "en")) == (sv, en)


def test_numbers_are_spelled_up_to_twelve() -> None:
    assert [numbers.spelled(n) for n in (1, 7, 12, 13)] == ["en", "sju", "tolv", "13"]


@given(st.fractions(min_value=-(10**6), max_value=10**6), st.integers(0, 4))
def test_what_is_written_is_never_further_from_the_value_than_half_the_last_decimal(
    value: Fraction, decimals: int
) -> None:
    plain = numbers.number(value, decimals).replace(NB, "").replace(",", ".").replace("−", "-")
    assert abs(Fraction(plain) - value) <= Fraction(1, 2 * 10**decimals)


@pytest.mark.parametrize(
    ("value", "exact", "is_it"),
    [("64.29", Fraction(450, 7), True), ("64.285714286", Fraction(450, 7), True), ("64.28", Fraction(450, 7), False),
     ("5.3300", Fraction(16, 3), True), ("9", Fraction(5), False), ("10", Fraction(10), True)],
)  # fmt: skip
def test_a_value_is_the_exact_one_with_the_decimals_it_has(value, exact, is_it):
    assert numbers.is_rounded_from(Decimal(value), exact) is is_it
