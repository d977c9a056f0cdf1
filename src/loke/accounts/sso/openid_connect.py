"""A provider that speaks OpenID Connect: what is known of it, and what it is asked."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from loke.accounts.sso.provider import NotTrusted, Provider, Unusable, alike, demand, file_in, here, word
from loke.accounts.sso.tokens import claims_of

MOST = 1 << 20  # bytes of an answer
PATIENCE = 10  # seconds
KNOWN_FOR = 10 * 60  # seconds that what the provider says of itself is taken as it was
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_known: dict[str, tuple[float, dict]] = {}


@dataclass(frozen=True, kw_only=True)
class OpenIdConnect(Provider):
    issuer: str
    client: str
    secret: str
    claim: str = "email"

    def metadata(self) -> dict:
        """What the provider says of itself; asked for once in ten minutes, however many come."""
        at, found = _known.get(self.issuer, (0.0, {}))
        if time.monotonic() - at > KNOWN_FOR or not found:
            found = fetch(f"{self.issuer}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise NotTrusted("issuer", repr(found.get("issuer"))[:200])
            if not all(is_safe(found.get(one)) for one in ENDPOINTS):
                raise NotTrusted("metadata")
            _known[self.issuer] = time.monotonic(), found
        return found

    def way_in(self, begun: dict, *, again: bool) -> str:
        challenge = urlsafe_b64encode(sha256(begun["verifier"].encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": here("sso_back"),
            "scope": "openid email",
            "state": begun["state"],
            "nonce": begun["nonce"],
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "acr_values": " ".join(self.levels),
        }
        asked |= {"prompt": "login", "max_age": "0"} if again else {}
        return f"{self.metadata()['authorization_endpoint']}?{urlencode(asked)}"

    def vouched(self, sent: Mapping[str, str], begun: dict) -> tuple[str, object]:
        demand(compare_digest(sent.get("state", "").encode(), begun["state"].encode()), "state")
        demand(sent.get("iss", self.issuer) == self.issuer, "issuer")
        token, keys = self.token(code=sent.get("code", ""), verifier=begun["verifier"])
        known = {"issuer": self.issuer, "client": self.client, "levels": self.levels}
        claims = claims_of(token, keys, nonce=begun["nonce"], now=time.time(), **known)
        demand(claims.get("email_verified") is not False, "address")
        return str(claims.get(self.claim, "")), claims.get("auth_time")

    def token(self, *, code: str, verifier: str) -> tuple[str, list[dict]]:
        """The identity token that a code is exchanged for, and the keys it may be signed with."""
        known = self.metadata()
        given = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        given |= {"redirect_uri": here("sso_back")}
        given |= {"client_id": self.client, "client_secret": self.secret}
        answer, keys = fetch(known["token_endpoint"], given), fetch(known["jwks_uri"])
        token, found = answer.get("id_token"), keys.get("keys")
        if not isinstance(token, str) or not isinstance(found, list):
            raise NotTrusted("answer")
        return token, [one for one in found if isinstance(one, dict)]


def told(said: dict) -> OpenIdConnect:
    """The provider that the file tells of. Raises Unusable."""
    issuer = word(said, "issuer").rstrip("/")
    if not is_safe(issuer):
        raise Unusable(f"issuer ska vara en adress som börjar med https://, inte {issuer}")
    secret = file_in(said, "client_secret_file").decode(errors="replace").strip()
    if not secret:
        raise Unusable("client_secret_file är tom")
    return OpenIdConnect(
        **alike(said, "issuer", "client_id", "client_secret_file", "claim"),
        issuer=issuer,
        client=word(said, "client_id"),
        secret=secret,
        claim=word(said, "claim", "email"),
    )


def is_safe(address: object) -> bool:
    """Whether it is one that is asked over an encrypted connection."""
    try:
        parts = urlsplit(address) if isinstance(address, str) else None
    except ValueError:
        return False
    return parts is not None and parts.scheme == "https" and bool(parts.hostname)


class _Stay(HTTPRedirectHandler):
    """The provider is where it says it is, or nowhere."""

    def redirect_request(self, *args):
        return None


def fetch(address: str, form: dict | None = None) -> dict:
    """What the provider answers. Raises NotTrusted when it does not, or not over https."""
    if not is_safe(address):
        raise NotTrusted("https", address)
    body = urlencode(form).encode() if form else None
    try:
        with build_opener(_Stay).open(Request(address, body), timeout=PATIENCE) as answer:  # noqa: S310 - https only
            found = json.loads(answer.read(MOST))
    except HTTPError as error:
        raise NotTrusted("http status", f"{address}: {error.code}") from None
    except (OSError, HTTPException) as error:
        raise NotTrusted("unreachable", f"{address}: {getattr(error, 'reason', error)}") from None
    except ValueError:
        raise NotTrusted("answer", address) from None
    if not isinstance(found, dict):
        raise NotTrusted("answer", address)
    return found
