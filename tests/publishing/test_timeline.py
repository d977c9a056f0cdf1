"""A client's time line: days stand where they belong, and words that do not fit give way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.drawing import elements, lowest_mark, percent, words

from loke.publishing.timeline import Contact, Course, Curve, Intention, Phase, describe, time_line

START = date(2026, 9, 14)
TODAY = date(2027, 2, 4)
COURSE = Course(
    START,
    TODAY,
    phases=(Phase("Inledning", START, date(2026, 12, 8), 60, 90), Phase("Arbete", date(2026, 12, 9))),
    contacts=(
        Contact(START, "attended"),
        Contact(date(2026, 10, 15), "missed"),
        Contact(date(2026, 9, 21), "cancelled"),
    ),
    intention=Intention(
        START, date(2026, 12, 14), "11 träffar på tre månader. Tänkt 15–48.", "11 träffar, tänkt 15–48"
    ),
    curves=(
        Curve("Min vecka", 0, 10, ((START, 3.6), (date(2027, 1, 11), 5.8)), "klientens egna svar", date(2027, 2, 8)),
    ),
)


def test_the_start_is_to_the_left_and_today_has_its_line() -> None:
    drawn = time_line(COURSE)
    days = (COURSE.curves[0].due - START).days * 5 // 4
    today = elements(drawn, "line", "today")[0]
    assert percent(today["x1"]) == pytest.approx((TODAY - START).days / days * 100, abs=0.5)
    assert percent(elements(drawn, "line", "came")[0]["x1"]) == 0


def test_the_line_of_today_crosses_no_name_of_what_it_goes_through() -> None:
    drawn = time_line(COURSE)
    left = [float(text["y"]) for text in elements(drawn, "text", "b") if text["x"] == "0%"]
    names = left[1:4]  # after the day it began, and before the first answer
    through = [(float(one["y1"]), float(one["y2"])) for one in elements(drawn, "line", "today")]
    assert names == [top - 6 for top, _ in through]
    assert not [y for y in names for top, foot in through if top < y + 3 and y - 12 < foot]


def test_a_phase_that_is_over_is_filled_and_one_that_goes_on_is_not() -> None:
    drawn = time_line(COURSE)
    assert len(elements(drawn, "rect", "stay")) == 1
    assert len(elements(drawn, "rect", "ongoing")) == 1
    assert {"Inledning, 85 dagar", "Arbete, dag 58", "Tänkt slut dag 60–90"} <= set(words(drawn))


def test_the_three_ways_a_contact_can_go_are_drawn_apart() -> None:
    drawn = time_line(COURSE)
    kinds = ("came", "missed", "cancelled")
    assert [len(elements(drawn, "line", kind)) for kind in kinds] == [1, 1, 1]


def test_the_description_tells_the_whole_course() -> None:
    assert describe(COURSE) == (
        "Från 14\u00a0september 2026 till 4\u00a0februari 2027. Inledning, 85 dagar. Arbete, dag 58. "
        "1 kom, 1 uteblev, 1 avbokade. Min vecka: 3,6; 5,8."
    )


def test_a_closed_course_has_no_today_and_says_when_it_closed() -> None:
    drawn = time_line(Course(START, TODAY, closed=date(2027, 1, 20)))
    assert elements(drawn, "line", "today") == []
    assert "Avslut 20\u00a0jan 2027" in words(drawn)


def test_a_course_that_begins_today_can_be_drawn() -> None:
    drawn = time_line(Course(START, START, phases=(Phase("Inledning", START),)))
    assert "Inledning, dag 1" in words(drawn)


def test_what_a_new_phase_is_called_gives_way_where_its_words_would_leave_the_picture() -> None:
    begun = Course(START, TODAY, phases=(Phase("Inledning", START, TODAY), Phase("Bo", TODAY)))
    drawn = time_line(begun)
    assert [word for word in words(drawn) if word.startswith("Bo")] == ["Bo", "Bo, dag 1"]


def test_two_weeks_after_the_start_today_and_the_phase_are_named_and_two_answers_of_a_day_stand_apart() -> None:
    today = START + timedelta(14)
    twice = Curve("Min vecka", 0, 10, ((START + timedelta(7), 2.1), (START + timedelta(7), 7.4)))
    meant = Intention(START, START + timedelta(91), "3 träffar hittills")
    drawn = time_line(Course(START, today, phases=(Phase("Inledning", START),), intention=meant, curves=(twice,)))
    assert {"I dag", "Inledning, dag 15", "2,1", "7,4"} <= set(words(drawn))
    assert [one["y"] for one in elements(drawn, "text", "m")] == ["30"], "under the day of the start"


@pytest.mark.parametrize("days", [1, 14, 60, 400])
def test_today_and_the_first_block_are_never_named_so_close_that_they_run_together(days: int) -> None:
    drawn = time_line(Course(START, START + timedelta(days), phases=(Phase("Inledning", START),)))
    at = {word: float(one["y"]) for word, one in zip(words(drawn), elements(drawn, "text"), strict=True)}
    assert at["Faser"] - at["I dag"] >= 30


def test_january_carries_the_year() -> None:
    assert "2027" in words(time_line(COURSE))


@given(
    st.integers(0, 4000),
    st.lists(st.integers(0, 4000), max_size=40),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 40)), max_size=30),
    st.booleans(),
)
def test_any_course_is_drawn_inside_the_picture(
    length: int, contacts: list[int], scores: list[tuple[int, int]], closed: bool
) -> None:
    last = START + timedelta(length)
    on_time = tuple(Contact(START + timedelta(day % (length + 1)), "attended") for day in contacts)
    points = tuple((START + timedelta(day % (length + 1)), score) for day, score in sorted(scores))
    curve = Curve("AUDIT", 0, 40, points, "poäng")
    drawn = time_line(Course(START, last, last if closed else None, contacts=on_time, curves=(curve,)))
    assert len(elements(drawn, "line", "came")) == len(contacts)
    assert all(0 <= percent(line["x1"]) <= 100 for line in elements(drawn, "line"))
    assert lowest_mark(drawn) <= drawn.height


@pytest.mark.parametrize(("years", "most"), [(1, 8), (4, 8), (12, 8), (40, 9)])
def test_however_long_the_course_there_are_few_months_under_it(years: int, most: int) -> None:
    drawn = time_line(Course(START, START + timedelta(365 * years), START + timedelta(365 * years)))
    assert 1 <= len(elements(drawn, "line", "rule")) <= most
