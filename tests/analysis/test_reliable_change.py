"""Reliable change: moved by more than the error, exactly at the limit, and passed the cut-off of the person's sex."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.small import Episode, Measured, on, rows, snapshot

from loke.analysis.reliable import ReliableChangeRow
from loke.dataset.definitions import Instrument, Scale, Service

SCALE = Scale("s", "S", "lower", Fraction(1), cutoff=Fraction(20))
PUBLISHED = replace(SCALE, reliable=Fraction(5))


def person(start, end, sex=None):
    sides = [Measured("i", side, given={"s": score}) for side, score in (("start", start), ("end", end)) if score]
    return Episode(on("2020-01-01"), on("2020-12-01"), sex=sex, measured=sides)


def found(scale: Scale, *people: Episode) -> list[ReliableChangeRow]:
    return rows(snapshot({Service("s", "S"): people}, [Instrument("i", scales=(scale,))]), "reliable_change")


# lower is better, five points are needed, the cut-off is 20 and clinical: start, end -> what it is
CASES = """
25 20 improved
24 20 unchanged
25 19 recovered
20 15 recovered
19 14 improved
19 24 deteriorated
20 25 deteriorated
25 25 unchanged
21 19 unchanged
"""


@pytest.mark.parametrize("line", CASES.strip().splitlines())
def test_the_limit_belongs_to_the_change_and_the_cutoff_to_the_clinical_side(line):
    start, end, word = line.split()
    [row] = found(PUBLISHED, person(int(start), int(end)))
    counts = {name: getattr(row, name) for name in ("recovered", "improved", "unchanged", "deteriorated")}
    assert counts == dict.fromkeys(counts, 0) | {word: 1}
    assert (row.pairs, row.functional_at_start) == (1, int(int(start) < 20))


def test_jacobson_and_truax_own_example():
    # 1991: from 47.5 to 32.5 with S 7.5 and reliability .80 is a reliable change index of 3.16.
    scale = replace(SCALE, sd=Fraction("7.5"), reliability=Fraction("0.8"), cutoff=None)
    [row] = found(scale, person(48, 33))
    assert round(15 / (row.needed / 1.96), 2) == 3.16
    assert (row.recovered, row.improved, row.functional_at_start) == (None, 1, None)


def test_the_points_needed_are_compared_as_they_are_not_as_floats():
    scale = replace(SCALE, sd=Fraction(50), reliability=Fraction(1, 2), cutoff=None)  # exactly 98 points
    [row] = found(scale, person(198, 100), person(197, 100))
    assert (row.improved, row.unchanged) == (1, 1)
    assert 1.96 * np.sqrt(2) * 50 * np.sqrt(0.5) > 98, "floats would have missed the one at the limit"


@pytest.mark.parametrize("scale", [SCALE, replace(SCALE, sd=Fraction(3)), replace(SCALE, reliability=Fraction(1, 2))])
def test_without_spread_or_reliability_there_is_no_row(scale):
    assert found(scale, person(25, 10)) == []


def test_published_points_take_the_place_of_those_worked_out():
    [row] = found(replace(PUBLISHED, sd=Fraction(50), reliability=Fraction(1, 2)), person(25, 20))
    assert (row.needed, row.improved) == (5, 1)


# cut-off 20, for women 23; start, end, sex -> recovered, functional at start
OF_SEX = """
25 20 female 1 0
25 20 male   0 0
25 20 other  0 0
25 20 -      0 0
22 17 female 0 1
22 17 male   1 0
"""


@pytest.mark.parametrize("line", OF_SEX.strip().splitlines())
def test_the_cutoff_of_the_own_sex_goes_before(line):
    start, end, sex, recovered, functional = line.split()
    scale = replace(PUBLISHED, cutoff_female=Fraction(23))
    [row] = found(scale, person(int(start), int(end), None if sex == "-" else sex))
    assert (row.recovered, row.functional_at_start) == (int(recovered), int(functional))


def test_a_start_without_an_end_is_no_pair_but_the_scale_has_its_row():
    [row] = found(PUBLISHED, person(25, None))
    assert (row.pairs, row.recovered, row.improved, row.unchanged, row.deteriorated) == (0, 0, 0, 0, 0)


people = st.lists(
    st.tuples(st.integers(1, 60), st.integers(1, 60), st.sampled_from(["female", "male", None])), min_size=1
)


@given(people, st.sampled_from(["higher", "lower"]), st.integers(1, 12), st.integers(1, 9))
def test_the_classes_are_those_of_floats_away_from_the_limit(some, better, sd, tenths):
    scale = replace(SCALE, better=better, sd=Fraction(sd), reliability=Fraction(tenths, 10), cutoff_male=Fraction(30))
    [row] = found(scale, *(person(*each) for each in some))
    start, end = (np.array([each[side] for each in some]) for side in (0, 1))
    cutoff = np.where([each[2] == "male" for each in some], 30, 20)
    direction = 1 if better == "higher" else -1
    needed = 1.96 * np.sqrt(2) * sd * np.sqrt(1 - tenths / 10)
    change = direction * (end - start)
    reliably = change >= needed - 1e-9
    crossed = (direction * (start - cutoff) <= 0) & (direction * (end - cutoff) > 0)
    assert row.needed == pytest.approx(needed, rel=1e-9)
    assert (row.recovered, row.improved) == ((reliably & crossed).sum(), (reliably & ~crossed).sum())
    assert row.deteriorated == (change <= -(needed - 1e-9)).sum()
    assert row.functional_at_start == (direction * (start - cutoff) > 0).sum()
    assert row.recovered + row.improved + row.unchanged + row.deteriorated == row.pairs == len(some)
