"""Rounded for anybody."""

from datetime import date

import pytest
from tests.analysis.small import Episode, snapshot

from loke.analysis.disclosure.publishable import publish
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
