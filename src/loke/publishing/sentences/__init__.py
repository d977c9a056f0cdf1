"""What the tables say in plain sentences: a module for each language, with the same functions in both."""

from types import ModuleType

from loke.publishing.sentences import english, english_followed, swedish, swedish_followed

LANGUAGES = {"sv": swedish, "en": english}
FOLLOWED = {"sv": swedish_followed, "en": english_followed}


def sentences_in(language: str) -> ModuleType:
    """The module of sentences for a language; a language we do not write gets Swedish."""
    return LANGUAGES.get(language, swedish)


def followed_in(language: str) -> ModuleType:
    """As `sentences_in`, of one measure before and since a start."""
    return FOLLOWED.get(language, swedish_followed)
