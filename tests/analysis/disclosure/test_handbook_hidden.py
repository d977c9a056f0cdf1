"""The handbook's table 1 holds a 4 and a 1: published, they and what they could be worked out from are hidden."""

from datetime import date

import pytest
from tests.analysis.disclosure.test_attack import told
from tests.analysis.small import Episode, snapshot

from loke.analysis.disclosure.publishable import publish
from loke.analysis.options import Options
from loke.dataset.definitions import Ending, Service

ENDINGS = (
    Ending("done", "Fullföljt", "completed"),
    Ending("left", "Avbrutit", "discontinued"),
    Ending("else", "Annat", "other"),
)
TABLE_1 = {2011: (14, 8, 4), 2012: (17, 9, 6), 2013: (9, 8, 7), 2014: (16, 6, 1)}


@pytest.fixture(scope="module")
def four_years():
    episodes = [
        Episode(opened=date(year, 1, 3), closed=date(year, 5, 17), ending=ending, age=20, sex="female")
        for year, counts in TABLE_1.items()
        for ending, n in zip(("done", "left", "else"), counts, strict=True)
        for _ in range(n)
    ]
    return snapshot({Service("family", "Familjen", endings=ENDINGS): episodes})


def shown(snapshot, table, **options):
    return publish(snapshot, Options(**options)).tables[table]


def test_the_small_numbers_are_hidden_with_two_more_and_no_others(four_years):
    hidden = {(row.period, row.ending) for row in shown(four_years, "endings", period="year") if "n" in row.hidden}
    assert {("2011", "else"), ("2014", "else")} < hidden
    assert len(hidden) == 4
    assert len({year for year, _ in hidden}) == len({ending for _, ending in hidden}) == 2


def test_what_is_worked_out_from_them_is_hidden_too(four_years):
    for row in shown(four_years, "endings", period="year"):
        assert ("share" in row.hidden) == ("n" in row.hidden)
    for row in shown(four_years, "completion", period="year"):
        assert ("share_without_other" in row.hidden) == ("other" in row.hidden or "completed" in row.hidden)


def test_over_all_nothing_of_table_1_is_small(four_years):
    assert not any(row.hidden for row in shown(four_years, "endings"))


def test_nobody_can_work_them_out_again(four_years):
    assert told(four_years, ()) == []
