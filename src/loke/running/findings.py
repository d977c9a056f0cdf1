"""What a check or a step of the night found, and what is remembered from one run to the next."""

import json
import logging
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from loke.accounts.faults import where
from loke.running.trouble import words

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finding:
    """Whether one thing is as it should be, in words without any data about people."""

    name: str
    ok: bool
    says: str

    def as_dict(self) -> dict:
        return asdict(self)


def tried(name: str, function: Callable[[], str]) -> Finding:
    """What the function says; if it fails, that it did and how, since the next one is to run all the same."""
    try:
        return Finding(name, True, function())
    except Exception as error:  # whatever it is, it stops no other step; its own words may hold data
        if said := words(error):
            return Finding(name, False, said)
        logger.error("%s failed: %s", name, where(error))
        return Finding(name, False, f"gick inte ({type(error).__name__})")


def all_well(found: Iterable[Finding]) -> bool:
    return all(one.ok for one in found)


def remember(what: str, **facts: object) -> None:
    """Keep when something was last done, beside the database rather than in it: a restored one knows nothing of it."""
    with held("running", wait=True):
        _keep({**_kept(), what: {"at": timezone.now().isoformat(timespec="seconds"), **facts}})


def forget(what: str) -> None:
    with held("running", wait=True):
        _keep({name: kept for name, kept in _kept().items() if name != what})


def _keep(kept: dict) -> None:
    file = settings.HOME / "running.json"
    written = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    written.write_text(json.dumps(kept, indent=1))
    os.replace(written, file)


def remembered(what: str) -> dict:
    return _kept().get(what, {})


def age_of(what: str) -> timedelta | None:
    at = remembered(what).get("at")
    return timezone.now() - datetime.fromisoformat(at) if at else None


def ago(age: timedelta) -> str:
    """How long ago in words: by the hour for two days, then by the day."""
    hours = int(age.total_seconds() // 3600)
    if hours >= 48:
        return f"för {hours // 24} dagar sedan"
    return "nyss" if hours < 1 else "för en timme sedan" if hours == 1 else f"för {hours} timmar sedan"


def local(moment: str) -> str:
    """A moment as it stands in a file or a backup, in the time of the clock on the wall."""
    return timezone.localtime(datetime.fromisoformat(moment)).isoformat(timespec="seconds")


def _kept() -> dict:
    try:
        return json.loads((settings.HOME / "running.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}


@contextmanager
def held(name: str, *, shared: bool = False, wait: bool = False) -> Iterator[bool]:
    """Whether the lock was to be had, now or once others let it go; let go at the end, or when the process dies."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with Path(settings.HOME / f"{name}.lock").open("w") as file:
        try:
            flock(file, (LOCK_SH if shared else LOCK_EX) | (0 if wait else LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """As `held`, and on PostgreSQL alone among all computers that use the database."""
    with held(name) as mine:
        if not mine or connection.vendor != "postgresql":
            yield mine
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
            ours = cursor.fetchone()[0]
            try:
                yield ours
            finally:
                if ours:
                    cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
