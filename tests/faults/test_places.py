"""When the place fails - full, shut for writing, without its log - people are told, and nothing is half done."""

import os
import shutil
import signal
import subprocess
import sys
import uuid
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction
from tests.faults.writing import Writer, driven, rows
from tests.running.homes import environment, loke, small_disk

from loke.accounts import log

MADE = "SELECT count(*) FROM records_contact"
TELLS = "Just nu går det inte att spara"


@pytest.mark.skipif(os.geteuid() != 0, reason="a small disk can be mounted by root only")
def test_a_full_disk_is_told_of_and_what_was_acknowledged_stays(home, at):
    with small_disk(home / "disk", "64m") as disk:
        for name in ("loke.sqlite3", "keys.json"):
            shutil.copy2(home / name, disk)
        with driven(disk) as driver:
            writer = Writer(driver.port, *at)
            before = rows(disk, MADE)[0][0]
            assert writer.send()[0] == 303
            filler = disk / "filler"
            subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=64k"], check=False, capture_output=True)
            answers = [writer.send() for _ in range(10)]
            assert {status for status, _, _ in answers} <= {303, 503}
            full = [body for status, body, _ in answers if status == 503]
            assert full
            assert all(TELLS in body for body in full)
            filler.unlink()
            assert writer.send()[0] == 303
            stored = 2 + sum(status == 303 for status, _, _ in answers)
            assert rows(disk, MADE)[0][0] == before + stored
        assert rows(disk, "PRAGMA integrity_check") == [("ok",)]


@contextmanager
def failing(number: int, call: str):
    """Every such call of the process fails as on a disk that is wearing out."""
    asked = [
        "strace",
        "-f",
        "-p",
        str(number),
        "-o",
        "/dev/null",
        "-e",
        f"trace={call}",
        "-e",
        f"inject={call}:error=EIO",
    ]
    with subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as tracing:
        assert "attached" in tracing.stderr.readline()
        try:
            yield
        finally:
            tracing.send_signal(signal.SIGINT)
            tracing.communicate(timeout=20)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed: sudo apt install strace")
def test_nothing_is_acknowledged_while_the_disk_gives_errors_and_it_is_sent_again_afterwards(home, at):
    before = rows(home, MADE)[0][0]
    with driven(home) as driver:
        writer = Writer(driver.port, *at)
        assert writer.send()[0] == 303
        for stored, call in enumerate(("fdatasync", "pwrite64"), 2):
            form = str(uuid.uuid4())
            with failing(driver.answering, call):
                status, body, _place = writer.send(form)
                assert (status, TELLS in body) == (503, True), call
            assert writer.send(form)[0] == 303
            assert rows(home, MADE)[0][0] == before + stored
        form = str(uuid.uuid4())
        with failing(driver.answering, "fdatasync"):
            assert writer.send(form)[0] == 503
        driver.start()  # which kills the one before
        assert writer.insist("POST", f"{writer.page}traff/", **{**writer.form, "submission": form})[0] == 303
    assert rows(home, MADE)[0][0] == before + 4
    assert rows(home, "PRAGMA integrity_check") == [("ok",)]


def test_without_a_log_no_client_is_shown(world, signed_in, at, monkeypatch):
    def unwritable(*args, **kwargs):
        raise OperationalError("disk I/O error")

    code = world.aino.episodes.get(client=at[1].rstrip("/").rpartition("/")[2], closed=None).client.code
    browser = signed_in(world.aino)
    assert browser.get(at[1]).status_code == 200
    monkeypatch.setattr(log, "_append", unwritable)
    browser.raise_request_exception = False
    answer = browser.get(at[1])
    assert answer.status_code == 503
    assert code not in answer.content.decode()
    assert TELLS in answer.content.decode()
    transaction.set_rollback(False)  # the test's own transaction goes on, as the next request would begin one
    assert browser.get(f"/v/{world.ungdom.code}/folj-upp/").status_code == 200


def test_a_database_that_is_shut_for_writing_is_read_and_what_is_sent_is_refused_in_words(world, signed_in, at):
    def shut(execute, statement, parameters, many, context):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError("attempt to write a readonly database")
        return execute(statement, parameters, many, context)

    browser = signed_in(world.aino)
    browser.get("/")
    browser.raise_request_exception = False
    with connection.execute_wrapper(shut):
        assert browser.get(f"/v/{world.ungdom.code}/folj-upp/").status_code == 200
        answer = browser.post(f"{at[1]}traff/", {})
    assert (answer.status_code, TELLS in answer.content.decode()) == (503, True)


@pytest.mark.parametrize("copies", [3, pytest.param(100, marks=pytest.mark.slow)])
def test_a_backup_taken_while_people_write_comes_back_as_it_was(home, at, copies, tmp_path):
    place = tmp_path / "kopior"
    place.mkdir()
    with driven(home) as driver:
        writer = Writer(driver.port, *at)
        code = f"""
import django
django.setup()
from pathlib import Path
from loke.running import backup, recovery
recovery.path().exists() or recovery.make()
for number in range({copies}):
    backup.make(Path({str(place)!r}) / f"{{number}}")
"""
        making = subprocess.Popen([sys.executable, "-c", code], env=environment(home))
        written = 0
        while making.poll() is None:
            assert writer.send()[0] == 303
            written += 1
    assert written
    assert making.returncode == 0
    assert len(list(place.iterdir())) == copies
    for copy in place.iterdir():
        assert loke(home, "verify", copy).returncode == 0
