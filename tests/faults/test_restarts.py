"""Whoever writes while Loke or its database is restarted waits a little, and nothing acknowledged is lost."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from tests.faults.writing import Insisting, driven, rows

MADE = "SELECT count(*) FROM records_contact"
RESTARTS = int(os.environ.get("LOKE_RESTARTS", "20"))


@contextmanager
def writing(busy: Insisting):
    """Everybody writes until the block ends."""
    with ThreadPoolExecutor(len(busy.writers)) as pool:
        doing = [pool.submit(busy.write, writer) for writer in busy.writers]
        try:
            yield
        finally:
            busy.stop.set()
        for one in doing:
            one.result()


def until(busy: Insisting, more: int) -> None:
    """Wait until so many more are acknowledged, or something is wrong."""
    wanted = len(busy.acknowledged) + more
    while len(busy.acknowledged) < wanted and not busy.wrong:
        Event().wait(0.01)


@pytest.mark.parametrize(("times", "writes"), [(1, 10), pytest.param(RESTARTS, 50, marks=pytest.mark.slow)])
def test_whoever_asks_while_it_is_restarted_waits_and_is_not_refused(home, at, times, writes):
    before = rows(home, MADE)[0][0]
    with driven(home, kept=True) as driver:
        busy = Insisting(at, driver, 4)
        with writing(busy):
            for _ in range(times):
                until(busy, writes)
                driver.restart()
            until(busy, writes)
    sys.stdout.write(f"{times} restarts, {len(busy.acknowledged)} acknowledged, {len(busy.resent)} refused\n")
    assert busy.wrong == []
    assert rows(home, MADE)[0][0] - before == len(busy.acknowledged)
    assert len(busy.resent) <= len(busy.acknowledged) / 1000
