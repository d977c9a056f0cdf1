"""The municipality's identity provider: what is known of it, and what it is asked."""

import json
import os
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
        found = fetch(f"{self.issuer}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise NotTrusted("issuer")
        return found

    def way_in(self, *, back: str, state: str, nonce: str, verifier: str) -> str:
        """The address at the provider that a person is sent to."""
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
        return f"{self.metadata()['authorization_endpoint']}?{urlencode(asked)}"

    def token(self, *, code: str, back: str, verifier: str) -> tuple[str, list[dict]]:
        """The identity token that a code is exchanged for, and the keys it may be signed with."""
        known = self.metadata()
        given = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        given |= {"client_id": self.client, "client_secret": self.secret}
        answer, keys = fetch(known["token_endpoint"], given), fetch(known["jwks_uri"])
        return answer.get("id_token", ""), keys.get("keys", [])


def chosen() -> Provider | None:
    """The provider that the installation has set up; None where it has not."""
    file = os.environ.get("LOKE_SSO")
    if not file:
        return None
    said = tomllib.loads(Path(file).read_text())["openid_connect"]
    return Provider(
        name=said["name"],
        issuer=said["issuer"].rstrip("/"),
        client=said["client_id"],
        secret=Path(said["client_secret_file"]).read_text().strip(),
        levels=said["levels"],
        claim=said.get("claim", "email"),
        only=said.get("only", False),
        local=tuple(address.lower() for address in said.get("local", ())),
    )


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
