"""Calendar months later: the same day, or the last of a month that lacks it, for one day and for many."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dataset.small import rows_of

from loke.dataset.months import add_months, months_later
from loke.dataset.snapshot import day_number

MONTHS = """
day         months  later
2016-01-31  1       2016-02-29
2015-01-31  1       2015-02-28
2016-10-31  4       2017-02-28
2016-11-30  3       2017-02-28
2016-05-31  0       2016-05-31
2016-01-15  12      2017-01-15
2017-03-31  -1      2017-02-28
2017-01-15  -13     2015-12-15
"""


@pytest.mark.parametrize("row", rows_of(MONTHS), ids=str)
def test_a_day_that_the_month_lacks_becomes_its_last(row: dict[str, str]) -> None:
    day, months = date.fromisoformat(row["day"]), int(row["months"])
    assert months_later(day, months) == date.fromisoformat(row["later"])


@given(st.lists(st.tuples(st.dates(date(1970, 1, 1), date(2149, 6, 6)), st.integers(0, 240)), min_size=1))
def test_many_days_are_moved_as_each_of_them_is(moved: list[tuple[date, int]]) -> None:
    days, months = np.array([[day_number(day), months] for day, months in moved]).T
    later = [day_number(months_later(day, each)) for day, each in moved]
    assert add_months(days, months).tolist() == later
    assert add_months(days.astype(np.uint16), moved[0][1])[0] == later[0]
