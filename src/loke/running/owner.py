"""As whom commands are run: as the owner of the installation's folder and with its settings, or not at all.

What somebody else made there could not be read by the server, and without the settings it would be made beside.
"""

import os
import sys
from pathlib import Path

from loke import home
from loke.running.trouble import Refused, name_of

SETTINGS = Path("/etc/loke.env")  # where the guide keeps them, and deploy/*.service read them
SERVICE = "loke"  # whom the guide lets it belong to
SYSTEMD = Path("/run/systemd/system")  # is there where systemd is running
STRANGER = "{place} hör till {owner}, och du är {me}. Kör kommandot som {owner}:\n  {line}"
BESIDE = "Inställningarna i {settings} är inte lästa. Utan dem blir det en annan installation. Kör:\n  {line}"


def check() -> None:
    """Raises Refused, before anything has been made, when it is not ours to make."""
    place = home().absolute()
    if SETTINGS.exists() and not _set():
        said = _said()
        who = name_of(_owner(said)[1]) if said else SERVICE
        raise Refused(BESIDE.format(settings=SETTINGS, line=_line(who)))
    found, owner = _owner(place)
    if not _may(found, owner, there=found == place):
        who, me = name_of(owner), name_of(os.geteuid())
        raise Refused(STRANGER.format(place=found, owner=who, me=me, line=_line(who)))


def _said() -> Path | None:
    """The home that the settings name, where they may be read."""
    try:
        lines = SETTINGS.read_text().splitlines()
    except OSError:
        return None
    named = (line.partition("=")[2].strip("\"' ") for line in lines if line.startswith("LOKE_HOME="))
    return next((Path(one) for one in named if one), None)


def _set() -> list[str]:
    """The names of what an installation chooses, where any of it is chosen."""
    return sorted(name for name in os.environ if name.startswith("LOKE_") or name == "DATABASE_URL")


def _owner(place: Path) -> tuple[Path, int]:
    """The folder, or the nearest above it that there is, and whose it is."""
    for one in (place, *place.parents):
        try:
            return one, one.stat().st_uid
        except OSError:  # it is not there, or the folder above is closed
            continue
    return place, os.geteuid()


def _may(folder: Path, owner: int, *, there: bool) -> bool:
    """The owner may, and in a folder of root's, or one that is not there yet, whoever can.

    Root makes nothing but where the owner is a number only, as in a container: there is nobody to be instead.
    """
    me = os.geteuid()
    if me == 0:
        return owner == 0 or _is_number(name_of(owner))
    return me == owner or ((owner == 0 or not there) and os.access(folder, os.W_OK | os.X_OK))


def _is_number(who: str) -> bool:
    """Whether it is somebody without a name on this computer."""
    return who.isdecimal()


def _line(who: str) -> str:
    """What to write instead."""
    given, read = ",".join(_set()), SETTINGS.exists()
    if read and SYSTEMD.exists() and not _is_number(who):
        file = f"--property=EnvironmentFile={SETTINGS}"
        return f"systemd-run --quiet --pty --uid={who} {file} --same-dir {_program()}"
    as_number = f"setpriv --reuid={who} --regid={who} --clear-groups {_program()}"  # runuser and sudo want a name
    as_root = as_number if _is_number(who) else f"runuser -u {who} -- {_program()}"
    is_root = os.geteuid() == 0
    if read and not given:
        as_root = f"set -a; . {SETTINGS}; {as_root}"
        return f"({as_root})" if is_root else f"sudo sh -c '{as_root}'"
    kept = f"--preserve-env={given} " if given else ""
    if is_root:
        return as_root
    return f"sudo {kept}{as_number}" if _is_number(who) else f"sudo {kept}-u {who} {_program()}"


def _program() -> str:
    words = next((f" {word}" for word in sys.argv[1:2] if word.isalpha()), "")
    return f"./loke{words} …"
