"""The tables by SQL in DuckDB over the Parquet files: python -m benchmarks.duckdb_peer PATH [--period year]."""

import argparse
from pathlib import Path

import duckdb

from benchmarks import series
from benchmarks.contract import TABLES, columns, write
from benchmarks.effects import with_effects

SCRIPTS = [Path(__file__).parent / f"duckdb_{name}.sql" for name in ("peer", "scores", "expectations", "series")]


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


def change_rows(connection: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    """The table change: its sums from SQL, the intervals and effects put on top."""
    whole = map(with_effects, dicts(connection, "change"))
    return [{name: row.get(name) for name in columns("change")} for row in whole]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--period", choices=("all", "year"), default="all")
    parser.add_argument("-o", dest="out", type=Path)
    given = parser.parse_args()
    connection = duckdb.connect()
    connection.execute(f"SET file_search_path = '{given.path.resolve()}'; SET VARIABLE period = '{given.period}'")
    for script in SCRIPTS:
        connection.execute(script.read_text(encoding="utf-8"))
    as_of = connection.execute("SELECT getvariable('as_of')").fetchall()[0][0]
    made = {
        "change": change_rows(connection),
        "trend": list(series.trend(connection.execute("FROM trend").fetchall(), given.period, as_of)),
        "services": list(series.services(dicts(connection, "services"))),
    }
    tables = {table: made[table] if table in made else rows(connection, table) for table in TABLES}
    write(tables, {"as_of": str(as_of), "period": given.period}, given.out)


if __name__ == "__main__":
    main()
