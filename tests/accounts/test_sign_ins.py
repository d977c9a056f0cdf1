"""Where somebody is signed in: seen, ended from elsewhere, and ended at once when the work ends."""

import sys
import time

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import address, typed

from loke.accounts import actions
from loke.accounts.models import Membership, SignIn, User
from loke.records.actions import register_contact
from loke.records.models import Contact
from loke.records.responsible import alone

LIST = "/v/ungdom/klienter/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def two(world, signed_in):
    """Aino at a computer and at another."""
    here, there = signed_in(world.aino), signed_in(world.aino)
    there.get(LIST, headers={"user-agent": FIREFOX})
    here.get(LIST)
    return here, there


def test_the_page_lists_ones_own_and_nobody_elses(world, signed_in, two):
    signed_in(world.idris).get(LIST, headers={"user-agent": FIREFOX.replace("Firefox/140.0", "Chrome/140")})
    page = two[0].get("/inloggningar/").content.decode()
    assert page.count("Firefox, Windows") >= 1
    assert "Chrome, Windows" not in page


def test_another_one_is_ended_on_the_server(world, two):
    here, there = two
    other = SignIn.objects.get(session=there.session.session_key)
    here.post("/inloggningar/", {"only": other.pk})
    assert there.get(LIST)["Location"].startswith("/konto/login/")
    assert here.get(LIST).status_code == 200


def test_somebody_elses_cannot_be_ended(world, signed_in, two):
    signed_in(world.idris).post("/inloggningar/", {"only": SignIn.objects.filter(user=world.aino)[0].pk})
    assert [browser.get(LIST).status_code for browser in two] == [200, 200]


def test_all_the_others_are_ended_but_not_this_one(two):
    two[0].post("/inloggningar/")
    assert [browser.get(LIST).status_code for browser in two] == [200, 302]


def test_signing_out_is_out_everywhere_and_an_old_cookie_opens_nothing(world, two):
    here, _there = two
    cookies = dict(here.cookies)
    here.post("/konto/logout/")
    here.cookies.update(cookies)
    assert [browser.get(LIST).status_code for browser in two] == [302, 302]
    assert not SignIn.objects.filter(user=world.aino).exists()


def test_the_last_role_that_ends_ends_the_sessions_too(world, two):
    actions.end_role(by=world.administrator, membership=world.aino.memberships.get())
    assert [browser.get(LIST)["Location"].split("?")[0] for browser in two] == ["/konto/login/"] * 2


def test_ended_employment_ends_every_role_and_the_way_in_and_leaves_the_clients_to_the_manager(world, signed_in, two):
    mine = world.aino.episodes.ongoing().count()
    before = world.ungdom.episodes.ongoing().filter(alone(world.ungdom.unit)).count()
    frida = signed_in(world.administrator)
    page = reverse("end_employment", args=[world.aino.pk])
    assert "Aino Påhittsson slutar" in frida.get(page).content.decode()
    frida.post(page)
    assert [browser.get(LIST).status_code for browser in two] == [302, 302]
    assert not User.objects.get(pk=world.aino.pk).is_active
    assert not Membership.objects.active().filter(user=world.aino).exists()
    after = world.ungdom.episodes.ongoing().filter(alone(world.ungdom.unit)).count()
    assert after - before == mine > 0
    assert frida.get(page).status_code == 404


def test_only_the_organisations_own_administrator_ends_employment_and_never_the_last_one(world):
    for who in (world.maryam, world.aino, world.charlie):
        with pytest.raises(PermissionDenied):
            actions.end_employment(by=who, user=world.aino, organisation=world.organisation)
    with pytest.raises(ValidationError, match="Någon måste vara förvaltare"):
        actions.end_employment(by=world.administrator, user=world.administrator, organisation=world.organisation)
    assert User.objects.get(pk=world.administrator.pk).is_active


def test_whoever_comes_back_is_invited_and_may_sign_in_again(world):
    actions.end_employment(by=None, user=world.aino, organisation=world.organisation)
    told = {"email": world.aino.email, "name": "Aino", "role": "practitioner"}
    actions.invite(by=None, organisation=world.organisation, unit=world.ungdom.unit, **told)
    assert User.objects.get(pk=world.aino.pk).is_active


@pytest.mark.parametrize("moment", ["loke.records.reading.log", "loke.accounts.submissions.once"])
def test_work_that_ends_while_a_form_is_on_its_way_stores_nothing(world, signed_in, monkeypatch, moment):
    """The role ends after the page's rule has let the form in and before the action is done."""
    episode, aino = world.ongoing(world.aino), signed_in(world.aino)
    sent = typed(aino.get(address("client", episode)))
    room, name = moment.rsplit(".", 1)
    original, before = getattr(sys.modules[room], name), Contact.objects.count()

    def ends(*args, **kwargs):
        Membership.objects.filter(user=world.aino).update(until=timezone.localdate())
        return original(*args, **kwargs)

    monkeypatch.setattr(moment, ends)
    assert aino.post(address("register_contact", episode), sent).status_code == 404
    assert Contact.objects.count() == before


def test_an_action_asks_again_whoever_called_it(world):
    episode = world.ongoing(world.aino)
    Membership.objects.filter(user=world.aino).update(until=timezone.localdate())
    told = {"date": timezone.localdate(), "intervention": world.ungdom.interventions.in_use()[0]}
    with pytest.raises(PermissionDenied):
        register_contact(by=world.aino, episode=episode, **told)


def test_ten_wrong_tries_in_a_quarter_of_an_hour_stop_that_account_and_no_other(world, client, monkeypatch):
    right, now = "en lång mening om älgar", time.time()
    for user in (world.aino, world.idris):
        user.set_password(right)
        user.save()
    for attempt in range(10):
        monkeypatch.setattr("time.time", lambda n=attempt: now + n * 75)
        client.post("/konto/login/", {"login": world.aino.email, "password": "fel lösenord alldeles"})
    monkeypatch.setattr("time.time", lambda: now + 10 * 75)
    stopped = client.post("/konto/login/", {"login": world.aino.email, "password": right})
    assert "många försök" in stopped.content.decode()
    assert client.post("/konto/login/", {"login": world.idris.email, "password": right}).status_code == 302
