"""A database that is lost is missed: nothing is put in its place unasked, and whoever asks is told what is left."""

import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from tests.browser import free_port
from tests.running.homes import environment, filled, in_turn, loke, python

SERVE = """
import os
os.dup2({door}, 3)
os.environ["LISTEN_PID"] = str(os.getpid())
from loke import cli
cli.main(["serve"])
"""
INVITE = ("invite", "a@example.org", "--name", "A", "--organisation", "A")


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A home that has been backed up."""
    home = filled(tmp_path_factory.mktemp("home"))
    assert loke(home, "backup", "--to", home.parent / "kopia").returncode == 0
    return home


@pytest.fixture
def home(whole, tmp_path) -> Path:
    """The same, that has lost its database."""
    shutil.copytree(whole, tmp_path / "hem")
    (tmp_path / "hem/loke.sqlite3").rename(tmp_path / "undan")
    return tmp_path / "hem"


@pytest.mark.parametrize("left", ["keys.json", "backup-key", "running.json"])
def test_no_empty_database_takes_the_place_of_one_that_is_lost(home, left):
    for one in {"keys.json", "backup-key", "running.json"} - {left}:
        (home / one).unlink()
    commands = [("serve", "--port", free_port()), INVITE, ("import", "ingenting"), ("health",), ("export", "s", "ut")]
    for done in in_turn(home, *commands, ("manage", "migrate")):
        assert (done.returncode, done.stderr.startswith("Databasen saknas: ")) == (2, True), done
        assert "loke restore" in done.stderr
    assert not (home / "loke.sqlite3").exists()


def test_whoever_has_lost_it_is_told_where_the_latest_copy_was_written_and_reads_it_back(home, whole):
    health, restored, again = in_turn(home, ("health",), ("restore", whole.parent / "kopia"), ("verify",))
    assert f"Den senaste skrevs till {whole.parent / 'kopia'}." in health.stderr
    assert (restored.returncode, again.returncode) == (0, 0), restored.stderr


def test_an_empty_file_is_no_database_and_a_restore_takes_its_place(home, whole):
    (home / "loke.sqlite3").touch()
    health, restored = in_turn(home, ("health",), ("restore", whole.parent / "kopia"))
    assert health.stderr.startswith("Databasen saknas: ")
    assert restored.returncode == 0, restored.stderr


def test_a_first_database_may_be_made_by_djangos_own_command(tmp_path):
    done = loke(tmp_path / "hem", "manage", "migrate", "contenttypes", "--verbosity", "0")
    assert (done.returncode, (tmp_path / "hem/loke.sqlite3").exists()) == (0, True), done


def test_whoever_means_it_begins_again_with_an_empty_one(home):
    begin = "from loke import serving; print(serving.prepare('real', new=True), serving.prepare('real'))"
    assert python(home, begin) == "True True"


def test_a_server_whose_file_is_moved_away_or_exchanged_is_not_well(whole, tmp_path):
    home = shutil.copytree(whole, tmp_path / "hem")
    file, away = home / "loke.sqlite3", tmp_path / "undan"
    with served(home) as well:
        assert well() == 200
        file.rename(away)
        assert well() == 503
        shutil.copy(away, file)
        assert well() == 503
        away.rename(file)
        assert well() == 200


@contextmanager
def served(home: Path) -> Iterator[Callable[[], int]]:
    """A server on that home, with its door kept as by systemd: whoever asks waits for it. Gives what /halsa/ says."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port, given = door.getsockname()[1], {"pass_fds": [door.fileno()], "stderr": subprocess.DEVNULL}
        command = [sys.executable, "-c", SERVE.format(door=door.fileno())]
        with subprocess.Popen(command, env=environment(home, LOKE_BEHIND_PROXY="1"), **given) as server:
            try:
                yield lambda: answer(port)
            finally:
                server.send_signal(signal.SIGINT)


def answer(port: int) -> int:
    asked = HTTPConnection("127.0.0.1", port, timeout=60)
    with closing(asked):
        asked.request("GET", "/halsa/", headers={"X-Forwarded-Proto": "https"})
        return asked.getresponse().status
