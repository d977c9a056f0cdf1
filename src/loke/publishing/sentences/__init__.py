"""What the tables say in plain sentences: a module for each language, with the same functions in both."""

from types import ModuleType

from loke.publishing.sentences import english, swedish

LANGUAGES = {"sv": swedish, "en": english}


def sentences_in(language: str) -> ModuleType:
    """The module of sentences for a language; a language we do not write gets Swedish."""
    return LANGUAGES.get(language, swedish)
