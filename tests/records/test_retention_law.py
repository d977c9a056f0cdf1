"""When records are due and when they must be gone, on whole days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loke.records.retention import law

DAYS = """
ended       months  due         latest      why
2020-12-31  60      2025-12-31  2026-12-31  the last day of a year
2021-01-01  60      2026-01-01  2027-12-31  one day later is one year longer at the most
2020-02-29  60      2025-02-28  2026-12-31  a leap day ends on the last day of a month that lacks it
2020-02-28  60      2025-02-28  2026-12-31  as does the day before
2020-02-29  48      2024-02-29  2025-12-31  four years later there is one
2024-08-31  18      2026-02-28  2027-12-31  the 31st of a month and a half year
2026-03-29  1       2026-04-29  2027-12-31  the clocks change, days do not
2026-12-31  2       2027-02-28  2028-12-31  week 53 is a week
"""


def rows(table: str) -> list[tuple]:
    lines = [line.split(maxsplit=4) for line in table.strip().splitlines()[1:]]
    return [(date.fromisoformat(a), int(b), date.fromisoformat(c), date.fromisoformat(d)) for a, b, c, d, __ in lines]


@pytest.mark.parametrize(("ended", "months", "due", "latest"), rows(DAYS))
def test_days_are_whole_and_a_day_that_the_month_lacks_becomes_its_last(ended, months, due, latest):
    assert (law.due(ended, months), law.latest(ended, months)) == (due, latest)


@given(st.dates(date(1971, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_nothing_is_due_before_it_ended_or_must_be_gone_before_it_is_due(ended, months):
    assert ended < law.due(ended, months) < law.latest(ended, months)
    assert law.latest(ended, months).year == law.due(ended, months).year + 1


def test_the_law_says_five_years_and_where_that_stands():
    assert (law.law().months, law.law().latest) == (60, "next_year")
    assert "2003:135" in law.law().source
    assert law.law().status
