"""The handbook's printed tables 1 and 2, from data sets built client by client from the printed counts."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.analysis.small import Episode, Measured, rows, snapshot

from loke.dataset.definitions import Ending, Instrument, Item, Scale, Service
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
