"""The sentences about better and worse and about means: exact on a few stories, and never surer than the interval."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.rows import CLIENTS, WHERE, change
from tests.publishing.test_sentences import NB, SURE, public_functions

from loke.analysis.better import BetterRow
from loke.analysis.estimates import share, wilson
from loke.publishing.sentences import LANGUAGES, english, english_change, swedish, swedish_change


def test_both_languages_have_the_same_sentences() -> None:
    assert public_functions(swedish_change) == public_functions(english_change)


def test_better_unchanged_and_worse_are_said_together() -> None:
    row = BetterRow(*WHERE, "week", "total", None, 1.0, 17, 9, 7, 1, share(9, 17), *wilson(9, 17), None, None, None)
    assert swedish.better(row, "Min vecka", CLIENTS).replace(NB, " ") == (
        "17 klienter har svarat på Min vecka både vid start och slut. För 9 blev det bättre, för 7 oförändrat och "
        "för 1 sämre. Andelen bättre är 53 %, osäkerhet 31 till 74."
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((4, 4, 0, 0), "För alla 4 blev det bättre."),
        ((1, 1, 0, 0), "För den enda blev det bättre."),
        ((4, 0, 3, 1), "För ingen blev det bättre, för 3 oförändrat och för 1 sämre."),
        ((4, 3, 1, 0), "För 3 blev det bättre, för 1 oförändrat och för ingen sämre."),
        ((4, 3, 0, 1), "För 3 blev det bättre, för ingen oförändrat och för 1 sämre."),
        (
            (13, 8, None, None),
            "För 8 av 13 blev det bättre. För de andra 5 blev det oförändrat eller sämre; hur de fördelar sig är dolt.",
        ),
        (
            (13, 8, None, 5),
            "För 8 av 13 blev det bättre. För de andra 5 blev det oförändrat eller sämre; hur de fördelar sig är dolt.",
        ),
    ],
)
def test_all_of_the_pairs_are_told_of_and_of_what_is_hidden_no_more_than_their_rest(counts, said) -> None:
    pairs, better, unchanged, worse = counts
    figures = (share(better, pairs), *wilson(better, pairs), None, None, None)
    row = BetterRow(*WHERE, "week", "total", None, 1.0, pairs, better, unchanged, worse, *figures)
    assert said in swedish.better(row, "Min vecka", CLIENTS)


MEANS = {"mean_start": 3.9, "mean_end": 5.2, "effect_name": "d_av", "effect_low": 0.2, "effect_high": 1.0}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (change(70, 60, **MEANS, low=0.6, high=2.0, effect=0.6, label="moderate"), "Ökningen är ganska säker"),
        (change(70, 60, **MEANS, low=-2.0, high=-0.6, effect=0.6, label="moderate"), "Minskningen är ganska säker"),
        (change(70, 60, **MEANS, low=-0.1, high=2.0, effect=0.6, label="uncertain"), "Det är ingen säker skillnad"),
        (change(100, 59, **MEANS, low=0.6, high=2.0, effect=0.6), "så storleken får inget ord"),
        (change(100, 39), "för få av dem för att visa en förändring"),
        (change(9, 9, **MEANS, low=0.6, high=2.0), "slut. Hur medelvärdet har ändrats sägs från tio personer."),
        (change(10, 10, **MEANS, low=0.6, high=2.0), "Ökningen är ganska säker"),
        (change(10, 0), "Ingen har svarat på Min vecka både vid start och slut än."),
    ],
)
def test_a_change_is_said_as_far_as_its_interval_and_its_pairs_go(row: object, expected: str) -> None:
    assert expected in swedish.change(row, "Min vecka")


def test_a_change_names_those_without_a_second_answer() -> None:
    said = swedish.change(change(70, 60, **MEANS, low=0.6, high=2.0, effect=0.6, label="moderate"), "Min vecka")
    assert said.startswith("60 av 70 som svarade på Min vecka vid start har också svarat vid slut.")
    assert "till det bättre" in said
    assert said.endswith("Storleken är måttlig: 0,60, osäkerhet 0,20 till 1,00.")


def test_the_measure_of_a_change_is_named_once_in_words() -> None:
    row = change(70, 60, **MEANS, low=0.6, high=2.0, effect=0.6, label="moderate")
    assert swedish.measures([row, row]) == (
        "Storleken är Cohens d (medelvärdesbaserad), vänd så att plus är till det bättre. "
        "Orden för den följer Cohen (1988)."
    )
    assert swedish.measures([change(10, 9)]) == ""
    assert "_av" not in english.measures([row, replace(row, effect_name="g_av")])


def test_few_words_beside_the_picture_of_a_scale() -> None:
    row = BetterRow(*WHERE, "week", "total", None, 1.0, 17, 9, 7, 1, share(9, 17), *wilson(9, 17), None, None, None)
    assert swedish.turned(row).replace(NB, " ") == (
        "9 bättre, 7 oförändrat och 1 sämre. Andelen bättre är 53 %, osäkerhet 31 till 74."
    )
    assert swedish.turned(replace(row, pairs=4, better=3, unchanged=1, worse=0)) == (
        "3 bättre, 1 oförändrat och 0 sämre."
    )


@given(st.floats(-5, 5), st.floats(0, 5), st.floats(-2, 2), st.sampled_from([None, *swedish.phrases.SIZE]))
def test_a_mean_has_gone_up_or_down_only_when_its_interval_leaves_out_zero(
    moved: float, half: float, effect: float, word: str | None
) -> None:
    row = change(30, 25, **MEANS, low=moved - half, high=moved + half, effect=effect, label=word)
    certain = row.low > 0 or row.high < 0
    for module in LANGUAGES.values():
        assert bool(SURE.search(module.change(row, "Min vecka"))) == certain


@pytest.mark.parametrize(
    ("low", "label", "said"),
    [
        (0.1, "moderate", "Storleken är måttlig: 0,60, osäkerhet 0,10 till 1,00."),
        (0.1, None, "Storleken är 0,60, osäkerhet 0,10 till 1,00."),
        (0.0, None, "Storleken är osäker: 0,60, osäkerhet 0,00 till 1,00."),
    ],
)
def test_outside_the_unit_the_size_is_uncertain_where_its_interval_is_and_who_started_is_hidden(low, label, said):
    means = {**MEANS, "effect_low": low}
    row = replace(change(70, 60, **means, low=0.6, high=2.0, effect=0.6, label=label), started=None)
    assert swedish.change(row, "Min vecka").endswith(said)
    assert swedish.change(row, "Min vecka").startswith(
        "60 har svarat på Min vecka både vid start och slut. Hur många som svarade vid start är dolt."
    )
