"""The sentences about results: exact on a few stories, and over the whole space of figures never surer than these."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.rows import CLIENTS, WHERE
from tests.publishing.test_sentences import CAUSAL, SURE, public_functions

from loke.analysis.comparisons import bonett_price, mcnemar
from loke.analysis.estimates import wilson
from loke.analysis.goals import GoalsRow
from loke.analysis.lasting import LastingRow
from loke.analysis.norms import NormsRow
from loke.analysis.reliable import ReliableChangeRow
from loke.analysis.yes_no import YesNoRow
from loke.dataset.definitions import Norm
from loke.dataset.snapshot import ATTAINMENT
from loke.publishing.sentences import LANGUAGES, english_results, sentences_in, swedish_results
from loke.publishing.tables import table

SCALE = ("week", "total", None)


def goals(*counts: int) -> list[GoalsRow]:
    of = sum(counts)
    return [GoalsRow(*WHERE, code, n, of, n / of, *wilson(n, of)) for code, n in zip(ATTAINMENT, counts, strict=True)]


def yes_no(yes_yes: int, lost: int, gained: int, no_no: int) -> YesNoRow:
    pairs = yes_yes + lost + gained + no_no
    figures = (*bonett_price(pairs, lost, gained), mcnemar(lost, gained) if pairs else None)
    return YesNoRow(*WHERE, "work", pairs, yes_yes, lost, gained, no_no, *figures)


def lasting(**figures: float) -> LastingRow:
    counts = {"closed": 20, "eligible": 15, "reached": 9, "triples": 7, "better_at_end": 5, "kept": 4}
    means = {"mean_start": 4.0, "mean_end": 6.0, "mean_after": 5.5, "mean_start_reached": 4.2, "mean_start_lost": 3.1}
    sensitive = {"carried_forward": 1.1, "no_change": 0.7}
    return LastingRow(*WHERE, *SCALE, 6, **{**counts, **means, **sensitive, **figures})


@pytest.mark.parametrize(("reached", "start"), [(10, "3,1"), (11, "–")])
def test_the_start_of_those_not_reached_is_not_told_in_the_table_when_they_are_fewer_than_five(reached, start) -> None:
    made = table("lasting", [lasting(reached=reached)])
    (row,) = made.rows
    assert (
        dict(zip([head.text for head in made.head], [cell.text for cell in row.cells], strict=True))["Start, de andra"]
        == start
    )


def test_both_languages_have_the_same_sentences() -> None:
    assert public_functions(swedish_results) == public_functions(english_results)
    assert sentences_in("fi").results is swedish_results


def test_goals_are_counted_and_those_never_judged_are_named() -> None:
    assert swedish_results.goals(goals(8, 7, 5, 0), 3) == (
        "Av 20 bedömda mål nåddes 8 helt, 7 i stor utsträckning, 5 i liten utsträckning och inget inte alls. "
        "3 mål blev inte bedömda innan kontakten avslutades."
    )
    assert swedish_results.goals([], 1).endswith(" 1 mål blev inte bedömt innan kontakten avslutades.")
    assert swedish_results.goals([], 0) == "Inga mål bedömdes under perioden."


def test_a_reliable_change_is_said_both_ways_alike_and_with_the_cutoff() -> None:
    row = ReliableChangeRow(*WHERE, *SCALE, 5.88, 21, 3, 2, 14, 2, 4)
    assert swedish_results.reliable_change(row, "Min vecka", CLIENTS) == (
        "21 klienter har svarat på Min vecka både vid start och slut. För 5 är en förändring till det bättre större "
        "än mätfelet, för 14 ryms den i mätfelet och för 2 är en förändring till det sämre större än mätfelet. "
        "Det krävs 5,9 poäng. 3 gick samtidigt förbi gränsen från det svårare hållet. 4 var förbi den redan vid start."
    )


def test_a_norm_is_told_with_its_group_and_what_is_not_known_of_it() -> None:
    norm = Norm("total", "n", "Småbarnsföräldrar", Fraction(5, 2), country="Sverige", year=2003, source="Handboken.")
    assert swedish_results.norm_group(norm, "lower") == (
        "Normgrupp: Småbarnsföräldrar, Sverige, 2003, okänt antal. Spridningen i den är inte känd, så skillnaden får "
        "ingen storlek. Lägre är bättre. Källa: Handboken."
    )
    row = NormsRow(*WHERE, *SCALE, "n", "end", 35, 2.74, 2.5, 0.24, 0.1, 0.38)
    assert swedish_results.norms(row) == (
        "35 svar vid slut: medelvärdet är 2,7, i normgruppen 2,5. "
        "Det är ganska säkert högre än i normgruppen (skillnad +0,2, osäkerhet 0,1 till 0,4)."
    )


def test_what_lasts_names_closed_reachable_and_reached_and_the_same_persons() -> None:
    assert swedish_results.lasting(lasting(), "Min vecka") == (
        "Min vecka, 6 månader efter avslut: av 20 avslutade kunde 15 ha nåtts, och 9 nåddes. Sju har svarat alla tre "
        "gångerna. Vid slut var det bättre för 5 av dem, och av dessa är det fortfarande bättre för 4. "
        "För samma 7 var medelvärdet 4,0 vid start, 6,0 vid slut och 5,5 efteråt."
    )
    assert swedish_results.not_reached(lasting()) == (
        "De som nåddes hade i medel 4,2 vid start, de andra 3,1. Om de som inte nåddes är tillbaka där de började är "
        "medelförändringen +0,7 för alla som svarade vid start. Om deras senaste svar gäller än är den +1,1."
    )
    assert swedish_results.not_reached(lasting(reached=12)) == "", "no mean of fewer than five"
    assert swedish_results.lasting(lasting(eligible=0, reached=0, triples=0), "Min vecka").endswith("hunnit dit än.")


def test_yes_and_no_name_the_missing_and_who_moved() -> None:
    assert swedish_results.yes_no(yes_no(8, 1, 11, 5), "Arbete", 30) == (
        "Arbete: av 25 svarade 9 ja vid start och 19 vid avslut. 11 gick från nej till ja och 1 från ja till nej. "
        "Ökningen är ganska säker (osäkerhet 14 till 60 procentenheter). "
        "För 5 av 30 avslutade saknas minst ett av svaren."
    )


def test_groups_differ_or_are_too_few_to_say() -> None:
    assert swedish_results.groups_differ([("Kvinna", "Man", True)], ["Annat (3)"]) == (
        "Skiljer sig ganska säkert: Kvinna och Man. Färre än tio par, inte jämförda: Annat (3)."
    )
    assert swedish_results.groups_differ([("Kvinna", "Man", False)], []) == "Ingen säker skillnad mellan grupperna."
    assert swedish_results.groups_differ([], []) == "För få för att säga om grupperna skiljer sig."
    assert "Holm" in swedish_results.groups(2, 3, 0)
    assert "Holm" not in swedish_results.groups(2, 2, 1)


counts = st.integers(0, 40)


@given(counts, counts, counts, counts, st.integers(0, 9))
def test_no_difference_in_yes_is_surer_than_its_interval_and_its_p(kept, lost, gained, never, lacking) -> None:
    row = yes_no(kept, lost, gained, never)
    sure = row.pairs >= 5 and (row.low > 0 or row.high < 0) and row.p_exact < 0.05
    for module in (each.results for each in LANGUAGES.values()):
        said = module.yes_no(row, "Arbete", row.pairs + lacking)
        assert bool(SURE.search(said)) == sure
        assert_plain(said)


@given(st.integers(1, 60), st.floats(-5, 5), st.floats(0, 5))
def test_no_difference_from_a_norm_is_surer_than_its_interval(n, difference, half) -> None:
    ends = (None, None) if n == 1 else (difference - half, difference + half)
    row = NormsRow(*WHERE, *SCALE, "n", "start", n, 5 + difference, 5.0, difference, *ends)
    sure = n >= 5 and (ends[0] > 0 or ends[1] < 0)
    for module in (each.results for each in LANGUAGES.values()):
        said = module.norms(row)
        assert bool(SURE.search(said)) == sure
        assert_plain(said)


@given(counts, counts, counts, counts, st.booleans(), st.integers(0, 9))
def test_every_count_of_reliable_change_and_of_goals_has_its_sentence(a, b, c, d, cut, waiting) -> None:
    pairs = a + b + c + d
    row = ReliableChangeRow(
        *WHERE, *SCALE, 5.0, pairs, a if cut else None, b + (0 if cut else a), c, d, d if cut else None
    )
    for module in (each.results for each in LANGUAGES.values()):
        for said in (
            module.reliable_change(row, "W", CLIENTS),
            module.goals(goals(a, b, c, d) if pairs else [], waiting),
        ):
            assert not SURE.search(said)
            assert_plain(said)


@given(counts, counts, counts, st.booleans())
def test_every_count_of_what_lasts_has_its_sentence(few, more, most, known) -> None:
    triples, reached, eligible = sorted((few, more, most))
    means = {} if triples else dict.fromkeys(("mean_start", "mean_end", "mean_after"))
    lost = {} if known else {"mean_start_lost": None}
    row = lasting(closed=eligible + 2, eligible=eligible, reached=reached, triples=triples, **means, **lost)
    for module in (each.results for each in LANGUAGES.values()):
        assert_plain(module.lasting(row, "Min vecka"))
        if said := module.not_reached(row):
            assert_plain(said)


def assert_plain(said: str) -> None:
    assert said.endswith(".")
    assert not re.search(r"  |\.\.", said)
    assert not re.search(r"\bNone\b(?! (of|gick|was|said|went|also))", said)
    assert not CAUSAL.search(said)


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_a_norm_of_which_nothing_is_known_is_still_a_sentence(better) -> None:
    for module in (each.results for each in LANGUAGES.values()):
        assert_plain(module.norm_group(Norm("s", "n", "Alla", Fraction(1)), better))
