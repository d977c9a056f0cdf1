"""The marks: where they stand, how words give way, and that nothing a user wrote becomes markup."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loke.publishing.axis import axis, nice_step, ticks
from loke.publishing.marks import NARROW, WIDE, Label, fitting, line, picture, text, text_width, uncrowded

XML_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))


def test_numbers_across_are_per_cent_and_strings_are_written_as_they_are() -> None:
    assert line(12.5, 3, "26", 3.456, "rule") == '<line x1="12.5%" y1="3" x2="26" y2="3.46" class="rule"/>'


@given(XML_TEXT, XML_TEXT)
def test_what_anyone_wrote_comes_out_as_words_and_never_as_markup(words: str, description: str) -> None:
    drawn = picture(10, [text(0, 0, words or "x", "b")], description)
    root = ElementTree.fromstring(drawn.svg)
    assert [element.tag for element in root.iter()] == ["svg", "text"]
    assert root.attrib["aria-label"].split() == description.split()


def test_a_picture_is_an_image_with_its_sentence_and_has_no_style() -> None:
    drawn = picture(62.4, [], "74 procent")
    assert 'role="img" aria-label="74 procent"' in drawn.svg
    assert 'height="62"' in drawn.svg
    assert "style" not in drawn.svg


def room_for(words: str, width: float) -> float:
    return (text_width(words) + 6) / width * 100


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (room_for("nio klienter", NARROW) + 0.01, [("nio klienter", "")]),
        (room_for("nio klienter", NARROW) - 0.01, [("nio", "narrow"), ("nio klienter", "wide")]),
        (room_for("nio", NARROW) - 0.01, [("nio", "wide")]),
        (room_for("nio", WIDE) - 0.01, []),
    ],
)
def test_the_longest_wording_that_fits_is_shown(room: float, expected: list[tuple[str, str]]) -> None:
    assert fitting(room, "nio klienter", "nio") == expected


def test_a_label_gives_way_to_one_before_it_unless_it_stands_on_another_line() -> None:
    shown = uncrowded([Label(0, 10, "Start"), Label(1, 10, "Under"), Label(1, 40, "Nere")])
    assert [mark.split(">")[1].split("<")[0] for mark in shown] == ["Start", "Nere"]


def test_a_label_that_has_room_only_on_wide_screens_is_shown_there() -> None:
    shown = uncrowded([Label(0, 10, "Start 14 sep"), Label(30, 10, "I dag")])
    assert 'class="wide"' in shown[1]


def test_a_label_that_would_leave_the_picture_is_not_shown() -> None:
    assert uncrowded([Label(99, 10, "Uteblev ofta")]) == []
    assert len(uncrowded([Label(99, 10, "Uteblev ofta", "b e")])) == 1


@pytest.mark.parametrize(
    ("lowest", "highest", "most", "expected"),
    [
        (0, 100, 2, (0, 50, 100)),
        (13.5, 20.5, 6, (14, 16, 18, 20)),
        (0, 1, 5, (0, 0.2, 0.4, 0.6, 0.8, 1)),
        (-3, 3, 6, (-3, -2, -1, 0, 1, 2, 3)),
    ],
)
def test_ticks_are_round_numbers_within_the_ends(
    lowest: float, highest: float, most: int, expected: tuple[float]
) -> None:
    assert ticks(lowest, highest, most) == expected


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(1, 40))
def test_a_scale_of_any_length_has_at_most_as_many_parts_as_asked_for(lowest: float, span: float, most: int) -> None:
    step = nice_step(span, most)
    marked = ticks(lowest, lowest + span, most)
    assert span / step <= most + 1e-6
    assert len(marked) <= most + 2
    assert list(marked) == sorted(marked)


def test_a_scale_of_one_value_has_room_on_both_sides() -> None:
    assert axis(34, 34).at(34) == 50
