"""Rounded for anybody, and what earlier releases forbid."""

from datetime import date

import pytest
from tests.analysis.small import Episode, snapshot

from loke.analysis.disclosure.publishable import publish
from loke.analysis.disclosure.releases import Cell, Release, changes_published, kept_back, refused
from loke.analysis.disclosure.rounding import rounded, rounded_count
from loke.dataset.definitions import Ending, Service

ROUNDED = {0: 0, 1: None, 7: None, 8: 10, 12: 10, 13: 15, 100: 100, 102: 100, 103: 105}


@pytest.mark.parametrize(("n", "shown"), ROUNDED.items())
def test_counts_are_rounded_to_fives_from_eight_on(n, shown):
    assert rounded_count(n) == shown


def test_shares_come_from_rounded_counts_and_nothing_exact_is_left():
    endings = (Ending("done", "Klar", "completed"), Ending("left", "Avbröt", "discontinued"))
    episodes = [
        Episode(date(2020, 1, 3), date(2020, 5, 17), ending, age=20, sex="female")
        for ending, n in (("done", 23), ("left", 18))
        for _ in range(n)
    ]
    table = publish(snapshot({Service("a", "A", endings=endings): episodes})).tables["endings"]
    done = next(row for row in rounded("endings", table) if row["ending"] == "done")
    assert (done["n"], done["of"], done["share"]) == (25, 40, 25 / 40)
    assert "low" not in done


def some(n: int, first: int = 0) -> frozenset[str]:
    return frozenset(str(number) for number in range(first, first + n))


@pytest.mark.parametrize(("more", "is_refused"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_cell_that_differs_by_one_to_four_from_a_released_one_is_kept_back(more, is_refused):
    old, new = Cell(("old",), 20, some(20)), Cell(("new",), 20 + more, some(20 + more))
    assert bool(refused([new], [old])) is is_refused
    assert (kept_back([new], [old])[0].value is None) is is_refused


def test_a_cell_that_was_hidden_before_forbids_nothing():
    assert refused([Cell(("new",), 21, some(21))], [Cell(("old",), None, some(20))]) == []


@pytest.mark.parametrize(("changed", "published"), [(1, b"old"), (4, b"old"), (5, b"new")])
def test_not_a_byte_changes_until_five_episodes_have(changed, published):
    old = Release(b"old", dict.fromkeys(some(30), 1))
    new = Release(b"new", dict.fromkeys(some(30 + changed), 1))
    assert changes_published(old, new).table == published


def test_a_corrected_episode_has_changed_and_the_first_release_is_itself():
    old = Release(b"old", dict.fromkeys(some(30), 1))
    new = Release(b"new", {one: 2 if int(one) < 5 else 1 for one in some(30)})
    assert changes_published(old, new) is new
    assert changes_published(None, new) is new
