"""Writes a dataset as a package, a folder or .zip of CSV or Parquet with its datapackage.json, whole or not at all."""

import csv
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from loke.dataset.cells import text_of
from loke.dataset.schema import TABLES, Column, Table, descriptor
from loke.dataset.source import DESCRIPTOR, csv_scan

ENDINGS = ("csv", "parquet")
PARQUET_TYPES = {"day": "DATE", "integer": "BIGINT", "decimal": "DOUBLE", "boolean": "BOOLEAN"}
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # so that equal datasets are equal files

Tables = Mapping[str, Iterable[Mapping[str, Any]]]


def write(tables: Tables, path: Path | str, ending: str = "csv") -> None:
    """Writes the tables (text, int, Fraction, Decimal, bool, date, tuples or None by column) as a package.

    A path that ends in .zip becomes one file, any other a folder; a package that is there already is replaced.
    Raises ValueError for a table, column or ending that the schema does not have, FileExistsError for a folder that
    is not a package.
    """
    path = Path(path)
    if ending not in ENDINGS or not TABLES.keys() >= tables.keys():
        raise ValueError(f"väntade csv eller parquet och tabeller ur schemat, hittade {ending}: {', '.join(tables)}")
    if path.is_dir() and any(path.iterdir()) and not (path / DESCRIPTOR).is_file():
        raise FileExistsError(f"{path} är en mapp med annat i. Välj en ny mapp.")
    with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=f".{path.name}-") as name:
        folder = Path(name) / "package"
        folder.mkdir()
        _write_folder(tables, folder, ending)
        if path.suffix.lower() == ".zip":
            _replace(_zipped(folder, Path(name) / "package.zip"), path, Path(name))
        else:
            _replace(folder, path, Path(name))


def _write_folder(tables: Tables, folder: Path, ending: str) -> None:
    for table in (TABLES[name] for name in TABLES if name in tables):
        if ending == "csv":
            _write_csv(table, tables[table.name], folder / f"{table.name}.csv")
        else:
            _write_parquet(table, tables[table.name], folder / f"{table.name}.parquet")
    text = json.dumps(descriptor(tables, ending), ensure_ascii=False, indent=1)
    (folder / DESCRIPTOR).write_text(text + "\n", "utf-8")


def _write_csv(table: Table, rows: Iterable[Mapping[str, Any]], file: Path) -> None:
    names = [column.name for column in table.columns]
    known = set(names)
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(names)
        for row in rows:
            if not known >= row.keys():
                raise ValueError(f"{table.name} har inte kolumnerna {', '.join(sorted(row.keys() - known))}")
            writer.writerow([text_of(row.get(name)) for name in names])


def _write_parquet(table: Table, rows: Iterable[Mapping[str, Any]], file: Path) -> None:
    """By way of a CSV file, so that a large table never has to be in memory."""
    with tempfile.TemporaryDirectory(prefix="loke-") as name, duckdb.connect(":memory:") as con:
        text = Path(name) / "table.csv"
        _write_csv(table, rows, text)
        cells = ", ".join(_typed(column) for column in table.columns)
        found = csv_scan(text, [column.name for column in table.columns], ",", 1)
        con.sql(f"SELECT {cells} FROM {found}").write_parquet(str(file), compression="zstd")  # noqa: S608


def _typed(column: Column) -> str:
    return f'CAST("{column.name}" AS {PARQUET_TYPES.get(column.type, "VARCHAR")}) AS "{column.name}"'


def _zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(file.name, ZIP_TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with file.open("rb") as source, archive.open(entry, "w", force_zip64=True) as packed:
                shutil.copyfileobj(source, packed, 2**20)
    return target


def _replace(new: Path, path: Path, aside: Path) -> None:
    """Puts the new package in its place; an old folder is moved aside first and removed with the temporary folder."""
    if path.is_dir():
        path.rename(aside / "old")
    os.replace(new, path)
