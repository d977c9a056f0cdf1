"""Runs every test that touches the database once more, on PostgreSQL, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.postgres import server

ROOT = Path(__file__).parents[1]


@pytest.mark.postgres
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the tests already run on the database of DATABASE_URL")
def test_the_tests_that_touch_the_database_pass_on_postgresql_too(capsys):
    with server() as address:
        if address is None:
            pytest.skip("PostgreSQL is not installed: sudo apt install postgresql")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", "--no-cov"]
        result = subprocess.run(
            [*command, "-m", "database and not browser and not slow"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": address},
            capture_output=True,
            text=True,
            check=False,
        )
    with capsys.disabled():
        print(f"\nPostgreSQL: {result.stdout.strip().splitlines()[-1]}")  # noqa: T201
    assert result.returncode == 0, result.stdout + result.stderr
