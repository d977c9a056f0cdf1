"""Putting a backup back: everything is proved on a copy before anything that is there is touched."""

import dataclasses
import os
from pathlib import Path

from django.db import connection, connections

from loke.accounts import keys
from loke.running import backup, databases, leftovers, proof, recovery
from loke.running.findings import Finding, all_well, held, local
from loke.running.recovery import RecoveryKey
from loke.running.trouble import Refused

NEWER = "kopian är från före ett byte av nyckel: det nya förseglas med version {version}, loke keys rotate byter resten"


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
                newer = _put_keys(contents.keys, aside) if contents.keys else None
            if not recovery.is_made():
                recovery.keep(key)
    found.append(Finding("återläst", True, f"från {local(contents.manifest['made'])}"))
    return [*found, Finding("nycklar", True, NEWER.format(version=newer))] if newer else found


def _same_kind(base: "databases.Sqlite | databases.Postgres", manifest: dict) -> None:
    if base.vendor != manifest["database"]:
        raise Refused(f"Kopian är av {manifest['database']} och kan inte läsas in i {base.vendor}.")


def _put_keys(copy: Path, aside: str) -> int | None:
    """The keys of the copy, and after them those that this installation has changed to since; gives the newest."""
    there, known = keys.path(), keys.read(str(copy))
    since = _since(known)
    if there.exists() and there.read_bytes() != copy.read_bytes():
        os.replace(there, there.with_name(f"{there.stem}-{aside}{there.suffix}"))
    if since:
        known = [*known[:-1], dataclasses.replace(known[-1], replaced=since[0].made)]
    keys.write([*known, *since])
    return since[-1].version if since else None


def _since(known: list[keys.Key]) -> list[keys.Key]:
    """The versions that came after the last of these here, where none is another's of the same number."""
    try:
        here = keys.read()
    except (FileNotFoundError, keys.SealError):
        return []
    then = {one.version: one.key for one in known}
    if any(then.get(one.version, one.key) != one.key for one in here):
        return []
    return [one for one in here if one.version > known[-1].version]
