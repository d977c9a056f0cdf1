"""Every test that touches the database passes on PostgreSQL as well, in a process of its own with what touches none."""

import os
import re

import pytest


@pytest.mark.postgres
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the tests already run on the database of DATABASE_URL")
def test_the_tests_that_touch_the_database_pass_on_postgresql_too(on_postgresql, capsys):
    if on_postgresql is None:
        pytest.skip("PostgreSQL is not installed: sudo apt install postgresql")
    code, output = on_postgresql()
    slowest = re.search(r"^=+ slowest .*", output, re.MULTILINE | re.DOTALL)
    told = slowest[0] if slowest else output.strip().splitlines()[-1]
    with capsys.disabled():
        print(f"\nBeside, on PostgreSQL: {told.strip()}")  # noqa: T201
    assert code == 0, output
