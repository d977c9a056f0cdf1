"""The world that processes beside each other share: whoever needs it first builds it, and the others copy that."""

import fcntl
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connection

SHARED = "LOKE_TESTS_SHARED"  # the folder of a run with several processes; a test that is run alone has none


def once(build: Callable[[], object]) -> None:
    """Fill the empty database by `build`, or with what it made in another process of the same run."""
    folder = os.environ.get(SHARED)
    if folder is None or connection.vendor != "sqlite":
        build()
        return
    file = Path(folder) / "world.sqlite3"
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go when the process ends, however it does
        if file.exists():
            with closing(sqlite3.connect(file)) as made:
                connection.ensure_connection()
                made.backup(connection.connection)
            return
        build()
        unready = file.with_suffix(".unready")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(unready)])
        unready.rename(file)
