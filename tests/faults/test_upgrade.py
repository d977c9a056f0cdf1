"""A database that an earlier Loke left says the same after the upgrade, and a killed upgrade is one that has not begun.

`tests/faults/older.py` keeps such databases. `./loke test tests/faults/test_upgrade.py -m slow -s` takes every one of
them, on SQLite and PostgreSQL, and kills upgrades LOKE_UPGRADES times: at statements, and `loke serve` at any moment.
"""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Event

import psycopg
import pytest
from tests.browser import free_port
from tests.faults.older import KEPT, exported, laid_out, laid_out_on
from tests.faults.writing import rows
from tests.postgres import server
from tests.running.homes import READY, environment, python

from loke.running.databases import Sqlite
from loke.running.postgresql import Postgres
from loke.settings import database

OLDER = [path.name.partition(".")[0] for path in sorted(KEPT.glob("*.json.xz"))]
MIDDLE, NEWEST = "1c5e639", "fdd7d8c"
LONG = 100_000  # moments
UPGRADES = int(os.environ.get("LOKE_UPGRADES", "50"))
SHAPE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
DONE = "SELECT app, name FROM django_migrations ORDER BY app, name"
PG_SHAPE = """
SELECT table_name, column_name, data_type || is_nullable || coalesce(column_default, '')
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT proname, '', prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
ORDER BY 1, 2, 3
"""
COUNTED = """
import os, signal, django
django.setup()
from django.db import connection
sent = 0
def count(execute, *told):
    global sent
    sent += connection.in_atomic_block
    if connection.in_atomic_block and sent == {last}:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(*told)
connection.execute_wrappers.append(count)
"""
EXPORT = """
from argparse import Namespace
from pathlib import Path
from loke.description.models import Service
from loke.exchange.command import run_export
from loke.running import proof
for code in Service.objects.values_list("code", flat=True):
    assert run_export(Namespace(service=code, path=Path({place!r}) / code, format="csv")) == 0
assert all(one.ok for one in proof.logs())
"""


def upgraded(home: Path, last: int = 0, **more: str) -> int:
    """How many statements its transaction took; with `last` it is killed at that one instead."""
    code = f"{COUNTED.format(last=last)}{READY}\nprint(sent)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(home, **more), capture_output=True, text=True, check=False
    )
    assert done.returncode == (-signal.SIGKILL if last else 0), done.stderr
    return 0 if last else int(done.stdout)


def served(home: Path, moments: int, **more: str) -> int:
    """`loke serve`, killed after so many moments if it does not answer before; gives how many it took."""
    port, went = free_port(), 0
    command = [sys.executable, "-m", "loke", "serve", "--port", str(port)]
    said = (home / "server.log").open("a")
    process = subprocess.Popen(command, env=environment(home, **more), stderr=said, start_new_session=True)
    try:
        while went < moments and not answers(port):
            assert process.poll() is None, (home / "server.log").read_text()
            Event().wait(0.01)
            went += 1
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return went


def answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def found(home: Path, **more: str) -> tuple:
    """What the database is made of, how far it has come, and every row of it; nothing in it is broken."""
    url = more.get("DATABASE_URL")
    if url is None:
        base = Sqlite(home / "loke.sqlite3")
        made, done = rows(home, SHAPE), rows(home, DONE)
    else:
        base = Postgres(database(url))
        with psycopg.connect(url) as there:
            made, done = there.execute(PG_SHAPE).fetchall(), there.execute(DONE).fetchall()
    assert base.faults() == []
    return made, done, base.tables()


def alike(one: tuple, other: tuple) -> bool:
    """Whether two have been made the same, with as many rows of each kind; what was sealed on the way differs."""
    counted = [{name: table["rows"] for name, table in tables.items()} for *_made, tables in (one, other)]
    return one[:2] == other[:2] and counted[0] == counted[1]


def said(home: Path, then: dict[str, dict], **more: str) -> dict[str, dict]:
    """What every service exports now of what it exported then; both logs hold."""
    place = home / "exported"
    place.mkdir()
    python(home, EXPORT.format(place=str(place)), **more)
    asked = {service: {file: one["columns"] for file, one in files.items()} for service, files in then.items()}
    return {service: exported(place / service, columns) for service, columns in asked.items()}


@contextmanager
def on_sqlite(commit: str, home: Path) -> Iterator[tuple[dict, Callable]]:
    """What an older Loke exported, and a function that lays out the database it did so from, anew each time."""
    then: dict = {}

    def lay(name: str) -> tuple[Path, dict[str, str]]:
        shutil.rmtree(home / name, ignore_errors=True)
        then.update(laid_out(commit, home / name))
        return home / name, {}

    lay("once")
    yield then, lay


@contextmanager
def on_postgresql(commit: str, home: Path) -> Iterator[tuple[dict, Callable]]:
    with server() as address:
        if address is None:
            pytest.skip("PostgreSQL is not installed: sudo apt install postgresql")
        first = home / "once"
        apart(address, "CREATE DATABASE once")
        then = laid_out_on(address.replace("/postgres", "/once"), commit, first)

        def lay(name: str) -> tuple[Path, dict[str, str]]:
            shutil.copytree(first, home / name, dirs_exist_ok=True)
            apart(address, f"DROP DATABASE IF EXISTS {name}")
            apart(address, f"CREATE DATABASE {name} TEMPLATE once")
            return home / name, {"DATABASE_URL": address.replace("/postgres", f"/{name}")}

        yield then, lay


def apart(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as there:
        there.execute(statement)


def check_killed(at: AbstractContextManager, times: int) -> None:
    """Killed at so many of its statements, an upgrade has not begun; then it is made whole."""
    chance = random.Random(21)
    with at as (then, lay):
        (whole, there), (home, here) = lay("whole"), lay("home")
        statements, before = upgraded(whole, **there), found(home, **here)
        for last in sorted(chance.sample(range(1, statements + 1), times)):
            upgraded(home, last, **here)
            assert found(home, **here) == before, f"killed at {last} of {statements}"
        upgraded(home, **here)
        sys.stdout.write(f"{times} kills among {statements} statements\n")
        assert alike(found(home, **here), found(whole, **there))
        assert found(home, **here)[0] != before[0]
        assert said(home, then, **here) == then


def check_served(at: AbstractContextManager, times: int) -> None:
    """`loke serve` is killed at any moment until it answers: the upgrade has not begun or is done, and goes on."""
    chance, ended = random.Random(), 0
    with at as (then, lay):
        (whole, there), (home, here) = lay("whole"), lay("home")
        moments, before, after = served(whole, LONG, **there), found(home, **here), found(whole, **there)
        for _ in range(times):
            served(home, chance.randrange(moments), **here)
            now = found(home, **here)
            assert now == before or alike(now, after)
            assert all(Sqlite(copy).faults() == [] for copy in home.glob("loke-*.sqlite3"))
            if now != before:
                ended += 1
                home, here = lay("home")
        served(home, LONG, **here)
        sys.stdout.write(f"{times} kills of loke serve at {moments} moments, {ended} when the upgrade was done\n")
        assert alike(found(home, **here), after)
        assert said(home, then, **here) == then


def test_an_upgrade_that_is_killed_has_not_begun_and_is_whole_the_next_time(tmp_path):
    check_killed(on_sqlite(NEWEST, tmp_path), 2)


@pytest.mark.slow
@pytest.mark.parametrize("kept", [on_sqlite, on_postgresql])
def test_an_upgrade_that_is_killed_again_and_again_ends_as_one_that_was_not(tmp_path, kept):
    check_killed(kept(MIDDLE, tmp_path), UPGRADES)


@pytest.mark.slow
@pytest.mark.parametrize("kept", [on_sqlite, on_postgresql])
def test_loke_serve_that_is_killed_at_any_moment_of_an_upgrade_goes_on_the_next_time(tmp_path, kept):
    check_served(kept(MIDDLE, tmp_path), UPGRADES)


@pytest.mark.slow
@pytest.mark.parametrize("kept", [on_sqlite, on_postgresql])
@pytest.mark.parametrize("commit", OLDER)
def test_what_an_earlier_loke_exported_is_exported_still(tmp_path, commit, kept):
    with kept(commit, tmp_path) as (then, lay):
        home, here = lay("home")
        upgraded(home, **here)
        assert said(home, then, **here) == then
