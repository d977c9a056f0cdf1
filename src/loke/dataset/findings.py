"""Collects what is wrong while the tables are checked, set by set, and fetches only the faulty rows to tell about."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loke.dataset.faults import SHOWN_PER_FILE, Fault, Refused, shown
from loke.dataset.source import Source


class Findings:
    """Faulty rows by table: for each the column and, in Swedish, what was expected there."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[str, str, NDArray[Any]]]] = {}

    def add(self, table: str, column: str, rows: Iterable[int] | NDArray[Any], expected: str) -> None:
        """Notes rows (counted from 0) of a table where `column` is not as expected."""
        numbers = np.asarray(rows if isinstance(rows, np.ndarray) else list(rows), np.int64)
        if numbers.size:
            self._found.setdefault(table, []).append((column, expected, np.sort(numbers)))

    def refuse(self, source: Source) -> None:
        """Raises Refused if anything is wrong."""
        faults, count = list(source.faults), len(source.faults)
        for table, found in self._found.items():
            count += sum(rows.size for _, _, rows in found)
            faults += _faults(source, table, found)
        if count:
            raise Refused(faults, count)


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
    """The text of every cell in these rows."""
    names = list(source.sheets[table].columns)
    texts = "".join(f', CAST("{name}" AS VARCHAR)' for name in names)
    found = source.query(f'SELECT row{texts} FROM "{table}" WHERE row IN (SELECT unnest(?::BIGINT[]))', rows)  # noqa: S608
    return {row: dict(zip(names, cells, strict=True)) for row, *cells in found}
