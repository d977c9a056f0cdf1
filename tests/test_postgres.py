"""Every test that touches the database passes on PostgreSQL as well, and what touches none passes beside."""

import os
import re

import pytest


@pytest.mark.postgres
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the tests already run on the database of DATABASE_URL")
def test_the_tests_that_touch_the_database_pass_on_postgresql_too(run_beside, capsys):
    if not run_beside:
        pytest.skip("PostgreSQL is not installed: sudo apt install postgresql")
    ended = {what: wait() for what, wait in run_beside.items()}
    for what, (code, output) in ended.items():
        slowest = re.search(r"^=+ slowest .*", output, re.MULTILINE | re.DOTALL)
        told = output if code else slowest[0] if slowest else output.strip().splitlines()[-1]
        with capsys.disabled():
            print(f"\n{what}: {told.strip()}")  # noqa: T201
    assert [what for what, (code, _) in ended.items() if code] == []
