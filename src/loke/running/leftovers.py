"""What was left behind: of work that broke off, and of what was put aside when something took its place."""

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from loke.accounts import keys
from loke.running import databases, recovery
from loke.running.findings import held

SCRATCH = ".prov-"
ASIDE = "före-återläsning"
KEPT_ASIDE = timedelta(days=30)  # as long as backups: who has been erased since is in it
BROKEN_OFF = timedelta(hours=1)  # nothing is written for so long without a sign
DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?:T\d{6})?-före-(?:återläsning|uppgradering|byte)")


def sweep(*more: Path | None) -> list[str]:
    """Take away what work that was killed has left: decrypted scratch, halves of backups, databases and key files.

    Gives the databases on a server that would not go.
    """
    left: list[str] = []
    with held("scratch") as alone:
        for one in settings.HOME.glob(f"{SCRATCH}*") if alone else ():
            shutil.rmtree(one, ignore_errors=True)
        if alone and connection.vendor == "postgresql":
            left = databases.of(connection.settings_dict).sweep()
    beside = keys.path()
    begun = [*beside.parent.glob(f".{beside.name}.*"), *settings.HOME.glob(".*.sqlite3.*")]
    for place in (one for one in more if one and one.is_dir()):
        begun += [*place.glob(".*.part"), *(() if place.samefile(settings.HOME) else place.glob(f"{SCRATCH}*"))]
    for one in begun:
        _sweep_old(one)
    return left


def _sweep_old(one: Path) -> None:
    try:
        if datetime.now(UTC) - datetime.fromtimestamp(one.stat().st_mtime, UTC) > BROKEN_OFF:
            shutil.rmtree(one) if one.is_dir() else one.unlink()
    except FileNotFoundError:
        pass


def aside() -> str:
    """What is put aside now is called this."""
    return f"{timezone.now():%Y-%m-%dT%H%M%S}-{ASIDE}"


def drop_put_aside() -> str:
    """Take away databases and keys that something took the place of a month ago; says how many."""
    base = databases.of(connection.settings_dict)
    on_server = base.vendor == "postgresql"
    folders = {settings.HOME, keys.path().parent, recovery.path().parent, *([] if on_server else [base.file.parent])}
    files = [one for folder in folders for one in folder.glob("*-före-*") if _is_old(one.name)]
    for one in files:
        one.unlink()
    schemas = [name for name in base.put_aside() if _is_old(name)] if on_server else []
    for name in schemas:
        base.drop(name)
    return f"{len(files) + len(schemas)} borttagna"


def _is_old(name: str) -> bool:
    found = DATED.search(name)
    return bool(found) and datetime.now(UTC) - datetime.fromisoformat(f"{found[1]}T00:00Z") > KEPT_ASIDE
