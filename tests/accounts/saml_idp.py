"""An identity provider that speaks SAML in the place of the municipality's, and the way to it and back."""

import time
import zlib
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.urls import reverse
from lxml import etree
from signxml import XMLSigner
from tests.accounts.idp import CURVE, ISSUER, LEVEL, OURS, SMALL

ENTITY, SITE = "https://loke.example.org/saml", "https://localhost"
BACK = f"{SITE}/konto/kommunen/svar/"
OLD = rsa.generate_private_key(65537, 2048)
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
NAMES = {
    "p": "urn:oasis:names:tc:SAML:2.0:protocol",
    "a": "urn:oasis:names:tc:SAML:2.0:assertion",
    "s": "http://www.w3.org/2000/09/xmldsig#",
}
PLACE = f'<s:Signature xmlns:s="{NAMES["s"]}" Id="placeholder"/>'
ASSERTION = (
    '<a:Assertion xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="{version}"'
    ' IssueInstant="{issued}">'
    "<a:Issuer>{issuer}</a:Issuer>{place}"
    '<a:Subject><a:NameID>{name_id}</a:NameID><a:SubjectConfirmation Method="{method}">'
    '<a:SubjectConfirmationData Recipient="{recipient}" InResponseTo="{asked}" NotOnOrAfter="{confirmed_until}"{more}/>'
    '</a:SubjectConfirmation></a:Subject><a:Conditions NotBefore="{begins}" NotOnOrAfter="{ends}">{conditions}'
    '</a:Conditions><a:AuthnStatement AuthnInstant="{shown}" SessionNotOnOrAfter="{session_ends}"><a:AuthnContext>'
    "<a:AuthnContextClassRef>{level}</a:AuthnContextClassRef></a:AuthnContext></a:AuthnStatement>"
    "<a:AttributeStatement>{attributes}</a:AttributeStatement></a:Assertion>"
)
RESPONSE = (
    '<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="_svar" Version="2.0" IssueInstant="{issued}"'
    ' Destination="{destination}"{answered}><a:Issuer xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">{answerer}'
    '</a:Issuer>{place}<p:Status><p:StatusCode Value="{status}"/></p:Status>{assertion}</p:Response>'
)


def at(seconds: float) -> str:
    return f"{datetime.fromtimestamp(time.time() + seconds, UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"


def audience(*names: str) -> str:
    told = "".join(f"<a:Audience>{one}</a:Audience>" for one in names)
    return f"<a:AudienceRestriction>{told}</a:AudienceRestriction>"


def attribute(value: str, name: str = "mail") -> str:
    return f'<a:Attribute Name="{name}"><a:AttributeValue>{value}</a:AttributeValue></a:Attribute>'


def certificate(key, days: int = 365) -> x509.Certificate:
    """Of one's own making, as providers' are; with a negative number of days it has run out."""
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp")]), datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    ends = now + timedelta(days)
    return made.not_valid_before(ends - timedelta(700)).not_valid_after(ends).sign(key, SHA256())


def described(*certificates: x509.Certificate, entity: str = ISSUER) -> str:
    """What the provider says of itself."""
    held = (b64encode(one.public_bytes(Encoding.DER)).decode() for one in certificates)
    keys = "".join(
        f'<KeyDescriptor use="signing"><KeyInfo xmlns="{NAMES["s"]}"><X509Data><X509Certificate>{one}</X509Certificate>'
        "</X509Data></KeyInfo></KeyDescriptor>"
        for one in held
    )
    return (
        f'<?xml version="1.0"?><!-- Hämtad i dag --><EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"'
        f' entityID="{entity}"><IDPSSODescriptor protocolSupportEnumeration="{NAMES["p"]}">{keys}'
        '<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://x.example"/>'
        '<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"'
        f' Location="{ISSUER}/in"/></IDPSSODescriptor></EntityDescriptor>'
    )


STANDING = [certificate(OURS), certificate(CURVE), certificate(SMALL), certificate(OLD, -1)]


def signed(text: str, key=OURS, *, signer: XMLSigner | None = None, uri: str = "") -> str:
    """The element with a signature of it where its place is; `uri` has it sign another."""
    root = etree.fromstring(text)
    how = "ecdsa-sha256" if key is CURVE else "rsa-sha256"
    signer = signer or XMLSigner(signature_algorithm=how, c14n_algorithm=EXCLUSIVE)
    held = {} if isinstance(key, bytes) else {"cert": [certificate(key)]}
    return etree.tostring(signer.sign(root, key=key, reference_uri=uri or root.get("ID"), **held)).decode()


class SamlIdp:
    """A provider that answers as it should, until a test has it do otherwise."""

    def __init__(self, email: str):
        self.email, self.question, self.query, self.said = email, None, {}, {}

    def values(self) -> dict[str, str]:
        asked = self.question.get("ID")
        fine = {"id": "_intyg", "version": "2.0", "issuer": ISSUER, "answerer": ISSUER, "place": PLACE, "asked": asked}
        fine |= {"method": "urn:oasis:names:tc:SAML:2.0:cm:bearer", "more": "", "answered": f' InResponseTo="{asked}"'}
        fine |= {"recipient": BACK, "destination": BACK, "conditions": audience(ENTITY), "level": LEVEL}
        fine |= {"issued": at(0), "shown": at(0), "begins": at(-5), "session_ends": at(3600)}
        fine |= dict.fromkeys(("confirmed_until", "ends"), at(300))
        fine |= {"status": "urn:oasis:names:tc:SAML:2.0:status:Success", "name_id": "aino01"}
        said = {name: at(one) if isinstance(one, int) else one for name, one in self.said.items()}  # seconds from now
        return {**fine, "attributes": attribute(self.email), **said}

    def assertion(self, **said: str) -> str:
        return ASSERTION.format(**{**self.values(), **said})

    def response(self, assertion: str | None = None, **said: str) -> str:
        inside = signed(self.assertion()) if assertion is None else assertion
        return RESPONSE.format(**{**self.values(), "place": "", "assertion": inside, **said})


def begin(client, idp: SamlIdp, going: str = "") -> str:
    """Go to the provider, which keeps the question; gives where the person was sent."""
    way = client.get(reverse("sso"), {"next": going} if going else {})["Location"]
    took(idp, way)
    return way


def took(idp: SamlIdp, way: str) -> None:
    """The provider reads the question that it is asked."""
    idp.query = parse_qs(urlsplit(way).query)
    idp.question = etree.fromstring(zlib.decompress(b64decode(idp.query["SAMLRequest"][0]), wbits=-15))


def bring(client, text: str | bytes) -> str:
    """As a browser does from the provider's site, without any cookie of ours; gives where it is sent on."""
    content = b64encode(text.encode() if isinstance(text, str) else text).decode()
    answer = type(client)(enforce_csrf_checks=True).post(reverse("sso_answer"), {"SAMLResponse": content})
    assert (answer.status_code, answer.cookies) == (302, {})
    return answer["Location"]


def come_back(client, text: str | bytes):
    """The page after it is ours, and gets the cookies."""
    return client.get(bring(client, text))
