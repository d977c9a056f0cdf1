"""An assertion that is encrypted for us: opened when the answer around it is signed and nothing else is amiss."""

import os
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.urls import reverse
from tests.accounts.idp import OURS, THEIRS, is_in
from tests.accounts.saml_idp import NAMES, PLACE, SamlIdp, begin, certificate, come_back, signed

from loke.accounts.sso import assertions
from loke.accounts.sso.refusals import MEANS

OLDER, NEWER = "http://www.w3.org/2001/04/xmlenc#", "http://www.w3.org/2009/xmlenc11#"
SHA_256 = f'<s:DigestMethod xmlns:s="{NAMES["s"]}" Algorithm="{OLDER}sha256"/>'
MASK = f'<n:MGF xmlns:n="{NEWER}" Algorithm="{NEWER}mgf1sha256"/>'
OAEP, OAEP_256 = (padding.OAEP(padding.MGF1(each()), each(), None) for each in (SHA1, SHA256))
OLD_OAEP_256 = padding.OAEP(padding.MGF1(SHA1()), SHA256(), None)
WRAPS = {
    "as most do": (f"{OLDER}rsa-oaep-mgf1p", "", OAEP),
    "with another sum": (f"{OLDER}rsa-oaep-mgf1p", SHA_256, OLD_OAEP_256),
    "as is best": (f"{NEWER}rsa-oaep", SHA_256 + MASK, OAEP_256),
}
PKCS = (f"{OLDER}rsa-1_5", "", padding.PKCS1v15())


@pytest.fixture
def keyed(saml, files) -> SamlIdp:
    """The installation has a key of its own, and says that the provider may encrypt for it."""
    (files / "key").write_bytes(THEIRS.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (files / "certificate").write_bytes(certificate(THEIRS).public_bytes(Encoding.PEM))
    with (files / "sso.toml").open("a") as file:
        file.write(f'key_file = "{files}/key"\ncertificate_file = "{files}/certificate"\nencrypted = true\n')
    return saml


def sealed(secret: bytes, text: bytes, how: str) -> bytes:
    nonce = os.urandom(12 if how.endswith("gcm") else 16)
    if how.endswith("gcm"):
        return nonce + AESGCM(secret).encrypt(nonce, text, None)
    more = 16 - len(text) % 16
    chain = Cipher(algorithms.AES(secret), modes.CBC(nonce)).encryptor()
    return nonce + chain.update(text + os.urandom(more - 1) + bytes([more])) + chain.finalize()


def encrypted(
    text: str, how: str = f"{NEWER}aes256-gcm", wrap=WRAPS["as most do"], key=THEIRS, *, beside: bool = False, size=32
) -> str:
    secret, (way, more, pad) = os.urandom(size), wrap
    wrapped, content = (
        b64encode(each).decode() for each in (key.public_key().encrypt(secret, pad), sealed(secret, text.encode(), how))
    )
    held = (
        f'<e:EncryptedKey xmlns:e="{OLDER}"><e:EncryptionMethod Algorithm="{way}">{more}</e:EncryptionMethod>'
        f"<e:CipherData><e:CipherValue>{wrapped}</e:CipherValue></e:CipherData></e:EncryptedKey>"
    )
    inside = "" if beside else f'<s:KeyInfo xmlns:s="{NAMES["s"]}">{held}</s:KeyInfo>'
    return (
        f'<a:EncryptedAssertion xmlns:a="{NAMES["a"]}"><e:EncryptedData xmlns:e="{OLDER}" Type="{OLDER}Element">'
        f'<e:EncryptionMethod Algorithm="{how}"/>{inside}<e:CipherData><e:CipherValue>{content}</e:CipherValue>'
        f"</e:CipherData></e:EncryptedData>{held if beside else ''}</a:EncryptedAssertion>"
    )


def answered(idp: SamlIdp, assertion: str) -> str:
    """The answer around it, signed by the provider."""
    return signed(idp.response(assertion, place=PLACE))


@pytest.mark.parametrize("beside", [False, True], ids=["the key inside", "the key beside"])
@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS)
@pytest.mark.parametrize(
    ("how", "size"), [("aes128-gcm", 16), ("aes256-gcm", 32), ("aes128-cbc", 16), ("aes256-cbc", 32)]
)
def test_an_encrypted_assertion_lets_in_as_an_open_one_does(client, keyed, how, size, wrap, beside):
    begin(client, keyed)
    space = NEWER if how.endswith("gcm") else OLDER
    assertion = encrypted(signed(keyed.assertion()), f"{space}{how}", wrap, beside=beside, size=size)
    come_back(client, answered(keyed, assertion))
    assert is_in(client)


def test_an_open_assertion_is_still_taken(client, keyed):
    begin(client, keyed)
    come_back(client, keyed.response())
    assert is_in(client)


def spoilt(text: str) -> str:
    """With another byte last in what is sealed."""
    before, end, after = text.rpartition("</e:CipherValue></e:CipherData></e:EncryptedData>")
    return before[:-4] + ("AAA=" if before[-4:] != "AAA=" else "BBB=") + end + after


AMISS = {  # the word in the log, and the answer
    "an answer that is not signed": ("encrypted", lambda idp: idp.response(encrypted(signed(idp.assertion())))),
    "an answer signed by somebody else": (
        "signature",
        lambda idp: signed(idp.response(encrypted(signed(idp.assertion())), place=PLACE), THEIRS),
    ),
    "changed after it was signed": (
        "signature",
        lambda idp: answered(idp, encrypted(signed(idp.assertion()))).replace("<e:CipherValue>", "<e:CipherValue>A"),
    ),
    "exchanged after it was signed": (
        "signature",
        lambda idp: answered(idp, "<x/>").replace("<x/>", encrypted(signed(idp.assertion()))),
    ),
    "an assertion that is not signed": ("signature", lambda idp: answered(idp, encrypted(idp.assertion(place="")))),
    "an assertion signed by somebody else": (
        "signature",
        lambda idp: answered(idp, encrypted(signed(idp.assertion(), THEIRS))),
    ),
    "an assertion for another question": (
        "question",
        lambda idp: answered(idp, encrypted(signed(idp.assertion(asked="_x")))),
    ),
    "for the key of another": ("encryption", lambda idp: answered(idp, encrypted(signed(idp.assertion()), key=OURS))),
    "wrapped as of old": ("encryption", lambda idp: answered(idp, encrypted(signed(idp.assertion()), wrap=PKCS))),
    "a way that is not known": (
        "encryption",
        lambda idp: answered(idp, encrypted(signed(idp.assertion())).replace("aes256-gcm", "tripledes-cbc")),
    ),
    "a key that is too short": ("encryption", lambda idp: answered(idp, encrypted(signed(idp.assertion()), size=16))),
    "a seal that is broken": ("encryption", lambda idp: answered(idp, spoilt(encrypted(signed(idp.assertion()))))),
    "not in whole blocks": (
        "encryption",
        lambda idp: answered(
            idp, encrypted(signed(idp.assertion())).replace("xmlenc11#aes256-gcm", "xmlenc#aes256-cbc")
        ),
    ),
    "nothing inside": ("encryption", lambda idp: answered(idp, f'<a:EncryptedAssertion xmlns:a="{NAMES["a"]}"/>')),
    "something else inside": ("one assertion", lambda idp: answered(idp, encrypted("<x/>"))),
    "one inside another": ("signature", lambda idp: answered(idp, encrypted(encrypted(signed(idp.assertion()))))),
    "one more beside it": (
        "one assertion",
        lambda idp: answered(idp, encrypted(signed(idp.assertion())) + signed(idp.assertion(id="_till"))),
    ),
    "a comment inside": (
        "comment",
        lambda idp: answered(idp, encrypted(signed(idp.assertion()).replace("</a:Issuer>", "<!-- --></a:Issuer>"))),
    ),
    "a document type inside": (
        "form",
        lambda idp: answered(idp, encrypted('<!DOCTYPE x [<!ENTITY y "z">]>' + signed(idp.assertion()))),
    ),
}


@pytest.mark.parametrize(("word", "forge"), AMISS.values(), ids=AMISS)
def test_one_in_which_anything_is_amiss_is_refused(client, keyed, word, forge, caplog):
    begin(client, keyed)
    assert (come_back(client, forge(keyed)).status_code, is_in(client)) == (403, False)
    assert f"nekad: {word}: {MEANS[word]}\n" in caplog.text


@pytest.mark.parametrize("forge", [forge for _word, forge in list(AMISS.values())[:4]], ids=list(AMISS)[:4])
def test_nothing_is_opened_that_the_provider_has_not_signed(client, keyed, forge, monkeypatch):
    monkeypatch.setattr(assertions, "opened", lambda *told: pytest.fail("opened"))
    begin(client, keyed)
    assert come_back(client, forge(keyed)).status_code == 403


def test_none_is_opened_where_the_file_does_not_say_so(client, keyed, files):
    whole = (files / "sso.toml").read_text()
    (files / "sso.toml").write_text(whole.replace("encrypted = true", "encrypted = false"))
    begin(client, keyed)
    assert come_back(client, answered(keyed, encrypted(signed(keyed.assertion())))).status_code == 403
    assert 'use="encryption"' not in client.get(reverse("sso_description")).content.decode()
    (files / "sso.toml").write_text(whole)
    assert 'use="encryption"' in client.get(reverse("sso_description")).content.decode()


def test_without_a_key_nothing_can_be_encrypted_for_us(client, saml, files):
    with (files / "sso.toml").open("a") as file:
        file.write("encrypted = true\n")
    assert client.get(reverse("sso")).status_code == 404
