"""A SAML answer: signed by the provider, for us, for a sign-in we asked for, now, and of the level that was asked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.x509 import Certificate
from lxml import etree
from signxml import DigestAlgorithm, SignatureConfiguration, SignatureMethod, XMLVerifier

from loke.accounts.sso.encrypted import opened
from loke.accounts.sso.provider import LEEWAY, LONGEST, NotTrusted, demand

PROTOCOL, ASSERTION = "urn:oasis:names:tc:SAML:2.0:protocol", "urn:oasis:names:tc:SAML:2.0:assertion"
NAMES = {"p": PROTOCOL, "a": ASSERTION, "s": "http://www.w3.org/2000/09/xmldsig#"}
SUCCESS, BEARER = "urn:oasis:names:tc:SAML:2.0:status:Success", "urn:oasis:names:tc:SAML:2.0:cm:bearer"
OPEN = f"{{{ASSERTION}}}Assertion"
ROOT, INSIDE = "./", f"./{OPEN}/"  # where the signature of the whole document stands, and of an assertion in an answer
UNDERSTOOD = {f"{{{ASSERTION}}}{one}" for one in ("AudienceRestriction", "OneTimeUse", "ProxyRestriction")}
# What is not listed is refused: SHA-1, DSA and everything with a shared secret.
KNOWN = SignatureConfiguration(
    signature_methods=frozenset(
        {
            *(SignatureMethod.RSA_SHA256, SignatureMethod.RSA_SHA384, SignatureMethod.RSA_SHA512),
            *(SignatureMethod.SHA256_RSA_MGF1, SignatureMethod.SHA384_RSA_MGF1, SignatureMethod.SHA512_RSA_MGF1),
            *(SignatureMethod.ECDSA_SHA256, SignatureMethod.ECDSA_SHA384, SignatureMethod.ECDSA_SHA512),
        }
    ),
    digest_algorithms=frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512}),
)


@dataclass(frozen=True)
class Expected:
    """What an answer has to agree with; without an attribute the address is the name of the subject.

    `key` is what opens an assertion that is encrypted for us; without it such a one is refused.
    """

    issuer: str
    certificates: list[Certificate]
    audience: str
    recipient: str
    levels: list[str]
    attribute: str
    key: RSAPrivateKey | None = None


@dataclass(frozen=True)
class Said:
    """Which of our questions is answered, whom the provider vouches for, and when they showed it their factors."""

    asked: str
    address: str
    shown: float


def said_in(text: bytes, expected: Expected, now: float) -> Said:
    """What the answer says of a person. Raises NotTrusted."""
    answer = _plain(text)
    whole, assertion = _assertion(answer, expected)
    asked = _envelope(whole, expected)
    _demand_ours(assertion, expected, now)
    _demand_brought_by_whom_it_is_about(assertion, expected.recipient, asked, now)
    return Said(asked, _address(assertion, expected.attribute), _shown(assertion, expected.levels, now))


def _plain(text: bytes) -> etree._Element:
    """A document without anything that one reader sees and another does not."""
    root = read(text)
    demand(next(root.iter(etree.Comment, etree.PI), None) is None, "comment")
    return root


def _assertion(answer: etree._Element, expected: Expected) -> tuple[etree._Element, etree._Element]:
    """What stands around the one there is, and the one, both as they were signed; an open one may stand in anything.

    One that is encrypted stands in an answer that is signed as well.
    """
    signers, whole = expected.certificates, None
    if answer.find("s:Signature", NAMES) is not None:
        whole = _signed(answer, signers, ROOT, f"{{{PROTOCOL}}}Response")
    if _the_only(answer).tag == OPEN:
        return answer if whole is None else whole, _signed(answer, signers, INSIDE, OPEN)
    if whole is None or expected.key is None:
        raise NotTrusted("encrypted")
    inside = _plain(opened(_one(whole, "a:EncryptedAssertion"), expected.key))
    demand(_the_only(inside) is inside, "one assertion")
    return whole, _signed(inside, signers, ROOT, OPEN)


def _the_only(root: etree._Element) -> etree._Element:
    found = list(root.iter(OPEN, f"{{{ASSERTION}}}EncryptedAssertion"))
    demand(len(found) == 1, "one assertion")
    return found[0]


def read(text: bytes, **how: bool) -> etree._Element:
    """A document without types and entities of its own, from nowhere else."""
    try:
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, **how))
    except (etree.LxmlError, ValueError):
        raise NotTrusted("form") from None
    demand(not root.getroottree().docinfo.doctype, "form")
    return root


def _signed(answer: etree._Element, certificates: Iterable[Certificate], place: str, tag: str) -> etree._Element:
    """What the signature at the place covers, as it was signed: of the rest of the document nothing is believed."""
    for certificate in certificates:
        try:
            found = XMLVerifier().verify(
                answer, x509_cert=certificate, id_attribute="ID", expect_config=replace(KNOWN, location=place)
            )
        except Exception:  # noqa: S112 - whatever goes wrong in there, it was not verified
            continue
        covered = found.signed_xml
        if covered is not None and covered.tag == tag:
            return covered
    raise NotTrusted("signature")


def _envelope(answer: etree._Element, expected: Expected) -> str:
    """Which of our questions is answered, by what stands around the assertion."""
    demand(answer.tag == f"{{{PROTOCOL}}}Response" and answer.get("Version") == "2.0", "form")
    demand(_one(answer, "p:Status/p:StatusCode").get("Value") == SUCCESS, "status")
    demand(answer.get("Destination") == expected.recipient, "destination")
    issuers = answer.findall("a:Issuer", NAMES)
    demand(all(_words(one) == expected.issuer for one in issuers), "issuer")
    return answer.get("InResponseTo", "")


def _demand_ours(assertion: etree._Element, expected: Expected, now: float) -> None:
    demand(assertion.get("Version") == "2.0", "form")
    demand(_words(_one(assertion, "a:Issuer")) == expected.issuer, "issuer")
    demand(now - LONGEST - LEEWAY < _time(assertion.get("IssueInstant")) < now + LEEWAY, "time")
    conditions = _one(assertion, "a:Conditions")
    demand({one.tag for one in conditions} <= UNDERSTOOD, "conditions")
    audience = _one(conditions, "a:AudienceRestriction/a:Audience")
    demand(_words(audience) == expected.audience, "audience")
    begins = conditions.get("NotBefore")
    demand(begins is None or _time(begins) < now + LEEWAY, "time")
    demand(now - LEEWAY < _time(conditions.get("NotOnOrAfter")), "time")


def _demand_brought_by_whom_it_is_about(assertion: etree._Element, recipient: str, asked: str, now: float) -> None:
    confirmation = _one(assertion, "a:Subject/a:SubjectConfirmation")
    demand(confirmation.get("Method") == BEARER, "confirmation")
    data = _one(confirmation, "a:SubjectConfirmationData")
    demand(data.get("Recipient") == recipient, "recipient")
    demand(bool(asked) and data.get("InResponseTo") == asked, "question")
    demand(data.get("NotBefore") is None and now - LEEWAY < _time(data.get("NotOnOrAfter")), "time")


def _address(assertion: etree._Element, attribute: str) -> str:
    if not attribute:
        return _words(_one(assertion, "a:Subject/a:NameID"))
    found = assertion.iterfind("a:AttributeStatement/a:Attribute", NAMES)
    named = [one for one in found if one.get("Name") == attribute]
    demand(len(named) == 1, "address")
    return _words(_one(named[0], "a:AttributeValue"))


def _shown(assertion: etree._Element, levels: list[str], now: float) -> float:
    statement = _one(assertion, "a:AuthnStatement")
    level = _words(_one(statement, "a:AuthnContext/a:AuthnContextClassRef"))
    demand(level in levels, "level", repr(level)[:200])
    ends = statement.get("SessionNotOnOrAfter")
    demand(ends is None or now - LEEWAY < _time(ends), "time")
    return _time(statement.get("AuthnInstant"))


def _one(element: etree._Element, path: str) -> etree._Element:
    found = element.findall(path, NAMES)
    demand(len(found) == 1, path.rpartition(":")[2])
    return found[0]


def _words(element: etree._Element) -> str:
    """The text of an element that holds nothing else."""
    demand(len(element) == 0, "form")
    return (element.text or "").strip()


def _time(said: str | None) -> float:
    try:
        found = datetime.fromisoformat(said or "")
    except ValueError:
        raise NotTrusted("time") from None
    demand(found.tzinfo is not None, "time")
    return found.timestamp()
