"""A new database, made in one step, is as one that has taken every step since the first version."""

import re
import sqlite3
from pathlib import Path

from tests.running.homes import READY, python, ready, stepped

STARTED = [("accounts", "0001_initial")]
MADE = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"


def shape(home: Path) -> dict[str, object]:
    """Of each table the columns, the references and the conditions, and with them every index and guard."""
    with sqlite3.connect(home / "loke.sqlite3") as database:
        tables = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        found = {
            name: (
                sorted(row[1:] for row in database.execute(f'PRAGMA table_info("{name}")')),
                sorted(row[2:] for row in database.execute(f'PRAGMA foreign_key_list("{name}")')),
                sorted(re.findall(r'CONSTRAINT "\w+" \w+ .*?(?=, CONSTRAINT|\)$)', sql)),
            )
            for name, sql in tables.items()
        }
        return {**found, "beside": sorted(database.execute(MADE))}


def test_a_new_database_has_the_tables_conditions_and_guards_of_one_that_has_come_all_the_way(tmp_path):
    (older := tmp_path / "older").mkdir()
    python(stepped(older, *STARTED), READY)
    new = shape(ready(tmp_path / "new"))
    assert len(new) > 100
    assert new == shape(older)
