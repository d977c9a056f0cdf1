"""Codes the reality tables inside DuckDB: texts become small numbers by joins, which NumPy can check and sort."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loke.dataset.cells import FIRST_DAY, IS_DECIMAL, IS_INTEGER, LAST_DAY, expected
from loke.dataset.findings import Findings
from loke.dataset.schema import SLUG, TABLES, Column
from loke.dataset.source import Source, literal

EMPTY, BAD = -(2**31), -(2**31) + 1  # in whole numbers; in decimals NaN and minus infinity
EPISODE = {"episode": "en kod som finns i episodes"}
JOIN_EPISODE = "LEFT JOIN episodes_n e ON e.episode = t.episode"
MOST_CODES = 254  # a code is one byte, and the last one means missing
LARGEST = 1e15  # beyond this a DOUBLE no longer holds every whole number

Array = NDArray[Any]
Columns = dict[str, Array]


def add_codes(source: Source, name: str, rows: Iterable[tuple[int, str, int]]) -> None:
    """A table of codes to join with: (owner, code) -> n."""
    owners, codes, numbers = zip(*rows, strict=True) if (rows := list(rows)) else ((), (), ())
    source.con.execute(
        f"CREATE TABLE {name} AS SELECT unnest(?::INTEGER[]) AS owner, unnest(?::VARCHAR[]) AS code,"
        " unnest(?::INTEGER[]) AS n",
        [list(owners), list(codes), list(numbers)],
    )


def coded(source: Source, table: str, joins: str, links: Mapping[str, str]) -> Columns:
    """The columns of a table as int32, or float64 for decimals, in the order of the rows, EMPTY or BAD without a value.

    `links` gives the SQL of the columns that refer to something: NULL where it was not found.
    """
    if table not in source.sheets:
        return {"row": np.zeros(0, np.int32)} | {column.name: _nothing(column, 0) for column in TABLES[table].columns}
    cells = [
        f'{_code(source, table, column, links.get(column.name))} AS "{column.name}"'
        for column in TABLES[table].columns
        if source.has(table, column.name) and (column.name in links or column.need or column.type not in ("id", "text"))
    ]
    names = ", ".join(["CAST(t.row AS INTEGER) AS row", *cells])
    found: Columns = source.con.execute(f'SELECT {names} FROM "{table}" t {joins}').fetchnumpy()  # noqa: S608
    rows = found["row"].size
    if (found["row"][1:] < found["row"][:-1]).any():
        order = np.argsort(found["row"])
        found = {name: array[order] for name, array in found.items()}
    absent = [column for column in TABLES[table].columns if column.name not in found]
    return found | {column.name: _nothing(column, rows) for column in absent}


def _nothing(column: Column, rows: int) -> Array:
    return np.full(rows, np.nan) if column.type == "decimal" else np.full(rows, EMPTY, np.int32)


def _code(source: Source, table: str, column: Column, link: str | None) -> str:
    raw, kind = f't."{column.name}"', source.sheets[table].columns[column.name]
    if column.type == "decimal" or column.name == "value":
        nothing = f"CASE WHEN {raw} IS NULL THEN 'nan'::DOUBLE ELSE '-inf'::DOUBLE END"
        return f"coalesce({link or number(raw, kind, column)}, {nothing})"
    value = link or _VALUES.get(column.type, _present)(raw, kind, column)
    return f"coalesce(CAST({value} AS INTEGER), CASE WHEN {raw} IS NULL THEN {EMPTY} ELSE {BAD} END)"


def _present(_raw: str, _kind: str, _column: Column) -> str:
    return f"CASE WHEN {_raw} IS NOT NULL THEN 0 END"


def _slug(raw: str, _kind: str, _column: Column) -> str:
    return f"CASE WHEN regexp_full_match({raw}, '{SLUG}') THEN 0 END"


def _choice(raw: str, _kind: str, column: Column) -> str:
    return f"CASE {raw} {' '.join(f'WHEN {literal(word)} THEN {n}' for n, word in enumerate(column.choices))} END"


def day(raw: str, kind: str, _column: Column | None = None) -> str:
    """SQL for days since 1970, NULL for what is not an ISO day between the first and the last."""
    date = raw if kind == "DATE" else f"TRY_CAST({raw} AS DATE)"
    strict = "" if kind == "DATE" else f" AND CAST({date} AS VARCHAR) = {raw}"
    span = f"{date} BETWEEN DATE '{FIRST_DAY}' AND DATE '{LAST_DAY}'"
    return f"CASE WHEN {span}{strict} THEN {date} - DATE '{FIRST_DAY}' END"


def _integer(raw: str, kind: str, column: Column) -> str:
    least, most = _limit(column.least, -(10**9)), _limit(column.most, 10**9)
    if kind == "BIGINT":
        return f"CASE WHEN {raw} BETWEEN {least} AND {most} THEN {raw} END"
    whole = f"regexp_full_match({raw}, '{IS_INTEGER.pattern}(\\.0)?')" if kind == "VARCHAR" else f"{raw} = trunc({raw})"
    cast = f"TRY_CAST({raw} AS INTEGER)"
    return f"CASE WHEN {whole} AND {cast} BETWEEN {least} AND {most} THEN {cast} END"


def number(raw: str, kind: str, column: Column | None = None) -> str:
    """SQL for a number as DOUBLE, NULL for what is not one or lies outside the column's limits."""
    cast = f"TRY_CAST({raw} AS DOUBLE)"
    text = f"regexp_full_match({raw}, {literal(IS_DECIMAL.pattern)}) AND " if kind == "VARCHAR" else ""
    least, most = (column.least, column.most) if column else (None, None)
    return f"CASE WHEN {text}{cast} BETWEEN {_limit(least, -LARGEST)} AND {_limit(most, LARGEST)} THEN {cast} END"


def _limit(given: int | None, otherwise: float) -> float:
    return otherwise if given is None else given


_VALUES: dict[str, Callable[[str, str, Column], str]] = {
    "slug": _slug,
    "choice": _choice,
    "day": day,
    "integer": _integer,
}


def told(owner: str, link: str, raw: str) -> str:
    """SQL of a link that is -1 where its owner is unknown, for that has been told already."""
    return f"CASE WHEN {owner} IS NULL AND {raw} IS NOT NULL THEN -1 ELSE {link} END"


def check_number(table: str, column: str, columns: Columns, findings: Findings) -> None:
    """A snapshot keeps these codes in one byte."""
    findings.add(table, column, columns["row"][columns[column] >= MOST_CODES], f"högst {MOST_CODES} olika")


def is_bad(array: Array) -> Array:
    return np.asarray(array == (-np.inf if array.dtype.kind == "f" else BAD))


def is_empty(array: Array) -> Array:
    return np.isnan(array) if array.dtype.kind == "f" else np.asarray(array == EMPTY)


def check_cells(source: Source, table: str, columns: Columns, findings: Findings, wanted: Mapping[str, str]) -> None:
    """Adds every cell that could not be coded and every empty one that may not be; `wanted` tells what links expect."""
    for column in TABLES[table].columns:
        array, text = columns[column.name], wanted.get(column.name, expected(column))
        if array.dtype.kind != "f" and array.min(initial=0) > BAD:
            continue
        findings.add(table, column.name, columns["row"][is_bad(array)], text)
        if column.need == "value" and source.has(table, column.name):
            findings.add(table, column.name, columns["row"][is_empty(array)], text)


def check_key(source: Source, table: str, findings: Findings) -> list[int]:
    """Adds, and returns, every row whose key another row before it has."""
    if table not in source.sheets:
        return []
    names = [f'"{name}"' for name in TABLES[table].key]
    given = " AND ".join(f"{name} IS NOT NULL" for name in names)
    counts = source.query(f'SELECT count(*), count(DISTINCT hash({", ".join(names)})) FROM "{table}" WHERE {given}')  # noqa: S608
    if counts[0][0] == counts[0][1]:
        return []
    again = f"row_number() OVER (PARTITION BY {', '.join(names)} ORDER BY row) > 1"
    found = source.query(f'SELECT row FROM "{table}" WHERE {given} QUALIFY {again}')  # noqa: S608
    rows = [row for (row,) in found]
    findings.add(table, TABLES[table].key[-1], rows, f"{', '.join(TABLES[table].key)} bara en gång")
    return rows


def add_numbers(source: Source, table: str, columns: str, joins: str, again: list[int]) -> None:
    """The table TABLE_n to join with: the first row of each key, numbered by its row, and these `columns`."""
    repeated = f"WHERE t.row NOT IN (SELECT unnest({again}))" if again else ""
    numbers = f"SELECT {columns}, CAST(t.row AS INTEGER) AS n"
    source.con.execute(f'CREATE TABLE {table}_n AS {numbers} FROM "{table}" t {joins} {repeated}')
