"""Showing the factors once more at a provider that speaks SAML, and the account that is left when it is down."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from tests.accounts.saml_idp import SamlIdp, at, begin, come_back


@pytest.fixture
def idp(world, files) -> SamlIdp:
    return SamlIdp(world.maryam.email)


@pytest.fixture
def maryam(client, idp, world):
    """A manager who signed in over there an hour ago, and has no factor here."""
    Authenticator.objects.filter(user=world.maryam).delete()
    begin(client, idp)
    idp.said = {"shown": at(-3600)}
    come_back(client, idp.response())
    return client


@pytest.fixture
def page() -> str:
    """One that takes a factor shown within five minutes."""
    return reverse("grants", args=["ungdom"])


def test_whoever_is_vouched_for_shows_them_over_there_and_is_led_back(maryam, idp, page):
    assert maryam.get("/v/ungdom/klienter/").status_code == 200
    assert maryam.get(page)["Location"] == f"/bekrafta/?next={page}"
    assert maryam.get("/bekrafta/", {"next": page})["Location"].startswith(reverse("sso"))
    begin(maryam, idp, going=page)
    assert idp.question.get("ForceAuthn") == "true"
    idp.said = {}
    assert come_back(maryam, idp.response())["Location"] == page
    assert maryam.get(page).status_code == 200


@pytest.mark.parametrize("said", [{"shown": -3600}, {"shown": ""}, {"shown": "nyss"}])
def test_a_provider_that_did_not_ask_again_is_refused(maryam, idp, page, said):
    begin(maryam, idp, going=page)
    idp.said = said
    assert come_back(maryam, idp.response()).status_code == 403
    assert maryam.get(page).status_code == 302


def test_somebody_else_over_there_does_not_show_them_in_ones_place(maryam, idp, world):
    begin(maryam, idp)
    idp.email, idp.said = world.aino.email, {}
    assert come_back(maryam, idp.response()).status_code == 403
    assert maryam.session["_auth_user_id"] == str(world.maryam.pk)


def test_the_session_that_began_so_is_listed_and_ended_as_others(maryam):
    assert maryam.get(reverse("sign_ins")).status_code == 200
    maryam.post(reverse("account_logout"))
    assert maryam.get("/v/ungdom/klienter/").status_code == 302


@pytest.mark.parametrize("listed", [True, False])
def test_only_the_reserve_account_gets_on_with_a_password(client, idp, world, files, listed):
    with (files / "sso.toml").open("a") as file:
        file.write(f'only = true\nlocal = ["{world.aino.email if listed else "annan@example.org"}"]\n')
    world.aino.set_password("en hel mening att minnas")
    world.aino.save()
    sent = {"login": world.aino.email, "password": "en hel mening att minnas"}
    next_step = client.post(reverse("account_login"), sent)["Location"]
    assert next_step == reverse("mfa_authenticate" if listed else "account_login")
