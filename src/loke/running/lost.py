"""Where there is no database: whether there has never been one, or the one there was is lost."""

from pathlib import Path

from django.db import connection

from loke.accounts import keys
from loke.running import recovery
from loke.running.findings import remembered

NOTHING_YET = "Här finns ingen installation än. Börja med loke import eller loke serve."
LOST = """Databasen saknas: {base}. Här har funnits en, för detta finns kvar: {left}.
Lägg tillbaka databasen, eller läs tillbaka en kopia av den: loke restore FIL.{latest}
Är det meningen att börja om med en tom databas: loke serve --new."""


def words() -> str:
    """What whoever asks is told where there is no database."""
    if not (left := traces()):
        return NOTHING_YET
    told = connection.settings_dict
    where = f" på {told['HOST'] or 'den här datorn'}" if connection.vendor == "postgresql" else ""
    latest = remembered("backup").get("file")
    return LOST.format(
        base=f"{told['NAME']}{where}",
        left=", ".join(left),
        latest=f" Den senaste skrevs till {latest}." if latest else "",
    )


def traces() -> list[str]:
    """What only an installation that has had a database leaves: its keys, that of its backups, and the memory of one.

    Raises PermissionError where that may not be looked for.
    """
    files = [str(one) for one in (keys.path(), recovery.path()) if _is_there(one)]
    return files + (["minnet av en säkerhetskopia"] if remembered("backup") else [])


def _is_there(file: Path) -> bool:
    try:
        file.stat()
    except FileNotFoundError:
        return False
    return True
