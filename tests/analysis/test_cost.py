"""What each costs, by small tables with the limit in them, and against another tool."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from loke.analysis.cost import (
    FEWEST,
    LEAST_TOLD,
    LIMITS,
    OF,
    Cost,
    Helped,
    Support,
    each,
    each_helped,
    each_hour,
    spent,
)
from loke.publishing.sentences.swedish_practice import lengths

# kronor | hours | an hour | what was spent
SPENT = """
 800000 |       |     | 800000 kr
        |  1600 |     |   1600 hours
        |  1600 | 500 | 800000 kr
      0 |  1600 |     |      0 kr
        |       | 500 |
"""
# spent | closed | helped | of | for each helped | least | most
HELPED = """
 100000 |  10 |  5 |  5 |  10000 |  10000 |  17683
 100000 |  10 |  3 |  5 |  16667 |  11333 |  43342
 100000 |  20 |  5 | 10 |  10000 |   6550 |  21133
 100000 |  10 |  0 |  5 |      - |  23016 |      -
 100000 |  10 |  4 |  4 |        |        |
 100000 |   4 |  4 |  5 |        |        |
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def number(cell: str) -> float | None:
    return float(cell) if cell else None


@pytest.mark.parametrize("row", rows(SPENT))
def test_kronor_are_taken_before_hours_and_hours_alone_stay_hours(row):
    found = spent(*(number(cell) for cell in row[:3]))
    assert (f"{found.amount:.0f} {found.unit}" if found else "") == row[3]


@pytest.mark.parametrize("row", rows(HELPED))
def test_the_cost_for_each_helped_follows_the_share_and_has_no_upper_limit_where_it_may_be_nought(row):
    amount, closed, helped, of = (int(cell) for cell in row[:4])
    found = each_helped(Cost(amount, "kr"), closed, Helped(helped, of))
    ends = (found.cost, found.low, found.high) if found else ()
    assert ["-" if end is None else f"{end:.0f}" for end in ends] == [cell for cell in row[4:] if cell]


@given(st.integers(5, 300).flatmap(lambda of: st.tuples(st.integers(1, of), st.just(of), st.integers(of, 400))))
def test_its_interval_is_that_of_another_tool(counts):
    helped, of, closed = counts
    found = each_helped(Cost(1_000_000, "kr"), closed, Helped(helped, of))
    low, high = proportion_confint(helped, of, method="wilson")
    assert (found.low, found.high) == pytest.approx((1_000_000 / closed / high, 1_000_000 / closed / low))
    assert found.low <= found.cost * (1 + 1e-12)
    assert found.cost <= found.high * (1 + 1e-12)


def test_nothing_is_divided_among_fewer_than_five():
    assert each(Cost(1000, "kr"), 4) is None
    assert each(Cost(1000, "kr"), 5).cost == 200


# minutes | told | contacts | for an hour
HOURS = """
 120 |  2 |  2 | 500
 120 |  9 | 10 | 500
 120 |  8 | 10 |
 120 | 89 | 99 |
   0 |  0 |  0 |
"""


@pytest.mark.parametrize("row", rows(HOURS))
def test_an_hour_of_support_is_sixty_minutes_where_the_length_is_told_of_nine_contacts_in_ten(row):
    found = each_hour(Cost(1000, "kr"), Support(*(int(cell) for cell in row[:3])))
    assert (f"{found.cost:.0f}" if found else "") == row[3]


# told | contacts | what is said of it
LENGTHS = """
 10 | 10 |
  9 | 10 | Tiden är känd för 9 av 10 träffar. De andra är inte med i timmarna.
  8 | 10 | Tiden är känd för 8 av 10 träffar. Vad en timme kostar sägs när den är känd för minst 9 av 10. Gränsen är Lokes egen.
  0 |  3 | Tiden är känd för ingen av 3 träffar. Vad en timme kostar sägs när den är känd för minst 9 av 10. Gränsen är Lokes egen.
  0 |  0 |
"""  # noqa: E501 - a table


@pytest.mark.parametrize("row", rows(LENGTHS))
def test_it_is_said_of_how_many_the_length_is_told_and_where_the_limit_is(row):
    assert lengths(Support(60 * int(row[0]), int(row[0]), int(row[1]))) == row[2]


def test_both_limits_say_that_they_are_our_own_and_why():
    assert (LEAST_TOLD, OF, FEWEST) == (9, 10, 5)
    for one in LIMITS.values():
        assert one["source"] == "own"
        assert one["status"]
        assert one["why"]
