"""An identity provider in the place of the municipality's, and the way to it and back."""

import json
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.urls import reverse

ISSUER, LEVEL = "https://idp.example.org", "http://id.sambi.se/loa/loa3"
OURS, THEIRS = (rsa.generate_private_key(65537, 2048) for _ in range(2))
SMALL, CURVE = rsa.generate_private_key(65537, 1024), ec.generate_private_key(ec.SECP256R1())


def text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def number(value: int, length: int = 0) -> str:
    return text(value.to_bytes(length or (value.bit_length() + 7) // 8, "big"))


def public(key: rsa.RSAPrivateKey, name: str) -> dict:
    numbers = key.public_key().public_numbers()
    return {"kid": name, "kty": "RSA", "use": "sig", "n": number(numbers.n), "e": number(numbers.e)}


def public_curve() -> dict:
    point = CURVE.public_key().public_numbers()
    return {"kid": "kurva", "kty": "EC", "crv": "P-256", "x": number(point.x, 32), "y": number(point.y, 32)}


def signed(head: dict, claims: dict, key=OURS) -> str:
    body = ".".join(text(json.dumps(one).encode()) for one in (head, claims))
    if key is CURVE:
        halves = decode_dss_signature(key.sign(body.encode(), ec.ECDSA(SHA256())))
        return f"{body}.{text(b''.join(half.to_bytes(32, 'big') for half in halves))}"
    return f"{body}.{text(key.sign(body.encode(), padding.PKCS1v15(), SHA256()))}"


class Idp:
    """A provider that answers as it should, until a test has it do otherwise."""

    def __init__(self, email: str):
        self.email, self.nonce, self.challenge, self.asked = email, "", "", []
        self.head, self.claims, self.key, self.token = {"alg": "RS256", "kid": "ett"}, {}, OURS, None
        self.known, self.query = {}, {}

    def fetch(self, address: str, form: dict | None = None) -> dict:
        self.asked.append(address)
        if address.endswith("openid-configuration"):
            parts = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            return {"issuer": ISSUER, **{one: f"{ISSUER}/{one}" for one in parts}, **self.known}
        if address.endswith("jwks_uri"):
            return {"keys": [public(OURS, "ett"), public(SMALL, "liten"), public_curve()]}
        assert form["client_secret"] == "hemligt"
        assert text(sha256(form["code_verifier"].encode()).digest()) == self.challenge
        return {"id_token": self.token or signed(self.head, {**self.fine(), **self.claims}, self.key)}

    def fine(self) -> dict:
        now = int(time.time())
        said = {"iss": ISSUER, "aud": "loke", "iat": now, "exp": now + 300, "nonce": self.nonce}
        return {**said, "sub": "1", "email": self.email, "acr": LEVEL}


def begin(client, idp: Idp, going: str = "") -> str:
    """Go to the provider; gives the state that it is to send back."""
    way = client.get(reverse("sso"), {"next": going} if going else {})
    asked = idp.query = parse_qs(urlsplit(way["Location"]).query)
    idp.nonce, idp.challenge = asked["nonce"][0], asked["code_challenge"][0]
    return asked["state"][0]


def come_back(client, state: str, **more: str):
    return client.get(reverse("sso_back"), {"state": state, "code": "kod", **more})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session
