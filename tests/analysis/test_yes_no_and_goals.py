"""Yes and no before and after, and goals by the day they were judged."""

from itertools import product

import pytest
from tests.analysis.small import Episode, on, rows, snapshot

from loke.dataset.definitions import Service, Variable

WORK = Variable("work", "Arbete", "outcome", "yes_no", ("opening", "closing"))
ONCE = Variable("once", "En gång", "background", "yes_no", ("opening",))
SERVICE = Service("s", "S", variables=(WORK, ONCE))


def person(before, after, closed="2020-12-01"):
    values = {name: value for name, value in (("work", before), ("work:closing", after)) if value}
    return Episode(on("2020-01-01"), closed and on(closed), values={**values, "once": "yes"})


def found(*people, **options):
    return rows(snapshot({SERVICE: people}), "yes_no", **options)


def test_the_four_ways_are_counted_of_those_who_answered_both_times():
    people = [person(*ways) for ways in product(("yes", "no", None), repeat=2)] + [person("no", "yes")]
    [row] = found(*people, person("no", "yes", closed=None))
    assert (row.variable, row.pairs) == ("work", 5)
    assert (row.yes_yes, row.yes_no, row.no_yes, row.no_no) == (1, 1, 2, 1)
    assert (row.difference, row.p_exact) == (1 / 5, 1.0)
    assert row.low < row.difference < row.high


def test_without_pairs_there_is_a_row_and_no_figures():
    [row] = found(person("no", None))
    assert (row.pairs, row.difference, row.low, row.high, row.p_exact) == (0, None, None, None, None)
    assert found(person("no", "yes", closed=None)) == []


def test_the_period_is_that_of_closing():
    years = [row.period for row in found(person("no", "yes"), person("no", "yes", "2021-01-01"), period="year")]
    assert years == ["2020", "2021"]


# attainment, day of judgement, day of closing -> the year it counts in
GOALS = """
fully      2020-12-31 2021-01-01 2020
fully      2021-01-01 2021-01-01 2021
largely    -          2020-12-31 2020
not_at_all -          -          -
-          2020-05-01 2020-12-31 -
slightly   2020-05-01 -          2020
"""


@pytest.mark.parametrize("line", GOALS.strip().splitlines())
def test_a_goal_counts_when_it_was_judged_else_when_the_episode_closed(line):
    attainment, judged, closed, year = (None if word == "-" else word for word in line.split())
    goal = attainment, judged and on(judged)
    counted = rows(
        snapshot({SERVICE: [Episode(on("2020-01-01"), closed and on(closed), goals=[goal])]}), "goals", period="year"
    )
    assert [(row.period, row.attainment) for row in counted if row.n] == ([(year, attainment)] if year else [])
    assert [row.attainment for row in counted] == (["fully", "largely", "slightly", "not_at_all"] if year else [])


def test_every_degree_has_its_share_of_the_judged():
    goals = [("fully", None), ("fully", None), ("slightly", None), (None, None)]
    counted = rows(snapshot({SERVICE: [Episode(on("2020-01-01"), on("2020-12-01"), goals=goals)]}), "goals")
    assert [(row.n, row.of) for row in counted] == [(2, 3), (0, 3), (1, 3), (0, 3)]
    assert [row.share for row in counted] == pytest.approx([2 / 3, 0, 1 / 3, 0])
    assert all(row.low <= row.share <= row.high for row in counted)


@pytest.mark.parametrize(("as_of", "n"), [("2020-04-30", 0), ("2020-05-01", 1), ("2020-12-01", 2)])
def test_what_is_judged_later_is_unseen(as_of, n):
    goals = [("fully", on("2020-05-01")), ("fully", None)]
    counted = rows(
        snapshot({SERVICE: [Episode(on("2020-01-01"), on("2020-12-01"), goals=goals)]}), "goals", as_of=on(as_of)
    )
    assert sum(row.n for row in counted) == n
