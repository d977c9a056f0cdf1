"""Which identity provider the installation has set up."""

import logging
import os
import tomllib
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm

from loke.accounts.sso import openid_connect
from loke.accounts.sso.provider import Provider

logger = logging.getLogger(__name__)


def chosen() -> Provider | None:
    """The provider of the file; None where there is none, or where its file cannot be understood.

    The fault goes to the log, and people sign in by what they have here: a password and a second factor.
    """
    file = os.environ.get("LOKE_SSO")
    if not file:
        return None
    try:
        return _told(tomllib.loads(Path(file).read_text()))
    except (OSError, ValueError, KeyError, TypeError, UnsupportedAlgorithm) as error:
        logger.error("LOKE_SSO cannot be used: %s %s", type(error).__name__, error)
        return None


def signs_in_elsewhere(email: str) -> bool:
    """Whether somebody with this address may sign in by the municipality only."""
    there = chosen()
    return bool(there and there.only and email not in there.local)


def _told(said: dict) -> Provider:
    if "saml" not in said:
        return openid_connect.told(said["openid_connect"])
    if "openid_connect" in said:
        raise ValueError("openid_connect and saml: one of them")
    from loke.accounts.sso import saml

    return saml.told(said["saml"])
