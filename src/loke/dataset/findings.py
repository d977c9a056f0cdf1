"""Collects what is wrong while the tables are checked, set by set, and fetches only the faulty rows to tell about."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loke.dataset.faults import SHOWN_PER_FILE, Fault, Refused, shown
from loke.dataset.source import Source

DECLARED_IN = {  # where what a column of another table refers to is declared
    "service": {"services"},
    "variable": {"variables"},
    "option": {"options"},
    "intervention": {"interventions"},
    "ending": {"endings"},
    "phase": {"phase_plan"},
    "instrument": {"scales", "items"},
    "scale": {"scales"},
    "item": {"scales", "items"},
    "client": {"clients"},
    "episode": {"episodes"},
    "measurement": {"measurements"},
}


class Findings:
    """Faulty rows by table: for each the column and, in Swedish, what was expected there."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[str, str, NDArray[Any]]]] = {}

    def add(self, table: str, column: str, rows: Iterable[int] | NDArray[Any], expected: str) -> None:
        """Notes rows (counted from 0) of a table where `column` is not as expected; a cell is told about once."""
        numbers = np.asarray(rows if isinstance(rows, np.ndarray) else list(rows), np.int64)
        if numbers.size:
            told = [rows for name, _, rows in self._found.get(table, ()) if name == column]
            fresh = np.setdiff1d(numbers, np.concatenate(told)) if told else np.unique(numbers)
            self._found.setdefault(table, []).append((column, expected, fresh))

    def refuse(self, source: Source) -> None:
        """Raises Refused if anything is wrong."""
        faults, count = list(source.faults), len(source.faults)
        for table, noted in self._found.items():
            found = [(column, wanted, _own(source, table, column, rows)) for column, wanted, rows in noted]
            count += sum(rows.size for _, _, rows in found)
            faults += _faults(source, table, found)
        if count:
            raise Refused(faults, count)


def _own(source: Source, table: str, column: str, rows: NDArray[Any]) -> NDArray[Any]:
    """The rows whose fault is their own: not ragged, and not referring to a table that could not be read whole."""
    if table not in source.sheets:
        return rows
    if table not in DECLARED_IN.get(column, {table}) and DECLARED_IN[column] & source.incomplete:
        empty = source.query(f'SELECT row FROM "{table}" WHERE "{column}" IS NULL')  # noqa: S608
        rows = np.intersect1d(rows, [row for (row,) in empty])
    return np.setdiff1d(rows, source.sheets[table].ragged)


def _faults(source: Source, table: str, found: list[tuple[str, str, NDArray[Any]]]) -> list[Fault]:
    places = [(int(row), column, wanted) for column, wanted, rows in found for row in rows[:SHOWN_PER_FILE]]
    places = sorted(places)[:SHOWN_PER_FILE]
    rows = sorted({row for row, _, _ in places})
    lines, cells = source.lines(table, rows), _cells(source, table, rows)
    return [
        Fault(source.file(table), lines[row], column, shown(cells[row].get(column)), wanted)
        for row, column, wanted in places
    ]


def _cells(source: Source, table: str, rows: list[int]) -> dict[int, dict[str, str | None]]:
    """The text of every cell in these rows, as written in a text file."""
    sheet = source.sheets[table]
    names = list(sheet.text.header if sheet.text else sheet.columns)
    raw = (
        [f"c{number}" for number in range(len(names))]
        if sheet.text
        else [f'CAST("{name}" AS VARCHAR)' for name in names]
    )
    row, scan = ("rowid", f"{table}_text") if sheet.text else ("row", table)
    query = f'SELECT {", ".join([row, *raw])} FROM "{scan}" WHERE {row} IN (SELECT unnest(?::BIGINT[]))'  # noqa: S608
    return {number: dict(zip(names, cells, strict=True)) for number, *cells in source.query(query, rows)}
