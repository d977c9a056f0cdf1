"""Sedan sist: a difference from last time that may be due to chance is called so, and it is last time that is asked."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from tests.followup.conversing import PERIOD, adopt, read

from loke.analysis.estimates import newcombe
from loke.followup.since import may_be_chance, since_of

HELD = {  # how many within of how many: now, last time, and in all periods before together -> whether it may be chance
    ((10, 100), (80, 100), (10, 100)): False,
    ((10, 100), (12, 100), (800, 1000)): True,
    ((4, 4), (0, 100), (0, 100)): True,  # nothing is sure of so few
    ((50, 100), (50, 100), (90, 100)): False,  # no difference at all
    ((50, 100), (0, 0), (90, 100)): False,  # nothing to compare with
}


@pytest.mark.parametrize(("counts", "expected"), HELD.items())
def test_a_difference_from_last_time_is_judged_against_last_time_and_not_all_periods_before(world, counts, expected):
    (within, of), then, before = counts
    row = replace(read(world.ungdom, "2026").rows("expectations")[0], kind="range", not_assessable=0)
    now = replace(row, within=within, assessable=of, earlier=before[0], earlier_of=before[1])
    told = {"within": then[0], "assessable": then[1], "early": False}
    assert may_be_chance(now, told) is expected
    assert may_be_chance(now, told | {"early": True})  # most were not known yet
    assert may_be_chance(now, {"verdict": "met"})  # nothing is known of how many there were


def test_a_difference_that_may_be_due_to_chance_is_called_so_where_it_is_said_first(world):
    last = {row.expectation: row for row in read(world.ungdom, PERIOD).rows("expectations")}
    now = {row.text: row for row in read(world.ungdom, "2026").rows("expectations")}
    adopt(world.maryam, world.ungdom)
    since = since_of(world.ungdom, read(world.ungdom, "2026"))
    for one in since.turned:
        row, then = now[one.text], last[now[one.text].expectation]
        found = newcombe(row.within, row.assessable, then.within, then.assessable)
        sure = found.difference is None or not found.low <= 0 <= found.high
        assert one.chance or sure, one
    assert any(one.chance for one in since.turned)
    html = render_to_string("followup/_since.html", {"since": since, "frozen": 1})
    assert html.count("Skillnaden kan vara tillfällig.") == sum(one.chance for one in since.turned)
