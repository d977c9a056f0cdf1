"""A database on a PostgreSQL server; its own programs make and read the copy."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from loke.running.databases import COPIES, FORGOTTEN, TOLD, Tables, digest
from loke.running.trouble import Refused

SCRATCH = "loke_prov_"
MAINTENANCE = "postgres"  # the database that every server has
LEFT = """SELECT datname FROM pg_database WHERE datname ~ %s AND pg_get_userbyid(datdba) = current_user
    AND NOT EXISTS (SELECT 1 FROM pg_stat_activity one WHERE one.datid = pg_database.oid)"""

WRITTEN = (
    "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables WHERE schemaname = 'public'"
)


class Postgres:
    vendor = "postgresql"
    file_name = COPIES[vendor]

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

    def written(self) -> int | None:
        """How many times a row has been written, as the server counts; None where it does not."""
        with self._reading() as base:
            counts = base.execute("SHOW track_counts").fetchone()[0] == "on"
            found = base.execute(WRITTEN).fetchone()
        return int(found[0]) if counts else None

    def is_empty(self) -> bool:
        """Raises Refused when there is no such database."""
        self._must_be_there()
        with self._reading() as base:
            found = base.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
            return found.fetchone()[0] == 0

    def _must_be_there(self) -> None:
        """Raises Refused when the server answers but has no such database, in whatever language it says so."""
        name = self.settings["NAME"]
        try:
            with self._reading():
                return
        except psycopg.OperationalError as refused:
            try:
                with psycopg.connect(**{**self.parts, "dbname": MAINTENANCE}) as server:
                    found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            except psycopg.Error:
                raise refused from None
            if found:
                raise
        where = "".join(f" --{part}={self.parts[part]}" for part in ("host", "port") if part in self.parts)
        owner = self.settings.get("USER")
        made = f"createdb{where}{f' --owner={owner}' if owner else ''} {name}"
        raise Refused(f"Databasen {name} finns inte på servern. Gör den först, som den som får det: {made}")

    @contextmanager
    def scratch(self, copy: Path) -> Iterator["Postgres"]:
        """A database on the same server with the copy in it, gone afterwards."""
        name = f"{SCRATCH}{secrets.token_hex(6)}"
        self._apart("CREATE DATABASE {} TEMPLATE template0", name)
        try:
            made = Postgres({**self.settings, "NAME": name})
            with psycopg.connect(**made.parts, autocommit=True):  # while we live somebody uses it, and nobody sweeps it
                made._load(copy)
                yield made
        finally:
            self._apart("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def sweep(self) -> list[str]:
        """Drop the databases of trials that were killed, which nobody uses; gives those that would not go."""
        return [name for name in self._left() if not self._is_dropped(name)]

    def _left(self) -> list[str]:
        with self._reading() as base:
            return [name for (name,) in base.execute(LEFT, [f"^{SCRATCH}[0-9a-f]{{12}}$"])]

    def _is_dropped(self, name: str) -> bool:
        try:
            self._apart("DROP DATABASE IF EXISTS {}", name)  # not by force: somebody may have come to use it
        except psycopg.Error:
            return False
        return True

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
