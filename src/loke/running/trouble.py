"""What went wrong with a file, a disk or the database's server, in words that whoever runs Loke can act on."""

import errno
import os
import pwd
import sqlite3
from pathlib import Path

from django.db import Error

from loke import home
from loke.accounts.keys import SealError

FULL = "Disken är full{of}. Gör plats och försök igen."
READ_ONLY = "Disken går bara att läsa{of}. Gör den skrivbar och försök igen."
FAILING = "Disken svarar med fel{of}. Prova den, och läs tillbaka en kopia på en annan."
ROOM = 64 * 1024  # bytes: with less SQLite does not even begin
OF_A_DISK = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: READ_ONLY, errno.EIO: FAILING}
OF_SQLITE = {
    "database or disk is full": FULL,
    "attempt to write a readonly database": "Databasen går bara att läsa. Se efter vem filen hör till, och disken.",
    "unable to open database file": "Databasen går inte att öppna. Se efter vem mappen hör till, och disken.",
    "disk I/O error": FAILING,
}
OF_A_SERVER = {  # PostgreSQL's codes
    "53100": FULL.format(of=" hos databasens server"),
    "25006": "Databasens server låter ingen skriva just nu.",
}


class Refused(Exception):  # noqa: N818 - it is the operator who asked that reads it
    """Something that is not done, with why."""


def words(error: BaseException) -> str | None:
    """None for a fault of another kind, which is the program's."""
    if isinstance(error, (Refused, SealError)):
        return str(error)
    if isinstance(error, OSError):
        return _of_a_file(error)
    behind = error.__cause__ if isinstance(error, Error) else error
    if isinstance(behind, sqlite3.Error):
        said = next((said for phrase, said in OF_SQLITE.items() if phrase in str(behind)), None)
        return said and (_of_the_disk() or said).format(of="")
    return _of_a_server(behind) if type(behind).__module__.startswith("psycopg") else None


def _of_a_file(error: OSError) -> str | None:
    if error.errno in (errno.EACCES, errno.EPERM):
        return not_allowed(error.filename)
    said = OF_A_DISK.get(error.errno or 0)
    return said and said.format(of=f": {error.filename}" if error.filename else "")


def not_allowed(file: str | None) -> str:
    """That we may not, who we are, and whose the file is, where that is another's."""
    me, theirs = name_of(os.geteuid()), ""
    try:
        owner = name_of(Path(file).stat().st_uid) if file else me
        back = f" Ge tillbaka den: chown {me} {file}" if file and _is_lokes(file) else ""
        theirs = "" if owner == me else f" Filen hör till {owner}.{back}"
    except OSError:
        pass
    return f"{file or 'Filen'} får inte läsas eller skrivas av {me}.{theirs}"


def _is_lokes(file: str) -> bool:
    """Whether the file is of the installation: any other may be its owner's with good reason."""
    named = [os.environ.get(name) for name in ("LOKE_KEYS", "LOKE_BACKUP_KEY")]
    whole = Path(os.path.abspath(file))
    return whole.is_relative_to(home().absolute()) or whole in [Path(os.path.abspath(one)) for one in named if one]


def name_of(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _of_the_disk() -> str | None:
    """What is the matter with the disk that the installation is on: SQLite says no more than that something failed."""
    try:
        disk = os.statvfs(home())
    except OSError:
        return None
    if disk.f_flag & os.ST_RDONLY:
        return READ_ONLY
    return FULL if disk.f_bavail * disk.f_frsize < ROOM else None


def _of_a_server(error: BaseException) -> str | None:
    code = getattr(error, "sqlstate", None)
    if code is None and type(error).__name__ == "OperationalError":  # nobody answered: there is no code
        return f"Databasen svarar inte: {next(iter(str(error).splitlines()), '')}"
    return OF_A_SERVER.get(code or "")
