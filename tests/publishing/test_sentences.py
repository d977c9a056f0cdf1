"""The sentences: exact on the stories we know, and over the whole space of figures never surer than the interval."""

import inspect
import re
from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.rows import CLIENTS, KINDS, WHERE, YEARS, completion, expectation

from loke.analysis.attendance import AttendanceRow
from loke.analysis.better import BetterRow
from loke.analysis.completeness import CompletenessRow
from loke.analysis.doses import DosesRow
from loke.analysis.estimates import share, wilson
from loke.analysis.interventions import InterventionsRow
from loke.analysis.phases import PhasesRow
from loke.analysis.who import WhoNumbersRow, WhoRow
from loke.publishing import readings
from loke.publishing.sentences import LANGUAGES, english, sentences_in, swedish

NB = "\u00a0"
CAUSAL = re.compile(r"\b(gav|ledde|effekt|orsakade|tack vare|caused|effect of|led to|thanks to)\b", re.IGNORECASE)
SURE = re.compile(r"ganska säk|fairly certain", re.IGNORECASE)


def public_functions(module: ModuleType) -> dict[str, inspect.Signature]:
    own = inspect.getmembers(module, lambda f: inspect.isfunction(f) and f.__module__ == module.__name__)
    return {name: inspect.signature(f) for name, f in own if not name.startswith("_")}


def test_both_languages_have_the_same_sentences() -> None:
    assert public_functions(swedish) == public_functions(english)
    assert len(public_functions(swedish)) >= 15


def test_a_language_we_do_not_write_gets_swedish() -> None:
    assert sentences_in("fi") is swedish


@pytest.mark.parametrize(
    ("within", "of", "target", "verdict", "certainty"),
    [
        (23, 31, 0.9, "Ganska säkert färre", "74 %. Osäkerheten går från 57 till 86 och når inte 90."),
        (15, 20, 0.7, "Kanske som tänkt", "75 %, men osäkerheten går från 53 till 89. Det kan också vara färre än 70."),
        (13, 20, 0.7, "Kanske färre", "65 %, men osäkerheten går från 43 till 82. Det kan också vara minst 70."),
        (9, 17, 0.5, "Går inte att avgöra", "53 %, få personer. Osäkerheten går från 31 till 74."),
        (1, 15, 0.8, "Ganska säkert färre", "7 %, få personer. Osäkerheten går från 1 till 30 och når inte 80."),
        (90, 100, 0.8, "Ganska säkert som tänkt", "90 %. Osäkerheten går från 83 till 94 och ligger inte under 80."),
        (3, 4, 0.5, "För få", "Andelar visas från fem personer."),
        (9, 20, None, "Ingen andel är tänkt", "45 %. Osäkerheten går från 26 till 66."),
    ],
)
def test_how_sure_it_is(within: int, of: int, target: float | None, verdict: str, certainty: str) -> None:
    row = expectation(within, of, target)
    assert swedish.expectation_verdict(row) == verdict
    assert swedish.expectation_certainty(row) == certainty.replace(" %", f"{NB}%")


def test_an_end_that_rounds_to_the_target_is_said_to_be_just_under_or_over_it() -> None:
    row = expectation(17, 31, 0.71)  # the interval ends at 0.7084
    assert "till knappt 71 och når inte 71" in swedish.expectation_certainty(row)
    row = expectation(9, 24, 0.21)  # and begins at 0.2116
    assert "från drygt 21 till 57 och ligger inte under 21" in swedish.expectation_certainty(row)


def test_what_happened_names_the_sides_and_those_who_cannot_be_judged() -> None:
    row = expectation(9, 26, 0.8, kind="dose", sides=(16, 1), waiting=5)
    assert swedish.expectation(row, CLIENTS) == (
        "9 av 26 klienter fick så många träffar som tänkt. 16 fick färre och 1 fick fler. För 5 har tiden inte gått än."
    )
    assert swedish.expectation(expectation(0, 6, kind="received"), CLIENTS) == (
        "Ingen av 6 klienter fick insatsen. Alla som började räknas, även de vars kontakt pågår."
    )
    assert swedish.expectation(expectation(6, 6, kind="received"), CLIENTS) == ("Alla 6 klienter fick insatsen.")
    assert swedish.expectation(expectation(6, 6, kind="completion"), CLIENTS) == "Alla 6 klienter fullföljde."
    assert swedish.expectation(expectation(0, 0, waiting=3, kind="improvement"), CLIENTS) == (
        "Ingen kan bedömas än. 3 räknas inte: svar saknas vid start eller slut."
    )


def test_all_expectations_in_one_sentence() -> None:
    rows = [expectation(23, 31, 0.9), expectation(9, 26, 0.8), expectation(15, 20, 0.7), expectation(9, 17, 0.5)]
    assert swedish.expectations(rows) == (
        "Av fyra förväntningar: två stämmer ganska säkert inte, en stämmer kanske och en går inte att avgöra."
    )
    few = [expectation(2, 4, 0.5)] * 7
    assert swedish.expectations(few) == "Alla sju förväntningar gäller för få personer för att säga något."
    assert swedish.expectations(few[:1]) == "Den enda förväntningen gäller för få personer för att säga något."
    assert swedish.expectations(few[:1], 7) == ("En av sju förväntningar går att visa: en gäller för få personer.")
    assert english.expectations(rows[:1]) == "Of one expectation: one fairly certainly did not hold."


def test_the_handbooks_four_years_are_not_called_an_improvement() -> None:
    assert swedish.completion(YEARS).replace(NB, " ") == (
        "Av 23 avslutade fullföljde 16 (70 %), osäkerhet 49 till 84. 2025 var det 9 av 24 (38 %). "
        "Tidigare var det 40 av 82 (49 %). Skillnaden kan vara tillfällig."
    )
    assert english.completion(YEARS[:1]) == "Of 26 who ended, 14 completed (54%), uncertainty 35 to 71."
    assert swedish.completion([]) == "Inga har avslutats under perioden."


def test_what_did_not_turn_out_as_intended_is_named_and_the_rest_counted() -> None:
    assert swedish.deviations([]) == ""
    assert swedish.deviations(["Fullföljer"]) == "En sak blev inte som ni hade tänkt: ”Fullföljer”."
    assert swedish.deviations(list("abcde")) == (
        "Fem saker blev inte som ni hade tänkt: ”a”, ”b”, ”c”, ”d” och en till."
    )


def test_how_many_began_and_how_old_they_were() -> None:
    age = WhoNumbersRow(*WHERE, "age", "opening", 29, 2, 17.1, 1.6, 16.0, 17.0, 18.5)
    assert swedish.began(31, age, CLIENTS) == (
        "31 klienter började. Medianåldern är 17 år. Den mittersta hälften är mellan 16 och 19 år. "
        "Uppgift om ålder saknas för 2."
    )
    assert swedish.began(1, replace(age, n=1, missing=0), CLIENTS) == "1 klient började."
    assert swedish.began(0, None, CLIENTS) == "Inga klienter började."


def test_who_comes_names_the_commonest_and_the_missing() -> None:
    rows = [
        WhoRow(*WHERE, "drug", "opening", *each, 31, None, None, None)
        for each in (("a", 14), ("b", 15), ("missing", 2))
    ]
    assert (
        swedish.who(rows, {"b": "Narkotika"}, CLIENTS)
        == "Vanligast är Narkotika: 15 av 31 klienter. Uppgift saknas för 2."
    )
    same = [replace(row, n=n, of=4) for row, n in zip(rows, (2, 2, 0), strict=True)]
    assert swedish.who(same, {"a": "Ja", "b": "Nej"}, CLIENTS) == "Lika vanliga är Ja och Nej: vardera 2 av 4 klienter."
    third = replace(rows[0], category="c", n=1, of=5)
    assert swedish.who([*(replace(row, of=5) for row in same[:2]), third], {}, CLIENTS).startswith(
        "Vanligast är a och b"
    )
    assert swedish.who([], {}, CLIENTS) == "Inga klienter att beskriva under perioden."
    numbers = WhoNumbersRow(*WHERE, "age", "opening", 29, 2, 17.1, 1.6, 16.0, 17.0, 18.5)
    assert swedish.who_numbers(numbers, CLIENTS) == (
        "Värdet i mitten är 17, och hälften av 29 klienter ligger 16–18,5. Uppgift saknas för 2."
    )


def test_contacts_interventions_phases_and_completeness_have_their_sentences() -> None:
    assert swedish.attendance(AttendanceRow(*WHERE, "all", 812, 97, 54, 97 / 812, 0.1, 0.14)).replace(NB, " ") == (
        "Av 812 planerade träffar uteblev 97 (12 %). 54 avbokades och räknas inte med."
    )
    talk = InterventionsRow(*WHERE, "talk", True, 30, 31, 30 / 31, 0.8, 0.99, 400, 8.0, 11.0, 16.0)
    unused = InterventionsRow(*WHERE, "network", True, 0, 31, 0.0, 0.0, 0.1, 0, None, None, None)
    assert swedish.interventions([talk, unused], {"talk": "Enskilt samtal"}, CLIENTS).replace(NB, " ") == (
        "Flest fick Enskilt samtal: 30 av 31 klienter (97 %). Det här är tänkt, men ingen fick det: network."
    )
    intro = PhasesRow(*WHERE, "intro", 26, 20, 6, 62.0, 75.0, 88.0, 1, 0)
    assert swedish.phases([intro], {"intro": "Inledning"}, CLIENTS) == (
        "Inledning: 26 klienter gick in i fasen, 6 är kvar. För de 20 som har lämnat den är 75 dagar i mitten, "
        "hälften 62–88. 1 hoppade över den."
    )
    due = [
        CompletenessRow(*WHERE, *each, None, None, None)
        for each in (("week", "start", 31, 28), ("week", "after_6", 8, 2))
    ]
    assert swedish.completeness(due, {"week": "Min vecka"}).replace(NB, " ") == (
        "Av 39 uppgifter som skulle fyllas i är 30 ifyllda (77 %). "
        "Störst del saknas för Min vecka 6 månader efter avslut: 2 av 8 ifyllda."
    )
    assert swedish.doses(DosesRow(*WHERE, "x", "1", 26, 11.9, 8.0, 11.0, 16.0, 40, 12, 3), CLIENTS) == (
        "Värdet i mitten är 11 träffar, och hälften av 26 klienter fick 8–16. 40 träffar uteblev och 12 avbokades. "
        "3 avslutade innan tiden hade gått och är med i talen."
    )


@given(
    st.integers(0, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
    st.sampled_from([None, 0, 0.1, 0.5, 0.7, 0.9, 1]),
    st.sampled_from(KINDS),
    st.integers(0, 40).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
)
def test_no_sentence_about_an_expectation_is_surer_than_its_interval(
    counted: tuple[int, int], target: float | None, kind: str, earlier: tuple[int, int]
) -> None:
    row = expectation(*counted, target, kind=kind, waiting=counted[0] % 3, earlier=earlier)
    reading = readings.verdict(row)
    holds_target = target is None or row.low is None or row.low < target <= row.high
    for module in LANGUAGES.values():
        said = [module.expectation_verdict(row), module.expectation(row, CLIENTS), module.expectation_certainty(row)]
        assert not (holds_target and any(SURE.search(each) for each in said))
        assert not CAUSAL.search(" ".join(said))
        assert all("None" not in each.replace("None of", "") and "  " not in each for each in said)
        compared = module.earlier(row)
        chance = row.difference is None or row.difference_low <= 0 <= row.difference_high
        assert not ((chance or min(row.assessable, row.earlier_of) < 5) and SURE.search(compared))
    assert (reading in {"met", "not_met"}) == (counted[1] >= 5 and target is not None and not holds_target)


@given(st.integers(0, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), st.booleans())
def test_every_table_has_a_sentence_for_any_count_also_none(counted: tuple[int, int], given_talk: bool) -> None:
    n, of = counted
    figures = (share(n, of), *wilson(n, of))
    middle = (8.0, 11.0, 16.0) if n else (None, None, None)
    for module in LANGUAGES.values():
        said = [
            module.attendance(AttendanceRow(*WHERE, "all", of, n, of - n, *figures)),
            module.who(
                [WhoRow(*WHERE, "drug", "opening", code, *counted, *figures) for code in ("a", "missing")], {}, CLIENTS
            ),
            module.who_numbers(WhoNumbersRow(*WHERE, "age", "opening", n, of - n, None, None, *middle), CLIENTS),
            module.interventions(
                [InterventionsRow(*WHERE, "talk", given_talk, n, of, *figures, n, *middle)], {}, CLIENTS
            ),
            module.phases([PhasesRow(*WHERE, "intro", of, n, of - n, *middle, 0, 1)], {}, CLIENTS),
            module.completeness([CompletenessRow(*WHERE, "week", "end", of, n, *figures)], {}),
            module.doses(DosesRow(*WHERE, "x", "1", n, 11.9, *middle, n, 0, 0), CLIENTS),
            module.completion([completion("2025", n, of, 0, (0, 0)), completion("2026", n, of, of - n, (n, of))]),
            module.better(
                BetterRow(*WHERE, "week", "total", None, 1.0, of, n, of - n, 0, *figures, None, None, None),
                "W",
                CLIENTS,
            ),
        ]
        assert all(each and each.endswith(".") and "  " not in each and ".." not in each for each in said)
        assert not any(SURE.search(each) or CAUSAL.search(each) for each in said)


@pytest.mark.parametrize(
    ("kind", "judged", "waiting", "verdict"),
    [
        ("completion", 9, 9, "Ganska säkert färre"),
        ("completion", 9, 10, "Går inte att avgöra"),
        ("duration", 9, 10, "Går inte att avgöra"),
        ("range", 9, 10, "Ganska säkert färre"),
    ],
)
def test_nothing_sure_is_said_of_endings_while_most_have_not_ended(kind, judged, waiting, verdict):
    row = expectation(1, judged, 0.6, kind=kind, waiting=waiting, earlier=(66, 112))
    early = verdict == "Går inte att avgöra"
    assert swedish.expectation_verdict(row) == verdict
    assert ("De flesta kan inte bedömas än." in swedish.expectation_certainty(row)) == early
    assert ("ganska säkert" in swedish.earlier(row)) == (not early)


@pytest.mark.parametrize(
    ("within", "of", "earlier", "said"),
    [
        (0, 4, (36, 58), "Tidigare var det 36 av 58 (62 %). Skillnaden kan vara tillfällig."),
        (0, 5, (36, 58), "Andelen är ganska säkert lägre än tidigare, då det var 36 av 58 (62 %)."),
        (58, 58, (0, 4), "Tidigare var det 0 av 4. Skillnaden kan vara tillfällig."),
        (58, 58, (0, 5), "Andelen är ganska säkert högre än tidigare, då det var 0 av 5 (0 %)."),
        (4, 4, (9, 9), "Tidigare var det 9 av 9 (100 %)."),
    ],
)
def test_fewer_than_five_on_either_side_never_surely_differ_from_earlier(within, of, earlier, said) -> None:
    assert swedish.earlier(expectation(within, of, earlier=earlier)).replace(NB, " ") == said


def test_one_is_one_also_before_and_no_share_is_said_of_fewer_than_five() -> None:
    row = expectation(3, 6, 0.6, earlier=(1, 1))
    for module in LANGUAGES.values():
        assert "%" not in module.earlier(row)
    assert swedish.attendance(AttendanceRow(*WHERE, "all", 1, 0, 0, 0.0, 0.0, 0.8)) == (
        "Av 1 planerad träff uteblev ingen."
    )
