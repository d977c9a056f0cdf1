"""Where the limit goes: five is shown and four is not, and neither is what leaves four of the whole."""

from dataclasses import fields
from datetime import date
from typing import get_args, get_type_hints

import numpy as np
import pytest
from tests.analysis.small import Episode, snapshot

from loke.analysis.calculation import TABLES
from loke.analysis.disclosure.columns import averages_hidden, large_everywhere
from loke.analysis.disclosure.cube import Cube
from loke.analysis.disclosure.declared import DECLARED
from loke.analysis.disclosure.everybody import closed
from loke.analysis.disclosure.publishable import PublishableTable, publish, undeclared
from loke.analysis.disclosure.rectangles import choose
from loke.analysis.goals import GoalsRow
from loke.analysis.options import Options, WrongOption
from loke.analysis.summary import Row
from loke.dataset.definitions import Ending, Service

LIMITS = """
    done  left  hidden
       5     5      -
       4     6    both
       6     4    both
      10     0      -
       9     1    both
       0    10      -
"""


@pytest.mark.parametrize("line", LIMITS.strip().splitlines()[1:])
def test_a_count_and_its_rest_are_shown_from_five_or_when_nobody(line):
    done, left, hidden = line.split()
    endings = (Ending("done", "Klar", "completed"), Ending("left", "Avbröt", "discontinued"))
    episodes = [
        Episode(date(2020, 1, 3), date(2020, 5, 17), ending, age=20, sex="female")
        for ending, n in (("done", int(done)), ("left", int(left)))
        for _ in range(n)
    ]
    published = publish(snapshot({Service("a", "A", endings=endings): episodes}))
    rows = {row.ending: "n" in row.hidden for row in published.tables["endings"]}
    assert (rows["done"], rows["left"]) == ((True, True) if hidden == "both" else (False, False))
    assert all(row.n is None and row.share is None for row in published.tables["endings"] if "n" in row.hidden)


def test_a_row_that_shows_nobody_is_not_there_to_tell_that_there_was_somebody():
    """Twenty women and two men: neither a row of the men, nor of the women, whom the men would be told by."""
    endings = (Ending("done", "Klar", "completed"), Ending("left", "Avbröt", "discontinued"))
    episodes = [
        Episode(date(2020, 1, 3), date(2020, 5, 17), "done", age=20, sex=sex)
        for sex, n in (("female", 20), ("male", 2))
        for _ in range(n)
    ]
    found = publish(snapshot({Service("a", "A", endings=endings): episodes}), Options(by=("sex",)))
    assert {row.group for rows in found.tables.values() for row in rows} == {None}
    assert [(row.category, row.n) for row in found.tables["who"]] == [
        *(("female", None), ("male", None), ("other", 0), ("missing", 0)),
    ]


def test_small_groups_are_closed_with_the_smallest_others_until_they_are_five():
    assert closed(np.array([20, 2, 9, 30])) == [[0], [3], [1, 2]]
    assert closed(np.array([20, 2, 3, 30])) == [[0], [3], [1, 2]]
    assert closed(np.array([5, 0, 9])) == [[0], [1], [2]]


def test_two_in_each_row_and_column_are_not_enough_when_a_bridge_can_be_solved():
    counts = np.array([[20, 3, 20], [20, 20, 2], [20, 20, 20]])[:, :, None]
    parts = [(np.eye(3, dtype=bool)[n], np.ones(3, bool)) for n in range(3)]
    chosen = choose(counts, parts)
    assert chosen is not None
    assert chosen.hidden[0, 1]
    assert chosen.hidden[1, 2]
    assert (chosen.hidden.sum(axis=0)[chosen.hidden.any(axis=0)] >= 2).all()
    assert (chosen.hidden.sum(axis=1)[chosen.hidden.any(axis=1)] >= 2).all()


def cube() -> Cube:
    return Cube("a", [None, ("sex", "female"), ("sex", "male")], ["all"], {}, {})


def test_the_mean_of_the_few_that_are_left_cannot_be_worked_out():
    n = np.array([[24], [20], [4]])
    assert averages_hidden(n, np.zeros((3, 1), bool), cube()).ravel().tolist() == [False, True, True]


def test_loose_counts_are_shown_only_where_all_beside_them_are_large():
    assert large_everywhere(np.array([[False], [False], [True]]), cube()).ravel().tolist() == [False, True, True]


def test_every_table_of_the_contract_is_declared():
    assert set(TABLES) == set(DECLARED)


@pytest.mark.parametrize("table", [name for name in TABLES if not DECLARED[name].apart])
def test_every_column_has_its_place(table):
    """A column that nobody has said anything of would be shown as it is."""
    declared = DECLARED[table]
    said = {*declared.name, declared.category, *declared.parts, *declared.figures, *declared.averages}
    said |= {*declared.loose, *declared.never, *declared.about}
    row = get_args(get_type_hints(TABLES[table])["return"])[0]
    assert {one.name for one in fields(row)} - {one.name for one in fields(Row)} <= said


def test_a_table_that_is_not_declared_has_all_its_figures_hidden():
    assert undeclared(GoalsRow("a", "all", None, None, "fully", 9, 9, 1.0, 0.7, 1.0)) == [
        "n",
        "of",
        "share",
        "low",
        "high",
    ]


def test_nobody_else_makes_a_table_to_publish():
    with pytest.raises(TypeError):
        PublishableTable(object(), [])


@pytest.mark.parametrize(
    "options",
    [
        Options(from_day=date(2020, 1, 1)),
        Options(to_day=date(2020, 1, 1)),
        Options(period="month"),
        Options(by=("age", "sex")),
    ],
)
def test_what_could_tell_hidden_numbers_apart_is_refused(options):
    with pytest.raises(WrongOption):
        publish(snapshot({Service("a", "A"): [Episode(date(2020, 1, 1))]}), options)
