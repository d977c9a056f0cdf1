"""Every way in is known, as strong as the others, and opens with keys that nobody guesses."""

import math
import string
import time
from base64 import b64decode

import pytest
from allauth.account.forms import default_token_generator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import ResolverMatch

from loke.accounts import keys
from loke.accounts.actions import make_organisation
from loke.accounts.models import Invitation, User
from loke.accounts.pages import OPEN_LIBRARY_PAGES, rule_of
from loke.records import handing_over
from loke.records.pseudonyms import ALPHABET

PASSWORD = "en lång mening om älgar"
OPEN = {  # every page that answers somebody who has not signed in; the demo's is there in a demo only
    *OPEN_LIBRARY_PAGES,
    *("demo", "invitation", "come_back", "set_language", "sso", "sso_answer", "sso_back", "sso_description", "health"),
}
LETTERS = string.ascii_letters + string.digits


@pytest.fixture
def aino(db) -> User:
    return User.objects.create_user(email="aino@example.org", name="Aino", password=PASSWORD)


def test_there_is_one_way_to_prove_who_one_is_and_three_second_factors():
    assert settings.AUTHENTICATION_BACKENDS == ["allauth.account.auth_backends.AuthenticationBackend"]
    assert set(settings.MFA_SUPPORTED_TYPES) == {"totp", "webauthn", "recovery_codes"}
    assert {"email"} == settings.ACCOUNT_LOGIN_METHODS
    assert not any(
        name.startswith(("django.contrib.admin", "allauth.socialaccount")) for name in settings.INSTALLED_APPS
    )


def test_only_the_pages_that_lead_in_answer_somebody_who_is_not_signed_in():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    found = {one.name: rule_of(ResolverMatch(one.callback, (), {}, one.name), one.callback) for one in pages()}
    assert {name for name, rule in found.items() if rule and rule(request) is None} == OPEN
    assert len(found) > 100


def pages(patterns: list | None = None) -> list[URLPattern]:
    under = get_resolver().url_patterns if patterns is None else patterns
    return [page for one in under for page in ([one] if isinstance(one, URLPattern) else pages(one.url_patterns))]


@pytest.mark.parametrize(
    "password", ["å" * 128, "🦌 " * 40 + "x", "  blanksteg står  kvar  ", "'; DROP TABLE --<script>"]
)
def test_a_password_may_be_long_and_hold_anything(client, aino, password):
    told = {"email": "nova@example.org", "name": "Nova", "role": "leadership"}
    key, organisation = Invitation.new_key(), make_organisation(by=None, code="x", name="X")
    Invitation.objects.create(digest=Invitation.digest_of(key), organisation=organisation, **told)
    client.post(f"/inbjudan/{key}/", {"name": "Nova", "password": password})
    assert User.objects.get(email="nova@example.org").check_password(password)
    client.post("/konto/logout/")
    assert client.post("/konto/login/", {"login": "nova@example.org", "password": password}).status_code == 302
    assert not User.objects.get(email="nova@example.org").check_password(password.strip() + "x")


def test_a_password_is_kept_by_argon2id_and_nothing_else(aino):
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert aino.password.startswith("argon2$argon2id$")


def test_a_code_does_not_open_before_the_password(client, aino):
    secret = generate_totp_secret()
    TOTP.activate(aino, secret)
    answer = client.post("/konto/2fa/authenticate/", {"code": _code(secret)})
    assert answer["Location"].startswith("/konto/login/")
    assert client.get("/inloggningar/")["Location"].startswith("/konto/login/")


def test_the_session_gets_a_new_name_when_the_second_factor_is_shown(client, aino):
    secret = generate_totp_secret()
    TOTP.activate(aino, secret)
    client.post("/konto/login/", {"login": aino.email, "password": PASSWORD})
    before = client.session.session_key
    client.post("/konto/2fa/authenticate/", {"code": _code(secret)})
    assert client.session.session_key not in (None, before)
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    assert client.get("/inloggningar/").status_code == 302


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_every_key_that_opens_something_has_at_least_128_bits(client, aino):
    client.force_login(aino, backend=settings.AUTHENTICATION_BACKENDS[0])
    many = {
        "invitation": ([Invitation.new_key() for _ in range(200)], LETTERS + "-_"),
        "handover": ([handing_over.new_code() for _ in range(200)], ALPHABET),
        "session": (
            [client.session.__class__()._get_new_session_key() for _ in range(200)],
            LETTERS[:26] + string.digits,
        ),
        "form": ([get_token(RequestFactory().get("/"))[32:] for _ in range(200)], LETTERS),
    }
    for name, (made, letters) in many.items():
        assert len(set(made)) == len(made), name
        assert set("".join(made)) == set(letters), name
        assert min(map(len, made)) * math.log2(len(letters)) >= 128, name
    reset = default_token_generator.make_token(aino).partition("-")[2]
    assert len(reset) * 4 >= 128
    assert len({b64decode(keys.new(1).key) for _ in range(200)}) == 200


def test_what_has_been_handed_out_lies_in_the_database_as_a_digest_only(world):
    key = Invitation.new_key()
    made = Invitation.objects.create(
        digest=Invitation.digest_of(key),
        email="x@example.org",
        name="X",
        role="leadership",
        organisation=world.organisation,
    )
    stored = str(Invitation.objects.values().get(pk=made.pk))
    assert key not in stored
    assert len(made.digest) == 64
