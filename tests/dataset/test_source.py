"""Packages as people save them: Swedish Excel, old encodings, quoted newlines, and files that are broken."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from tests.dataset.alike import differences
from tests.dataset.small import SMALL, small

from loke.dataset.faults import Refused
from loke.dataset.reader import open_dataset, read, snapshot_of_rows
from loke.dataset.writer import write


def save(folder: Path, separator: str = ",", encoding: str = "utf-8", newline: str = "\n") -> Path:
    """The small dataset as another program would save it, numbers with a decimal comma unless commas separate."""
    folder.mkdir(exist_ok=True)
    for name, rows in SMALL.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=separator, lineterminator=newline)
            writer.writerow(rows[0])
            writer.writerows([_cell(text, separator) for text in row.values()] for row in rows)
    return folder


def _cell(text: str, separator: str) -> str:
    is_number = all(part.replace(".", "", 1).isdigit() for part in text.split()) and "." in text
    return text.replace(".", ",") if is_number and separator == ";" else text


def refused(path: Path) -> list[str]:
    with pytest.raises(Refused) as error:
        open_dataset(path)
    return str(error.value).splitlines()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_folder_of_csv_is_the_same_dataset_however_it_was_saved(
    tmp_path: Path, separator: str, encoding: str, newline: str
) -> None:
    found = open_dataset(save(tmp_path / "paket", separator, encoding, newline))
    assert differences(found, snapshot_of_rows(SMALL)) == []


def test_swedish_excel_from_before_utf_8_is_read_with_a_warning(tmp_path: Path) -> None:
    with read(save(tmp_path / "paket", ";", "cp1252")) as dataset:
        assert [row["name"] for row in dataset.rows("services")] == ["Öppna", "Unga"]
        assert "services.csv: läst som Windows-1252, spara helst som UTF-8" in dataset.source.warnings


def test_a_decimal_comma_is_a_number_also_where_the_variable_decides(tmp_path: Path) -> None:
    with read(save(tmp_path / "paket", ";")) as dataset:
        assert "12.5" in [row["value"] for row in dataset.rows("values")]


def test_true_and_false_are_read_as_swedish_excel_saves_them(tmp_path: Path) -> None:
    folder = save(tmp_path / "paket", ";")
    file = folder / "interventions.csv"
    file.write_text(file.read_text().replace("true", "SANT").replace("false", "FALSKT"))
    with read(folder) as dataset:
        assert [row["intended"] for row in dataset.rows("interventions")] == [True, False, True]


def test_the_line_of_a_fault_is_the_line_in_the_file_also_after_newlines_and_empty_rows(tmp_path: Path) -> None:
    folder = save(tmp_path / "paket")
    (folder / "goals.csv").write_text(
        'episode,goal,attainment\ne1,"Eget\nboende",fully\n\n,,\ne1,Arbete,nästan\n', encoding="utf-8"
    )
    assert refused(folder) == [
        "goals.csv:6:attainment, hittade ”nästan”, väntade fully, largely, slightly eller not_at_all"
    ]


def test_a_row_with_too_few_cells_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = save(tmp_path / "paket")
    (folder / "goals.csv").write_text("episode,goal,attainment\ne1,Bo,fully\ne1,Arbete\n", encoding="utf-8")
    assert refused(folder) == ["goals.csv:3:, hittade 2 kolumner, väntade 3 kolumner, som i rubrikraden"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("episode;goal\n".encode("utf-16"), "en fil i UTF-16"),
        (b"episode,goal\n\x00\x01", "en fil som inte är text"),
        (b"episode,goal\ne1,\x81\x8d\n", "tecken som varken är UTF-8 eller Windows-1252"),
    ],
)
def test_a_file_that_is_not_text_is_refused(tmp_path: Path, content: bytes, found: str) -> None:
    folder = save(tmp_path / "paket")
    (folder / "goals.csv").write_bytes(content)
    assert refused(folder) == [f"goals.csv, hittade {found}, väntade en textfil i UTF-8"]


def test_columns_may_come_in_any_order_and_a_header_alone_is_a_table_left_out(tmp_path: Path) -> None:
    folder = save(tmp_path / "paket")
    (folder / "goals.csv").write_text("attainment,episode,goal\n", encoding="utf-8")
    contacts = [line.split(",")[::-1] for line in (folder / "contacts.csv").read_text().splitlines()]
    (folder / "contacts.csv").write_text("\n".join(",".join(line) for line in contacts) + "\n")
    expected = snapshot_of_rows({name: rows for name, rows in SMALL.items() if name != "goals"})
    assert differences(open_dataset(folder), expected) == []


def test_an_unknown_file_is_reported(tmp_path: Path) -> None:
    folder = save(tmp_path / "paket")
    (folder / "läs mig.txt").write_text("hej")
    assert open_dataset(folder).warnings == ("läs mig.txt: okänd fil, inte läst",)


def test_the_line_that_tells_excel_the_separator_is_not_a_row(tmp_path: Path) -> None:
    folder = save(tmp_path / "paket")
    (folder / "goals.csv").write_text("sep=|\nepisode|goal|attainment\ne1|Bo|nästan\n", encoding="utf-8")
    assert refused(folder) == [
        "goals.csv:3:attainment, hittade ”nästan”, väntade fully, largely, slightly eller not_at_all"
    ]


def test_two_columns_with_one_name_are_refused(tmp_path: Path) -> None:
    folder = save(tmp_path / "paket")
    (folder / "goals.csv").write_text("episode,goal,goal,attainment\ne1,Bo,Bo,fully\n", encoding="utf-8")
    assert refused(folder) == ["goals.csv:1:, hittade två kolumner med samma namn, väntade varje kolumn en gång"]


@pytest.mark.parametrize("kind", ["float32", "float64", "Int64", "datetime64[ns]"])
def test_parquet_from_a_data_frame_is_read_with_the_types_that_it_chose(tmp_path: Path, kind: str) -> None:
    write(small(), tmp_path / "paket", "parquet")
    file = tmp_path / "paket" / ("scores.parquet" if kind == "float32" else "contacts.parquet")
    frame = pd.read_parquet(file)
    column = {"float32": "value", "datetime64[ns]": "date"}.get(kind, "minutes")
    frame[column] = frame[column].astype(kind)
    frame.to_parquet(file)
    assert differences(open_dataset(tmp_path / "paket"), snapshot_of_rows(SMALL)) == []


def test_the_same_table_twice_is_refused(tmp_path: Path) -> None:
    folder = save(tmp_path / "paket")
    (folder / "goals.parquet").write_bytes(b"PAR1")
    assert refused(folder) == ["goals.parquet, hittade samma tabell som goals.csv, väntade en fil per tabell"]


def test_a_damaged_parquet_file_is_refused(tmp_path: Path) -> None:
    write(small(), tmp_path / "paket", "parquet")
    (tmp_path / "paket" / "goals.parquet").write_bytes(b"PAR1 inte mer")
    assert refused(tmp_path / "paket") == ["goals.parquet, hittade en skadad fil, väntade en Parquet-fil"]


def test_a_fault_in_parquet_is_told_by_row(tmp_path: Path) -> None:
    tables = small()
    tables["contacts"][2]["attendance"] = "kom"
    write(tables, tmp_path / "paket", "parquet")
    assert refused(tmp_path / "paket") == [
        "contacts.parquet:3:attendance, hittade ”kom”, väntade attended, missed eller cancelled"
    ]


def test_a_path_with_signs_that_mean_something_elsewhere_is_only_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "å [1] 'x' *?"
    assert differences(open_dataset(save(folder)), snapshot_of_rows(SMALL)) == []


def test_nothing_at_the_path_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "borta") == ["borta, hittade ingenting, väntade en mapp eller .zip med tabeller"]
