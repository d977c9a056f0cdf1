"""What is written as JSON is read as the same values, of the same kinds."""

import json
import math
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loke.analysis.options import Options
from loke.analysis.output import text_of
from loke.analysis.retention import RetentionRow

WORDS = st.none() | st.text(st.characters(exclude_categories=("Cs",)))
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
NUMBERS = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | FLOATS
NAMES = [field.name for field in fields(RetentionRow)]
SHOWN = [name for name in NAMES if name not in ("by", "group")]
ALIKE_AND_DIFFERENT = [1, 1.0, True, 0, 0.0, -0.0, False, None]


def written(values):
    """The rows whose first two fields are words, and the others numbers, by the name of each."""
    columns = [[value[name in ("service", "period")] for value in values] for name in NAMES]
    return json.loads(f"[{text_of(RetentionRow, columns, Options())}]")


@given(st.lists(st.tuples(NUMBERS, WORDS)))
def test_every_value_is_read_as_it_was(values):
    rows = [[row[name] for name in SHOWN] for row in written(values)]
    assert repr(rows) == repr([[word, word, *[number] * (len(SHOWN) - 2)] for number, word in values])


def test_what_is_equal_but_not_the_same_is_not_written_the_same():
    rows = written([(one, "s") for one in ALIKE_AND_DIFFERENT])
    assert repr([row["day"] for row in rows]) == repr(ALIKE_AND_DIFFERENT)


def test_no_rows_are_no_text():
    assert text_of(RetentionRow, [[] for _ in NAMES], Options()) == ""


@pytest.mark.parametrize(
    "word", [":null", ":nullx", 'day":null', '"day":null', '":null', '\\":null', '\\\\":null,"', "null"]
)
def test_a_text_that_looks_like_a_gap_is_none(word):
    assert written([(None, word)])[0]["service"] == word


@pytest.mark.parametrize("figure", [math.nan, math.inf])
def test_a_figure_that_is_no_number_is_a_fault_and_never_a_gap(figure):
    with pytest.raises(ValueError, match="no number"):
        written([(0.5, "s"), (None, "s"), (figure, "s")])
