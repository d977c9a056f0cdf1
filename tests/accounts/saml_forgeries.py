"""SAML answers that are to let nobody in: said otherwise and signed, changed after it was signed, and wrapped."""

from collections.abc import Callable

from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml import XMLSigner
from tests.accounts.idp import SMALL, THEIRS
from tests.accounts.saml_idp import (
    ENTITY,
    EXCLUSIVE,
    NAMES,
    OLD,
    PLACE,
    STANDING,
    SamlIdp,
    attribute,
    audience,
    signed,
)

CHIEF = "chef@example.org"  # whom a forger wants to be
LOA2 = "http://id.sambi.se/loa/loa2"
ELSEWHERE = "https://evil.example.org/konto/kommunen/svar/"

SAID = {
    "another issuer": {"issuer": "https://evil.example.org"},
    "an answer of another issuer": {"answerer": "https://evil.example.org"},
    "another audience": {"conditions": audience("https://annan.example.org")},
    "one more audience": {"conditions": audience(ENTITY, "https://annan.example.org")},
    "no audience": {"conditions": ""},
    "two restrictions of audience": {"conditions": audience(ENTITY) * 2},
    "a condition that is not understood": {"conditions": f"{audience(ENTITY)}<a:Condition/>"},
    "another recipient": {"recipient": ELSEWHERE},
    "another destination": {"destination": ELSEWHERE},
    "no destination": {"destination": ""},
    "another question": {"asked": "_annan", "answered": ' InResponseTo="_annan"'},
    "another question inside": {"asked": "_annan"},
    "another question outside": {"answered": ' InResponseTo="_annan"'},
    "no question": {"asked": "", "answered": ""},
    "expired": {"ends": -90},
    "expired for whoever brings it": {"confirmed_until": -90},
    "an expired session": {"session_ends": -90},
    "not yet": {"begins": 24 * 3600},
    "issued long ago": {"issued": -2 * 3600},
    "issued in the future": {"issued": 24 * 3600},
    "never expires": {"ends": ""},
    "a time without a zone": {"ends": "2040-03-01T12:00:00.000"},
    "a time in words": {"shown": "nyss"},
    "not before, where there may be no such": {"more": ' NotBefore="2026-03-01T12:00:00.000Z"'},
    "a holder of a key": {"method": "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"},
    "a lower level": {"level": LOA2},
    "two levels in one": {"level": f"http://id.sambi.se/loa/loa3 {LOA2}"},
    "no level": {"level": ""},
    "a failure": {"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"},
    "another version": {"version": "1.1"},
    "somebody who was never invited": {"attributes": attribute("okand@example.org")},
    "no address": {"attributes": ""},
    "an empty address": {"attributes": attribute("")},
    "two addresses": {"attributes": attribute("aino@example.org") + attribute(CHIEF)},
    "an address under another name": {"attributes": attribute("aino@example.org", "epost")},
    "an address in an element of its own": {"attributes": attribute("<a:b>aino@example.org</a:b>")},
    "a comment that was signed": {"attributes": attribute("aino@example.org<!-- -->")},
}


class Weak(XMLSigner):
    """As a provider of another decade."""

    def check_deprecated_methods(self):
        return None


def of(method: str, digest: str = "sha256") -> XMLSigner:
    return Weak(signature_algorithm=method, digest_algorithm=digest, c14n_algorithm=EXCLUSIVE)


def evil(idp: SamlIdp, **said: str) -> str:
    return idp.assertion(**{"id": "_ond", "place": "", "attributes": attribute(CHIEF), "name_id": CHIEF, **said})


def longer(idp: SamlIdp, between: str) -> str:
    """The old trick: an address of one's own that begins as another's, broken where the other's ends."""
    ours = signed(idp.assertion(attributes=attribute(f"{CHIEF}.evil.org"), name_id=f"{CHIEF}.evil.org"))
    return idp.response(ours.replace(f"{CHIEF}.evil.org", f"{CHIEF}{between}.evil.org"))


def with_types(idp: SamlIdp, types: str, address: str) -> str:
    """Signed with the address as it is once the entity is read in."""
    text = idp.response().replace("aino@example.org", address)
    return f"<!DOCTYPE Response [{types}]>{text}"


def by_the_certificate(idp: SamlIdp) -> str:
    """What everybody knows taken for a shared secret."""
    secret = STANDING[0].public_bytes(Encoding.PEM)
    return idp.response(signed(evil(idp, place=PLACE), secret, signer=of("hmac-sha256")))


def signing_another_part(idp: SamlIdp) -> str:
    """A signature of the provider's, in an assertion that it does not cover."""
    other = signed(f'<a:Issuer xmlns:a="{NAMES["a"]}" ID="_annat">{PLACE}</a:Issuer>')
    signature = etree.fromstring(other).find("s:Signature", NAMES)
    return idp.response(evil(idp, place=etree.tostring(signature).decode())).replace(
        "</p:Response>", f"{other}</p:Response>"
    )


def of_the_answer_only(idp: SamlIdp) -> str:
    return signed(idp.response(idp.assertion(place=""), place=PLACE))


def with_an_answer_changed(idp: SamlIdp) -> str:
    return signed(idp.response(place=PLACE)).replace("<p:Status>", "<p:Extensions/><p:Status>")


LAUGHS = '<!ENTITY a "{}">'.format("ha" * 50) + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 50}">' for before, name in zip("abcde", "bcdef", strict=True)
)
FORGED: dict[str, Callable[[SamlIdp], str]] = {
    "not signed": lambda idp: idp.response(idp.assertion(place="")),
    "an empty signature": lambda idp: idp.response(idp.assertion()),
    "signed by another, with a certificate along": lambda idp: idp.response(signed(idp.assertion(), THEIRS)),
    "signed by a key that is too small": lambda idp: idp.response(signed(idp.assertion(), SMALL)),
    "signed by a certificate that has run out": lambda idp: idp.response(signed(idp.assertion(), OLD)),
    "signed with SHA-1": lambda idp: idp.response(signed(idp.assertion(), signer=of("rsa-sha1"))),
    "summed with SHA-1": lambda idp: idp.response(signed(idp.assertion(), signer=of("rsa-sha256", "sha1"))),
    "signed by the certificate": by_the_certificate,
    "signed in another part": signing_another_part,
    "only the answer is signed": of_the_answer_only,
    "a signed answer changed outside the assertion": with_an_answer_changed,
    "another address afterwards": lambda idp: idp.response().replace("aino@example.org", CHIEF),
    "another level before": lambda idp: idp.response(signed(idp.assertion(level=LOA2)).replace("loa2", "loa3")),
    "a comment in the address": lambda idp: longer(idp, "<!-- -->"),
    "an instruction in the address": lambda idp: longer(idp, "<?x ?>"),
    "text kept as it is in the address": lambda idp: longer(idp, "<![CDATA[]]>"),
    "an entity": lambda idp: with_types(idp, '<!ENTITY x "aino@example.org">', "&x;"),
    "an entity from a file": lambda idp: with_types(idp, '<!ENTITY x SYSTEM "/etc/hostname">', "&x;"),
    "an entity from elsewhere": lambda idp: with_types(idp, '<!ENTITY x SYSTEM "http://127.0.0.1:9/">', "&x;"),
    "types without entities": lambda idp: with_types(idp, "", "aino@example.org"),
    "entities within entities": lambda idp: with_types(idp, LAUGHS, "&f;"),
    "encrypted": lambda idp: idp.response(f'<a:EncryptedAssertion xmlns:a="{NAMES["a"]}"/>'),
    "two that are signed": lambda idp: idp.response(signed(idp.assertion()) + signed(idp.assertion(id="_till"))),
    "another kind of answer": lambda idp: idp.response().replace("p:Response", "p:LogoutResponse"),
    "an assertion alone": lambda idp: signed(idp.assertion()),
    "a name that cannot be written one way": lambda idp: idp.response(
        evil(idp).replace("<a:Sub", '<a:Sub xmlns:x="./y" ', 1)
    ),
    "huge": lambda idp: idp.response().replace("<p:Status>", f"{' ' * 200_000}<p:Status>"),
    "deep": lambda idp: idp.response().replace("<p:Status>", f"{'<x>' * 9000}{'</x>' * 9000}<p:Status>"),
    "not XML": lambda idp: "inget",
    "nothing": lambda idp: "",
}


def wrapped(build: Callable[..., None]) -> Callable[[SamlIdp], str]:
    """An answer with what the provider signed and the forger's own, laid out by `build`."""

    def forge(idp: SamlIdp) -> str:
        answer, bad = etree.fromstring(signed(idp.response(place=PLACE))), etree.fromstring(evil(idp))
        good = answer.find("a:Assertion", NAMES)
        if build not in (around_the_answer, beside_the_answer):
            answer.remove(answer.find("s:Signature", NAMES))
        return etree.tostring(build(answer, good, bad)).decode()

    return forge


def signature_of(element):
    """Taken out of it."""
    found = element.find("s:Signature", NAMES)
    element.remove(found)
    return found


def own_answer(answer, bad):
    made = etree.fromstring(etree.tostring(answer))
    made.set("ID", "_ond-svar")
    made.replace(made.find("a:Assertion", NAMES), bad)
    return made


def around_the_answer(answer, good, bad):
    signature, inner = signature_of(answer), etree.fromstring(etree.tostring(good))
    bad.insert(1, signature_of(inner))
    made = own_answer(answer, bad)
    signature.append(answer)
    made.insert(1, signature)
    return made


def beside_the_answer(answer, good, bad):
    signature, inner = signature_of(answer), etree.fromstring(etree.tostring(good))
    bad.insert(1, signature_of(inner))
    made = own_answer(answer, bad)
    made.insert(1, answer)
    made.insert(2, signature)
    return made


def before(answer, good, bad):
    good.addprevious(bad)
    return answer


def around(answer, good, bad):
    answer.replace(good, bad)
    bad.append(good)
    return answer


def with_its_signature(answer, good, bad):
    answer.replace(good, bad)
    bad.insert(1, signature_of(good))
    answer.append(good)
    return answer


def around_in_the_signature(answer, good, bad):
    answer.replace(good, bad)
    signature = signature_of(good)
    bad.insert(1, signature)
    signature.append(good)
    return answer


def in_extensions(answer, good, bad):
    extensions = etree.Element(f"{{{NAMES['p']}}}Extensions")
    extensions.append(bad)
    answer.insert(1, extensions)
    return answer


def around_in_an_object(answer, good, bad):
    around_in_the_signature(answer, good, bad)
    kept = etree.SubElement(bad.find("s:Signature", NAMES), f"{{{NAMES['s']}}}Object")
    kept.append(good)
    return answer


def under_one_name(answer, good, bad):
    bad.set("ID", good.get("ID"))
    bad.insert(1, etree.fromstring(etree.tostring(good.find("s:Signature", NAMES))))
    good.addprevious(bad)
    return answer


LAID_OUT = (
    *(around_the_answer, beside_the_answer, before, around, with_its_signature, around_in_the_signature),
    *(in_extensions, around_in_an_object, under_one_name),
)
WRAPPED = {f"XSW{number} {build.__name__}": wrapped(build) for number, build in enumerate(LAID_OUT, 1)}
