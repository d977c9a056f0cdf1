"""What the tables say in plain sentences: a module for each language, with the same functions in both."""

from types import ModuleType

from loke.publishing.sentences import english, english_practice, swedish, swedish_practice

LANGUAGES = {"sv": swedish, "en": english}
OF_PRACTICE = {"sv": swedish_practice, "en": english_practice}


def sentences_in(language: str) -> ModuleType:
    """The module of sentences for a language; a language we do not write gets Swedish."""
    return LANGUAGES.get(language, swedish)


def practice_in(language: str) -> ModuleType:
    """The same, of sentences for the description of a way of working."""
    return OF_PRACTICE.get(language, swedish_practice)
