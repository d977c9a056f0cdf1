"""The two kinds of database, each copied as it stands at one moment, put back, counted and looked through."""

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from loke.accounts.keys import sync_folder
from loke.running.findings import Refused

Tables = dict[str, dict]
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
    """A file."""

    vendor, file_name = "sqlite", "loke.sqlite3"

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


class Postgres:
    """A database on a server; its own programs make and read the copy."""

    vendor, file_name = "postgresql", "loke.dump"

    def __init__(self, settings: dict):
        self.settings = settings
        names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
        more = settings.get("OPTIONS", {})
        self.parts = {**more, **{part: settings[name] for part, name in names.items() if settings.get(name)}}
        where = f"{quote(settings.get('HOST') or '', safe='')}:{settings.get('PORT') or 5432}"
        who = quote(settings.get("USER") or "") + (
            f":{quote(settings['PASSWORD'])}" if settings.get("PASSWORD") else ""
        )
        self.url = f"postgresql://{who}@{where}/{quote(settings['NAME'])}?{urlencode(more)}"

    def copy(self, to: Path) -> dict:
        """A copy of the moment that the rows are counted in; gives what is in it."""
        with self._reading() as base:
            moment = base.execute("SELECT pg_export_snapshot()").fetchone()[0]
            what = ("--format=custom", "--schema=public", "--no-owner", "--no-acl")  # not what was put aside
            self._run("pg_dump", *self._there(), *what, f"--snapshot={moment}", f"--file={to}")
            told = {name: base.execute(query).fetchall() for name, query in TOLD.items()}
            return {"tables": self._tables(base), **told}

    def tables(self) -> Tables:
        with self._reading() as base:
            return self._tables(base)

    def _tables(self, base: psycopg.Connection) -> Tables:
        base.execute("SET LOCAL timezone = 'UTC'")
        found = base.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        return {name: digest(self._rows(base, name)) for (name,) in sorted(found)}

    @staticmethod
    def _rows(base: psycopg.Connection, name: str) -> Iterator[tuple]:
        with base.cursor(name="rows") as cursor:
            cursor.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name)))
            yield from cursor

    def faults(self) -> list[str]:
        """What the server cannot read of its own tables: every row is read."""
        try:
            self.tables()
        except psycopg.Error as error:
            return [type(error).__name__]
        return []

    def is_empty(self) -> bool:
        with self._reading() as base:
            found = base.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
            return found.fetchone()[0] == 0

    @contextmanager
    def scratch(self, copy: Path) -> Iterator["Postgres"]:
        """A database on the same server with the copy in it, gone afterwards."""
        name = f"loke_prov_{secrets.token_hex(6)}"
        self._apart("CREATE DATABASE {} TEMPLATE template0", name)
        try:
            made = Postgres({**self.settings, "NAME": name})
            made._load(copy)
            yield made
        finally:
            self._apart("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def put(self, copy: Path, aside: str) -> None:
        """Load the copy; what was there is put aside as a schema of its own. All in one transaction: or nothing."""
        before = f'ALTER SCHEMA public RENAME TO "{aside}"; CREATE SCHEMA public' if not self.is_empty() else ""
        self._load(copy, before, *(f"DELETE FROM public.{table}" for table in FORGOTTEN))  # noqa: S608

    def put_aside(self) -> list[str]:
        """The schemas that restores have put aside."""
        with self._reading() as base:
            found = base.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE '%före-återläsning'")
            return [name for (name,) in found]

    def drop(self, schema: str) -> None:
        with psycopg.connect(**self.parts) as base:
            base.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))

    def _load(self, copy: Path, before: str = "", *after: str) -> None:
        script = copy.with_suffix(".sql")
        self._run("pg_restore", "--schema=public", "--no-owner", "--no-acl", f"--file={script}", copy)
        quiet = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
        first = [f"--command={before}"] if before else []
        self._run("psql", *self._there(), *quiet, *first, f"--file={script}", *(f"--command={one}" for one in after))
        script.unlink()

    def _apart(self, statement: str, name: str) -> None:
        try:
            with psycopg.connect(**self.parts, autocommit=True) as base:
                base.execute(sql.SQL(statement).format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise Refused("Kopian provas i en egen databas. Ge Lokes användare rätten CREATEDB.") from None

    @contextmanager
    def _reading(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(**self.parts) as base:
            base.isolation_level, base.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
            yield base

    def _there(self) -> list[str]:
        return ["--dbname", make_conninfo(**{name: part for name, part in self.parts.items() if name != "password"})]

    def _run(self, program: str, *words: object) -> None:
        """One of PostgreSQL's own programs, the newest there is, with the password out of sight."""
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[4]))
        where = found[-1] if found else shutil.which(program)
        if not where:
            raise Refused(f"Programmet {program} saknas. Det finns i paketet postgresql-client.")
        secret = {"PGPASSWORD": self.parts["password"]} if "password" in self.parts else {}
        environment, command = {**os.environ, **secret}, [str(where), *map(str, words)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise Refused(f"{program} gick inte: {done.stderr.strip().splitlines()[:1]}")


def of(settings: dict) -> Sqlite | Postgres:
    """The database that Django's settings name."""
    return Postgres(settings) if settings["ENGINE"].endswith("postgresql") else Sqlite(Path(settings["NAME"]))
