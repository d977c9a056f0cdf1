"""The municipality's identity provider: what is known of it, and what it is asked."""

import json
import logging
import os
import time
import tomllib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from loke.accounts.sso.tokens import NotTrusted

MOST = 1 << 20  # bytes of an answer
PATIENCE = 10  # seconds
KNOWN_FOR = 10 * 60  # seconds that what the provider says of itself is taken as it was
logger = logging.getLogger(__name__)
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_known: dict[str, tuple[float, dict]] = {}


@dataclass(frozen=True)
class Provider:
    """What stands in the file that LOKE_SSO names."""

    name: str
    issuer: str
    client: str
    secret: str
    levels: list[str]
    claim: str = "email"
    only: bool = False
    local: tuple[str, ...] = ()

    def metadata(self) -> dict:
        """What the provider says of itself; asked for once in ten minutes, however many come."""
        at, found = _known.get(self.issuer, (0.0, {}))
        if time.monotonic() - at > KNOWN_FOR or not found:
            found = fetch(f"{self.issuer}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise NotTrusted("issuer")
            if not all(isinstance(found.get(one), str) for one in ENDPOINTS):
                raise NotTrusted("metadata")
            _known[self.issuer] = time.monotonic(), found
        return found

    def way_in(self, *, back: str, state: str, nonce: str, verifier: str, again: bool) -> str:
        """The address at the provider that a person is sent to; `again` has it ask even whom it knows."""
        challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": back,
            "scope": "openid email",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "acr_values": " ".join(self.levels),
        }
        asked |= {"prompt": "login", "max_age": "0"} if again else {}
        return f"{self.metadata()['authorization_endpoint']}?{urlencode(asked)}"

    def token(self, *, code: str, back: str, verifier: str) -> tuple[str, list[dict]]:
        """The identity token that a code is exchanged for, and the keys it may be signed with."""
        known = self.metadata()
        given = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        given |= {"client_id": self.client, "client_secret": self.secret}
        answer, keys = fetch(known["token_endpoint"], given), fetch(known["jwks_uri"])
        token, found = answer.get("id_token"), keys.get("keys")
        if not isinstance(token, str) or not isinstance(found, list):
            raise NotTrusted("answer")
        return token, [one for one in found if isinstance(one, dict)]


def chosen() -> Provider | None:
    """The provider that the installation has set up; None where it has not, or where its file cannot be understood.

    The fault goes to the log, and people sign in by what they have here: a password and a second factor.
    """
    file = os.environ.get("LOKE_SSO")
    if not file:
        return None
    try:
        return _told(tomllib.loads(Path(file).read_text())["openid_connect"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.error("LOKE_SSO cannot be used: %s %s", type(error).__name__, error)
        return None


def _told(said: dict) -> Provider:
    words = [said[one] for one in ("name", "issuer", "client_id", "client_secret_file")]
    levels, local, only = said["levels"], said.get("local", []), said.get("only", False)
    claim = said.get("claim", "email")
    if not all(isinstance(one, str) and one for one in (*words, claim)) or not isinstance(only, bool):
        raise ValueError("name, issuer, client_id, client_secret_file, claim or only")
    if not _is_list_of_words(levels) or not levels or not _is_list_of_words(local):
        raise ValueError("levels or local: a list of strings")
    name, issuer, client, secret = words
    return Provider(
        name=name,
        issuer=issuer.rstrip("/"),
        client=client,
        secret=Path(secret).read_text().strip(),
        levels=levels,
        claim=claim,
        only=only,
        local=tuple(address.lower() for address in local),
    )


def _is_list_of_words(said: object) -> bool:
    return isinstance(said, list) and all(isinstance(one, str) and one for one in said)


class _Stay(HTTPRedirectHandler):
    """The provider is where it says it is, or nowhere."""

    def redirect_request(self, *args):
        return None


def fetch(address: str, form: dict | None = None) -> dict:
    """What the provider answers. Raises NotTrusted when it does not, or not over https."""
    if urlsplit(address).scheme != "https":
        raise NotTrusted("https")
    body = urlencode(form).encode() if form else None
    try:
        with build_opener(_Stay).open(Request(address, body), timeout=PATIENCE) as answer:  # noqa: S310 - https only
            found = json.loads(answer.read(MOST))
    except (URLError, ValueError, OSError):
        raise NotTrusted("answer") from None
    if not isinstance(found, dict):
        raise NotTrusted("answer")
    return found
