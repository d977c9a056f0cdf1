"""Client codes: one wrong character and two that changed places are always noticed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loke.records.pseudonyms import ALPHABET, LENGTH, check_character, is_code, new_code, spaced, tidy

CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH).map(lambda body: body + check_character(body))


def test_a_new_code_is_a_code_and_two_are_not_alike():
    codes = [new_code() for _ in range(1000)]
    assert all(map(is_code, codes))
    assert len(set(codes)) == 1000


@settings(deadline=None)  # a thousand codes a time
@given(CODES)
def test_every_single_wrong_character_is_noticed(code):
    wrong = [code[:i] + other + code[i + 1 :] for i in range(len(code)) for other in ALPHABET if other != code[i]]
    assert not any(map(is_code, wrong))


@given(CODES)
def test_every_two_characters_that_changed_places_are_noticed(code):
    pairs = [(i, j) for i in range(len(code)) for j in range(i + 1, len(code)) if code[i] != code[j]]
    for i, j in pairs:
        letters = list(code)
        letters[i], letters[j] = letters[j], letters[i]
        assert not is_code("".join(letters))


@given(CODES)
def test_a_code_is_read_as_people_type_it(code):
    assert tidy(spaced(code).lower().replace("0", "o").replace("1", "l")) == code


@pytest.mark.parametrize("text", ["", "ABC", "G4NK0N4KP", "G4NK0N4KPAA", "ILOU!", "19850709-9805"])
def test_anything_else_is_not_a_code_and_is_shown_as_it_is(text):
    assert not is_code(text)
    assert spaced(text) == text
