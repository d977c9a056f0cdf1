"""What the tables say in plain sentences: a module for each language, with the same functions in both."""

from types import ModuleType

from loke.publishing.sentences import english, english_results, swedish, swedish_results

LANGUAGES = {"sv": swedish, "en": english}
RESULTS = {"sv": swedish_results, "en": english_results}


def sentences_in(language: str) -> ModuleType:
    """The module of sentences for a language; a language we do not write gets Swedish."""
    return LANGUAGES.get(language, swedish)


def results_in(language: str) -> ModuleType:
    """The module of sentences about results; a language we do not write gets Swedish."""
    return RESULTS.get(language, swedish_results)
