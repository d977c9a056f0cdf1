"""An upgrade that is killed leaves whole migrations behind, and goes on the next time."""

import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from tests.faults.writing import rows
from tests.running.homes import READY, environment, python, ready

UPGRADES = int(os.environ.get("LOKE_UPGRADES", "10"))
SHAPE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
DONE = "SELECT app, name FROM django_migrations ORDER BY app, name"


def done(home: Path) -> int:
    try:
        return len(rows(home, DONE))
    except sqlite3.OperationalError:  # there is no such table yet
        return 0


def killed(home: Path, more: int, moment: float) -> None:
    """Bring the database so many migrations further, and kill it a moment into the next."""
    wanted = done(home) + more
    with subprocess.Popen([sys.executable, "-c", READY], env=environment(home), stderr=subprocess.DEVNULL) as making:
        while making.poll() is None and done(home) < wanted:
            Event().wait(0.01)
        Event().wait(moment)
        making.kill()


@pytest.mark.slow
def test_an_upgrade_that_is_killed_again_and_again_ends_as_one_that_was_not(tmp_path):
    whole, home, chance = ready(tmp_path / "whole"), tmp_path / "home", random.Random(21)
    home.mkdir()
    broken_off = 0
    for _ in range(UPGRADES):
        killed(home, chance.randint(1, 8), chance.random() / 10)
        assert rows(home, "PRAGMA integrity_check") == [("ok",)]
        broken_off += rows(home, SHAPE) != rows(whole, SHAPE)
    python(home, READY)
    sys.stdout.write(f"{UPGRADES} kills, {broken_off} in the middle\n")
    assert broken_off
    assert rows(home, SHAPE) == rows(whole, SHAPE)
    assert rows(home, DONE) == rows(whole, DONE)
