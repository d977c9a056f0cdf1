"""A database whose logs were sealed without salt: they are sealed anew, and what the chain ended with is kept.

Each run has such logs in tests/description/test_older_database.py; here, by `-m slow`, are those that somebody touched.
"""

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from tests.running.homes import stepped

SRC = Path(__file__).parents[2] / "src"
AT = "2026-05-04 10:00:00"
WHOLE = """
from loke.accounts.log import broken_links, forget
from loke.accounts.models import *
unit = Unit.objects.get()
print(broken_links(AuditEntry), broken_links(AccessEntry))
forget(by=None, unit=unit, clients=[7], targets=["records.Client 7"])
print(broken_links(AuditEntry), broken_links(AccessEntry), AccessedClient.objects.filter(client_number=None).count())
print(*AuditEntry.objects.order_by("number").values_list("what", "target")[2])
"""


def digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def plain(content: object) -> str:
    return hashlib.sha256(str(content).encode()).hexdigest()


def chain(contents: list[str]) -> list[tuple]:
    """Entries as they were made before: number, day, what, content, digest."""
    made, last = [], ""
    for number, content in enumerate(contents, 1):
        last = digest(last, number, AT.replace(" ", "T") + "+00:00", "", 1, "x", content)
        made.append((number, AT, 1, "x", content, last))
    return made


def django(home: Path, *words: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"LOKE_HOME": str(home), "PYTHONPATH": str(SRC), "DJANGO_SETTINGS_MODULE": "loke.settings"}
    command = [sys.executable, "-m", "django", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def fill(database: sqlite3.Connection, touched: bool = False) -> str:
    """What the log of readings ended with; both are about a unit that is number 1."""
    audit = chain([plain("records.Client 7"), plain("records.Episode 8")])
    access = chain([plain([5, 7]), plain([7])])
    link = "(number, at, unit_id, what, content, digest"
    targets = ("records.Client 7", "records.Episode 9" if touched else "records.Episode 8")
    for row, target in zip(audit, targets, strict=True):
        database.execute(f"INSERT INTO accounts_auditentry {link}, target) VALUES (?,?,?,?,?,?,?)", (*row, target))
    for row in access:
        database.execute(f"INSERT INTO accounts_accessentry {link}) VALUES (?,?,?,?,?,?)", row)
    for row in ((1, 1, 5), (2, 1, 7), (3, 2, 7)):
        database.execute("INSERT INTO accounts_accessedclient (id, entry_id, client_number) VALUES (?,?,?)", row)
    for log, rows in (("audit", audit), ("access", access)):
        database.execute("INSERT INTO accounts_loghead (log, number, digest) VALUES (?,2,?)", (log, rows[-1][-1]))
    return access[-1][-1]


@pytest.mark.slow
@pytest.mark.parametrize(("touched", "last"), [(False, "seal_log_anew"), (True, "seal_broken_log_anew")])
def test_older_logs_hold_after_they_are_sealed_anew_and_a_broken_one_is_not_made_whole(tmp_path, touched, last):
    stepped(tmp_path, ("accounts", "0002_logs_only_grow"))
    with sqlite3.connect(tmp_path / "loke.sqlite3") as database:
        database.execute("INSERT INTO accounts_organisation (id, code, name) VALUES (1, 'a', 'A')")
        database.execute("INSERT INTO accounts_unit (id, organisation_id, code, name) VALUES (1, 1, 'u', 'U')")
        former = fill(database, touched)
    django(tmp_path, "migrate", "accounts", "--verbosity=0")
    before, after, noted = django(tmp_path, "shell", "--verbosity=0", "-c", WHOLE).strip().splitlines()
    assert (before, after) == ("[] []", "[] [] 2")
    assert noted == f"seal_log_anew access {former}"
    with sqlite3.connect(tmp_path / "loke.sqlite3") as database:
        assert database.execute("SELECT what FROM accounts_auditentry WHERE number = 4").fetchone() == (last,)
