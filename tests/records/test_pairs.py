"""Of two who change the same answer at the same moment one is stored, and the other is shown both versions.

`./loke test -m slow tests/records/test_pairs.py` does a thousand pairs on each database.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.postgres import server
from tests.running.homes import ready

ROOT = Path(__file__).parents[2]
FEW, MANY = 10, 1000


def outcome(address: str, home: Path, pairs: int) -> dict:
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "LOKE_HOME": str(home),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    command = [sys.executable, "-m", "tests.records.pairs", str(pairs)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def check(address: str, home: Path, pairs: int) -> None:
    assert outcome(address, home, pairs) == {"stored": pairs, "shown": pairs, "wrong": []}


def check_on_postgresql(home: Path, pairs: int) -> None:
    with server() as address:
        if address is None:
            pytest.skip("PostgreSQL is not installed: sudo apt install postgresql")
        check(address, home, pairs)


def test_no_change_is_lost_in_a_sqlite_file(tmp_path):
    check(f"sqlite:///{ready(tmp_path) / 'loke.sqlite3'}", tmp_path, FEW)


def test_no_change_is_lost_in_postgresql(tmp_path):
    check_on_postgresql(tmp_path, FEW)


@pytest.mark.slow
def test_no_change_of_a_thousand_pairs_is_lost_in_a_sqlite_file(tmp_path):
    check(f"sqlite:///{ready(tmp_path) / 'loke.sqlite3'}", tmp_path, MANY)


@pytest.mark.slow
def test_no_change_of_a_thousand_pairs_is_lost_in_postgresql(tmp_path):
    check_on_postgresql(tmp_path, MANY)
