"""Which identity provider the installation has set up, and who may sign in without it."""

import logging
import os
import tomllib
from pathlib import Path

from loke.accounts.sso import openid_connect
from loke.accounts.sso.provider import Provider, Unusable, content, why

logger = logging.getLogger(__name__)
_understood: dict[str, Provider] = {}  # what each file said the last time that it could be used
_told: dict[str, str] = {}  # the fault of each file that the log has been told of


def chosen() -> Provider | None:
    """The provider of the file; None where there is none, or while its file cannot be used, which the log is told."""
    try:
        return read()
    except Unusable as fault:
        if _told.get(_file()) != str(fault):
            logger.error("%s", fault)
        _told[_file()] = str(fault)
        return None


def read() -> Provider | None:
    """The provider of the file; None where no file is named. Raises Unusable."""
    if not (file := _file()):
        return None
    try:
        found = _told_in(content(Path(file)))
    except Unusable as fault:
        raise Unusable(f"LOKE_SSO går inte att använda. {file}: {fault}") from None
    except OSError as error:
        raise Unusable(f"LOKE_SSO går inte att använda: {why(error)}") from None
    _understood[file] = found
    _told.pop(file, None)
    return found


def is_broken() -> bool:
    """Whether a file is named that cannot be used."""
    return bool(_file()) and chosen() is None


def signs_in_elsewhere(email: str) -> bool:
    """Whether somebody with this address may sign in by the municipality only.

    While the file cannot be used, what it said before holds; if nobody knows what that was, everybody does.
    """
    there = chosen() or _understood.get(_file())
    if there is None:
        return bool(_file())
    return there.only and email not in there.local


def _file() -> str:
    return os.environ.get("LOKE_SSO", "")


def _told_in(text: bytes) -> Provider:
    try:
        said = tomllib.loads(text.decode())
    except UnicodeDecodeError:
        raise Unusable("filen ska vara text i UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise Unusable(f"filen är inte TOML ({error})") from None
    [(language, parts)] = said.items() if len(said) == 1 else [("", None)]
    if language not in ("openid_connect", "saml") or not isinstance(parts, dict):
        raise Unusable("filen ska ha en enda del, [openid_connect] eller [saml], och allt annat i den")
    if language == "openid_connect":
        return openid_connect.told(parts)
    from loke.accounts.sso import saml

    return saml.told(parts)
