"""What the processes of one run share: the world, built once, and how much of what is generated each of them tries."""

import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from tests.moving import move_all

ROOT = Path(__file__).parents[1]
FOLDER = "LOKE_TESTS_SHARED"  # in the environment of a run with several processes; a test that is run alone has none
FIFTH = "LOKE_TESTS_FIFTH"  # in that of a process on PostgreSQL, beside one on SQLite that tries all
TRIES_ALL = FIFTH not in os.environ
BUILD = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from tests.moving import move_all
from tests.world import build_world
call_command("migrate", verbosity=0)
build_world()
connection.cursor().execute("VACUUM INTO %s", [{made!r}])
"""


def examples(many: int) -> int:
    """How many a generated test tries: on PostgreSQL a fifth, since SQLite has all of them in every run."""
    return many if TRIES_ALL else max(2, many // 5)


@contextmanager
def world_beside() -> Iterator[None]:
    """The world is built in a process of its own meanwhile, for all processes that begin inside."""
    with TemporaryDirectory() as folder:
        made = Path(folder) / "world.sqlite3"
        more = {"DATABASE_URL": f"sqlite:///{folder}/building.sqlite3", "DJANGO_SETTINGS_MODULE": "loke.settings"}
        with _lock(folder).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the process holds it from here on, and lets go when it ends
            builder = subprocess.Popen(
                [sys.executable, "-c", BUILD.format(made=str(made))],
                env={**os.environ, **more, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
                stdin=subprocess.DEVNULL,
                pass_fds=[lock.fileno()],
            )
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]
            builder.kill()
            builder.wait()


def fill(build: Callable[[], object]) -> None:
    """Fill the empty database with what was built beside, else by `build`."""
    folder = os.environ.get(FOLDER)
    if folder is None:
        build()
        return
    with _lock(folder).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
    made = Path(folder) / "world.sqlite3"
    if not made.exists():  # what went wrong beside is seen here
        build()
        return
    with closing(sqlite3.connect(f"file:{made}?mode=ro", uri=True)) as there:
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            there.backup(connection.connection)
        else:
            move_all(there, connection.connection)


def _lock(folder: str) -> Path:
    return Path(folder) / "lock"
