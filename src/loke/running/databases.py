"""A database, copied as it stands at one moment, put back, counted and looked through: here one that is a file."""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from loke.accounts.keys import sync_folder
from loke.running.trouble import Refused

if TYPE_CHECKING:
    from loke.running.postgresql import Postgres

Tables = dict[str, dict]
COPIES = {"sqlite": "loke.sqlite3", "postgresql": "loke.dump"}  # what a copy of each kind is called
TOLD = {  # what is written down beside the rows, so that it can be read without restoring anything
    "logs": "SELECT log, number, digest FROM accounts_loghead ORDER BY log",
    "migrations": "SELECT app, max(name) FROM django_migrations GROUP BY app ORDER BY app",
}
FORGOTTEN = ("django_session",)  # who was signed in then is not signed in after a restore


def digest(rows: Iterable[object]) -> dict:
    """How many rows, and a digest that does not depend on their order."""
    count = total = 0
    for row in rows:
        count += 1
        total += int.from_bytes(sha256(repr(row).encode()).digest(), "big")
    return {"rows": count, "hash": f"{total % 2**256:064x}"}


class Sqlite:
    vendor = "sqlite"
    file_name = COPIES[vendor]

    def __init__(self, file: Path):
        self.file = file
        self.url = f"sqlite:///{file}"

    def copy(self, to: Path) -> dict:
        """A copy of the moment, while others go on reading and writing; gives what is in it."""
        self.save(to)
        with closing(sqlite3.connect(to)) as here:
            told = {name: here.execute(query).fetchall() for name, query in TOLD.items()}
        return {"tables": Sqlite(to).tables(), **told}

    def save(self, to: Path) -> None:
        """A file of its own with the database of the moment, whole, for its owner only and on the disk."""
        beside = to.with_name(f".{to.name}.{secrets.token_hex(4)}")  # half of it never has the name of a whole one
        try:
            os.close(os.open(beside, os.O_WRONLY | os.O_CREAT, 0o600))
            with closing(self._reading()) as there, closing(sqlite3.connect(beside)) as here:
                there.backup(here)
                here.execute("PRAGMA journal_mode=DELETE")
            with beside.open("rb") as written:
                os.fsync(written.fileno())
            os.replace(beside, to)
        finally:
            beside.unlink(missing_ok=True)
        sync_folder(to.parent)

    def tables(self) -> Tables:
        with closing(self._reading()) as base:
            base.execute("BEGIN")
            names = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            return {name: digest(base.execute(f'SELECT * FROM "{name}"')) for (name,) in names.fetchall()}  # noqa: S608

    def faults(self) -> list[str]:
        with closing(self._reading()) as base:
            said = [row[0] for row in base.execute("PRAGMA integrity_check")]
            loose = base.execute("PRAGMA foreign_key_check").fetchall()
        return [one for one in said if one != "ok"] + [f"{table}: rad {row} pekar fel" for table, row, *_ in loose]

    def is_empty(self) -> bool:
        """Whether nothing would be lost: of a name that is not there, whoever opens it makes a file without tables."""
        try:
            with closing(self._reading()) as base:
                return base.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        except (Refused, sqlite3.Error):
            return not self.file.exists()

    @contextmanager
    def scratch(self, copy: Path) -> Iterator["Sqlite"]:
        """A copy of the copy, to be brought to another version and looked through; it goes with the folder."""
        tried = copy.with_name(f"prov-{copy.name}")
        shutil.copyfile(copy, tried)
        yield Sqlite(tried)

    def put(self, copy: Path, aside: str) -> None:
        """Take the copy's place; what was there is kept beside it."""
        with closing(sqlite3.connect(copy)) as base, base:
            for table in FORGOTTEN:
                base.execute(f"DELETE FROM {table}")  # noqa: S608
        self.file.parent.mkdir(parents=True, exist_ok=True)
        if self.file.exists():
            self._into_one_file()
        for end in ("-wal", "-shm", ""):
            there = self.file.with_name(self.file.name + end)
            if there.exists():
                os.replace(there, there.with_name(f"{self.file.stem}-{aside}{self.file.suffix}{end}"))
        beside = self.file.with_name(f".{self.file.name}.{secrets.token_hex(4)}")
        shutil.copyfile(copy, beside)
        beside.chmod(0o600)
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(beside, self.file)
        sync_folder(self.file.parent)

    def _into_one_file(self) -> None:
        """Bring what stands in the log of the database into it, unless it is broken: that may be why it is replaced."""
        try:
            with closing(sqlite3.connect(self.file)) as base:
                base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error:
            pass

    def _reading(self) -> sqlite3.Connection:
        if not self.file.exists():
            raise Refused(f"Databasen finns inte: {self.file}")
        return sqlite3.connect(f"file:{quote(str(self.file))}?mode=ro", uri=True, timeout=20)


def of(settings: dict) -> "Sqlite | Postgres":
    """The database that Django's settings name."""
    if not settings["ENGINE"].endswith("postgresql"):
        return Sqlite(Path(settings["NAME"]))
    from loke.running.postgresql import Postgres  # noqa: PLC0415 - slow to import, and most have a file

    return Postgres(settings)
