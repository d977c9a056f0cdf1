"""Rows of a SQLite database moved to a PostgreSQL database that has the same tables."""

import sqlite3

import psycopg

KINDS = "SELECT column_name, is_identity FROM information_schema.columns WHERE table_name = %s"


def move_all(base: sqlite3.Connection, there: psycopg.Connection) -> None:
    """What stood in the tables there goes; neither guards nor references are asked."""
    with there.transaction():
        there.execute("SET LOCAL session_replication_role = replica; SET LOCAL timezone = 'UTC'")
        for table in tables(base):
            if not table.startswith("sqlite_"):
                _move(base, there, table)


def tables(base: sqlite3.Connection) -> list[str]:
    return [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def _move(base: sqlite3.Connection, there: psycopg.Connection, table: str) -> None:
    """All rows of a table, and where its numbers go on."""
    numbered = [name for name, is_numbered in there.execute(KINDS, [table]) if is_numbered == "YES"]
    read = base.execute(f'SELECT * FROM "{table}"')
    names = ", ".join(f'"{name}"' for name, *_ in read.description)
    there.execute(f'DELETE FROM "{table}"')
    with there.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in read:
            copy.write_row(row)
    for name in numbered:
        last = f'(SELECT coalesce(max("{name}"), 0) + 1 FROM "{table}")'
        there.execute(f"SELECT setval(pg_get_serial_sequence('{table}', '{name}'), {last}, false)")
