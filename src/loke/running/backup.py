"""Backups: a copy of the database and its keys in one encrypted file, with a list of what must come out of it."""

import json
import os
import shutil
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from django.utils import timezone

from loke import __version__
from loke.accounts import keys
from loke.running import databases, recovery, vault
from loke.running.databases import Postgres, Sqlite
from loke.running.findings import Refused, remember

ENDING = ".loke-backup"
MANIFEST, KEYS = "manifest.json", "keys.json"
MEMBERS = {MANIFEST, KEYS, Sqlite.file_name, Postgres.file_name}


@dataclass(frozen=True)
class Contents:
    """What was found in a backup, decrypted into a folder that goes away."""

    manifest: dict
    copy: Path
    keys: Path | None


def folder() -> Path | None:
    """Where backups go when nothing else is said; None where the installation has not chosen."""
    chosen = os.environ.get("LOKE_BACKUP")
    return Path(chosen) if chosen else None


def make(to: Path) -> Path:
    """Write a backup to a file, or to a folder under the hour's name; gives the file."""
    key, _ = recovery.make()
    to = to / _name() if to.is_dir() else to
    if to.exists():
        raise Refused(f"Filen finns redan: {to}")
    if not to.parent.is_dir():
        raise Refused(f"Mappen finns inte: {to.parent}")
    with scratch(to.parent) as place:
        base = databases.of(connection.settings_dict)
        keys.ring()
        (place / KEYS).write_bytes(keys.path().read_bytes())
        manifest = {**_about(base), **base.copy(place / base.file_name)}
        manifest["files"] = {name: _hash(place / name) for name in (KEYS, base.file_name)}
        (place / MANIFEST).write_text(json.dumps(manifest, indent=1))
        with vault.written(to, key) as file, tarfile.open(fileobj=file, mode="w|") as archive:
            for name in (MANIFEST, KEYS, base.file_name):
                archive.add(place / name, name)
    remember("backup", file=str(to), made=manifest["made"])
    return to


def _name() -> str:
    return f"loke-{timezone.now():%Y-%m-%dT%H%M%S}Z{ENDING}"


def _about(base: Sqlite | Postgres) -> dict:
    made = timezone.now().isoformat(timespec="seconds")
    return {"version": __version__, "made": made, "database": base.vendor}


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


@contextmanager
def scratch(beside: Path | None = None) -> Iterator[Path]:
    """A folder for its owner only, gone afterwards."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".prov-", dir=beside or settings.HOME) as name:
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
            copy = place / {"sqlite": Sqlite, "postgresql": Postgres}[manifest["database"]].file_name
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
    """A backup every so many seconds for as long as the process lives, when anything has changed since the last one."""
    last: object = None
    while True:
        began, state = time.monotonic(), _state()
        try:
            if state is None or state != last:
                say(f"{timezone.localtime():%H:%M} {make(to).name}")
                drop_old(to, keep)
                last = state
        except (Refused, OSError) as refused:
            say(f"Ingen kopia den här gången: {refused}")
        time.sleep(max(1.0, every - (time.monotonic() - began)))


def _state() -> object:
    """Something that is different when the database has been written to; None where that is not known."""
    if connection.vendor != "sqlite":
        return None
    file = Path(connection.settings_dict["NAME"])
    there = [one for one in (file, file.with_name(f"{file.name}-wal")) if one.exists()]
    return [(one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in there]


def drop_old(place: Path, keep: int) -> int:
    """Take away the oldest of our own backups in a folder, but for `keep`; gives how many."""
    gone = sorted(place.glob(f"loke-*Z{ENDING}"))[:-keep]
    for one in gone:
        one.unlink()
    return len(gone)
