"""An assertion that the provider has encrypted for us, opened with our key once the provider's signature covers it."""

from base64 import b64decode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, SHA512, HashAlgorithm
from lxml import etree

from loke.accounts.sso.provider import NotTrusted, demand

OLDER, NEWER = "http://www.w3.org/2001/04/xmlenc#", "http://www.w3.org/2009/xmlenc11#"
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
NAMES = {"e": OLDER, "n": NEWER, "s": SIGNATURE}
BLOCK, NONCE = 16, 12  # bytes
# The length of the key of each way in bytes. What is not listed is refused, RSA of PKCS 1.5 first of all.
SEALED = {f"{NEWER}aes128-gcm": 16, f"{NEWER}aes256-gcm": 32}
CHAINED = {f"{OLDER}aes128-cbc": 16, f"{OLDER}aes256-cbc": 32}
WRAPPED = {f"{OLDER}rsa-oaep-mgf1p", f"{NEWER}rsa-oaep"}
BEST = (f"{NEWER}aes256-gcm", f"{OLDER}rsa-oaep-mgf1p")
SUMS: dict[str, type[HashAlgorithm]] = {
    f"{SIGNATURE}sha1": SHA1,
    f"{OLDER}sha256": SHA256,
    f"{OLDER}sha512": SHA512,
    "http://www.w3.org/2001/04/xmldsig-more#sha384": SHA384,
}
MASKS = {f"{NEWER}mgf1{each.name}": each for each in SUMS.values()}


def opened(sealed: etree._Element, key: rsa.RSAPrivateKey) -> bytes:
    """What an EncryptedAssertion holds. Raises NotTrusted.

    Whoever may send chained blocks often enough learns what is in them: open nothing that a stranger can have sent.
    """
    way, content = _method(sealed, "e:EncryptedData"), _bytes(sealed, "e:EncryptedData")
    length = {**SEALED, **CHAINED}.get(way.get("Algorithm", ""))
    secret = _secret(sealed, key)
    demand(len(secret) == length, "encryption")  # never of a way that is not known, which has none
    try:
        if way.get("Algorithm") in SEALED:
            return AESGCM(secret).decrypt(content[:NONCE], content[NONCE:], None)
        chain = Cipher(algorithms.AES(secret), modes.CBC(content[:BLOCK])).decryptor()
        plain = chain.update(content[BLOCK:]) + chain.finalize()
    except (ValueError, InvalidTag):
        raise NotTrusted("encryption") from None
    demand(bool(plain) and 0 < plain[-1] <= BLOCK, "encryption")
    return plain[: -plain[-1]]


def _secret(sealed: etree._Element, key: rsa.RSAPrivateKey) -> bytes:
    """The key of the content, which stands within it or beside it."""
    way = _method(sealed, ".//e:EncryptedKey")
    demand(way.get("Algorithm") in WRAPPED and way.find("e:OAEPparams", NAMES) is None, "encryption")
    mask = SHA1 if way.get("Algorithm", "").startswith(OLDER) else _named(way, "n:MGF", MASKS)
    how = padding.OAEP(padding.MGF1(mask()), _named(way, "s:DigestMethod", SUMS)(), None)
    try:
        return key.decrypt(_bytes(sealed, ".//e:EncryptedKey"), how)
    except ValueError:
        raise NotTrusted("encryption") from None


def _named(way: etree._Element, name: str, known: dict[str, type[HashAlgorithm]]) -> type[HashAlgorithm]:
    """The sum that is named, SHA-1 where none is."""
    found = way.find(name, NAMES)
    chosen = SHA1 if found is None else known.get(found.get("Algorithm", ""))
    if chosen is None:
        raise NotTrusted("encryption")
    return chosen


def _method(sealed: etree._Element, place: str) -> etree._Element:
    return _only(sealed, f"{place}/e:EncryptionMethod")


def _bytes(sealed: etree._Element, place: str) -> bytes:
    try:
        return b64decode("".join(_only(sealed, f"{place}/e:CipherData/e:CipherValue").itertext()))
    except ValueError:
        raise NotTrusted("encryption") from None


def _only(sealed: etree._Element, path: str) -> etree._Element:
    found = sealed.findall(path, NAMES)
    demand(len(found) == 1, "encryption")
    return found[0]
