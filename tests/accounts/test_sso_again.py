"""Showing the factors once more at the municipality's provider, and one that is asked too often or told wrongly."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from tests.accounts.idp import begin, come_back, is_in


@pytest.fixture
def maryam(client, idp, world):
    """A manager who has signed in by the municipality, and has no factor here."""
    Authenticator.objects.filter(user=world.maryam).delete()
    idp.email = world.maryam.email
    come_back(client, begin(client, idp))
    return client


@pytest.fixture
def page() -> str:
    """One that takes a factor shown within five minutes."""
    return reverse("grants", args=["ungdom"])


def test_having_been_signed_in_over_there_is_not_to_have_just_shown_the_factors(maryam, page):
    assert maryam.get("/v/ungdom/klienter/").status_code == 200
    assert maryam.get(page)["Location"] == f"/bekrafta/?next={page}"


def test_whoever_is_vouched_for_shows_them_over_there_and_is_led_back(maryam, idp, page):
    way = maryam.get("/bekrafta/", {"next": page})
    assert way["Location"].startswith(reverse("sso"))
    idp.claims = {"auth_time": int(time.time())}
    answer = come_back(maryam, begin(maryam, idp, going=page))
    assert (idp.query["prompt"], idp.query["max_age"]) == (["login"], ["0"])
    assert answer["Location"] == page
    assert maryam.get(page).status_code == 200


@pytest.mark.parametrize("said", [{}, {"auth_time": 1}, {"auth_time": "nu"}, {"auth_time": True}])
def test_a_provider_that_did_not_ask_again_is_refused(maryam, idp, page, said):
    idp.claims = said
    assert come_back(maryam, begin(maryam, idp, going=page)).status_code == 403
    assert maryam.get(page).status_code == 302


def test_somebody_else_over_there_does_not_show_them_in_ones_place(maryam, idp, world, page):
    idp.email, idp.claims = world.aino.email, {"auth_time": int(time.time())}
    assert come_back(maryam, begin(maryam, idp)).status_code == 403
    assert maryam.session["_auth_user_id"] == str(world.maryam.pk)


def test_an_old_sign_in_does_not_add_a_factor_here(maryam):
    page = reverse("mfa_activate_totp")
    assert maryam.get(page)["Location"] == f"/bekrafta/?next={page}"


def test_the_way_back_never_leads_to_another_host(client, idp):
    assert come_back(client, begin(client, idp, going="https://evil.example/"))["Location"] == "/"


def test_what_the_provider_says_of_itself_is_fetched_once_however_many_come(client, idp):
    for _ in range(3):
        client.get(reverse("sso"))
    assert len(idp.asked) == 1


def test_whoever_comes_too_often_is_asked_to_wait(client, idp):
    assert {client.get(reverse("sso")).status_code for _ in range(60)} == {302}
    assert client.get(reverse("sso")).status_code == 429


@pytest.mark.parametrize("claims", [{"acr": {"a": 1}}, {"acr": ""}])
def test_a_level_that_is_not_a_word_is_refused(client, idp, claims):
    idp.claims = claims
    assert (come_back(client, begin(client, idp)).status_code, is_in(client)) == (403, False)


@pytest.mark.parametrize("head", [{"alg": ["RS256"]}, {"alg": {}}, {"kid": []}])
def test_a_head_that_is_not_words_is_refused(client, idp, head):
    idp.head = {**idp.head, **head}
    assert (come_back(client, begin(client, idp)).status_code, is_in(client)) == (403, False)
