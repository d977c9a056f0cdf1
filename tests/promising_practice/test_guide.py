"""All that the guide asks is there under its own numbers, in our own words."""

import re
from itertools import pairwise

import pytest
from django.utils.translation import override
from tests.promising_practice.sixgrams import hashes, kept

from loke.promising_practice.guide import Row, categories, element_of, elements, row_of, rows, source

# The guide's contents: element, its category, name, rows and pages.
CONTENTS = """
1  A  Teori och kunskap                          5  12–14
2  A  Positiv verkan                             6  15–18
3  B  Beskrivning                                6  19–21
4  B  Mål                                        6  22–24
5  B  Överförbarhet                              2  25–26
6  B  Ekonomi                                    4  27–29
7  C  Professionell reflektion                   3  30–32
8  C  Relationellt samarbete                     3  33–34
9  C  Individuell anpassning och delaktighet     5  35–37
10 D  Uppföljning                                6  38–41
11 D  Analys och förbättring                     4  42–44
"""


def question(row: Row) -> str:
    """The number of its question, which has several rows where they have letters: 2.2 of 2.2a."""
    return row.code.rstrip("abcde")


def test_the_four_categories_and_eleven_elements_stand_as_in_the_guide():
    found = [f"{one.number} {one.category} {one.name} {len(one.rows)} {one.pages}" for one in elements()]
    assert found == [" ".join(line.split()) for line in CONTENTS.strip().splitlines()]
    assert [(one.code, one.name) for one in categories()] == [
        ("A", "Kunskapsbas"),
        ("B", "Koncept"),
        ("C", "Yrkeskunskap och utövande"),
        ("D", "Utveckling"),
    ]


def test_there_are_46_questions_with_50_rows_and_only_question_2_of_element_2_has_letters():
    codes = [row.code for row in rows()]
    assert len(set(codes)) == len(codes) == 50
    assert len({question(row) for row in rows()}) == 46
    assert [code for code in codes if code[-1].isalpha()] == [f"2.2{letter}" for letter in "abcde"]


def test_the_questions_of_an_element_are_numbered_from_one_without_a_gap():
    for element in elements():
        numbers = dict.fromkeys(int(question(row).partition(".")[2]) for row in element.rows)
        assert list(numbers) == list(range(1, len(numbers) + 1))
        assert {question(row).partition(".")[0] for row in element.rows} == {str(element.number)}


def test_each_row_has_a_page_of_its_element_and_those_follow_each_other():
    for element in elements():
        first, last = map(int, element.pages.split("–"))
        for row in element.rows:
            assert row.pages == element.pages or first <= int(row.pages) <= last
    assert all(int(b.pages[:2]) > int(a.pages[-2:]) for a, b in pairwise(elements()))


def test_figures_are_offered_where_the_guide_asks_for_what_a_service_can_count():
    offered = [row.code for row in rows() if row.evidence]
    assert {element_of(row_of(code).element).number for code in offered} == {2, 4, 6, 9, 10, 11}
    assert {"2.2e", "9.1", "11.1", "11.4", *(f"10.{n}" for n in range(1, 7))} <= set(offered)


def ours() -> list[str]:
    of_elements = [text for element in elements() for text in (element.line, element.ask)]
    return of_elements + [text for row in rows() for text in (row.question, row.tip)]


def test_no_six_words_in_a_row_are_the_guides():
    theirs = kept()
    assert [run for text in ours() for digest, run in hashes(text) if digest in theirs] == []


def test_the_hashes_know_the_guide_when_they_see_it():
    """The title of the model, which anybody may quote, is among them: the check is not an empty one."""
    title = "En modell för beskrivning och utveckling av arbetssätt och metoder i socialt arbete"
    assert all(digest in kept() for digest, _ in hashes(title))


def test_what_we_ask_is_short_and_does_not_shout():
    sentences = [sentence for text in ours() for sentence in re.split(r"[.?:] ", text)]
    assert [one for one in sentences if len(one.split()) > 24 or "!" in one] == []


@pytest.mark.parametrize(("language", "day"), [("sv", "maj 2026"), ("en", "May 2026")])
def test_the_day_of_the_guide_is_said_in_the_language_of_the_page(language, day):
    with override(language):
        assert source().day == day
