"""Every test that touches the database passes on PostgreSQL as well, in a process of its own."""

import os

import pytest


@pytest.mark.postgres
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the tests already run on the database of DATABASE_URL")
def test_the_tests_that_touch_the_database_pass_on_postgresql_too(on_postgresql, capsys):
    if on_postgresql is None:
        pytest.skip("PostgreSQL is not installed: sudo apt install postgresql")
    code, output = on_postgresql()
    with capsys.disabled():
        print(f"\nPostgreSQL: {output.strip().splitlines()[-1]}")  # noqa: T201
    assert code == 0, output
