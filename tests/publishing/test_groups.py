"""Groups side by side: their names, and that only figures that allow it tell two of them apart."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.drawing import elements, percent

from loke.publishing.groups import Group, age_groups, differing, differing_in, number_groups
from loke.publishing.sentences import LANGUAGES, swedish
from loke.publishing.shares import Share, groups

NB = "\u00a0"
counted = st.integers(1, 80).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("cuts", "names"),
    [
        ((16, 18, 19), ["16 och yngre", "17–18", "19", "20 och äldre"]),
        ((16.5, 18, 20.25), ["16 och yngre", "17–18", "19–20", "21 och äldre"]),
        ((17, 17, 19), ["17 och yngre", "17", "18–19", "20 och äldre"]),
    ],
)
def test_ages_are_named_by_the_years_they_hold(cuts: tuple[float, ...], names: list[str]) -> None:
    assert list(age_groups(cuts)) == names


def test_other_numbers_are_named_by_their_limits() -> None:
    assert list(number_groups((2.5, 7, 12))) == ["högst 2,5", "över 2,5 till 7", "över 7 till 12", "över 12"]
    assert list(number_groups((2.5, 7, 12), "en"))[1] == "over 2.5 to 7"


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ([Group("A", 16, 20), Group("B", 4, 20)], "Skiljer sig ganska säkert: A (80 %) och B (20 %)."),
        ([Group("A", 11, 20), Group("B", 9, 20)], "Ingen säker skillnad mellan grupperna."),
        ([Group("A", 9, 9), Group("B", 0, 20)], "För få för att säga om grupperna skiljer sig."),
        ([Group("A", 10, 10), Group("B", 0, 20)], "Skiljer sig ganska säkert: A (100 %) och B (0 %)."),
        ([Group("A", 20, 20), Group("?", 0, 20, known=False)], "För få för att säga om grupperna skiljer sig."),
        (
            [Group("A", 11, 20), Group("B", 9, 20), Group("C", 0, 9)],
            "Ingen säker skillnad mellan grupperna. Färre än tio, jämförs inte: C (0 av 9).",
        ),
        (
            [Group("A", 11, 20), Group("B", 9, 20), Group("C", 1, 4)],
            "Ingen säker skillnad mellan grupperna. Färre än fem, utan andel: C (1 av 4).",
        ),
    ],
)
def test_groups_are_compared_from_ten_and_shown_from_five(groups: list[Group], said: str) -> None:
    assert swedish.results.compared(groups).replace(NB, " ") == said


def test_of_what_one_person_may_have_several_no_groups_are_told_apart() -> None:
    apart = [Group("A", 80, 100), Group("B", 20, 100), Group("C", 1, 4)]
    assert swedish.results.not_compared(apart) == (
        "En person kan ha flera, så osäkerheten är större än den ser ut. Därför sägs inte om grupperna skiljer sig. "
        "Färre än fem, utan andel: C (1 av 4)."
    )
    for module in LANGUAGES.values():
        assert not re.search("airly certain|ganska säk", module.results.compared_services(apart, "missed"))
        assert re.search("airly certain|ganska säk", module.results.compared_services(apart, "completed"))


def test_more_pairs_to_look_at_ask_for_a_larger_difference() -> None:
    pair = [Group("A", 14, 20), Group("B", 7, 20)]
    assert differing(pair) == [tuple(pair)]
    assert differing([*pair, Group("C", 10, 20), Group("D", 11, 20)]) == []


def test_the_more_splits_are_read_together_the_larger_a_difference_it_takes() -> None:
    pair = [Group("A", 14, 20), Group("B", 7, 20)]
    same = [Group("A", 10, 20), Group("B", 11, 20)]
    assert differing_in([pair, same]) == [[tuple(pair)], []]
    assert differing_in([pair, same, same]) == [[], [], []]
    clear = [Group("A", 19, 20), Group("B", 2, 20)]
    assert differing_in([same, clear, clear, same]) == [[], [tuple(clear)], [tuple(clear)], []]


@given(st.lists(counted, min_size=2, max_size=4))
def test_groups_whose_difference_may_be_chance_are_never_told_apart(counts: list[tuple[int, int]]) -> None:
    made = [Group(f"G{place}", n, of) for place, (n, of) in enumerate(counts)]
    assert all(one.of >= 10 <= other.of and one.share != other.share for one, other in differing(made))
    told = [module.results.compared(made) for module in LANGUAGES.values()]
    assert [re.search("airly certain|ganska säk", said) is not None for said in told] == [bool(differing(made))] * 2


def test_each_group_has_its_interval_over_the_intended_zone() -> None:
    drawn = groups([Share("Kvinna", 0.6, 0.4, 0.8, "12/20"), Share("Man", 0.2, 0.1, 0.4, "4/20")], target=0.7)
    assert [(percent(line["x1"]), percent(line["x2"])) for line in elements(drawn, "line", "interval")] == [
        (40, 80),
        (10, 40),
    ]
    assert [percent(area["x"]) for area in elements(drawn, "rect", "idea")] == [70, 70]
    assert drawn.description.startswith("Kvinna: 60 procent")
