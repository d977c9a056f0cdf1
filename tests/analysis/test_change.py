"""Pairs, what is better, and how large the changes are: limits of pairs, scoring and respondents."""

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.analysis.small import Episode, Measured, on, result, rows, snapshot

from loke.dataset.definitions import Instrument, Item, Scale, Service

SERVICE = Service("s", "S")
ITEMS = tuple(Item(code, Fraction(0), Fraction(4)) for code in "abcd")
MEAN = Scale("m", "Medel", "higher", Fraction(1), ("a", "b", "c", "d"), score="mean")
DAY, CLOSED = on("2020-01-01"), on("2020-12-01")


def instrument(*scales: Scale) -> Instrument:
    return Instrument("i", ITEMS, scales)


def person(start, end, respondent=None):
    sides = [("start", start), ("end", end)]
    measured = [Measured("i", side, answers, respondent=respondent) for side, answers in sides if answers]
    return Episode(DAY, CLOSED, measured=measured)


def data(scales, *episodes, respondents=()):
    return snapshot({SERVICE: episodes}, [instrument(*scales)], respondents)


def score(scale: Scale, *answers) -> Fraction | None:
    """The score of one measurement, read from the exact pair it makes with itself."""
    measured = data([scale], person(answers, answers))
    found = [one for one in result(measured).distributions.scales if one.pairs]
    return found[0].pairs[0][0] if found else None


@pytest.mark.parametrize(
    ("scale", "answers", "expected"),
    [
        (MEAN, (1, 2, 3, 4), "5/2"),
        (MEAN, (1, 2, 3, None), None),
        (replace(MEAN, need=3), (1, 2, 4, None), "7/3"),
        (replace(MEAN, need=3), (1, 2, None, None), None),
        (replace(MEAN, need=3, score="sum"), (1, 2, 4, None), "28/3"),
        (replace(MEAN, reversed=("a",)), (1, 2, 3, 4), "3"),
        (replace(MEAN, score="sum", multiply=Fraction(3, 2), add=Fraction(-1)), (1, 2, 3, 4), "14"),
    ],
)
def test_scores_are_exact(scale, answers, expected):
    assert score(scale, *answers) == (None if expected is None else Fraction(expected))


def test_a_total_of_parts_is_missing_for_whoever_lacks_one():
    parts = (
        replace(MEAN, scale="x", items=("a", "b", "c"), need=2),
        replace(MEAN, scale="y", items=("d",)),
        Scale("t", "Totalt", "higher", Fraction(1), parts=("x", "y")),
    )
    both, one = (1, 2, None, 3), (1, 2, 4, None)
    measured = data(parts, person(both, both), person(one, one))
    found = {one.scale: [pair[0] for pair in one.pairs] for one in result(measured).distributions.scales}
    assert found == {"x": [Fraction(3, 2), Fraction(7, 3)], "y": [3], "t": [Fraction(9, 2)]}


def test_scores_that_came_ready_count_as_they_are():
    scale = Scale("g", "Given", "lower", Fraction(2), multiply=Fraction(10))
    sides = [Measured("i", "start", given={"g": 7}), Measured("i", "end", given={"g": 5})]
    [row] = rows(data([scale], Episode(DAY, CLOSED, measured=sides)), "better")
    assert (row.better, row.unchanged, row.worse) == (1, 0, 0)


STEPS = """
higher 1   1111 2222 better
higher 1   1111 2221 unchanged
higher 1   2222 1111 worse
lower  1   2222 1111 better
higher 3/4 1111 2221 better
higher 3/4 1111 2211 unchanged
"""


@pytest.mark.parametrize("line", STEPS.strip().splitlines())
def test_better_is_by_at_least_the_step(line):
    better, step, start, end, word = line.split()
    scale = replace(MEAN, better=better, step=Fraction(step))
    [row] = rows(data([scale], person([*map(int, start)], [*map(int, end)])), "better")
    assert {name: getattr(row, name) for name in ("better", "unchanged", "worse")}[word] == 1


def test_the_earliest_valid_start_and_the_latest_valid_end_make_the_pair():
    sides = [
        Measured("i", "start", [4, 4, 4, 4], on("2020-02-01")),
        Measured("i", "start", [1, 1, 1, 1], on("2020-01-15")),
        Measured("i", "start", [0, 0, 0, None], on("2020-01-01")),
        Measured("i", "end", [3, 3, 3, 3], on("2020-11-01")),
        Measured("i", "end", [2, 2, 2, 2], on("2020-10-01")),
        Measured("i", "end", [0, 0, 0, None], on("2020-12-01")),
    ]
    [scale] = result(data([MEAN], Episode(DAY, CLOSED, measured=sides))).distributions.scales
    assert scale.pairs == ((1, 3, 1),)


def test_respondents_are_told_apart_only_where_there_are_several():
    low, high = [1] * 4, [3] * 4
    alone = data([MEAN], person(low, high, "parent"), respondents=["client", "parent"])
    assert [row.respondent for row in rows(alone, "better")] == [None]
    both = data([MEAN], person(low, high, "parent"), person(low, low, "client"), respondents=["client", "parent"])
    assert [(row.respondent, row.better) for row in rows(both, "better")] == [("client", 0), ("parent", 1)]


def test_a_start_by_one_and_an_end_by_another_are_no_pair():
    sides = [Measured("i", "start", [1] * 4, respondent="client"), Measured("i", "end", [3] * 4, respondent="parent")]
    found = rows(data([MEAN], Episode(DAY, CLOSED, measured=sides), respondents=["client", "parent"]), "change")
    assert [(row.respondent, row.started, row.ended, row.pairs) for row in found] == [
        ("client", 1, 0, 0),
        ("parent", 0, 1, 0),
    ]


def test_nine_pairs_have_means_but_no_effect_and_ten_have_one():
    people = [person([1, 1, 1, number % 3], [2, 2, 3, number % 2]) for number in range(10)]
    [nine], [ten] = (rows(data([MEAN], *people[:n]), "change") for n in (9, 10))
    assert (nine.pairs, nine.effect, nine.effect_name, nine.label, nine.d_z) == (9, None, None, None, None)
    assert nine.low is not None
    assert (ten.pairs, ten.effect_name) == (10, "g_av")
    assert ten.effect_low < ten.effect < ten.effect_high


# started, pairs -> whether there is a word, and whether there is anything at all
SHARES = """
20 12 word  figures
21 12 -     figures
30 12 -     figures
31 12 -     -
"""


@pytest.mark.parametrize("line", SHARES.strip().splitlines())
def test_below_60_per_cent_no_word_and_below_40_no_figures(line):
    started, pairs, word, figures = line.split()
    people = [person([1, 1, 1, 1 + number % 2], [4, 4, 4, number % 3]) for number in range(int(pairs))]
    lost = [person([1, 1, 1, 1], None)] * (int(started) - int(pairs))
    [row] = rows(data([replace(MEAN, step=Fraction(2))], *people, *lost), "change")
    assert (row.started, row.pairs) == (int(started), int(pairs))
    assert (row.mean_start is not None) == (row.median_change is not None) == (figures != "-")
    assert (row.label is not None) == (word != "-")


def test_effects_are_turned_so_that_more_is_better_and_the_change_is_not():
    people = [person([4, 4, 3, number % 4], [1, 2, 1, number % 3]) for number in range(12)]
    [higher], [lower] = (
        rows(data([replace(MEAN, better=better)], *people), "change") for better in ("higher", "lower")
    )
    assert higher.change == lower.change < 0
    assert higher.median_change == lower.median_change < 0
    assert higher.effect == -lower.effect < 0
    assert (higher.effect_low, higher.effect_high) == (-lower.effect_high, -lower.effect_low)
    assert higher.rank_biserial == -lower.rank_biserial < 0
    assert higher.eta2_partial == lower.eta2_partial


def test_without_spread_there_is_no_effect():
    [row] = rows(data([MEAN], *[person([1] * 4, [2] * 4)] * 12), "change")
    assert (row.change, row.low, row.high, row.effect, row.d_z) == (1, 1, 1, None, None)
    assert row.rank_biserial == 1
