"""The tables by SQL in DuckDB over the Parquet files: python -m benchmarks.duckdb_peer PATH [--period year]."""

import argparse
from pathlib import Path
from typing import Any

import duckdb

from benchmarks import series
from benchmarks.contract import TABLES, columns, write
from benchmarks.contrasts import with_both_times, with_groups, with_norm
from benchmarks.effects import with_effects

# What is put on top of the rows that SQL gives of these tables.
FINISH = {"change": with_effects, "norms": with_norm, "groups": with_groups, "yes_no": with_both_times}
SCRIPTS = [
    Path(__file__).parent / f"duckdb_{name}.sql" for name in ("peer", "scores", "results", "expectations", "series")
]


def rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, object]]:
    names = ", ".join(f'"{name}"' for name in columns(table))
    return [
        dict(zip(columns(table), row, strict=True))
        for row in connection.execute(f"SELECT {names} FROM {table}").fetchall()
    ]


def dicts(connection: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, object]]:
    found = connection.execute(f"FROM {table}")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def finished_rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, object]]:
    """A table whose sums come from SQL, with intervals and effects put on top."""
    whole = map(FINISH[table], dicts(connection, table))
    return [{name: row.get(name) for name in columns(table)} for row in whole]


def tables(connection: duckdb.DuckDBPyConnection, scripts: list[str], period: str, by: str | None) -> dict[str, Any]:
    """All tables, in a connection that finds the files by their names."""
    connection.execute("SET VARIABLE period = ?", [period])
    connection.execute("SET VARIABLE split = ?", [by])
    for script in scripts:
        connection.execute(script)
    made = {
        "trend": list(series.trend(connection.execute("FROM trend").fetchall(), period, as_of(connection))),
        "services": list(series.services(dicts(connection, "services"))),
    }
    return {
        table: made.get(table) or (finished_rows if table in FINISH else rows)(connection, table) for table in TABLES
    }


def as_of(connection: duckdb.DuckDBPyConnection) -> Any:
    return connection.execute("SELECT getvariable('as_of')").fetchall()[0][0]


def read_scripts() -> list[str]:
    return [script.read_text(encoding="utf-8") for script in SCRIPTS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--period", choices=("all", "year"), default="all")
    parser.add_argument("--by", choices=("sex",), help="for the table groups, which is empty without it")
    parser.add_argument("-o", dest="out", type=Path)
    given = parser.parse_args()
    connection = duckdb.connect()
    connection.execute(f"SET file_search_path = '{given.path.resolve()}'")
    made = tables(connection, read_scripts(), given.period, given.by)
    write(made, {"as_of": str(as_of(connection)), "period": given.period}, given.out)


if __name__ == "__main__":
    main()
