"""The twelve tables by SQL in DuckDB over the Parquet files: python -m benchmarks.duckdb_peer PATH [--period year]."""

import argparse
from pathlib import Path

import duckdb

from benchmarks.contract import TABLES, columns, write
from benchmarks.effects import with_effects

SCRIPTS = [Path(__file__).parent / f"duckdb_{name}.sql" for name in ("peer", "scores", "expectations")]


def rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, object]]:
    names = ", ".join(f'"{name}"' for name in columns(table))
    return [
        dict(zip(columns(table), row, strict=True))
        for row in connection.execute(f"SELECT {names} FROM {table}").fetchall()
    ]


def change_rows(connection: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    """The table change: its sums from SQL, the intervals and effects put on top."""
    found = connection.execute("SELECT * FROM change")
    names = [column[0] for column in found.description]
    whole = (with_effects(dict(zip(names, row, strict=True))) for row in found.fetchall())
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
    tables = {table: rows(connection, table) for table in TABLES if table != "change"} | {
        "change": change_rows(connection)
    }
    as_of = connection.execute("SELECT getvariable('as_of')::VARCHAR").fetchall()[0][0]
    write(tables, {"as_of": as_of, "period": given.period}, given.out)


if __name__ == "__main__":
    main()
