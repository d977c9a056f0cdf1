"""What the tables say in plain sentences: a module for each language, with the same functions in both."""

from types import ModuleType

from loke.publishing.sentences import (
    english,
    english_followed,
    english_practice,
    swedish,
    swedish_followed,
    swedish_practice,
)

LANGUAGES = {"sv": swedish, "en": english}
FOLLOWED = {"sv": swedish_followed, "en": english_followed}
OF_PRACTICE = {"sv": swedish_practice, "en": english_practice}


def sentences_in(language: str) -> ModuleType:
    """The module of sentences for a language; a language we do not write gets Swedish."""
    return LANGUAGES.get(language, swedish)


def followed_in(language: str) -> ModuleType:
    """As `sentences_in`, of one measure before and since a start."""
    return FOLLOWED.get(language, swedish_followed)


def practice_in(language: str) -> ModuleType:
    """The same, of sentences for the description of a way of working."""
    return OF_PRACTICE.get(language, swedish_practice)
