"""What is written is read again as it was, in every form, and never half."""

import json
import string
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dataset.alike import differences
from tests.dataset.small import SMALL, small

from loke.dataset.reader import read, snapshot_of_rows
from loke.dataset.writer import write

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
CODE = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=6)
DAY = st.dates(min_value=date(1970, 1, 1), max_value=date(2149, 6, 5))
NUMBER = st.integers(-(10**12), 10**12).map(lambda n: Fraction(n, 10**6))


def typed(path: Path) -> dict[str, list[dict[str, Any]]]:
    with read(path) as dataset:
        return {name: list(dataset.rows(name)) for name in dataset.tables}


@pytest.mark.parametrize("names", [("a", "b", "c"), ("a.zip", "b.zip", "c.zip")])
def test_csv_to_parquet_to_csv_is_the_same_to_the_last_byte(tmp_path: Path, names: tuple[str, str, str]) -> None:
    first, second, third = (tmp_path / name for name in names)
    write(SMALL, first, "csv")
    write(typed(first), second, "parquet")
    write(typed(second), third, "csv")
    assert typed(first) == typed(second) == typed(third)
    assert contents(first) == contents(third)


def contents(path: Path) -> dict[str, bytes]:
    return {path.suffix: path.read_bytes()} if path.is_file() else {f.name: f.read_bytes() for f in path.iterdir()}


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_files_and_rows_give_the_same_snapshot(tmp_path: Path, ending: str) -> None:
    write(small(), tmp_path / "paket", ending)
    with read(tmp_path / "paket") as dataset:
        assert differences(dataset.snapshot(), snapshot_of_rows(SMALL)) == []


@settings(max_examples=15, deadline=None)
@given(data=st.data(), ending=st.sampled_from(["csv", "parquet"]))
def test_any_rows_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, ending: str
) -> None:
    services = data.draw(st.dictionaries(CODE, TEXT, min_size=1, max_size=3))
    codes = st.sampled_from(sorted(services))
    tables: dict[str, list[dict[str, Any]]] = {
        "services": [
            {"service": code, "name": name, "client_term": data.draw(TEXT)} for code, name in services.items()
        ],
        "interventions": [
            {"service": code, "intervention": "samtal", "name": "S", "intended": True} for code in services
        ],
        "scales": [
            {
                "instrument": "i",
                "scale": "s",
                "name": data.draw(TEXT),
                "better": "lower",
                "step": abs(data.draw(NUMBER)),
            }
        ],
        "episodes": [
            {"episode": code, "client": None, "service": data.draw(codes), "opened": data.draw(DAY)}
            for code in data.draw(st.lists(TEXT, max_size=3, unique=True))
        ],
    }
    episodes = st.sampled_from([row["episode"] for row in tables["episodes"]] or [None])
    if tables["episodes"]:
        tables["goals"] = [
            {"episode": data.draw(episodes), "goal": goal, "set_on": data.draw(st.none() | DAY)}
            for goal in data.draw(st.lists(TEXT, max_size=3, unique=True))
        ]
    path = tmp_path_factory.mktemp("paket") / "x"
    write(tables, path, ending)
    found = typed(path)
    assert {name: [given_only(row) for row in rows] for name, rows in found.items()} == {
        name: [given_only(row) for row in rows] for name, rows in tables.items()
    }


def given_only(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def test_a_package_describes_itself(tmp_path: Path) -> None:
    write(SMALL, tmp_path / "paket")
    found = json.loads((tmp_path / "paket" / "datapackage.json").read_text("utf-8"))
    contacts = next(resource for resource in found["resources"] if resource["name"] == "contacts")
    assert found["profile"] == "tabular-data-package"
    assert contacts["path"] == "contacts.csv"
    assert {"name": "date", "type": "date"}.items() <= contacts["schema"]["fields"][1].items()
    assert contacts["schema"]["foreignKeys"] == [
        {"fields": ["episode"], "reference": {"resource": "episodes", "fields": ["episode"]}}
    ]


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    def breaking() -> Iterator[dict[str, str]]:
        yield {"service": "a", "name": "A"}
        raise RuntimeError

    write(SMALL, tmp_path / "paket")
    before = contents(tmp_path / "paket")
    with pytest.raises(RuntimeError):
        write({"services": breaking(), "episodes": []}, tmp_path / "paket")
    assert contents(tmp_path / "paket") == before
    assert [file.name for file in tmp_path.iterdir()] == ["paket"]


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "brev.txt").write_text("hej")
    with pytest.raises(FileExistsError):
        write(SMALL, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["brev.txt"]


@pytest.mark.parametrize("tables", [{"moten": []}, {"services": [{"service": "a", "namn": "A"}]}])
def test_a_table_or_column_that_the_schema_lacks_is_not_written(tmp_path: Path, tables: Any) -> None:
    with pytest.raises(ValueError, match=r"moten|namn"):
        write(tables, tmp_path / "paket")
    assert list(tmp_path.iterdir()) == []
