"""Putting a backup back: everything is proved on a copy before anything that is there is touched."""

import os
from pathlib import Path

from django.db import connection, connections

from loke.accounts import keys
from loke.running import backup, databases, leftovers, proof, recovery
from loke.running.findings import Finding, all_well, held
from loke.running.recovery import RecoveryKey
from loke.running.trouble import Refused


def restore(file: Path, key: RecoveryKey, *, replace: bool) -> list[Finding]:
    """Put a backup in the place of the installation's database and keys; what was there is kept beside it.

    Raises Refused, and touches nothing, when there is something there and `replace` is not said, when the server is
    running, or when the backup is not whole.
    """
    base = databases.of(connection.settings_dict)
    connections.close_all()
    with held("serving") as stopped, held("nightly") as quiet:
        if not stopped:
            raise Refused("Servern är igång. Stoppa den först.")
        if not quiet:
            raise Refused("Nattkörningen är igång. Vänta tills den är klar.")
        if not replace and not base.is_empty():
            raise Refused("Här finns redan en databas. Ange --replace för att ersätta den. Den gamla sparas bredvid.")
        with backup.opened(file, key) as contents:
            _same_kind(base, contents.manifest)
            found = proof.restored(contents)
            if not all_well(found):
                return found
            aside = leftovers.aside()
            with held("keys", wait=True):
                base.put(contents.copy, aside)
                if contents.keys:
                    _put_keys(contents.keys, aside)
            if not recovery.is_made():
                recovery.keep(key)
    return [*found, Finding("återläst", True, f"från {contents.manifest['made']}")]


def _same_kind(base: "databases.Sqlite | databases.Postgres", manifest: dict) -> None:
    if base.vendor != manifest["database"]:
        raise Refused(f"Kopian är av {manifest['database']} och kan inte läsas in i {base.vendor}.")


def _put_keys(copy: Path, aside: str) -> None:
    there = keys.path()
    if there.exists() and there.read_bytes() != copy.read_bytes():
        os.replace(there, there.with_name(f"{there.stem}-{aside}{there.suffix}"))
    there.parent.mkdir(parents=True, exist_ok=True)
    beside = there.with_name(f".{there.name}.new")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(copy.read_bytes())
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, there)
    keys.sync_folder(there.parent)
