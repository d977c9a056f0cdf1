"""A provider that speaks SAML: what it says of itself, what we say of ourselves, and what it is asked."""

import secrets
import time
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from urllib.parse import urlencode, urlsplit

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from django.core.cache import cache
from lxml.builder import ElementMaker
from lxml.etree import tostring

from loke.accounts.sso.assertions import ASSERTION, PROTOCOL, Expected, read, said_in
from loke.accounts.sso.encrypted import BEST
from loke.accounts.sso.provider import (
    SMALLEST,
    NotTrusted,
    Provider,
    Unusable,
    alike,
    demand,
    file_in,
    here,
    word,
    yes_or_no,
)

MOST = 1 << 17  # letters of an answer
FETCHED_WITHIN = 5 * 60  # seconds from when the browser brings the answer until it comes for what it says
DESCRIPTION, SIGNATURE = "urn:oasis:names:tc:SAML:2.0:metadata", "http://www.w3.org/2000/09/xmldsig#"
REDIRECT, POST = (f"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-{one}" for one in ("Redirect", "POST"))
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
LANGUAGE = {"{http://www.w3.org/XML/1998/namespace}lang": "sv"}
MAY_SAY = ("metadata_file", "entity_id", "attribute", "key_file", "certificate_file", "encrypted")
NAMES = {"m": DESCRIPTION, "s": SIGNATURE}
_maps = {"samlp": PROTOCOL, "saml": ASSERTION, "md": DESCRIPTION, "ds": SIGNATURE}
_p, _a, _m, _s = (ElementMaker(namespace=one, nsmap=_maps) for one in (PROTOCOL, ASSERTION, DESCRIPTION, SIGNATURE))


@dataclass(frozen=True, kw_only=True)
class Saml(Provider):
    """`entity` is what we are called there. Without a key of ours the questions are not signed; few ask for it.

    If `encrypted`, the provider is told that it may encrypt for that key, and what it has encrypted is opened.
    """

    posts = True

    entity: str
    attribute: str
    issuer: str
    sign_on: str
    certificates: list[x509.Certificate]
    key: rsa.RSAPrivateKey | None = None
    certificate: x509.Certificate | None = None
    encrypted: bool = False

    def way_in(self, begun: dict, *, again: bool) -> str:
        packed = zlib.compressobj(wbits=-15)
        question = packed.compress(tostring(self._question(begun, again))) + packed.flush()
        asked = urlencode({"SAMLRequest": b64encode(question)} | ({"SigAlg": RSA_SHA256} if self.key else {}))
        if self.key:
            signature = self.key.sign(asked.encode(), padding.PKCS1v15(), SHA256())
            asked += f"&{urlencode({'Signature': b64encode(signature)})}"
        return f"{self.sign_on}{'&' if urlsplit(self.sign_on).query else '?'}{asked}"

    def _question(self, begun: dict, again: bool):
        told = {"ID": _number(begun), "Version": "2.0", "IssueInstant": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
        told |= {"Destination": self.sign_on, "ForceAuthn": "true" if again else "false", "ProtocolBinding": POST}
        levels = [_a.AuthnContextClassRef(one) for one in self.levels]
        return _p.AuthnRequest(
            _a.Issuer(self.entity),
            _p.RequestedAuthnContext(*levels, Comparison="exact"),
            AssertionConsumerServiceURL=here("sso_answer"),
            **told,
        )

    def receive(self, sent: Mapping[str, str]) -> str:
        """Check an answer, and give a key by which the browser that asked comes for what it says. Raises NotTrusted.

        It is brought from the provider's site, so the browser keeps our cookies back, and who asked is not known yet.
        """
        text = sent.get("SAMLResponse", "")
        demand(0 < len(text) <= MOST, "size")
        try:
            answer = b64decode(text)
        except ValueError:
            raise NotTrusted("form") from None
        expected = Expected(
            issuer=self.issuer,
            certificates=self.certificates,
            audience=self.entity,
            recipient=here("sso_answer"),
            levels=self.levels,
            attribute=self.attribute,
            key=self.key if self.encrypted else None,
        )
        key = secrets.token_urlsafe(32)
        cache.set(_kept_as(key), asdict(said_in(answer, expected, time.time())), FETCHED_WITHIN)
        return key

    def vouched(self, sent: Mapping[str, str], begun: dict) -> tuple[str, object]:
        name = _kept_as(sent.get("svar", ""))
        said = cache.get(name)
        cache.delete(name)
        demand(said is not None, "answer")
        demand(compare_digest(said["asked"].encode(), _number(begun).encode()), "question")
        return said["address"], said["shown"]

    def description(self) -> bytes:
        """What we say of ourselves, for the municipality to hand to its provider."""
        parts = [_m.AssertionConsumerService(Binding=POST, Location=here("sso_answer"), index="0", isDefault="true")]
        if self.certificate:
            parts = [*self._keys(self.certificate), *parts]
        if self.attribute:
            wanted = _m.RequestedAttribute(Name=self.attribute, isRequired="true")
            parts.append(_m.AttributeConsumingService(_m.ServiceName("Loke", LANGUAGE), wanted, index="0"))
        how = {"AuthnRequestsSigned": "true" if self.key else "false", "WantAssertionsSigned": "true"}
        ours = _m.SPSSODescriptor(*parts, protocolSupportEnumeration=PROTOCOL, **how)
        whole = _m.EntityDescriptor(ours, entityID=self.entity)
        return tostring(whole, xml_declaration=True, encoding="utf-8", pretty_print=True)

    def _keys(self, certificate: x509.Certificate) -> list:
        """What we sign with and, if so is said, what may be used to encrypt for us, and how that is best done."""
        held = b64encode(certificate.public_bytes(Encoding.DER)).decode()
        ways = [_m.EncryptionMethod(Algorithm=way) for way in BEST]
        uses = [("signing", []), *([("encryption", ways)] if self.encrypted else [])]
        return [_m.KeyDescriptor(_s.KeyInfo(_s.X509Data(_s.X509Certificate(held))), *how, use=use) for use, how in uses]


def told(said: dict) -> Saml:
    """The provider that the file tells of. Raises Unusable."""
    key = certificate = None
    if "key_file" in said:
        key, certificate = _own_key(said), _own_certificate(said)
        if certificate.public_key() != key.public_key():
            raise Unusable("certificate_file ska vara certifikatet för nyckeln i key_file")
    encrypted = yes_or_no(said, "encrypted")
    if encrypted and key is None:
        raise Unusable("encrypted = true kräver key_file och certificate_file")
    return Saml(
        **alike(said, *MAY_SAY),
        entity=word(said, "entity_id"),
        attribute=word(said, "attribute", ""),
        key=key,
        certificate=certificate,
        encrypted=encrypted,
        **_described(file_in(said, "metadata_file")),
    )


def _own_key(said: dict) -> rsa.RSAPrivateKey:
    try:
        key = load_pem_private_key(file_in(said, "key_file"), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < SMALLEST:
        raise Unusable(f"key_file ska vara en RSA-nyckel på minst {SMALLEST} bitar, i PEM och utan lösenord")
    return key


def _own_certificate(said: dict) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(file_in(said, "certificate_file"))
    except (ValueError, UnsupportedAlgorithm):
        raise Unusable("certificate_file ska vara ett certifikat i PEM") from None


def _described(text: bytes) -> dict:
    """What a provider says of itself: what it is called, where to send people, and what it signs with."""
    try:
        there = read(text, remove_comments=True)
    except NotTrusted:
        raise Unusable("metadata_file ska vara XML") from None
    issuer = there.get("entityID") if there.tag == f"{{{DESCRIPTION}}}EntityDescriptor" else None
    ways = there.xpath(f"m:IDPSSODescriptor/m:SingleSignOnService[@Binding='{REDIRECT}']/@Location", namespaces=NAMES)
    certificates = _signs_with(there)
    if not issuer:
        raise Unusable("metadata_file ska beskriva en enda leverantör: en EntityDescriptor med entityID")
    if not ways or not ways[0].startswith("https://"):
        raise Unusable("metadata_file saknar leverantörens https-adress för HTTP-Redirect")
    if not certificates:
        raise Unusable(f"metadata_file saknar ett signeringscertifikat (EC, eller RSA på minst {SMALLEST} bitar)")
    return {"issuer": issuer, "sign_on": str(ways[0]), "certificates": certificates}


def _signs_with(there) -> list[x509.Certificate]:
    held = there.xpath(
        "m:IDPSSODescriptor/m:KeyDescriptor[not(@use='encryption')]//s:X509Certificate", namespaces=NAMES
    )
    try:
        found = [x509.load_der_x509_certificate(b64decode("".join(one.itertext()))) for one in held]
        return [one for one in found if _is_strong(one.public_key())]
    except (ValueError, UnsupportedAlgorithm):
        raise Unusable("metadata_file har ett certifikat som inte går att läsa") from None


def _is_strong(key: object) -> bool:
    return isinstance(key, ec.EllipticCurvePublicKey) or (
        isinstance(key, rsa.RSAPublicKey) and key.key_size >= SMALLEST
    )


def _number(begun: dict) -> str:
    """What the question is called; a name in XML does not begin with a digit."""
    return f"_{begun['state']}"


def _kept_as(key: str) -> str:
    return f"saml:{sha256(key.encode()).hexdigest()}"
