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


def missing() -> str | None:
    """What whoever asks is told where there is no database; None where there is one."""
    return None if has_tables() else words()


def has_tables() -> bool:
    """Whether there is a database with anything in it; asking makes none."""
    is_file = connection.vendor == "sqlite" and not connection.is_in_memory_db()
    if is_file and not Path(connection.settings_dict["NAME"]).exists():
        return False
    return "accounts_installation" in connection.introspection.table_names()


def words() -> str:
    if not (left := traces()):
        return NOTHING_YET
    latest = remembered("backup").get("file")
    told = f" Den senaste skrevs till {latest}." if latest else ""
    return LOST.format(base=database(), left=", ".join(left), latest=told)


def database() -> str:
    """The database by the name that it is reached by."""
    told = connection.settings_dict
    where = f" på {told['HOST'] or 'den här datorn'}" if connection.vendor == "postgresql" else ""
    return f"{told['NAME']}{where}"


def traces() -> list[str]:
    """What only an installation that has had a database leaves: its keys, that of its backups, and the memory of one.

    Raises PermissionError where that may not be looked for.
    """
    files = [keys.path()] if keys.path().exists() else []
    files += [recovery.path()] if recovery.is_made() else []
    return [*map(str, files), *(["minnet av en säkerhetskopia"] if remembered("backup") else [])]
