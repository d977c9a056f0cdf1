"""An upgrade that is killed leaves whole migrations behind, and goes on the next time."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from tests.faults.writing import rows
from tests.running.homes import READY, environment, python, ready

UPGRADES = int(os.environ.get("LOKE_UPGRADES", "10"))
SHAPE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
DONE = "SELECT app, name FROM django_migrations ORDER BY app, name"


def killed(home: Path, seconds: float) -> None:
    with subprocess.Popen([sys.executable, "-c", READY], env=environment(home), stderr=subprocess.DEVNULL) as making:
        try:
            making.wait(seconds)
        except subprocess.TimeoutExpired:
            making.kill()


@pytest.mark.slow
def test_an_upgrade_that_is_killed_again_and_again_ends_as_one_that_was_not(tmp_path):
    whole, home, chance = ready(tmp_path / "whole"), tmp_path / "home", random.Random(21)
    home.mkdir()
    broken_off = 0
    for _ in range(UPGRADES):
        killed(home, 3 + 3 * chance.random())
        if (home / "loke.sqlite3").exists():
            assert rows(home, "PRAGMA integrity_check") == [("ok",)]
            broken_off += bool(rows(home, "SELECT 1 FROM sqlite_master")) and rows(home, SHAPE) != rows(whole, SHAPE)
    python(home, READY)
    sys.stdout.write(f"{UPGRADES} kills, {broken_off} in the middle\n")
    assert rows(home, SHAPE) == rows(whole, SHAPE)
    assert rows(home, DONE) == rows(whole, DONE)
