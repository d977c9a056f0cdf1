"""Signing in by the municipality with SAML: what is not signed, ours, fresh and of the right level lets nobody in."""

import re
from base64 import b64decode
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import connection
from django.urls import reverse
from tests.accounts.idp import CURVE, ISSUER, LEVEL, OURS, THEIRS, is_in
from tests.accounts.saml_forgeries import CHIEF, FORGED, SAID, WRAPPED, longer
from tests.accounts.saml_idp import (
    BACK,
    ENTITY,
    PLACE,
    SITE,
    STANDING,
    begin,
    bring,
    certificate,
    come_back,
    described,
    signed,
)

from loke.accounts.models import User


def test_an_invited_person_is_let_in_as_themselves(client, saml, aino):
    saml.email = aino.email.upper()
    begin(client, saml)
    assert come_back(client, saml.response()).status_code == 302
    assert client.session["_auth_user_id"] == str(aino.pk)


def test_the_provider_is_asked_for_the_levels_and_where_to_answer(client, saml):
    assert begin(client, saml).startswith(f"{ISSUER}/in?SAMLRequest=")
    asked = dict(saml.question.attrib)
    assert (asked["AssertionConsumerServiceURL"], asked["ForceAuthn"], asked["Version"]) == (BACK, "false", "2.0")
    assert [one.text for one in saml.question.iter("{*}Issuer", "{*}AuthnContextClassRef")] == [ENTITY, LEVEL]


def test_a_provider_may_sign_with_a_curve_and_the_answer_too(client, saml):
    begin(client, saml)
    come_back(client, signed(saml.response(signed(saml.assertion(), CURVE), place=PLACE)))
    assert is_in(client)


@pytest.mark.parametrize("said", SAID.values(), ids=SAID.keys())
def test_an_answer_that_says_anything_else_is_refused(client, saml, said):
    begin(client, saml)
    saml.said = said
    answer = come_back(client, saml.response())
    assert (answer.status_code, is_in(client)) == (403, False)
    assert "Det gick inte att logga in" in answer.content.decode()


@pytest.mark.parametrize("forge", [*FORGED.values(), *WRAPPED.values()], ids=[*FORGED, *WRAPPED])
def test_a_forged_answer_is_refused(client, saml, forge):
    begin(client, saml)
    assert (come_back(client, forge(saml)).status_code, is_in(client)) == (403, False)


def test_what_is_changed_in_the_table_is_all_that_is_wrong(client, saml):
    """Else they could be refused for another reason."""
    begin(client, saml)
    saml.said = {"id": "_ett-annat", "name_id": CHIEF}
    come_back(client, saml.response())
    assert is_in(client)


@pytest.mark.parametrize("between", ["<!-- -->", "<?x ?>", ""])
def test_a_name_that_stands_for_the_address_is_read_whole(client, saml, files, between):
    file = files / "sso.toml"
    file.write_text(file.read_text().replace('attribute = "mail"\n', ""))
    begin(client, saml)
    assert (come_back(client, longer(saml, between)).status_code, is_in(client)) == (403, False)
    begin(client, saml)
    saml.said = {"name_id": CHIEF, "attributes": ""}
    come_back(client, saml.response())
    assert client.session["_auth_user_id"] == str(User.objects.get(email=CHIEF).pk)


def test_an_answer_is_taken_once_and_by_the_browser_that_asked(client, saml):
    begin(client, saml)
    answer, stranger = saml.response(), type(client)()
    assert come_back(stranger, answer).status_code == 403
    begin(stranger, saml)
    assert come_back(stranger, answer).status_code == 403
    come_back(client, answer)
    assert is_in(client)
    client.logout()
    assert come_back(client, answer).status_code == 403
    begin(client, saml)
    assert (come_back(client, answer).status_code, is_in(client)) == (403, False)


@pytest.mark.both  # PostgreSQL takes no zero in a text
def test_the_key_to_an_answer_opens_once_and_nothing_without_it(client, saml):
    begin(client, saml)
    way = bring(client, saml.response())
    for other in ("", "x" * 43, "\0", "å" * 9000):
        assert type(client)().get(reverse("sso_back"), {"svar": other}).status_code == 403
    assert client.get(way).status_code == 302
    begin(client, saml)
    assert client.get(way).status_code == 403


def test_what_is_not_trusted_is_not_kept(client, saml):
    begin(client, saml)
    before = kept()
    bring(client, FORGED["not signed"](saml))
    assert kept() == before
    bring(client, saml.response())
    assert kept() == before + 1


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%%saml%%'")
        return cursor.fetchone()[0]


def test_whoever_has_left_is_not_let_in(client, saml, aino):
    begin(client, saml)
    User.objects.filter(pk=aino.pk).update(is_active=False)
    assert (come_back(client, saml.response()).status_code, is_in(client)) == (403, False)


@pytest.mark.parametrize("sent", [{}, {"SAMLResponse": "=?=?"}, {"SAMLResponse": "å"}])
def test_what_is_no_answer_at_all_is_refused(client, saml, sent):
    begin(client, saml)
    answer = client.post(reverse("sso_answer"), sent, follow=True)
    assert (answer.status_code, is_in(client)) == (403, False)


def test_the_log_tells_what_was_wrong_and_the_page_does_not(client, saml, caplog):
    begin(client, saml)
    saml.said = {"conditions": ""}
    page = come_back(client, saml.response()).content.decode()
    assert "nekad: Audience: " in caplog.text
    assert not re.search(r"audience|saml", page, re.IGNORECASE)


def test_whoever_brings_too_many_is_asked_to_wait(client, saml):
    assert {client.post(reverse("sso_answer")).status_code for _ in range(60)} == {302}
    assert client.post(reverse("sso_answer")).status_code == 429


WRONG = {
    "no metadata": lambda folder: (folder / "idp.xml").unlink(),
    "metadata that is not XML": lambda folder: (folder / "idp.xml").write_text("inget"),
    "metadata of somebody else": lambda folder: (folder / "idp.xml").write_text("<x/>"),
    "metadata without a name": lambda folder: (folder / "idp.xml").write_text(described(STANDING[0], entity="")),
    "metadata with a small key only": lambda folder: (folder / "idp.xml").write_text(described(STANDING[2])),
    "metadata without encryption": lambda folder: (folder / "idp.xml").write_text(
        described(STANDING[0]).replace(f"{ISSUER}/in", "http://idp.example.org/in")
    ),
    "no levels": lambda folder: (folder / "sso.toml").write_text(
        (folder / "sso.toml").read_text().replace("levels = [", "levels = []\nothers = [")
    ),
    "both at once": lambda folder: (folder / "sso.toml").write_text(
        (folder / "sso.toml").read_text() + "[openid_connect]\n"
    ),
}


@pytest.mark.parametrize("spoil", WRONG.values(), ids=WRONG.keys())
def test_a_file_that_cannot_be_understood_opens_no_way_in_and_is_told_of_once(client, saml, files, caplog, spoil):
    spoil(files)
    assert "fungerar inte just nu" in client.get(reverse("account_login")).content.decode()
    assert client.get(reverse("sso")).status_code == 404
    assert caplog.text.count(f"LOKE_SSO går inte att använda. {files}/sso.toml: ") == 1


def test_what_the_provider_needs_to_know_is_on_a_page(client, saml):
    said = client.get(reverse("sso_description"))
    assert said["Content-Type"] == "application/samlmetadata+xml"
    assert f'entityID="{ENTITY}"' in said.content.decode()
    assert f'Location="{SITE}/konto/kommunen/svar/"' in said.content.decode()
    assert 'WantAssertionsSigned="true"' in said.content.decode()
    assert '<md:RequestedAttribute Name="mail" isRequired="true"/>' in said.content.decode()


def test_with_openid_connect_or_nothing_there_are_no_such_pages(client, idp, monkeypatch):
    for _ in range(2):
        assert client.get(reverse("sso_description")).status_code == 404
        assert client.post(reverse("sso_answer")).status_code == 404
        monkeypatch.delenv("LOKE_SSO")
        monkeypatch.setenv("LOKE_SSO", "")


@pytest.mark.parametrize("certified", [OURS, THEIRS], ids=["its certificate", "another's"])
def test_questions_are_signed_where_there_is_a_key_and_its_certificate(client, saml, files, certified):
    (files / "key").write_bytes(OURS.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (files / "certificate").write_bytes(certificate(certified).public_bytes(Encoding.PEM))
    with (files / "sso.toml").open("a") as file:
        file.write(f'key_file = "{files}/key"\ncertificate_file = "{files}/certificate"\n')
    if certified is THEIRS:
        assert client.get(reverse("sso")).status_code == 404
        return
    asked = urlsplit(begin(client, saml)).query.partition("&Signature=")[0]
    OURS.public_key().verify(b64decode(saml.query["Signature"][0]), asked.encode(), padding.PKCS1v15(), SHA256())
    assert "X509Certificate" in client.get(reverse("sso_description")).content.decode()
