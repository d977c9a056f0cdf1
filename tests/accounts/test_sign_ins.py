"""Where somebody is signed in: seen, ended from elsewhere, and ended at once when the work ends."""

import sys
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
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


def test_a_session_that_gets_a_new_key_can_be_ended_from_elsewhere_at_once(two):
    here, there = two
    session = there.session
    session.cycle_key()
    there.cookies["__Host-loke"] = session.session_key
    there.get(LIST)
    here.post("/inloggningar/")
    assert there.get(LIST)["Location"].startswith("/konto/login/")


def test_a_sign_in_is_known_from_its_first_answer(world, client):
    Authenticator.objects.filter(user=world.aino).delete()
    world.aino.set_password("en lång mening om älgar")
    world.aino.save()
    client.post("/konto/login/", {"login": world.aino.email, "password": "en lång mening om älgar"})
    assert SignIn.objects.filter(user=world.aino, session=client.session.session_key).exists()


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
    page = reverse("end_employment", args=[world.aino.memberships.get().pk])
    assert "Aino Påhittsson slutar" in frida.get(page).content.decode()
    frida.post(page)
    assert [browser.get(LIST).status_code for browser in two] == [302, 302]
    assert not User.objects.get(pk=world.aino.pk).is_active
    assert not Membership.objects.active().filter(user=world.aino).exists()
    after = world.ungdom.episodes.ongoing().filter(alone(world.ungdom.unit)).count()
    assert after - before == mine > 0
    assert frida.get(page).status_code == 404


def test_whoever_works_in_two_organisations_leaves_only_the_one_that_was_meant(world, signed_in):
    other, unit = world.charlie.memberships.get().organisation, world.charlie.memberships.get().unit
    actions.give_role(by=None, user=world.administrator, role="administrator", organisation=other)
    there = actions.give_role(by=None, user=world.aino, role="practitioner", organisation=other, unit=unit)
    frida, page = signed_in(world.administrator), reverse("end_employment", args=[there.pk])
    html = frida.get(page).content.decode()
    assert "kan fortfarande logga in" in html
    assert "loggas ut" not in html
    assert f"arbetar inte längre i {other}." in frida.post(page, follow=True).content.decode()
    assert [held.organisation for held in Membership.objects.active().filter(user=world.aino)] == [world.organisation]
    assert User.objects.get(pk=world.aino.pk).is_active


def test_a_role_that_has_not_begun_ends_with_the_employment(world):
    later = timezone.localdate() + timedelta(days=30)
    told = {"user": world.aino, "organisation": world.organisation, "unit": world.beroende.unit, "since": later}
    actions.give_role(by=None, role="practitioner", **told)
    actions.end_employment(by=None, user=world.aino, organisation=world.organisation)
    User.objects.filter(pk=world.aino.pk).update(is_active=True)
    assert not Membership.objects.active(later).filter(user=world.aino).exists()


def test_only_the_organisations_own_administrator_ends_employment_and_never_the_last_one(world):
    for who in (world.maryam, world.aino, world.charlie):
        with pytest.raises(PermissionDenied):
            actions.end_employment(by=who, user=world.aino, organisation=world.organisation)
    with pytest.raises(ValidationError, match="Någon måste vara förvaltare"):
        actions.end_employment(by=world.administrator, user=world.administrator, organisation=world.organisation)
    assert User.objects.get(pk=world.administrator.pk).is_active


def invited_back(world, user):
    told = {"email": user.email, "name": user.name, "role": "practitioner"}
    return actions.invite(by=None, organisation=world.organisation, unit=world.ungdom.unit, **told)


def may_come_in(user) -> tuple[bool, bool]:
    there = User.objects.get(pk=user.pk)
    return there.is_active, Membership.objects.active().filter(user=user).exists()


def test_whoever_comes_back_signs_in_when_the_invitation_is_accepted_and_not_before(world, client, signed_in):
    actions.end_employment(by=None, user=world.aino, organisation=world.organisation)
    page = reverse("invitation", args=[invited_back(world, world.aino).key])
    assert may_come_in(world.aino) == (False, False)
    html = client.get(page).content.decode()
    assert "ditt konto är stängt" in html
    assert 'name="password"' not in html
    assert signed_in(world.idris).post(page).status_code == 200  # somebody else
    assert may_come_in(world.aino) == (False, False)
    answer = client.post(page)
    assert (answer.status_code, answer["Location"]) == (303, "/konto/login/")
    assert may_come_in(world.aino) == (True, True)
    assert "_auth_user_id" not in client.session  # the link is no way to sign in
    assert client.post(page).status_code == 410


def test_an_invitation_from_before_the_employment_ended_does_not_open_the_way_in_again(world, client):
    told = {"email": world.aino.email, "name": "Aino", "role": "manager"}
    made = actions.invite(by=None, organisation=world.organisation, unit=world.ungdom.unit, **told)
    actions.end_employment(by=None, user=world.aino, organisation=world.organisation)
    assert client.post(reverse("invitation", args=[made.key])).status_code == 410
    assert may_come_in(world.aino) == (False, False)


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
