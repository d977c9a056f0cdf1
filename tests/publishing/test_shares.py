"""Shares, means, bars and slopes: every length is a figure of its table, in one order, inside the picture."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.drawing import elements, lowest_mark, percent, words

from loke.analysis.estimates import wilson
from loke.publishing.bars import Bar, Part, stacked
from loke.publishing.shares import Means, Share, categories, means, share, shares
from loke.publishing.slopes import Pair, slopes, turn

ENDINGS = [Part("fullföljde", "better"), Part("annat", "same"), Part("avbröt", "worse")]
YEARS = {"2023": (14, 4, 8), "2024": (17, 6, 9), "2025": (9, 7, 8), "2026": (16, 1, 6)}


def share_of(n: int, of: int, name: str = "", now: bool = True) -> Share:
    low, high = wilson(n, of)
    return Share(name, n / of, low or 0.0, high or 0.0, f"{n} av {of}", now)


def test_the_interval_is_a_line_the_share_a_dot_and_the_intention_an_area() -> None:
    drawn = share(Share("", 0.75, 0.53, 0.89), target=Fraction(7, 10))
    line = elements(drawn, "line", "interval")[0]
    area = elements(drawn, "rect", "idea")[0]
    assert (percent(line["x1"]), percent(line["x2"])) == (53, 89)
    assert percent(elements(drawn, "circle", "dot")[0]["cx"]) == 75
    assert (percent(area["x"]), percent(area["width"])) == (70, 30)
    assert drawn.description == "75 procent, osäkerhet 53 till 89. Tänkt minst 70 procent."


def test_without_a_target_there_is_no_area() -> None:
    assert elements(share(Share("", 0.5, 0.3, 0.7)), "rect") == []


def test_the_latest_year_is_drawn_in_the_accent_and_the_others_in_grey() -> None:
    rows = [share_of(n, n + o + d, year, year == "2026") for year, (n, o, d) in YEARS.items()]
    drawn = shares(rows, target=0.6)
    assert len(elements(drawn, "circle", "dot-old")) == 3
    assert len(elements(drawn, "circle", "dot")) == 1
    assert [word for word in words(drawn) if word.endswith("%")][1:] == [
        "54\u00a0%",
        "53\u00a0%",
        "38\u00a0%",
        "70\u00a0%",
    ]
    assert drawn.description.startswith("2023: 54 procent, osäkerhet 35 till 71. 2024: 53 procent")


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_every_share_stays_inside_its_picture(counted: tuple[int, int]) -> None:
    row = share_of(*counted, "2026")
    for drawn in (share(row, target=0.5), shares([row]), categories([row])):
        places = [percent(line[end]) for line in elements(drawn, "line") for end in ("x1", "x2")]
        assert all(-0.01 <= place <= 100.01 for place in places)
        assert lowest_mark(drawn) <= drawn.height


def test_a_category_has_its_counts_beside_its_name() -> None:
    drawn = categories([share_of(14, 31, "Alkohol")])
    assert words(drawn) == ["Alkohol", "14 av 31, 45\u00a0%"]
    assert percent(elements(drawn, "rect", "amount")[0]["width"]) == pytest.approx(45.16, abs=0.01)


def test_the_interval_of_a_change_is_laid_from_the_mean_at_start_and_cut_at_the_scale() -> None:
    drawn = means([Means("Ork", 8, 9.5, 0.5, 2.5)], lowest=0, highest=10)
    line = elements(drawn, "line", "interval")[0]
    assert (percent(line["x1"]), percent(line["x2"])) == (85, 100)
    assert percent(elements(drawn, "circle", "absent")[0]["cx"]) == 80
    assert drawn.description == "Ork: från 8 till 9,5, osäkerhet i förändringen 0,5 till 2,5."


def test_every_count_of_the_bars_is_there_as_a_length_and_in_figures() -> None:
    drawn = stacked([Bar(year, counts, year == "2026") for year, counts in YEARS.items()], ENDINGS)
    lengths = [round(percent(bar["width"]) / 100 * 32) for bar in elements(drawn, "rect")]
    assert lengths == [count for counts in YEARS.values() for count in counts]
    said = words(drawn)
    assert {"Fullföljde", "Annat", "Avbröt", "1 annat"} <= set(said)
    assert "2026: 16 fullföljde, 1 annat, 6 avbröt." in drawn.description


@given(st.lists(st.tuples(*[st.integers(0, 300)] * 3), min_size=1, max_size=6))
def test_no_count_of_any_bar_is_left_unsaid(counts: list[tuple[int, int, int]]) -> None:
    drawn = stacked([Bar(f"Område nummer {number}", each) for number, each in enumerate(counts)], ENDINGS)
    said = " ".join(words(drawn)).replace(",", "").split()
    assert all(str(count) in said for each in counts for count in each if count)
    assert lowest_mark(drawn) <= drawn.height


def test_better_unchanged_and_worse_stand_in_that_order() -> None:
    drawn = stacked(
        [Bar("Ork", (9, 6, 2))], [Part("bättre", "better"), Part("oförändrat", "same"), Part("sämre", "worse")]
    )
    assert [bar["class"] for bar in elements(drawn, "rect")] == ["better", "same", "worse"]


@pytest.mark.parametrize(
    ("start", "end", "better", "expected"),
    [
        (4, 5, "higher", "better"),
        (4, Fraction(49, 10), "higher", "same"),
        (Fraction(7, 3), Fraction(4, 3), "higher", "worse"),
        (4.1, 5.1, "higher", "better"),  # as floats the difference is less than one
        (4, 5, "lower", "worse"),
    ],
)
def test_exactly_one_step_is_a_change(start: Fraction, end: Fraction, better: str, expected: str) -> None:
    assert turn(Pair(start, end), 1, better) == expected


def test_every_person_has_a_line_of_their_own() -> None:
    drawn = slopes([Pair(2, 6, 3), Pair(5, 5), Pair(6, 3, 2)], lowest=0, highest=10, step=1)
    better = elements(drawn, "line", "l-better")
    assert len({line["y1"] for line in better}) == 3
    assert len(elements(drawn, "line", "l-same")) == 1
    assert len(elements(drawn, "line", "l-worse")) == 2
    assert drawn.description.endswith("skala 0 till 10: 3 bättre, 1 oförändrat, 2 sämre.")


@pytest.mark.parametrize(("people", "kind"), [(60, "pic"), (61, "pic many")])
def test_more_than_sixty_lines_are_thin(people: int, kind: str) -> None:
    assert f'class="{kind}"' in slopes([Pair(2, 6, people)], lowest=0, highest=10, step=1).svg
