"""A form that is sent when the session has ended: nothing of it is lost, and nobody else gets it."""

import re
import time
from html import unescape
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from tests.improvement.improving import sent

from loke.accounts.models import Invitation
from loke.improvement.models import ImprovementCycle

CYCLES = "/v/ungdom/forbattra/"
PROBLEM = "Många kommer inte till den andra träffen"
PASSWORD = "en lång mening om älgar"
OURS = {"origin": "https://testserver"}


@pytest.fixture
def form(world) -> dict:
    return sent(title="Ring kvällen innan", problem=PROBLEM, kind="adaptive", owner=world.idris.pk)


@pytest.fixture
def where() -> str:
    return reverse("begin_cycle", args=["ungdom"])


def away(browser: Client, seconds: int = 21 * 60) -> Client:
    browser.get("/rattigheter/")
    session = browser.session
    session["seen"] -= seconds
    session.save()
    return browser


def come_back(browser: Client, user) -> None:
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


def sealed_in(answer) -> str:
    assert answer.status_code == 403
    return unescape(re.search(r'name="unsent" value="([^"]+)"', answer.content.decode())[1])


def made() -> list[str]:
    return list(ImprovementCycle.objects.filter(title="Ring kvällen innan").values_list("problem", flat=True))


def test_what_was_typed_is_stored_once_when_the_person_is_back(world, signed_in, form, where):
    aino = away(signed_in(world.aino))
    answer = aino.post(where, form)
    page = answer.content.decode()
    assert "Det du skrev finns kvar" in page
    assert f'action="{where}"' in page
    assert 'href="/konto/login/?next=/inloggningar/klart/" target="_blank"' in page
    assert made() == []
    come_back(aino, world.aino)
    assert "tryck på Skicka igen" in aino.get("/inloggningar/klart/").content.decode()
    for _ in range(2):
        assert aino.post(where, {"unsent": sealed_in(answer)}).status_code == 303
    assert made() == [PROBLEM]


def test_nothing_of_it_can_be_read_in_the_page_and_nothing_is_kept_on_the_server(world, signed_in, form, where):
    aino = away(signed_in(world.aino))
    page = aino.post(where, form).content.decode()
    assert [word for word in (PROBLEM, "kvällen innan", "adaptive", form["submission"]) if word in page] == []
    [kept] = Session.objects.filter(session_key=aino.cookies["__Host-loke"].value)
    assert kept.get_decoded() == {"were": [world.aino.pk]}


def test_whoever_presses_too_early_has_it_still(world, signed_in, form, where):
    aino = away(signed_in(world.aino))
    seal = sealed_in(aino.post(where, form))
    assert sealed_in(aino.post(where, {"unsent": seal})) == seal
    come_back(aino, world.aino)
    assert aino.post(where, {"unsent": seal}).status_code == 303


def test_another_person_neither_reads_nor_sends_it_and_takes_nothing_from_the_first(world, signed_in, form, where):
    aino = away(signed_in(world.aino))
    seal = sealed_in(aino.post(where, form))
    come_back(aino, world.idris)
    answer = aino.post(where, {"unsent": seal})
    assert "Det går inte att öppna här" in answer.content.decode()
    assert PROBLEM not in answer.content.decode()
    assert (sealed_in(answer), made()) == (seal, [])
    aino.post("/konto/logout/")
    come_back(aino, world.aino)
    assert aino.post(where, {"unsent": seal}).status_code == 303


@pytest.mark.parametrize("changed", [lambda seal: seal[:-4] + "AAAA", lambda seal: "", lambda seal: "sealed:9:é"])
def test_a_seal_that_is_changed_opens_nothing(world, signed_in, form, where, changed):
    aino = away(signed_in(world.aino))
    seal = sealed_in(aino.post(where, form))
    come_back(aino, world.aino)
    assert aino.post(where, {"unsent": changed(seal)}).status_code == 403
    assert made() == []


def test_it_opens_at_its_own_address_only(world, signed_in, form, where):
    aino = away(signed_in(world.aino))
    seal = sealed_in(aino.post(where, form))
    come_back(aino, world.aino)
    assert aino.post("/v/foraldraskap/forbattra/ny/", {"unsent": seal}).status_code == 403


def test_a_session_that_is_gone_since_the_night_is_known_by_its_key(world, signed_in, form, where):
    aino = signed_in(world.aino)
    aino.get("/rattigheter/")
    Session.objects.all().delete()
    seal = sealed_in(aino.post(where, form))
    come_back(aino, world.aino)
    assert aino.post(where, {"unsent": seal}).status_code == 303


# The token is another after every sign-in


@pytest.fixture
def strict(world, signed_in, settings):
    """Aino's browser where the token is asked for, with that of an open page; nobody has a second factor."""
    settings.SECOND_FACTOR = False
    Authenticator.objects.all().delete()
    aino = signed_in(world.aino)
    aino.handler.enforce_csrf_checks = True
    return aino, token(aino.get("/rattigheter/"))


def token(answer) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())[1]


def signed_in_anew(browser: Client, user) -> None:
    """With a password, at the library's own page, which gives the browser another token."""
    user.set_password(PASSWORD)
    user.save()
    sent_with = token(browser.get("/konto/login/"))
    told = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": sent_with}
    assert browser.post("/konto/login/", told, headers=OURS).status_code == 302
    assert browser.get("/rattigheter/").status_code == 200


def test_the_seal_is_taken_though_the_token_is_another(world, strict, form, where):
    aino, old = strict
    seal = sealed_in(away(aino).post(where, {**form, "csrfmiddlewaretoken": old}, headers=OURS))
    signed_in_anew(aino, world.aino)
    assert aino.post(where, {"unsent": seal, "csrfmiddlewaretoken": old}, headers=OURS).status_code == 303
    assert made() == [PROBLEM]


def test_a_page_that_stood_open_while_the_same_person_signed_in_again_loses_nothing(world, strict, form, where):
    aino, old = strict
    away(aino).get("/")
    signed_in_anew(aino, world.aino)
    answer = aino.post(where, {**form, "csrfmiddlewaretoken": old}, headers=OURS)
    assert "Sidan öppnades innan du loggade in" in answer.content.decode()
    assert made() == []
    assert aino.post(where, {"unsent": sealed_in(answer)}, headers=OURS).status_code == 303


def test_a_page_that_stood_open_is_nobody_elses_who_signs_in(world, strict, form, where):
    aino, old = strict
    away(aino).get("/")
    signed_in_anew(aino, world.idris)
    answer = aino.post(where, {**form, "csrfmiddlewaretoken": old}, headers=OURS)
    assert (answer.status_code, "unsent" in answer.content.decode(), made()) == (403, False, [])
    away(aino).get("/")
    signed_in_anew(aino, world.aino)
    answer = aino.post(where, {**form, "csrfmiddlewaretoken": old}, headers=OURS)
    assert (answer.status_code, "unsent" in answer.content.decode(), made()) == (403, False, [])


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null"])
def test_what_another_site_sends_is_not_held_out_to_be_sent(world, strict, form, where, origin):
    aino, old = strict
    away(aino).get("/")
    signed_in_anew(aino, world.aino)
    answer = aino.post(where, {**form, "csrfmiddlewaretoken": old}, headers={"origin": origin} if origin else {})
    assert (answer.status_code, "unsent" in answer.content.decode()) == (403, False)


def test_a_password_is_never_kept(world, signed_in):
    answer = away(signed_in(world.aino)).post("/konto/password/change/", {"oldpassword": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/konto/login/?next=/konto/password/change/")


def test_what_somebody_writes_on_an_invitation_is_never_kept(strict):
    aino, _old = strict
    told = {"name": "Nova", "password": PASSWORD, "csrfmiddlewaretoken": "of another day"}
    away(aino).get("/")
    answer = aino.post("/inbjudan/x/", told, headers=OURS)
    assert (answer.status_code, "unsent" in answer.content.decode()) == (403, False)


def test_what_takes_a_fresh_factor_does_not_wait_for_whoever_signs_in(world, signed_in):
    told = sent(name="Nova", email="nova@example.org", role="administrator", place=f"o{world.organisation.pk}")
    answer = away(signed_in(world.administrator)).post("/personer/bjud-in/", told)
    assert (answer.status_code, answer["Location"]) == (302, "/konto/login/?next=/personer/bjud-in/")


def test_what_has_lain_longer_than_a_session_may_last_opens_no_more(world, signed_in, form, where, monkeypatch):
    aino = away(signed_in(world.aino))
    seal = sealed_in(aino.post(where, form))
    come_back(aino, world.aino)
    monkeypatch.setattr("loke.accounts.unsent.time", SimpleNamespace(time=lambda: time.time() + 9 * 3600))
    assert "Det går inte att öppna här" in aino.post(where, {"unsent": seal}).content.decode()
    assert made() == []


# A factor that was shown too long ago


def test_what_takes_a_factor_waits_while_it_is_shown(world, signed_in):
    frida = signed_in(world.administrator)
    told = sent(name="Nova", email="nova@example.org", role="administrator", place=f"o{world.organisation.pk}")
    session = frida.session
    session["account_authentication_methods"][0]["at"] -= 600
    session.save()
    answer = frida.post("/personer/bjud-in/", told)
    assert 'href="/bekrafta/?next=/inloggningar/klart/" target="_blank"' in answer.content.decode()
    session = frida.session
    session["account_authentication_methods"][0]["at"] += 600
    session.save()
    assert frida.post("/personer/bjud-in/", {"unsent": sealed_in(answer)}).status_code == 303
    assert Invitation.objects.filter(email="nova@example.org").exists()
