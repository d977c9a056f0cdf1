"""An identity token: signed by the provider, for us, for this very sign-in, now, and of the level that was asked."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from hmac import compare_digest

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from loke.accounts.sso.provider import LEEWAY, LONGEST, SMALLEST, NotTrusted, demand


def claims_of(
    token: str, keys: list[dict], *, issuer: str, client: str, nonce: str, levels: list[str], now: float
) -> dict:
    """What the token says of a person. Raises NotTrusted."""
    head, claims, signed, signature = _parts(token)
    check = CHECKS.get(str(head.get("alg")))
    key = next((one for one in keys if one.get("kid") == head.get("kid") and one.get("use", "sig") == "sig"), None)
    demand(check is not None and "crit" not in head, "algorithm")
    demand(key is not None, "key")
    try:
        check(key, signature, signed)
    except (InvalidSignature, ValueError, KeyError, TypeError):
        raise NotTrusted("signature") from None
    demand(claims.get("iss") == issuer, "issuer")
    audience = claims.get("aud")
    demand(audience in (client, [client]) and claims.get("azp", client) == client, "audience")
    demand(isinstance(claims.get("nonce"), str) and compare_digest(claims["nonce"].encode(), nonce.encode()), "nonce")
    issued, ends = claims.get("iat"), claims.get("exp")
    demand(is_time(issued) and is_time(ends), "time")
    demand(now - LONGEST - LEEWAY < issued < now + LEEWAY and now - LEEWAY < ends, "time")
    level = claims.get("acr")
    demand(isinstance(level, str) and level in levels, "level", repr(level)[:200])
    return claims


def is_time(said: object) -> bool:
    return isinstance(said, int | float) and not isinstance(said, bool)


def _parts(token: str) -> tuple[dict, dict, bytes, bytes]:
    try:
        head, claims, signature = token.encode("ascii").split(b".")
        read = json.loads(_bytes(head)), json.loads(_bytes(claims))
    except ValueError:
        raise NotTrusted("form") from None
    demand(all(isinstance(one, dict) for one in read), "form")
    return *read, head + b"." + claims, _bytes(signature)


def _bytes(text: bytes | str) -> bytes:
    text = text.encode() if isinstance(text, str) else text
    return urlsafe_b64decode(text + b"=" * (-len(text) % 4))


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text), "big")


def _rsa(key: dict) -> rsa.RSAPublicKey:
    made = rsa.RSAPublicNumbers(_number(key["e"]), _number(key["n"])).public_key()
    if key["kty"] != "RSA" or made.key_size < SMALLEST:
        raise ValueError
    return made


def _rs256(key: dict, signature: bytes, signed: bytes) -> None:
    _rsa(key).verify(signature, signed, padding.PKCS1v15(), SHA256())


def _ps256(key: dict, signature: bytes, signed: bytes) -> None:
    _rsa(key).verify(signature, signed, padding.PSS(padding.MGF1(SHA256()), 32), SHA256())


def _es256(key: dict, signature: bytes, signed: bytes) -> None:
    if (key["kty"], key["crv"], len(signature)) != ("EC", "P-256", 64):
        raise ValueError
    point = ec.EllipticCurvePublicNumbers(_number(key["x"]), _number(key["y"]), ec.SECP256R1()).public_key()
    pair = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    point.verify(encode_dss_signature(*pair), signed, ec.ECDSA(SHA256()))


# No "none" and nothing with a shared secret: what is not listed is refused.
CHECKS: dict[str, Callable[[dict, bytes, bytes], None]] = {"RS256": _rs256, "PS256": _ps256, "ES256": _es256}
