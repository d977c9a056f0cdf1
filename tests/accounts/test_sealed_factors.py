"""What a second factor is worked out from stands sealed: the database alone signs nobody in."""

import importlib

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.apps import apps

from loke.accounts import keys
from loke.accounts.factors import seal_anew
from loke.accounts.models import User
from loke.running import proof
from loke.running.trouble import Refused

migration = importlib.import_module("loke.accounts.migrations.0005_seal_second_factors")


@pytest.fixture
def user(db, tmp_path, monkeypatch) -> User:
    monkeypatch.setenv("LOKE_KEYS", str(tmp_path / "keys.json"))
    return User.objects.create_user(email="nova@example.org", name="Nova")


def data(kind: str) -> dict:
    return Authenticator.objects.get(type=kind).data


def test_neither_the_secret_of_an_app_nor_the_seed_of_the_codes_stands_in_the_open(user, monkeypatch):
    secret = generate_totp_secret()
    app, codes = TOTP.activate(user, secret), RecoveryCodes.activate(user)
    assert data("totp")["secret"].startswith("sealed:1:")
    assert data("recovery_codes")["seed"].startswith("sealed:1:")
    monkeypatch.setattr("time.time", lambda: 3_000_000_000.0)
    assert app.validate_code(format_hotp_value(hotp_value(secret, 100_000_000)))
    assert codes.validate_code(codes.get_unused_codes()[0])


def test_a_change_of_key_takes_them_along_and_a_key_they_need_is_counted(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    assert keys.used() == {1: 2}
    keys.write([*keys.ring(), keys.new(2)])
    assert seal_anew() == (2, 0)
    assert keys.used() == {2: 2}
    assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes() == codes
    assert proof._factors_open() == 2


def test_one_that_will_not_open_is_counted_and_told_of(user):
    TOTP.activate(user, "ABC")
    keys.write([keys.new(2)])
    assert seal_anew() == (0, 1)
    with pytest.raises(Refused, match="version 1 saknas"):
        proof._factors_open()


def test_a_lost_key_file_is_not_made_anew_while_a_factor_needs_it(user):
    TOTP.activate(user, "ABC")
    keys.path().unlink()
    with pytest.raises(keys.SealError, match="saknas"):
        keys.ring()


def test_those_from_before_are_sealed_and_can_be_opened_again(user):
    told = {"type": Authenticator.Type.RECOVERY_CODES, "data": {"seed": "ab", "used_mask": 1}}
    Authenticator.objects.create(user=user, **told)
    migration.seal(apps, None)
    assert data("recovery_codes")["seed"].startswith("sealed:")
    migration.seal(apps, None)
    migration.open_again(apps, None)
    assert data("recovery_codes") == told["data"]
