"""Signing in by the municipality: a token that is not signed, ours, fresh and of the right level lets nobody in."""

import json
import time

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from django.urls import reverse
from tests.accounts.idp import CURVE, LEVEL, OURS, SMALL, THEIRS, Idp, begin, come_back, is_in, public, signed, text

from loke.accounts.models import User
from loke.accounts.sso import openid_connect
from loke.accounts.sso.provider import NotTrusted


def test_an_invited_person_is_let_in_as_themselves(client, idp, world):
    idp.email = world.aino.email.upper()
    assert come_back(client, begin(client, idp)).status_code == 302
    assert client.session["_auth_user_id"] == str(world.aino.pk)


def test_a_provider_may_sign_with_a_curve(client, idp):
    idp.head, idp.key = {"alg": "ES256", "kid": "kurva"}, CURVE
    come_back(client, begin(client, idp))
    assert is_in(client)


def now(seconds: int) -> int:
    return int(time.time()) + seconds


CHANGED = {
    "another issuer": {"iss": "https://evil.example.org"},
    "another audience": {"aud": "annat"},
    "one more audience": {"aud": ["loke", "annat"]},
    "no audience": {"aud": None},
    "another party": {"azp": "annat"},
    "another nonce": {"nonce": "x" * 43},
    "no nonce": {"nonce": None},
    "expired": {"iat": -900, "exp": -600},
    "never expires": {"exp": None},
    "from the future": {"iat": 86400},
    "issued long ago": {"iat": -2 * 3600 - 600},
    "times in words": {"iat": "nu", "exp": "sen"},
    "a lower level": {"acr": "http://id.sambi.se/loa/loa2"},
    "no level": {"acr": None},
    "a list of levels": {"acr": [LEVEL]},
    "an address that nobody checked": {"email_verified": False},
    "somebody who was never invited": {"email": "okand@example.org"},
    "no address": {"email": None},
    "a comment in the address": {"email": "aino@example.org<!-- -->.evil.org"},
}


@pytest.mark.parametrize("claims", CHANGED.values(), ids=CHANGED.keys())
def test_a_token_that_says_anything_else_is_refused(client, idp, claims):
    idp.claims = {name: now(one) if type(one) is int else one for name, one in claims.items()}
    answer = come_back(client, begin(client, idp))
    assert (answer.status_code, is_in(client)) == (403, False)
    assert "Det gick inte att logga in" in answer.content.decode()


def unsigned(idp: Idp) -> str:
    return signed({"alg": "none"}, idp.fine()).rpartition(".")[0] + "."


def by_the_public_key(idp: Idp) -> str:
    """The old trick: the public key taken for a shared secret."""
    body = ".".join(text(json.dumps(one).encode()) for one in ({"alg": "HS256", "kid": "ett"}, idp.fine()))
    mac = HMAC(json.dumps(public(OURS, "ett")).encode(), SHA256())
    mac.update(body.encode())
    return f"{body}.{text(mac.finalize())}"


def with_a_key_of_its_own(idp: Idp) -> str:
    return signed({"alg": "RS256", "kid": "ett", "jwk": public(THEIRS, "ett")}, idp.fine(), THEIRS)


FORGED = {
    "not signed": unsigned,
    "signed by the public key": by_the_public_key,
    "signed by another": lambda idp: signed(idp.head, idp.fine(), THEIRS),
    "brings its own key": with_a_key_of_its_own,
    "a key nobody knows": lambda idp: signed({"alg": "RS256", "kid": "två"}, idp.fine()),
    "a key that is too small": lambda idp: signed({"alg": "RS256", "kid": "liten"}, idp.fine(), SMALL),
    "a critical extension": lambda idp: signed({**idp.head, "crit": ["exp"]}, idp.fine()),
    "changed afterwards": lambda idp: signed(idp.head, idp.fine())[:-6] + "AAAAAA",
    "a curve taken for RSA": lambda idp: signed({"alg": "RS256", "kid": "kurva"}, idp.fine()),
    "not a token": lambda idp: "inget",
    "a list": lambda idp: f"{text(b'[]')}.{text(b'[]')}.x",
    "nothing": lambda idp: " ",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
def test_a_forged_token_is_refused(client, idp, forge):
    state = begin(client, idp)
    idp.token = forge(idp)
    assert (come_back(client, state).status_code, is_in(client)) == (403, False)


def test_an_answer_is_taken_once_and_by_the_browser_that_asked(client, idp, signed_in, world):
    state = begin(client, idp)
    stranger = type(client)()
    assert come_back(stranger, state).status_code == 403
    come_back(client, state)
    assert is_in(client)
    client.logout()
    assert come_back(client, state).status_code == 403


def test_a_token_that_was_used_before_is_refused_the_next_time(client, idp):
    state = begin(client, idp)
    idp.token = signed(idp.head, idp.fine())
    come_back(client, state)
    client.logout()
    assert (come_back(client, begin(client, idp)).status_code, is_in(client)) == (403, False)


def test_another_state_and_another_provider_are_refused(client, idp):
    begin(client, idp)
    assert come_back(client, "x" * 43).status_code == 403
    assert come_back(client, begin(client, idp), iss="https://evil.example.org").status_code == 403


def test_whoever_has_left_is_not_let_in(client, idp, world):
    User.objects.filter(pk=world.aino.pk).update(is_active=False)
    assert (come_back(client, begin(client, idp)).status_code, is_in(client)) == (403, False)


def test_a_provider_that_calls_itself_something_else_is_not_asked(client, idp):
    idp.known = {"issuer": "https://evil.example.org"}
    assert client.get(reverse("sso")).status_code == 403


def test_nothing_is_fetched_without_encryption():
    with pytest.raises(NotTrusted):
        openid_connect.fetch("http://idp.example.org/")


def test_without_a_file_there_is_no_such_page(client, world, monkeypatch):
    monkeypatch.delenv("LOKE_SSO", raising=False)
    assert client.get(reverse("sso")).status_code == 404
    assert "genom" not in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("listed", [True, False])
def test_only_the_reserve_account_gets_on_with_a_password(client, idp, world, listed, tmp_path):
    file = tmp_path / "sso.toml"
    local = f'only = true\nlocal = ["{world.aino.email if listed else "annan@example.org"}"]\n'
    file.write_text(file.read_text() + local)
    world.aino.set_password("en hel mening att minnas")
    world.aino.save()
    sent = {"login": world.aino.email, "password": "en hel mening att minnas"}
    next_step = client.post(reverse("account_login"), sent)["Location"]
    assert next_step == reverse("mfa_authenticate" if listed else "account_login")
    assert "Logga in genom Älvkulla" in type(client)().get(reverse("account_login")).content.decode()
