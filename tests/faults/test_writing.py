"""What was acknowledged is there: after a kill, after fifty times the same, and with everybody at once."""

import os
import random
import re
import shutil
import sys
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from tests.faults.writing import Insisting, Writer, driven, rows

MADE = "SELECT count(*) FROM records_contact"
RECEIVED = "SELECT lower(id) FROM accounts_submission WHERE receipt <> ''"
SYNC = re.compile(r"\b(fsync|fdatasync)\(\d+.*?= 0")
KILLS = int(os.environ.get("LOKE_KILLS", "1000"))
WRITES = int(os.environ.get("LOKE_WRITES", "10000"))


def kill_while_writing(home: Path, at: tuple[int, str], kills: int, writes: int) -> Insisting:
    """Kill the server at random moments until there have been so many kills and so many acknowledged writes."""
    chance = random.Random(4)
    with driven(home) as driver:
        busy = Insisting(at, driver, 8)
        with ThreadPoolExecutor(8) as pool:
            doing = [pool.submit(busy.write, writer) for writer in busy.writers]
            done = 0
            while (done < kills or len(busy.acknowledged) < writes) and not busy.wrong:
                seen = len(busy.acknowledged)
                wanted = max(1, (writes - seen) // max(1, kills - done))
                while len(busy.acknowledged) < seen + wanted and not busy.wrong:
                    Event().wait(0.005)
                Event().wait(chance.random() * 0.05)
                driver.start()  # which kills the one before
                done += 1
            busy.stop.set()
            for one in doing:
                one.result()
    return busy


def check_kills(home: Path, at: tuple[int, str], kills: int, writes: int) -> None:
    before, known = rows(home, MADE)[0][0], len(rows(home, RECEIVED))
    busy = kill_while_writing(home, at, kills, writes)
    received = {number.replace("-", "") for (number,) in rows(home, RECEIVED)}
    told = f"{kills} kills, {len(busy.acknowledged)} acknowledged, {len(busy.resent)} sent more than once\n"
    sys.stdout.write(told)  # shown with -s
    assert busy.wrong == []
    assert {number.replace("-", "") for number in busy.acknowledged} <= received
    assert rows(home, MADE)[0][0] - before == len(received) - known == len(busy.acknowledged)
    assert rows(home, "PRAGMA integrity_check") == [("ok",)]
    assert rows(home, "PRAGMA foreign_key_check") == []


def test_a_few_kills_lose_nothing_and_store_nothing_twice(home, at):
    check_kills(home, at, 5, 50)


@pytest.mark.slow
def test_a_thousand_kills_lose_nothing_and_store_nothing_twice(home, at):
    check_kills(home, at, KILLS, WRITES)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed: sudo apt install strace")
def test_every_acknowledged_write_was_synced_to_the_disk(home, at):
    trace = home / "trace"
    words = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
    with driven(home, *words) as driver:
        writer = Writer(driver.port, *at)
        before = len(SYNC.findall(trace.read_text()))
        answers = Counter(writer.send()[0] for _ in range(25))
        synced = len(SYNC.findall(trace.read_text())) - before
    assert answers == {303: 25}
    assert synced >= 25


def test_the_same_form_sent_fifty_times_at_once_is_stored_once_with_one_receipt(home, at):
    before = rows(home, MADE)[0][0]
    with driven(home) as driver:
        writers, number = [Writer(driver.port, *at) for _ in range(10)], str(uuid.uuid4())
        with ThreadPoolExecutor(50) as pool:
            answers = Counter(pool.map(lambda n: writers[n % 10].send(number)[::2], range(50)))
    assert answers == {(303, at[1]): 50}
    assert rows(home, MADE)[0][0] == before + 1


@pytest.mark.parametrize("each", [5, pytest.param(1000, marks=pytest.mark.slow)])
def test_sixteen_who_write_at_once_are_all_answered(home, at, each):
    with driven(home) as driver:
        writers = [Writer(driver.port, *at) for _ in range(16)]
        with ThreadPoolExecutor(16) as pool:
            answers = Counter(pool.map(lambda n: writers[n % 16].send()[0], range(16 * each)))
    assert answers == {303: 16 * each}
    assert "locked" not in (home / "server.log").read_text()
