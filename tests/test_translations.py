"""Swedish is what the program says; English is complete and says the same things."""

import re
from string import Formatter

import pytest
from tests.translations import CATALOGUE, compiled, found, translated

FIELD = re.compile(r"%\((\w+)\)[sd]|%[sd]")


def messages():
    return [message for message in translated() if message.id]


def test_everything_on_the_screen_has_an_english_translation():
    known = {message.id: message for message in messages()}
    missing = [m.id for m in found() if m.id and (m.id not in known or not all_of(known[m.id].string))]
    assert missing == [], "run python -m tests.translations and translate what is new"


def test_nothing_is_translated_that_is_no_longer_said():
    said = {message.id for message in found()}
    assert [message.id for message in messages() if message.id not in said] == []


def test_the_compiled_catalogue_is_current():
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled(translated()), "run python -m tests.translations"


@pytest.mark.parametrize("message", messages(), ids=lambda message: str(message.id)[:40])
def test_a_translation_keeps_the_fields_of_the_source(message):
    source = message.id if isinstance(message.id, str) else message.id[-1]
    for text in message.string if isinstance(message.string, tuple) else (message.string,):
        assert fields(text) <= fields(source)
    assert "å" not in str(message.string).lower()


def fields(text: str) -> set[str]:
    return set(FIELD.findall(text)) | {name for _, name, _, _ in Formatter().parse(text.replace("%", "")) if name}


def all_of(string) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)
