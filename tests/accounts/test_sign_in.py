"""Signing in: with password, code and key; how long it lasts; and where it leads."""

import re
import time
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings

from loke.accounts.models import User

PASSWORD = "en lång mening om älgar"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "http:evil.example",
    "https:/evil.example",
    r"\\evil.example",
    r"/\evil.example",
    "\t//evil.example",
    "/%09/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//testserver:443@evil.example",
    "http://testserver/",
]


@pytest.fixture
def aino(db) -> User:
    return User.objects.create_user(email="aino@example.org", name="Aino", password=PASSWORD)


def sign_in(client, password=PASSWORD, email="aino@example.org", query=""):
    return client.post(f"/konto/login/{query}", {"login": email, "password": password})


def host_of(answer) -> str | None:
    return urlsplit(urljoin("https://testserver/here/", answer["Location"].replace("\\", "/"))).hostname


def is_signed_in(client) -> bool:
    return client.get("/konto/2fa/").status_code == 200


def test_the_right_password_signs_in(client, aino):
    assert sign_in(client).status_code == 302
    assert is_signed_in(client)


def test_wrong_password_and_unknown_person_get_the_same_answer(client, aino):
    wrong, unknown = sign_in(client, "fel lösenord alldeles"), sign_in(client, email="nobody@example.org")
    texts = [answer.content.decode().replace("nobody@", "aino@") for answer in (wrong, unknown)]
    shown = [re.sub(r'value="[\w-]{64}"', "", text) for text in texts]
    assert "hör inte ihop" in shown[0]
    assert shown[0] == shown[1]
    assert "<title>Fel: Logga in" in shown[0]


def test_the_sixth_wrong_try_in_five_minutes_is_not_even_tried(client, aino):
    for _ in range(5):
        sign_in(client, "fel lösenord alldeles")
    assert "många försök" in sign_in(client).content.decode()
    assert not is_signed_in(client)


def test_the_session_gets_a_new_name_at_sign_in(client, aino):
    client.get("/konto/login/")
    session = client.session
    session["anything"] = 1
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    sign_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize("how", ["query", "field"])
def test_signing_in_never_leads_to_another_host(client, aino, elsewhere, how):
    data = {"login": aino.email, "password": PASSWORD}
    if how == "field":
        answer = client.post("/konto/login/", {**data, "next": elsewhere})
    else:
        answer = client.post("/konto/login/", data, query_params={"next": elsewhere})
    assert host_of(answer) == "testserver"


def test_signing_in_leads_to_the_page_that_was_asked_for(client, aino):
    assert sign_in(client, query="?next=/konto/password/change/")["Location"] == "/konto/password/change/"


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_neither_language_nor_sign_out_leads_to_another_host(client, aino, elsewhere):
    client.force_login(aino, backend="allauth.account.auth_backends.AuthenticationBackend")
    for page, data in (("/sprak/", {"language": "en"}), ("/konto/logout/", {})):
        assert host_of(client.post(page, {**data, "next": elsewhere})) == "testserver"


def test_looking_at_the_page_for_signing_out_does_not_sign_out(client, aino):
    sign_in(client)
    client.get("/konto/logout/")
    assert is_signed_in(client)
    client.post("/konto/logout/")
    assert not is_signed_in(client)


@pytest.mark.parametrize(("minutes", "stays"), [(19, True), (21, False)])
def test_a_session_ends_after_twenty_minutes_without_a_page(client, aino, monkeypatch, minutes, stays):
    sign_in(client)
    assert is_signed_in(client)
    now = time.time()
    monkeypatch.setattr("loke.accounts.middleware.time.time", lambda: now + minutes * 60)
    assert is_signed_in(client) is stays


def test_a_session_ends_after_eight_hours_however_busy(client, aino, monkeypatch):
    sign_in(client)
    assert is_signed_in(client)
    now = time.time()
    for minutes in range(15, 8 * 60, 15):
        monkeypatch.setattr("loke.accounts.middleware.time.time", lambda m=minutes: now + m * 60)
        assert is_signed_in(client)
    monkeypatch.setattr("loke.accounts.middleware.time.time", lambda: now + 8 * 3600 + 60)
    assert not is_signed_in(client)


def test_somebody_who_has_been_made_inactive_is_out_at_once(client, aino):
    sign_in(client)
    User.objects.filter(pk=aino.pk).update(is_active=False)
    assert not is_signed_in(client)


def test_a_changed_password_ends_the_sessions_elsewhere(client, aino):
    sign_in(client)
    aino.set_password("en annan lång mening om älgar")
    aino.save()
    assert not is_signed_in(client)


def code_of(secret: str) -> str:
    counter = int(time.time()) // 30
    return format_hotp_value(hotp_value(secret, counter))


def test_with_an_app_the_password_alone_does_not_sign_in_and_a_code_works_once(client, aino):
    secret = generate_totp_secret()
    TOTP.activate(aino, secret)
    assert sign_in(client)["Location"].startswith("/konto/2fa/authenticate/")
    assert not is_signed_in(client)
    assert client.get("/konto/2fa/authenticate/").status_code == 200
    code = code_of(secret)
    client.post("/konto/2fa/authenticate/", {"code": code})
    assert is_signed_in(client)
    client.post("/konto/logout/")
    sign_in(client)
    assert "Koden stämmer inte" in client.post("/konto/2fa/authenticate/", {"code": code}).content.decode()


@pytest.mark.parametrize("page", ["totp/activate/", "webauthn/add/", "recovery-codes/generate/"])
def test_changing_how_one_signs_in_takes_the_password_again(client, aino, page):
    client.force_login(aino, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/konto/2fa/{page}")["Location"].startswith("/konto/reauthenticate/")


def test_app_and_key_can_be_reached_after_the_password(client, aino):
    sign_in(client)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    assert b"data:image/svg+xml" in client.get("/konto/2fa/totp/activate/").content
    assert b"creation_options" in client.get("/konto/2fa/webauthn/add/").content
