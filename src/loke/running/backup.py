"""Backups: a copy of the database and its keys in one encrypted file, with a list of what must come out of it."""

import json
import os
import shutil
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from django.utils import timezone

from loke import __version__
from loke.accounts import keys
from loke.running import databases, leftovers, recovery, vault
from loke.running.findings import forget, held, remember, remembered
from loke.running.trouble import Refused, words

ENDING = ".loke-backup"
NAMED = f"loke-%Y-%m-%dT%H%M%SZ{ENDING}"
KEPT_DAYS = 30
ROUNDS = "rounds"
ELSEWHERE = "elsewhere"  # what LOKE_BACKUP says when others take the copies
MANIFEST, KEYS = "manifest.json", "keys.json"
MEMBERS = {MANIFEST, KEYS, *databases.COPIES.values()}


@dataclass(frozen=True)
class Contents:
    """What was found in a backup, decrypted into a folder that goes away."""

    manifest: dict
    copy: Path
    keys: Path | None


def folder() -> Path | None:
    """Where backups go when nothing else is said; None where the installation has not chosen."""
    chosen = os.environ.get("LOKE_BACKUP")
    return Path(chosen) if chosen and chosen != ELSEWHERE else None


def is_elsewhere() -> bool:
    """Whether it is said that somebody else takes the copies."""
    return os.environ.get("LOKE_BACKUP") == ELSEWHERE


def make(to: Path, *, counts: bool = True) -> Path:
    """Write a backup to a file, or to a folder under the hour's name; gives the file. What counts is remembered."""
    key = recovery.own()
    to = to / _name() if to.is_dir() else to
    if to.exists():
        raise Refused(f"Filen finns redan: {to}")
    if not to.parent.is_dir():
        raise Refused(f"Mappen finns inte: {to.parent}")
    leftovers.sweep(to.parent)
    with scratch() as place:
        base = databases.of(connection.settings_dict)
        with held("keys", wait=True):  # no version is made or taken away between the texts and their keys
            manifest = {**_about(base), **base.copy(place / base.file_name)}
            keys.ring()
            (place / KEYS).write_bytes(keys.path().read_bytes())
        manifest["files"] = {name: _hash(place / name) for name in (KEYS, base.file_name)}
        (place / MANIFEST).write_text(json.dumps(manifest, indent=1))
        with vault.written(to, key) as file, tarfile.open(fileobj=file, mode="w|") as archive:
            for name in (MANIFEST, KEYS, base.file_name):
                archive.add(place / name, name)
    if counts:
        remember("backup", file=str(to), made=manifest["made"])
    return to


def _name() -> str:
    return f"{timezone.now():{NAMED}}"


def _about(base: "databases.Sqlite | databases.Postgres") -> dict:
    made = timezone.now().isoformat(timespec="seconds")
    return {"version": __version__, "made": made, "database": base.vendor}


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for its owner only, in the home of the installation whatever else is written to; gone afterwards."""
    made = {"prefix": leftovers.SCRATCH, "dir": settings.HOME}
    with held("scratch", shared=True, wait=True), TemporaryDirectory(**made) as name:
        yield Path(name)


@contextmanager
def opened(file: Path, key: recovery.RecoveryKey) -> Iterator[Contents]:
    """The contents, when every byte of them is as it was written. Raises Refused otherwise."""
    if not file.is_file():
        raise Refused(f"Filen finns inte: {file}")
    with scratch() as place:
        _unpack(file, key, place)
        try:
            manifest = json.loads((place / MANIFEST).read_text())
            wrong = [name for name, known in manifest["files"].items() if _hash(place / name) != known]
            copy = place / databases.COPIES[manifest["database"]]
        except (KeyError, ValueError, OSError):
            raise Refused("Kopians innehållsförteckning går inte att läsa.") from None
        if wrong or not copy.exists():
            raise Refused("Kopians innehåll stämmer inte med dess förteckning.")
        yield Contents(manifest, copy, place / KEYS if KEYS in manifest["files"] else None)


def _unpack(file: Path, key: recovery.RecoveryKey, place: Path) -> None:
    try:
        with file.open("rb") as locked:
            reader = vault.Reader(locked, key)
            with tarfile.open(fileobj=reader, mode="r|") as archive:
                for member in archive:
                    if member.isfile() and member.name in MEMBERS:
                        with (place / member.name).open("wb") as out:
                            shutil.copyfileobj(archive.extractfile(member), out)
            while reader.read(vault.PIECE):  # to the very end, so that what is cut off shows
                pass
    except tarfile.TarError:
        raise Refused("Kopian är skadad eller avbruten. Inget av den används.") from None


def keep_on(to: Path, every: int, keep: int, say: Callable[[str], None]) -> None:
    """A backup every so many seconds for as long as the process lives, when anything has changed since the last one.

    When a round went well is remembered, until whoever began them ends them by hand.
    """
    last: object = None
    try:
        while True:
            began = time.monotonic()
            try:
                last = _round(to, every, keep, last, say)
            except Exception as error:  # the database may be back the next time; its own words may hold data
                say(f"Ingen kopia den här gången: {words(error) or type(error).__name__}")
            time.sleep(max(1.0, every - (time.monotonic() - began)))
    except KeyboardInterrupt:
        forget(ROUNDS)
        raise


def _round(to: Path, every: int, keep: int, last: object, say: Callable[[str], None]) -> object:
    """One backup, unless the database is as it was at the last; gives how it is now."""
    if remembered(ROUNDS).get("every") != every:  # so that it is missed though none ever goes well
        remember(ROUNDS, every=every)
    state = _state()
    if state is None or state != last:
        say(f"{timezone.localtime():%H:%M} {make(to).name}")
        thin(to, keep)
    remember(ROUNDS, every=every)
    return state


def _state() -> object:
    """Something that is different when the database has been written to; None where that is not known."""
    if connection.vendor == "postgresql":
        return databases.of(connection.settings_dict).written()
    file = Path(connection.settings_dict["NAME"])
    there = [one for one in (file, file.with_name(f"{file.name}-wal")) if one.exists()]
    return [(one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in there]


def thin(place: Path, newest: int = 0) -> int:
    """Take away our own older backups in a folder; gives how many.

    What is left are those of the last day, or the `newest` when so many are said; one a day for a month, the day's
    last; and always the latest.
    """
    there, now = our_own(place), timezone.now()
    last_of_day = {_made(one).date(): one for one in there}
    kept = {one for day, one in last_of_day.items() if (now.date() - day).days < KEPT_DAYS} | set(there[-1:])
    kept |= set(there[-newest:]) if newest else {one for one in there if now - _made(one) < timedelta(days=1)}
    gone = [one for one in there if one not in kept]
    for one in gone:
        one.unlink()
    return len(gone)


def our_own(place: Path) -> list[Path]:
    """The backups that we have made in a folder, the oldest first."""
    return sorted(place.glob("loke-????-??-??T??????Z" + ENDING))


def _made(one: Path) -> datetime:
    """When a backup was made, by its name; the file's own time is whoever copied it."""
    return datetime.strptime(one.name, NAMED).replace(tzinfo=UTC)
