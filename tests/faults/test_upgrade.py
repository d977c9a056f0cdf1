"""A database that an earlier Loke left says the same after the upgrade, and a killed upgrade is one that has not begun.

`tests/faults/older.py` keeps such databases. `./loke test tests/faults/test_upgrade.py -m slow -s` takes every one of
them, and kills an upgrade at LOKE_UPGRADES of its statements.
"""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.faults.older import KEPT, exported, laid_out
from tests.faults.writing import rows
from tests.running.homes import READY, environment, python

OLDER = [path.name.partition(".")[0] for path in sorted(KEPT.glob("*.json.xz"))]
MIDDLE, NEWEST = "1c5e639", "fdd7d8c"
UPGRADES = int(os.environ.get("LOKE_UPGRADES", "50"))
SHAPE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
DONE = "SELECT app, name FROM django_migrations ORDER BY app, name"
COUNTED = """
import os, signal, django
django.setup()
from django.db import connection
sent = 0
def count(execute, *told):
    global sent
    sent += 1
    if sent == {last}:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(*told)
connection.execute_wrappers.append(count)
"""
EXPORT = """
from argparse import Namespace
from pathlib import Path
from loke.description.models import Service
from loke.exchange.command import run_export
from loke.running import proof
for code in Service.objects.values_list("code", flat=True):
    assert run_export(Namespace(service=code, path=Path({place!r}) / code, format="csv")) == 0
assert all(one.ok for one in proof.logs())
"""


def upgraded(home: Path, last: int = 0) -> int:
    """How many statements it took; with `last` it is killed at that one instead."""
    code = f"{COUNTED.format(last=last)}{READY}\nprint(sent)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == (-signal.SIGKILL if last else 0), done.stderr
    return 0 if last else int(done.stdout)


def found(home: Path) -> tuple[list, list]:
    assert rows(home, "PRAGMA integrity_check") == [("ok",)]
    assert rows(home, "PRAGMA foreign_key_check") == []
    return rows(home, SHAPE), rows(home, DONE)


def said(home: Path, then: dict[str, dict]) -> dict[str, dict]:
    """What every service exports now of what it exported then; both logs hold."""
    place = home / "exported"
    place.mkdir()
    python(home, EXPORT.format(place=str(place)))
    asked = {service: {file: one["columns"] for file, one in files.items()} for service, files in then.items()}
    return {service: exported(place / service, columns) for service, columns in asked.items()}


def check_killed(commit: str, times: int, tmp_path: Path) -> None:
    whole, home, chance = tmp_path / "whole", tmp_path / "home", random.Random(21)
    then = laid_out(commit, whole)
    statements = upgraded(whole)
    laid_out(commit, home)
    before = found(home)
    for last in sorted(chance.sample(range(1, statements + 1), times)):
        upgraded(home, last)
        assert found(home) == before, f"killed at {last} of {statements}"
    upgraded(home)
    sys.stdout.write(f"{commit}: {times} kills among {statements} statements\n")
    assert found(home) == found(whole) != before
    assert said(home, then) == then


def test_an_upgrade_that_is_killed_has_not_begun_and_is_whole_the_next_time(tmp_path):
    check_killed(NEWEST, 2, tmp_path)


@pytest.mark.slow
def test_an_upgrade_that_is_killed_again_and_again_ends_as_one_that_was_not(tmp_path):
    check_killed(MIDDLE, UPGRADES, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("commit", OLDER)
def test_what_an_earlier_loke_exported_is_exported_still(tmp_path, commit):
    then = laid_out(commit, tmp_path / "home")
    upgraded(tmp_path / "home")
    assert said(tmp_path / "home", then) == then
