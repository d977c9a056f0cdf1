"""The schema holds together, and the data dictionary and the descriptor follow from it."""

from pathlib import Path

import pytest
from tests.dataset.small import SMALL

from loke.dataset.cells import number_text, parse, text_of
from loke.dataset.dictionary import data_dictionary
from loke.dataset.schema import TABLES, Column, descriptor

COLUMNS = [(table.name, column) for table in TABLES.values() for column in table.columns]


def test_the_data_dictionary_in_the_docs_is_the_schema() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "data-dictionary.md"
    assert page.read_text("utf-8") == data_dictionary()


def test_every_table_has_rows_in_the_small_dataset() -> None:
    assert SMALL.keys() == TABLES.keys()


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_keys_and_references_name_columns_that_exist(table) -> None:  # type: ignore[no-untyped-def]
    names = {column.name for column in table.columns}
    assert set(table.key) <= names
    for reference in table.references:
        assert set(reference.columns) <= names
        assert set(reference.columns) == set(TABLES[reference.table].key)


def test_the_descriptor_refers_only_to_tables_that_are_there() -> None:
    resources = descriptor(["episodes", "contacts"])["resources"]
    keys = {resource["name"]: resource["schema"].get("foreignKeys", []) for resource in resources}
    assert keys["episodes"] == []
    assert [key["reference"]["resource"] for key in keys["contacts"]] == ["episodes"]


NUMBERS = {"3": "3", "3.0": "3", "0.10": "0.1", "-2.50": "-2.5", "1e3": "1000", "3.3333333333333335": "3.333333333"}


@pytest.mark.parametrize(("text", "canonical"), NUMBERS.items())
def test_a_number_has_one_way_to_be_written(text: str, canonical: str) -> None:
    number = parse(Column("n", "decimal", "", ""), text)
    assert text_of(number) == canonical
    assert number_text(float(text)) == canonical


@pytest.mark.parametrize("text", ["", None])
def test_an_empty_cell_is_nothing_whatever_its_column(text: str | None) -> None:
    assert [parse(column, text) for _, column in COLUMNS] == [None] * len(COLUMNS)


@pytest.mark.parametrize("text", ["nan", "inf", "1_000", "٣", "0x1", "1e999", "--1", "1,5"])
def test_what_only_a_program_would_call_a_number_is_not_one(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse(Column("n", "decimal", "", ""), text)
