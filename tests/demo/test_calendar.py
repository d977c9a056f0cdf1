"""The story's days: it begins with a month, ends in the month of its day, and nobody works on a holiday."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loke.demo.calendar import beginning, on_weekday, workday, year_of

BEGINNINGS = """
2026-11-15  2022-12-01
2026-11-01  2022-12-01
2026-12-31  2023-01-01
2027-01-01  2023-02-01
2028-02-29  2024-03-01
"""
YEARS = """
2022-12-01  0
2023-11-30  0
2023-12-01  1
2025-11-30  2
2025-12-01  3
2026-11-15  3
2022-11-30  0
2026-12-01  3
"""
WORKDAYS = """
2026-11-13  2026-11-13
2026-11-14  2026-11-16
2026-11-15  2026-11-16
2026-12-24  2026-12-28
2026-12-31  2027-01-04
2027-01-06  2027-01-07
"""


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


@pytest.mark.parametrize(("day", "first"), rows(BEGINNINGS))
def test_the_story_begins_on_the_first_of_a_month_so_that_its_48_months_end_in_the_month_of_the_day(day, first):
    assert beginning(date.fromisoformat(day)) == date.fromisoformat(first)


@pytest.mark.parametrize(("day", "year"), rows(YEARS))
def test_a_year_of_the_story_is_twelve_months_from_its_beginning(day, year):
    assert year_of(date(2022, 12, 1), date.fromisoformat(day)) == int(year)


@pytest.mark.parametrize(("day", "met"), rows(WORKDAYS))
def test_what_falls_on_a_weekend_or_a_holiday_is_done_on_the_next_workday(day, met):
    assert workday(date.fromisoformat(day)) == date.fromisoformat(met)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 6))
def test_the_weekday_of_a_group_comes_within_a_week(day, weekday):
    met = on_weekday(day, weekday)
    assert met.weekday() == weekday
    assert 0 <= (met - day).days < 7
