"""The handbook's printed tables 1, 2 and 4, from data sets built client by client from the printed figures."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.analysis.small import Episode, Measured, rows, snapshot

from loke.dataset.definitions import Ending, Instrument, Item, Norm, Scale, Service
from loke.publishing.numbers import bare_percent, in_percent, number

ENDINGS = (
    Ending("done", "Fullföljt", "completed"),
    Ending("left", "Avbrutit", "discontinued"),
    Ending("else", "Annat", "other"),
)
# year: (completed, discontinued, other, per cent as printed)
TABLE_1 = {2011: (14, 8, 4, "54"), 2012: (17, 9, 6, "53"), 2013: (9, 8, 7, "38"), 2014: (16, 6, 1, "70")}


def closed_in(year: int, ending: str) -> Episode:
    return Episode(opened=date(year - 1, 9, 1), closed=date(year, 5, 17), ending=ending)


@pytest.fixture(scope="module")
def four_years():
    names = ("done", "left", "else")
    episodes = [
        closed_in(year, name)
        for year, counts in TABLE_1.items()
        for name, n in zip(names, counts[:3], strict=True)
        for _ in range(n)
    ]
    return snapshot({Service("family", "Familjen", endings=ENDINGS): episodes})


def test_table_1_comes_out_to_the_last_figure(four_years):
    found = {row.period: row for row in rows(four_years, "completion", period="year")}
    printed = {str(year): (counts[0], sum(counts[:3]), counts[3]) for year, counts in TABLE_1.items()}
    shown = {
        year: (row.completed, row.of, bare_percent(Fraction(row.completed, row.of))) for year, row in found.items()
    }
    assert shown == printed


def test_the_last_year_of_table_1_is_not_surely_better_than_the_three_before(four_years):
    last = rows(four_years, "completion", period="year")[-1]
    assert (last.earlier, last.earlier_of) == (40, 82)
    figures = [number(in_percent(share), 1) for share in (last.difference, last.difference_low, last.difference_high)]
    assert figures == ["20,8", "−2,2", "39,0"]


# aspect: (better, unchanged, worse), of 35 parents in every row
TABLE_2 = {
    "structure": (18, 17, 0),
    "care": (17, 17, 1),
    "limits": (12, 20, 3),
    "play": (18, 16, 1),
    "talk": (14, 19, 2),
}
ITEMS = {"structure": 3, "care": 7, "limits": 6, "play": 3, "talk": 7}
FOURS = {3: 1, 6: 2, 7: 4}  # so many fours among threes make sums whose mean moves by a little less than 1 in floats


def answers(aspect: str, change: int, person: int) -> tuple[list[int], list[int]]:
    """Uneven answers before, and after: the sum moved by exactly one step, or by one point too little."""
    size = ITEMS[aspect]
    before = [4 if (person + place) % size < FOURS[size] else 3 for place in range(size)]
    after = list(before)
    moved = {1: size, 0: size - 1 if person % 2 else 1 - size, -1: -size}[change]
    for step in range(abs(moved)):
        after[step * 2 % size if size % 2 else step % size] += 1 if moved > 0 else -1
    return before, after


@pytest.fixture(scope="module")
def parents():
    items = {aspect: tuple(f"{aspect}{place}" for place in range(size)) for aspect, size in ITEMS.items()}
    scale = Scale("", "", "higher", Fraction(1), score="mean", lowest=Fraction(1), highest=Fraction(10))
    instrument = Instrument(
        "parenting",
        tuple(Item(code, None, None) for codes in items.values() for code in codes),
        tuple(replace(scale, scale=aspect, name=aspect, items=codes) for aspect, codes in items.items()),
    )
    episodes = []
    for person in range(35):
        before, after = [], []
        for aspect, (better, unchanged, _) in TABLE_2.items():
            change = 1 if person < better else 0 if person < better + unchanged else -1
            first, last = answers(aspect, change, person)
            before, after = before + first, after + last
        measured = (Measured("parenting", "start", before), Measured("parenting", "end", after))
        episodes.append(Episode(date(2012, 1, 9), date(2012, 6, 1), measured=measured))
    return snapshot({Service("parents", "Föräldrarna"): episodes}, [instrument])


def test_table_2_comes_out_with_a_least_change_of_exactly_one_step(parents):
    found = {row.scale: (row.better, row.unchanged, row.worse) for row in rows(parents, "better")}
    assert found == TABLE_2


def test_floats_would_have_miscounted_table_2(parents):
    items = parents.measurements[0].items.astype(float)
    start, end = items[0::2], items[1::2]  # two measurements of each person, in order
    counted, first = {}, 0
    for aspect, size in ITEMS.items():
        columns = slice(first, first + size)
        change = end[:, columns].sum(axis=1) / size - start[:, columns].sum(axis=1) / size
        counted[aspect] = int((change >= 1).sum())
        first += size
    assert counted != {aspect: better for aspect, (better, _, _) in TABLE_2.items()}


# subscale: (items, before, after, comparison group as printed); the comparison group's spread is not
TABLE_4 = {
    "incompetence": (11, "2.90", "2.64", "2.27"),
    "restriction": (7, "3.57", "3.26", "3.42"),
    "isolation": (7, "2.54", "2.42", "2.05"),
    "relation": (5, "2.57", "2.60", "2.25"),
    "health": (4, "2.90", "2.84", "2.61"),
}
PARENTS = 100  # so that every printed mean is a whole number of points


def shared_out(mean: str, size: int) -> list[list[int]]:
    """The answers of every parent to a subscale, as even as whole answers can be, with exactly that mean."""
    answers_given = PARENTS * size
    low, more = divmod(int(Fraction(mean) * answers_given), answers_given)
    flat = [low + (place < more) for place in range(answers_given)]
    return [flat[person::PARENTS] for person in range(PARENTS)]


def filled_in(column: int) -> list[list[int]]:
    """Every parent's answers to the whole questionnaire, with the means of a column."""
    subscales = [shared_out(each[column], each[0]) for each in TABLE_4.values()]
    return [[answer for part in parts for answer in part] for parts in zip(*subscales, strict=True)]


@pytest.fixture(scope="module")
def stressed():
    items = {name: tuple(f"{name}{place}" for place in range(each[0])) for name, each in TABLE_4.items()}
    scale = Scale("", "", "lower", Fraction(1), score="mean", lowest=Fraction(1), highest=Fraction(5))
    every = tuple(code for codes in items.values() for code in codes)
    scales = [replace(scale, scale=name, name=name, items=codes) for name, codes in (*items.items(), ("total", every))]
    norms = [Norm(name, "national", "Småbarnsföräldrar", Fraction(each[3])) for name, each in TABLE_4.items()]
    weighted = sum(each[0] * Fraction(each[3]) for each in TABLE_4.values()) / len(every)
    norms.append(Norm("total", "national", "Småbarnsföräldrar", weighted))
    instrument = Instrument("stress", tuple(Item(code, None, None) for code in every), tuple(scales), tuple(norms))
    sides = {"start": filled_in(1), "end": filled_in(2)}
    episodes = [
        Episode(
            date(2012, 1, 9),
            date(2012, 6, 1),
            measured=[Measured("stress", occasion, given[person]) for occasion, given in sides.items()],
        )
        for person in range(PARENTS)
    ]
    return snapshot({Service("parents", "Föräldrarna"): episodes}, [instrument])


def test_table_4_comes_out_and_its_totals_are_weighted_by_items(stressed):
    found = {(row.scale, row.occasion): row for row in rows(stressed, "norms")}
    for name, (_size, before, after, norm) in TABLE_4.items():
        start, end = found[name, "start"], found[name, "end"]
        printed = [before, after, norm]
        assert [f"{value:.2f}" for value in (start.mean, end.mean, end.norm_mean)] == printed
    total = found["total", "end"]
    assert (f"{total.mean:.2f}", f"{total.norm_mean:.2f}") == ("2.74", "2.50")
    unweighted = [sum(float(each[at]) for each in TABLE_4.values()) / 5 for at in (2, 3)]
    assert [f"{value:.2f}" for value in unweighted] == ["2.75", "2.52"], "as the handbook did not work them out"


def test_no_effect_size_is_shown_against_a_norm_without_spread(stressed):
    names = {name for row in rows(stressed, "norms") for name in vars(row)}
    assert names.isdisjoint({"effect", "g", "d_av", "label"})
