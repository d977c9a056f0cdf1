"""Two texts compared word by word: nothing is lost, and it can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loke.description.compare import ADDED, REMOVED, moved, segments

CHANGES = """
old                         | new                         | shown
Vi ses varje vecka.         | Vi ses varannan vecka.      | Vi ses [-varje-]{+varannan+} vecka.
Vi ses.                     | Vi ses. Sedan ringer vi.    | Vi ses.{+ Sedan ringer vi.+}
Vi ses.                     | Oftast: Vi ses.             | {+Oftast: +}Vi ses.
Unga 13–19 år               | Unga 13–20 år               | Unga 13–[-19-]{+20+} år
De ska må bra i skolan.     | Familjen får råd av oss.    | [-De ska må bra i skolan.-]{+Familjen får råd av oss.+}
Först. Det tar tid.         | Först. Alla med. Det tar tid. | Först.{+ Alla med.+} Det tar tid.
Vi har råd och tid över nu. | Vi får hjälp och ro över nu. | Vi [-har råd och tid-]{+får hjälp och ro+} över nu.
                            | Nytt                        | {+Nytt+}
Borta                       |                             | [-Borta-]
"""
MARKS = {ADDED: ("{+", "+}"), REMOVED: ("[-", "-]")}


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


def shown(old: str, new: str) -> str:
    return "".join(one.text.join(MARKS.get(one.kind, ("", ""))) for one in segments(old, new))


@pytest.mark.parametrize(("old", "new", "says"), rows(CHANGES))
def test_a_change_is_shown_by_words_and_a_sentence_with_little_in_common_whole(old, new, says):
    assert shown(old, new) == says


FEW = st.lists(st.sampled_from(["vi ", "och ", "a", ". ", "\n"])).map("".join)
TEXTS = st.one_of(st.text(), st.text(alphabet="ab .\n!?", max_size=60), FEW)


@given(TEXTS, TEXTS)
def test_what_stayed_and_went_is_the_old_text_and_what_stayed_and_came_the_new(old, new):
    found = segments(old, new)
    assert "".join(one.text for one in found if one.kind != ADDED) == old
    assert "".join(one.text for one in found if one.kind != REMOVED) == new
    assert all(one.text for one in found)


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text):
    assert all(one.kind not in MARKS for one in segments(text, text))


@pytest.mark.parametrize("between", [" ", ". ", "\n"])
def test_the_longest_text_of_the_same_few_words_is_still_compared(between):
    old, new = between.join("ab" * 4_000), between.join("ba" * 4_000 + "c")
    assert "".join(one.text for one in segments(old, new) if one.kind != REMOVED) == new


ORDERS = """
old   | new   | moved
abc   | abc   |
abcde | abdce | d
abc   | cab   | c
abc   | bxc   |
"""


@pytest.mark.parametrize(("old", "new", "which"), rows(ORDERS))
def test_as_few_as_possible_are_said_to_have_moved(old, new, which):
    assert moved(old, new) == set(which)
