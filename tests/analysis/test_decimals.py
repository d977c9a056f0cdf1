"""Floats written together: the same text as Python writes of each, whatever they are."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loke.analysis.decimals import FEW, shortest

numbers = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(0, 1),
    st.floats(1e-5, 1e-3),
    st.fractions(0, 1, max_denominator=5000).map(float),
    st.integers(0, 2**24).map(lambda n: n / 2**24),
    st.decimals(0, 1, places=15).map(float),
)


@given(st.lists(numbers, min_size=FEW, max_size=4 * FEW))
def test_each_is_written_as_alone(values):
    assert shortest(values) == [*map(repr, values)]


@pytest.mark.parametrize("limit", [1.0, 0.5, 0.25, 0.1, 0.01, 0.001, 0.0001, 2.0**-13, 0.3, 2 / 3])
def test_around_limits_each_is_written_as_alone(limit):
    beside = [limit]
    for towards in (0.0, 2.0):
        value = limit
        for _ in range(FEW):
            value = math.nextafter(value, towards)
            beside.append(value)
    assert shortest(beside) == [*map(repr, beside)]


def test_a_hundred_thousand_shares_are_written_as_alone():
    values = np.random.default_rng(2).random(100_000).tolist()
    assert shortest(values) == [*map(repr, values)]


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("others", [0, FEW])
def test_what_is_no_number_is_refused(wrong, others):
    with pytest.raises(ValueError, match="number"):
        shortest([*[0.5] * others, wrong])
