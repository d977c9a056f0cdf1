"""One dot per person: where it stands, what colour it has, and what happens when there are too many for dots."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.drawing import elements, lowest_mark, percent, words

from loke.publishing.dots import DOT, Group, Span, describe_dots, dots, intended_words, people
from loke.publishing.marks import NARROW

AGES = {14: 3, 15: 5, 16: 6, 17: 7, 18: 4, 19: 4, 20: 2}


def test_everybody_is_one_dot_and_those_on_the_limits_are_within() -> None:
    drawn = dots(AGES, span=Span(16, 20), unit="år")
    assert len(elements(drawn, "circle", "outside")) == 8
    assert len(elements(drawn, "circle", "real")) == 23


def test_the_intended_area_reaches_half_a_year_to_each_side_of_whole_years() -> None:
    area = elements(dots(AGES, span=Span(16, 20)), "rect", "idea")[0]
    assert percent(area["x"]) == pytest.approx(2 / 7 * 100, abs=0.01)
    assert percent(area["x"]) + percent(area["width"]) == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize(
    ("span", "words_", "edges"),
    [
        (Span(16, 20), "Tänkt 16–20\u00a0år", 2),
        (Span(lowest=Fraction(5, 2)), "Tänkt minst 2,5\u00a0år", 1),
        (Span(highest=15), "Tänkt högst 15\u00a0år", 1),
    ],
)
def test_an_open_end_of_the_intention_has_no_line(span: Span, words_: str, edges: int) -> None:
    drawn = dots(AGES, span=span, unit="år")
    assert intended_words(span, "år") == words_
    assert len(elements(drawn, "line", "idea-edge")) == edges


def test_the_stacks_become_bars_with_their_counts_when_they_grow_too_high() -> None:
    assert elements(dots({1: 16}), "circle") != []
    drawn = dots({1: 17, 2: 3})
    assert elements(drawn, "circle") == []
    assert {"17", "3"} <= set(words(drawn))


def test_bars_show_everybody_even_one_among_hundreds() -> None:
    drawn = dots({1: 400, 2: 1}, span=Span(1, 1))
    heights = [float(bar["height"]) for bar in elements(drawn, "rect") if "idea" not in bar["class"]]
    assert min(heights) >= 3


def test_a_bar_over_a_limit_has_both_colours() -> None:
    counts = dict.fromkeys(range(0, 200), 2)
    drawn = dots(counts, span=Span(3, 100))
    assert elements(drawn, "rect", "real") != []
    assert elements(drawn, "rect", "outside") != []


def test_nobody_is_an_empty_picture_that_says_so() -> None:
    drawn = dots({}, span=Span(1, 2))
    assert (drawn.height, drawn.description) == (0, "Ingen att visa än.")


def test_the_description_has_the_same_numbers_as_the_picture() -> None:
    said = describe_dots(AGES, Span(16, 18), "år")
    assert said == (
        "Antal personer: 31, från 14 till 20\u00a0år. Tänkt 16–18\u00a0år: 17 inom det tänkta, 8 under och 6 över."
    )


@given(
    st.dictionaries(st.integers(0, 400), st.integers(1, 14), min_size=1, max_size=60),
    st.integers(0, 300),
    st.integers(0, 100),
)
def test_any_values_are_all_drawn_inside_the_picture(counts: dict[int, int], lowest: int, length: int) -> None:
    drawn = dots(counts, span=Span(lowest, lowest + length), middle=min(counts))
    inside = sum(count for value, count in counts.items() if lowest <= value <= lowest + length)
    circles = elements(drawn, "circle")
    if circles:
        assert len(elements(drawn, "circle", "real")) == inside
        assert len(circles) == sum(counts.values())
    assert all(0 <= percent(circle["cx"]) <= 100 for circle in circles)
    assert lowest_mark(drawn) <= drawn.height


def test_neighbouring_stacks_do_not_run_into_each_other_on_a_telephone() -> None:
    drawn = dots(dict.fromkeys(range(100), 1))
    columns = sorted({percent(circle["cx"]) / 100 * NARROW for circle in elements(drawn, "circle")})
    assert min(b - a for a, b in pairwise(columns)) >= DOT - 1


def test_a_row_of_people_has_a_dot_for_each_and_says_how_many() -> None:
    drawn = people([Group(17, "fick möte"), Group(14, "fick inte", "absent")])
    assert len(elements(drawn, "circle", "real")) == 17
    assert len(elements(drawn, "circle", "absent")) == 14
    assert words(drawn) == ["17 fick möte", "14 fick inte"]


@pytest.mark.parametrize(("count", "dots_"), [(60, 60), (61, 0)])
def test_more_than_sixty_people_are_a_bar(count: int, dots_: int) -> None:
    drawn = people([Group(count, "fick möte"), Group(0, "fick inte")])
    assert len(elements(drawn, "circle")) == dots_
    assert f"{count} fick möte" in words(drawn)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=4))
def test_rows_of_people_stay_inside_a_narrow_picture(counts: list[int]) -> None:
    drawn = people([Group(count, "fullföljde") for count in counts])
    assert len(elements(drawn, "circle")) == sum(counts)
    assert all(float(circle["cx"]) < NARROW for circle in elements(drawn, "circle"))
    assert lowest_mark(drawn) <= drawn.height
