"""What is let in of a year: the most telling first, and nothing that tells of fewer than five."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.analysis.small import Episode, snapshot

from loke.analysis.disclosure.year import Year
from loke.dataset.definitions import Ending, Expectation, Service, Variable

ENDINGS = (
    Ending("done", "Klar", "completed"),
    Ending("half", "Nästan klar", "completed"),
    Ending("left", "Avbröt", "discontinued"),
    Ending("else", "Annat", "other"),
)


def ended(**counts: int) -> Mapping[str, Any]:
    """The endings of a year by code, and how many completed; None for what is hidden."""
    episodes = [
        Episode(date(2020, 1, 3), date(2020, 5, 17), ending, age=20, sex="female")
        for ending, n in counts.items()
        for _ in range(n)
    ]
    year = Year(snapshot({Service("a", "A", endings=ENDINGS): episodes}), date(2021, 1, 31), "2020")
    (completion,) = year.tables["completion"]
    found = {row.ending: row.n for row in year.tables["endings"] if row.ending != "missing"}
    return found | {"completed": completion.completed, "of": completion.of}


@pytest.mark.parametrize(
    ("done", "half", "left", "other", "shown"),
    [
        (30, 20, 10, 5, {"done": 30, "half": 20, "left": 10, "else": 5, "completed": 50, "of": 65}),
        # four are hidden with one more ending, and those who completed are still told
        (30, 20, 10, 4, {"done": 30, "half": 20, "left": None, "else": None, "completed": 50, "of": 64}),
        (30, 4, 10, 5, {"done": None, "half": None, "left": 10, "else": 5, "completed": 34, "of": 49}),
        # nobody is no small number
        (30, 0, 10, 5, {"done": 30, "half": 0, "left": 10, "else": 5, "completed": 30, "of": 45}),
        # all but four: neither those nor the four
        (30, 10, 4, 0, {"done": 30, "half": None, "left": None, "else": 0, "completed": None, "of": 44}),
        (3, 1, 0, 0, {"done": None, "half": None, "left": None, "else": None, "completed": None, "of": None}),
    ],
)
def test_a_number_that_would_tell_of_fewer_than_five_stays_out_and_as_little_as_can_be_with_it(
    done, half, left, other, shown
):
    assert ended(done=done, half=half, left=left, **{"else": other}) == shown


def test_that_nobody_of_a_few_gave_an_answer_is_not_told():
    """Three answered both times, all of them no and then yes."""
    asked = Variable("kids", "Barn", "background", "yes_no", ("opening", "closing"))
    episodes = [
        Episode(date(2020, 1, 3), date(2020, 5, 17), "done", values={"kids": "no", "kids:closing": "yes"})
        if number < 3
        else Episode(date(2020, 1, 3), date(2020, 5, 17), "done")
        for number in range(30)
    ]
    year = Year(snapshot({Service("a", "A", endings=ENDINGS, variables=(asked,)): episodes}), date(2021, 1, 31), "2020")
    (row,) = year.tables["yes_no"]
    assert (row.pairs, row.yes_yes, row.yes_no, row.no_yes, row.no_no) == (None,) * 5


def test_a_row_that_is_there_for_somebody_lets_the_whole_be_hidden():
    """Five had their first month, four women and a man: five beside two rows tells that each is one to four."""
    dose = Expectation("dose", "1", date(2019, 1, 1), None, "dose", "Två träffar", lowest=Fraction(2), months=1)
    episodes = [
        Episode(date(2020, 12, 20) if later else date(2020, 1, 3), None, sex=sex)
        for sex, early, late in (("female", 4, 16), ("male", 1, 19))
        for later in (*[False] * early, *[True] * late)
    ]
    service = Service("a", "A", endings=ENDINGS, expectations=(dose,))
    year = Year(snapshot({service: episodes}), date(2021, 1, 5), "2020", ("sex",))
    rows = {row.group: row.n for row in year.tables["doses"]}
    assert rows == {None: None, "female": None, "male": None}
