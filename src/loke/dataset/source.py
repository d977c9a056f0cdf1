"""Where the tables come from: a folder, a .zip or rows in memory, each table as a DuckDB view with its row numbers."""

import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from loke.dataset.cells import text_of
from loke.dataset.faults import Fault, Refused, mask, shown
from loke.dataset.pack import is_packed
from loke.dataset.schema import TABLES, Table
from loke.dataset.textfile import Ragged, TextTable, Unreadable, line_numbers, prepare, straighten
from loke.dataset.unzip import unzip

READABLE = (".csv", ".parquet")
DESCRIPTOR = "datapackage.json"
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
PACKAGE = "en mapp eller .zip med tabeller"
DECLARES = {"scales": ("items", "parts")}  # columns beside the key that other tables refer to
MOST_NAMED = 5


@dataclass
class Sheet:
    """One table as found: `columns` are those of the schema that it has, with the DuckDB type of each."""

    table: Table
    file: str
    columns: dict[str, str]
    text: TextTable | None = None
    ragged: tuple[int, ...] = ()  # rows that are faults already, whatever their cells hold


@dataclass
class Source:
    """Every table of the schema is a view in `con`, absent columns empty, and `row` counted from 0."""

    con: duckdb.DuckDBPyConnection
    sheets: dict[str, Sheet] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    incomplete: set[str] = field(default_factory=set)  # tables not read whole: what they lack nobody can tell

    def file(self, table: str) -> str:
        return self.sheets[table].file if table in self.sheets else f"{table}.csv"

    def has(self, table: str, column: str) -> bool:
        return table in self.sheets and column in self.sheets[table].columns

    def query(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.con.execute(sql, parameters or None).fetchall()

    def lines(self, table: str, rows: Sequence[int]) -> dict[int, int]:
        """What a message calls these rows: the line of a text file, else the row counted from 1."""
        text = self.sheets[table].text if table in self.sheets else None
        return line_numbers(text, rows) if text else {row: row + 1 for row in rows}


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """The tables of a folder or .zip. Raises Refused when it is neither, or holds no table."""
    with tempfile.TemporaryDirectory(prefix="loke-") as name, _connection() as con:
        folder, work = path, Path(name)
        if other := _other_than_package(path):
            raise Refused([Fault(path.name, 0, "", other, PACKAGE)], 1)
        if not path.is_dir():
            folder = work / "unzipped"
            folder.mkdir()
            unzip(path, folder)
        source = Source(con)
        for file in sorted(folder.iterdir()):
            _add_file(source, file, work)
        if not source.sheets:
            where = "mappen" if folder == path else "zip-filen"
            raise Refused([Fault(path.name, 0, "", f"ingen services.csv i {where}", PACKAGE)], 1)
        _add_absent(source)
        yield source


def _other_than_package(path: Path) -> str:
    """What the path leads to, in Swedish, when it is neither a folder nor a .zip, whole or damaged."""
    if not path.exists():
        return "ingenting"
    if path.is_dir() or (path.is_file() and (path.suffix.lower() == ".zip" or zipfile.is_zipfile(path))):
        return ""
    try:
        packed = is_packed(path)
    except OSError:
        return "en fil som inte går att läsa"
    if packed:
        return "en packad fil, som bara är till för loke analyse"
    return "en fil som varken är en mapp, en .zip eller en packad fil"


@contextmanager
def rows_source(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Source]:
    """The tables of rows in memory; a message calls the first row of a table 1."""
    with _connection() as con:
        source = Source(con)
        for name, rows in tables.items():
            if name in TABLES:
                _add_rows(source, TABLES[name], rows)
            else:
                source.warnings.append(f"{mask(name)}: okänd tabell, inte läst")
        _add_absent(source)
        yield source


@contextmanager
def _connection() -> Iterator[duckdb.DuckDBPyConnection]:
    config: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    with duckdb.connect(":memory:", config=config) as con:
        yield con


def _add_file(source: Source, file: Path, work: Path) -> None:
    name, ending = file.stem, file.suffix.lower()
    if file.name == DESCRIPTOR:
        return
    if name not in TABLES or ending not in READABLE or not file.is_file():
        source.warnings.append(f"{mask(file.name)}: okänd fil, inte läst")
    elif name in source.sheets:
        source.faults.append(Fault(file.name, 0, "", f"samma tabell som {source.file(name)}", "en fil per tabell"))
    else:
        source.sheets[name] = Sheet(TABLES[name], file.name, {})  # known even when it cannot be read
        (_add_csv if ending == ".csv" else _add_parquet)(source, TABLES[name], file, work)


def _add_csv(source: Source, table: Table, file: Path, work: Path) -> None:
    try:
        text = prepare(file, work, [column.name for column in table.columns])
    except (Unreadable, OSError) as error:
        source.incomplete.add(table.name)
        source.faults.append(Fault(file.name, 0, "", str(error), "en textfil i UTF-8"))
        return
    if text.recoded:
        source.warnings.append(f"{file.name}: läst som Windows-1252, spara helst som UTF-8")
    names = [f"c{number}" for number in range(len(text.header))]
    ragged = _load_csv(source, table, file, text, work, names)
    if ragged is None:
        source.incomplete.add(table.name)
        source.faults.append(Fault(file.name, 0, "", "en fil som inte går att läsa", "en CSV-fil"))
        return
    types = {name: ("VARCHAR", raw) for name, raw in zip(text.header, names, strict=True)}
    sheet = Sheet(table, file.name, {}, text, tuple(one.row for one in ragged))
    _add_view(source, sheet, types, f'"{table.name}_text"', "rowid")
    if len(types) < len(text.header):
        source.faults.append(Fault(file.name, 1, "", "två kolumner med samma namn", "varje kolumn en gång"))


def _load_csv(
    source: Source, table: Table, file: Path, text: TextTable, work: Path, names: Sequence[str]
) -> list[Ragged] | None:
    """Load the file as texts, straightened where its rows are ragged; gives those rows, and None if nothing helps."""
    link = work / f"{table.name}-text.csv"
    link.symlink_to(text.path.resolve())  # a name that no pattern or quotation mark can hide in
    some = f"coalesce({', '.join(names)}) IS NOT NULL"
    load = f'CREATE TABLE "{table.name}_text" AS SELECT * FROM '  # noqa: S608
    try:
        source.con.execute(f"{load}{csv_scan(link, names, text.separator, text.skip + 1)} WHERE {some}")
    except duckdb.Error:
        straight = work / f"{table.name}-straight.csv"
        ragged = straighten(text, straight)
        if not _loaded(source, load + csv_scan(straight, names, text.separator, 0)):
            return None
        _report_ragged(source, table, file, text, ragged)
        return ragged
    return []


def csv_scan(path: Path, names: Sequence[str], separator: str, skip: int) -> str:
    """SQL that reads a CSV file as texts, after skipping so many lines; nothing about it is guessed."""
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    options = f"delim={literal(separator)}, quote='\"', escape='\"', header=false, skip={skip}, nullstr=''"
    return f"read_csv({literal(str(path))}, {options}, auto_detect=false, columns={{{columns}}})"


def _loaded(source: Source, load: str) -> bool:
    try:
        source.con.execute(load)
    except duckdb.Error:
        return False
    return True


def _report_ragged(source: Source, table: Table, file: Path, text: TextTable, ragged: Sequence[Ragged]) -> None:
    """One fault for each such row; the table is incomplete if one is too short for what others refer to."""
    wanted = f"{len(text.header)} kolumner, som i rubrikraden"
    source.faults.extend(Fault(file.name, one.line, "", f"{one.cells} kolumner", wanted) for one in ragged)
    lost = set(text.header[min((one.cells for one in ragged), default=len(text.header)) :])
    if lost.intersection((*table.key, *DECLARES.get(table.name, ()))):
        source.incomplete.add(table.name)


def _add_parquet(source: Source, table: Table, file: Path, work: Path) -> None:
    link = work / f"{table.name}.parquet"
    if link.resolve() != file.resolve():
        link.symlink_to(file.resolve())
    scan = f"read_parquet({literal(str(link))}, file_row_number=true)"
    try:
        described = source.query(f"DESCRIBE SELECT * FROM {scan}")  # noqa: S608
    except duckdb.Error:
        source.incomplete.add(table.name)
        source.faults.append(Fault(file.name, 0, "", "en skadad fil", "en Parquet-fil"))
        return
    types = {name: (kind, quoted(name)) for name, kind, *_ in described if name != "file_row_number"}
    _add_view(source, Sheet(table, file.name, {}), types, scan, "file_row_number")


def _add_rows(source: Source, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    names = sorted({name for row in rows for name in row})
    if rows and names:
        raw = [f"c{number}" for number in range(len(names))]
        cells = ", ".join(f"unnest(?::VARCHAR[]) AS {name}" for name in raw)
        columns = [[text_of(row.get(name)) or None for row in rows] for name in names]
        source.con.execute(f'CREATE TABLE "{table.name}_text" AS SELECT {cells}', columns)
        types = {name: ("VARCHAR", one) for name, one in zip(names, raw, strict=True)}
    else:
        source.con.execute(f'CREATE TABLE "{table.name}_text" AS SELECT 0 WHERE false')
        types = {column.name: ("VARCHAR", "NULL") for column in table.columns}
    _add_view(source, Sheet(table, table.name, {}), types, f'"{table.name}_text"', "rowid")


def _add_view(source: Source, sheet: Sheet, types: dict[str, tuple[str, str]], scan: str, row: str) -> None:
    """Makes the view of one table and reports columns that are unknown or wanting."""
    table, cells = sheet.table, []
    unknown = sorted(types.keys() - {column.name for column in table.columns})
    for column in table.columns:
        kind, raw = types.get(column.name, ("", ""))
        if kind:
            sheet.columns[column.name], cell = _normal(column.type, kind, raw, sheet.text)
        elif column.need:
            source.faults.append(Fault(sheet.file, 1, column.name, _missed(unknown), f"kolumnen {column.name}"))
            if column.name in table.key:
                source.incomplete.add(table.name)
        cells.append(f'{cell if kind else "NULL::VARCHAR"} AS "{column.name}"')
    for name in unknown:
        source.warnings.append(f"{sheet.file}: okänd kolumn ”{mask(name)}”, inte läst")
    source.con.execute(f'CREATE VIEW "{table.name}" AS SELECT {row} AS row, {", ".join(cells)} FROM {scan}')  # noqa: S608
    source.sheets[table.name] = sheet


def _missed(unknown: Sequence[str]) -> str:
    """A column is not there, but perhaps under one of these names."""
    names = ", ".join(shown(name) for name in unknown[:MOST_NAMED])
    return (
        f"ingen sådan kolumn men {'den okända' if len(unknown) == 1 else 'de okända'} {names}"
        if names
        else ("ingen sådan kolumn")
    )


def _normal(wanted: str, kind: str, raw: str, text: TextTable | None) -> tuple[str, str]:
    """The type and the SQL of a cell as the coding expects it: VARCHAR, or DATE, BIGINT, DOUBLE where they belong."""
    if wanted == "day" and (kind == "DATE" or kind.startswith("TIMESTAMP")):
        return "DATE", f"CAST({raw} AS DATE)"
    if wanted in ("integer", "decimal") and kind in WHOLE:
        return "BIGINT", f"CAST({raw} AS BIGINT)"
    if wanted in ("integer", "decimal") and kind in ("FLOAT", "DOUBLE"):
        exact = raw if kind == "DOUBLE" else f"CAST(CAST({raw} AS VARCHAR) AS DOUBLE)"  # as a float prints itself
        return "DOUBLE", f"CASE WHEN NOT isnan({raw}) THEN {exact} END"
    if wanted in ("decimal", "numbers") and text and text.decimal_comma:
        return "VARCHAR", f"replace({raw}, ',', '.')"
    return "VARCHAR", f"nullif(CAST({raw} AS VARCHAR), '')"


def _add_absent(source: Source) -> None:
    """A view without rows for every table left out; the ones that may not be are faults."""
    for table in TABLES.values():
        if table.need and table.name not in source.sheets:
            source.incomplete.add(table.name)
            source.faults.append(Fault(source.file(table.name), 0, "", "ingen sådan fil", f"tabellen {table.name}"))
        cells = ", ".join(f'NULL::VARCHAR AS "{column.name}"' for column in table.columns)
        source.con.execute(f'CREATE VIEW IF NOT EXISTS "{table.name}" AS SELECT 0::BIGINT AS row, {cells} WHERE false')
