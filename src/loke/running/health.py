"""Whether the installation is well: what a watch asks every minute, and what an operator asks when in doubt."""

import errno
import os
import shutil
import socket
import stat
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from loke.accounts import keys
from loke.accounts.models import AccessEntry, AuditEntry, LogHead
from loke.accounts.sso.chosen import chosen
from loke.running import backup, recovery, versions
from loke.running.findings import Finding, age_of, ago, remembered, tried
from loke.running.trouble import Refused

ROOM = 1 << 30  # bytes; and the database three times over, for a backup and its proof
SOME = bytes(64 * 1024)
SLACK = timedelta(minutes=10)  # a copy of much data takes its time
OLD = {  # a day or a week, with room for a late night; and what to do when it was never done
    "backup": (timedelta(hours=26), "säkerhetskopia", "ange en mapp i LOKE_BACKUP"),
    "proof": (timedelta(days=8), "återläsningsprov", "loke nightly provar den senaste kopian"),
    "nightly": (timedelta(hours=26), "nattkörning", "kör loke nightly varje natt"),
}


def vital() -> list[Finding]:
    """What must hold for anybody to be served; anybody may ask, so it looks through nothing."""
    vital = {"databas": _reached, "skrivning": _writes, "migrering": _migrated, "nycklar": _keys}
    return [tried(name, function) for name, function in vital.items()]


def all_of_it() -> list[Finding]:
    found = vital()
    if not found[0].ok:
        return found
    found[-1] = tried("nycklar", _readable)
    rest = {
        "mapp": lambda: _some_in(settings.HOME),
        "filer": _kept_apart,
        "återläsningsnyckel": _recovery_key,
        "disk": _room,
        "loggar": _heads,
        "e-post": _mail,
        "inloggning": _provider,
        "kopior under dagen": _rounds,
    }
    found += [tried(name, function) for name, function in rest.items()]
    return found + [tried(words, lambda what=what: _lately(what)) for what, (_, words, _) in OLD.items()]


def _reached() -> str:
    in_its_place()
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM accounts_installation")
        if not cursor.fetchone():
            raise Refused("databasen är inte uppsatt än")
    return connection.vendor


def in_its_place() -> None:
    """Raises Refused when the file that this process began with no longer has its name: what is written to it is lost.

    A connection that is open goes on with the file wherever it has been moved, and notices nothing.
    """
    file = _file()
    if file is None:
        return
    if not file.exists():
        raise Refused(f"databasen saknas: {file}")
    if file.stat().st_ino != _number(file):
        raise Refused(f"en annan fil har lagts i databasens ställe: {file}. Starta om Loke")


@cache
def _number(file: Path) -> int:
    return file.stat().st_ino


def _writes() -> str:
    """Whether what people send can be stored."""
    if (file := _file()) is None:
        return "sker hos databasens server"
    if not os.access(file, os.W_OK):
        raise PermissionError(errno.EACCES, "", str(file))
    return _some_in(file.parent)


def _some_in(place: Path) -> str:
    """Write a little in a folder, under no name, so that nothing is left of it."""
    try:
        with TemporaryFile(dir=place) as some:
            some.write(SOME)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(place)) from None
    return f"går i {place}"


def _file() -> Path | None:
    """The database, where it is a file."""
    is_file = connection.vendor == "sqlite" and not connection.is_in_memory_db()
    return Path(connection.settings_dict["NAME"]) if is_file else None


def _migrated() -> str:
    _no_steps_left()
    return "databasen hör till den här versionen"


@cache
def _no_steps_left() -> None:
    """Raises Refused until there are none; from then on the process knows."""
    executor = MigrationExecutor(connection)
    if versions.behind(executor):
        raise Refused("databasen är äldre än programmet: starta om med loke serve")
    if versions.ahead(executor):
        raise Refused("databasen är nyare än programmet")


def _keys() -> str:
    return f"version {keys.ring()[-1].version}"


def _readable() -> str:
    there = {one.version for one in keys.ring()}
    if lost := keys.used().keys() - there:
        raise Refused(f"texter är förseglade med en nyckel som saknas: version {min(lost)}")
    return f"version {max(there)}"


def _kept_apart() -> str:
    """Whether others on the computer may read the keys, or the database: a group may be let in, to hand secrets out."""
    ours = [keys.path(), recovery.path(), settings.HOME / "secret-key", *filter(None, [_file()])]
    if shown := [str(one) for one in ours if one.exists() and one.stat().st_mode & stat.S_IRWXO]:
        raise Refused(f"får läsas av andra på datorn: chmod o= {' '.join(shown)}")
    return "nycklar och databas får inte läsas av andra på datorn"


def _recovery_key() -> str:
    if backup.is_elsewhere():
        return "tas på annat håll"
    if not recovery.is_made() and remembered("backup"):
        raise Refused(f"saknas: {recovery.path()}. Lägg tillbaka den: utan den öppnas ingen av kopiorna")
    return recovery.own().fingerprint


def _room() -> str:
    file = _file()
    needed = ROOM + (3 * file.stat().st_size if file and file.exists() else 0)
    free = shutil.disk_usage(settings.HOME).free
    said = f"{free >> 20} MB ledigt"
    if free < needed:
        raise Refused(f"{said}, {needed >> 20} MB behövs")
    return said


def _heads() -> str:
    for log, model in (("audit", AuditEntry), ("access", AccessEntry)):
        last = model.objects.order_by("-number").values_list("number", flat=True).first() or 0
        head = LogHead.objects.filter(log=log).first() or LogHead(number=0)  # after the last: people work meanwhile
        whole = not head.number or model.objects.filter(number=head.number, digest=head.digest).exists()
        if last > head.number or not whole:
            raise Refused("en logg slutar inte där den ska: kör loke verify")
    return "slutar där de ska"


def _mail() -> str:
    if not settings.EMAIL_HOST:
        return "ingen e-postserver är vald: länkar lämnas över"
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=5).close()
    except OSError:
        raise Refused(f"{settings.EMAIL_HOST} svarar inte") from None
    return f"{settings.EMAIL_HOST} svarar"


def _provider() -> str:
    if not os.environ.get("LOKE_SSO"):
        return "med Lokes egna konton"
    if (there := chosen()) is None:
        raise Refused("filen i LOKE_SSO går inte att använda")
    return f"genom {there.name}"


def _rounds() -> str:
    every, age = remembered(backup.ROUNDS).get("every"), age_of(backup.ROUNDS)
    if backup.is_elsewhere():
        return "tas på annat håll"
    if age is None:
        return "tas inte. Med loke-backup förloras högst fem minuter"
    minutes = int(age.total_seconds() // 60)
    if age > 3 * timedelta(seconds=every) + SLACK:
        raise Refused(f"ingen på {minutes} minuter: se efter varför loke-backup inte går")
    return f"senast för {minutes} minuter sedan"


def _lately(what: str) -> str:
    (most, _, do), age = OLD[what], age_of(what)
    if what == "backup" and backup.folder():
        do = "loke nightly gör den"
    if what != "nightly" and backup.is_elsewhere():
        return "tas på annat håll"
    done = "gjort" if what == "proof" else "gjord"
    if age is None:
        raise Refused(f"aldrig {done}: {do}")
    if age < -timedelta(minutes=1):
        raise Refused(f"{done} i framtiden: klockan har ställts tillbaka. {do}")
    if age > most:
        raise Refused(ago(age))
    return ago(age)
