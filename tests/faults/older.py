"""Databases as earlier Lokes left them, small and of invented people: `python -m tests.faults.older COMMIT` keeps one.

The code of that commit makes its demo and exports every service; few clients are left, with all that is theirs.
"""

import csv
import json
import lzma
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import psycopg
from tests.moving import move_all, tables
from tests.running.homes import stepped

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).parent / "older"
ONE_IN = 16
LINES = 20  # of each log
# What goes of other tables, where they are there.
GONE = dict.fromkeys(("records_change", "records_figureschange"), f"id % {8 * ONE_IN}")
GONE |= dict.fromkeys(("django_session", "cache", "accounts_signin"), "true")
MAKE = """
import django
django.setup()
from datetime import date
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from loke.demo import build
build(date(2026, 11, 15), progress=lambda line: None)
"""


def keep(commit: str) -> Path:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        source = subprocess.run(["git", "archive", commit, "src"], cwd=ROOT, capture_output=True, check=True).stdout
        subprocess.run(["tar", "-x", "-C", folder], input=source, check=True)
        told = {"PYTHONPATH": f"{folder}/src", "LOKE_HOME": folder, "DJANGO_SETTINGS_MODULE": "loke.settings"}
        its = {**os.environ, **told, "LOKE_DEMO": "1"}
        subprocess.run([sys.executable, "-c", MAKE], env=its, cwd=folder, check=True)
        with closing(sqlite3.connect(home / "loke.sqlite3", isolation_level=None)) as base:
            services = thin_out(base)
            sql = "\n".join(base.iterdump())
        for service in services:
            subprocess.run([sys.executable, "-m", "loke", "export", service, home / service], env=its, check=True)
        kept = {"sql": sql, "exported": {service: exported(home / service) for service in services}}
        kept["keys"] = (home / "keys.json").read_text() if (home / "keys.json").exists() else None
        place = KEPT / f"{commit}.json.xz"
        place.write_bytes(lzma.compress(json.dumps(kept, ensure_ascii=False).encode(), preset=9 | lzma.PRESET_EXTREME))
    return place


def thin_out(base: sqlite3.Connection) -> list[str]:
    """Leave few clients and the beginning of the logs; gives the codes of the services."""
    triggers = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    base.execute("BEGIN")
    for name, _ in triggers:
        base.execute(f'DROP TRIGGER "{name}"')
    base.execute(f"DELETE FROM records_client WHERE id % {ONE_IN}")
    for table, gone in GONE.items():
        if table in tables(base):
            base.execute(f"DELETE FROM {table} WHERE {gone}")
    for log in ("audit", "access"):
        base.execute(f"DELETE FROM accounts_{log}entry WHERE number > {LINES}")
        last = f"SELECT number, digest FROM accounts_{log}entry ORDER BY number DESC LIMIT 1"
        base.execute(f"UPDATE accounts_loghead SET (number, digest) = ({last}) WHERE log = '{log}'")
    drop_what_hangs_loose(base)
    base.execute("UPDATE accounts_installation SET kind = 'real'")
    for _, sql in triggers:
        base.execute(sql)
    base.execute("COMMIT")
    return [code for (code,) in base.execute("SELECT code FROM description_service ORDER BY code")]


def drop_what_hangs_loose(base: sqlite3.Connection) -> None:
    """What points to something that is gone, and registrations that nothing is left of."""
    while orphans := base.execute("PRAGMA foreign_key_check").fetchall():
        for table, row, *_ in orphans:
            base.execute(f'DELETE FROM "{table}" WHERE rowid = ?', [row])
    if "records_registration" in tables(base):
        held = " UNION ".join(holding(base, "records_registration"))
        base.execute(f"DELETE FROM records_registration WHERE id NOT IN ({held})")


def holding(base: sqlite3.Connection, table: str) -> list[str]:
    """A query for each column that points to the table."""
    found = [(name, key) for name in tables(base) for key in base.execute(f'PRAGMA foreign_key_list("{name}")')]
    pointing = [(name, column) for name, (_, _, to, column, *_) in found if to == table]
    return [f'SELECT "{column}" FROM "{name}" WHERE "{column}" IS NOT NULL' for name, column in pointing]


def exported(folder: Path, columns: dict[str, list[str]] | None = None) -> dict[str, dict]:
    """What each table of a data set says: its columns (or those of them that are asked for), rows, and a digest."""
    found = {}
    for file in sorted(folder.glob("*.csv")):
        if columns is None or file.name in columns:
            with file.open(encoding="utf-8-sig", newline="") as text:
                rows = list(csv.DictReader(text))
            asked = columns[file.name] if columns else sorted(rows[0]) if rows else []
            told = sorted(json.dumps([row[name] for name in asked], ensure_ascii=False) for row in rows)
            digest = sha256("\n".join(told).encode()).hexdigest()
            found[file.name] = {"columns": asked, "rows": len(rows), "digest": digest}
    return found


def laid_out(commit: str, home: Path) -> dict:
    """The database and keys in a home, and what was exported from them then."""
    kept = json.loads(lzma.decompress((KEPT / f"{commit}.json.xz").read_bytes()))
    home.mkdir(exist_ok=True)
    with closing(sqlite3.connect(home / "loke.sqlite3")) as base:
        base.executescript(kept["sql"])
    if kept["keys"]:
        (home / "keys.json").write_text(kept["keys"])
    return kept["exported"]


def laid_out_on(address: str, commit: str, home: Path) -> dict:
    """The same in an empty PostgreSQL database: its steps are taken there as of old, and the rows moved over."""
    then = laid_out(commit, home)
    file = home / "loke.sqlite3"
    with closing(sqlite3.connect(file)) as base, psycopg.connect(address) as there:
        steps = base.execute("SELECT app, max(name) FROM django_migrations GROUP BY app").fetchall()
        stepped(home, *steps, DATABASE_URL=address)
        move_all(base, there)
    file.unlink()
    return then


if __name__ == "__main__":
    KEPT.mkdir(exist_ok=True)
    for asked in sys.argv[1:]:
        made = keep(asked)
        print(made.relative_to(ROOT), made.stat().st_size)  # noqa: T201
