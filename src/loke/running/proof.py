"""Proof: that the installation is whole, and that a backup comes back as the very rows it was made of."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.db import connection
from django.db.models.functions import Substr

from loke.accounts import keys
from loke.accounts.keys import SealError
from loke.accounts.log import look_through
from loke.accounts.models import AccessEntry, AuditEntry
from loke.running import backup, databases, versions
from loke.running.backup import Contents
from loke.running.databases import Sqlite
from loke.running.findings import Finding, local, remember, tried
from loke.running.recovery import RecoveryKey
from loke.running.trouble import Refused

SRC = Path(__file__).parents[2]


def installation() -> list[Finding]:
    """The database looked through, both logs link by link, and every sealed text opened."""
    return [tried("databas", _database), *logs(), tried("nycklar", every_text_opens)]


def logs() -> list[Finding]:
    return [tried("händelselogg", lambda: _log(AuditEntry)), tried("läslogg", lambda: _log(AccessEntry))]


def _database() -> str:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            said = [row[0] for row in cursor.execute("PRAGMA integrity_check").fetchall()]
        found = [one for one in said if one != "ok"]
    else:
        found = databases.of(connection.settings_dict).faults()
    if found:
        raise Refused(f"{len(found)} fel, det första: {found[0]}")
    return "hel"


def _log(model: type) -> str:
    broken = look_through(model).broken
    if broken:
        raise Refused(f"{len(broken)} brutna länkar, den första är nummer {broken[0]}")
    return f"{model._default_manager.count()} länkar, alla hela"


def every_text_opens() -> str:
    count = _factors_open()
    for field in keys.sealed_columns():
        sealed = field.model._base_manager.annotate(mark=Substr(field.name, 1, len(keys.MARK))).filter(mark=keys.MARK)
        for row in sealed.only("pk", field.name, *field.bound_to).iterator(2000):
            try:
                getattr(row, field.attname)
            except SealError as error:
                raise Refused(f"{field.model._meta.label} {row.pk}: {error}") from None
            count += 1
    return f"{count} förseglade texter, alla går att öppna"


def _factors_open() -> int:
    sealed = keys.factors()
    for text in sealed:
        try:
            keys.unseal(text, keys.FACTORS)
        except SealError as error:
            raise Refused(f"inloggningarnas andra steg: {error}") from None
    return len(sealed)


def of_backup(file: Path, key: RecoveryKey) -> list[Finding]:
    """Decrypt a backup, restore it to a copy, and compare the copy with what was written down when it was made."""
    found: list[Finding] = []
    with backup.opened(file, key) as contents:
        found.append(
            Finding("kopia", True, f"gjord {local(contents.manifest['made'])} av Loke {contents.manifest['version']}")
        )
        found += restored(contents)
    if all(one.ok for one in found):
        remember("proof", file=str(file), made=contents.manifest["made"])
    return found


def restored(contents: Contents) -> list[Finding]:
    """What a database that the contents are restored to says of itself, as it was made and brought to this version."""
    other = versions.of_another(contents.manifest["migrations"])
    kind = Sqlite(contents.copy) if contents.manifest["database"] == "sqlite" else _server()
    with kind.scratch(contents.copy) as base:
        rows = tried("rader", lambda: _same(base, contents.manifest["tables"]))
        if not rows.ok:
            return [rows]
        return [rows, *_asked(base.url, contents, migrate=other)]


def _server() -> "databases.Postgres":
    if connection.vendor != "postgresql":
        raise Refused("Kopian är av en PostgreSQL-databas. Ange en server i DATABASE_URL att prova den på.")
    return databases.of(connection.settings_dict)


def _same(base: "Sqlite | databases.Postgres", known: databases.Tables) -> str:
    found = base.tables()
    other = sorted(name for name in {*found, *known} if found.get(name) != known.get(name))
    if other:
        raise Refused(f"{len(other)} tabeller skiljer sig från kopians förteckning: {', '.join(other[:5])}")
    return f"{sum(one['rows'] for one in found.values())} rader i {len(found)} tabeller, alla lika"


def _asked(url: str, contents: Contents, *, migrate: bool) -> list[Finding]:
    """`loke verify` of the copy, in a process of its own with the copy's own keys."""
    home = contents.copy.parent
    environment = {**os.environ, "LOKE_HOME": str(home), "DATABASE_URL": url, "PYTHONPATH": str(SRC)}
    environment["LOKE_KEYS"] = str(contents.keys or home / backup.KEYS)
    if migrate and _run(environment, "manage", "migrate", "--no-input").returncode:
        return [Finding("uppgradering", False, "kopian är av en äldre version och gick inte att uppgradera")]
    done = _run(environment, "verify", "--json")
    try:
        return [Finding(**one) for one in json.loads(done.stdout)["checks"]]
    except (ValueError, KeyError):
        return [Finding("prov", False, "den återlästa kopian gick inte att öppna")]


def _run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "loke", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
