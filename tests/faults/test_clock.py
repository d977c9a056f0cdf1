"""The clock is set back or forward: what has ended stays ended, and what is written is in the order it was written."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.faults.writing import Writer, driven
from tests.running.homes import python

from loke.running import health
from loke.running.trouble import Refused

FAKED = next(iter(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)


class Clock:
    """The wall clock of every process that is given `settings`; how long something lasts is still told truly."""

    def __init__(self, file: Path):
        self.file = file
        self.settings = {
            "LD_PRELOAD": str(FAKED),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        self.set("+0")

    def set(self, moved: str) -> None:
        written = self.file.with_suffix(".new")
        written.write_text(f"{moved}\n")
        os.replace(written, self.file)


def is_out(answer) -> bool:
    """Whether what was sent is not stored: it waits, or its sender is led to sign in."""
    status, _, where = answer
    return status == 403 or "/demo/" in where


@pytest.mark.skipif(not FAKED, reason="libfaketime is not installed: sudo apt install faketime")
def test_a_clock_that_jumps_revives_nothing_and_breaks_no_log(home, at):
    clock = Clock(home / "clock")
    with driven(home, **clock.settings) as driver:
        first = Writer(driver.port, *at)
        assert first.send()[0] == 303
        for moved in ("-1h", "+1d"):
            clock.set(moved)
            assert is_out(first.send()), f"{moved}: signed out"
            second = Writer(driver.port, *at)
            assert second.send()[0] == 303, moved
        clock.set("+0")
        for old in (first, second):
            assert is_out(old.send()), "what has ended does not begin again"
        assert Writer(driver.port, *at).send()[0] == 303
    said = python(home, "from loke.running import proof; print([one.ok for one in proof.logs()])", LOKE_DEMO="1")
    assert said.endswith("[True, True]")


def test_what_was_done_in_the_future_is_not_well(monkeypatch):
    monkeypatch.setattr(health, "age_of", lambda what: timedelta(hours=-1))
    with pytest.raises(Refused, match="klockan har ställts tillbaka"):
        health._lately("nightly")
