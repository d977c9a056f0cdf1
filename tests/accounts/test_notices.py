"""Notices: sealed to their person in a cookie until the next page has said them, and stored nowhere."""

import pytest
from django.contrib.messages import get_messages, success
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import RequestFactory
from tests.records.pages import address, told, typed

from loke.accounts import keys
from loke.accounts.notices import MOST, Sealed

NOTICE = "__Host-loke-notice"


@pytest.fixture
def sent(world, signed_in):
    """Aino's browser when she has just registered a contact, and where the answer leads."""
    aino, episode = signed_in(world.aino), world.aino.episodes.ongoing().order_by("opened", "pk").first()
    page = aino.get(address("client", episode))
    sessions = list(Session.objects.values_list())
    answer = aino.post(address("register_contact", episode), typed(page))
    assert list(Session.objects.values_list()) == sessions
    return aino, answer


def test_a_notice_is_locked_to_the_host_lives_for_a_minute_and_cannot_be_read(sent):
    cookie = sent[1].cookies[NOTICE]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    assert cookie["max-age"] == 60
    assert cookie.value.startswith("sealed:")


def test_the_next_page_says_it_and_the_one_after_does_not(sent):
    aino, answer = sent
    pages = [aino.get(answer["Location"]) for _ in range(2)]
    assert ["är sparad." in told(page) for page in pages] == [True, False]
    assert [NOTICE in page.cookies for page in pages] == [True, False]
    assert pages[0].cookies[NOTICE]["max-age"] == 0


@pytest.mark.parametrize("change", [lambda sealed: sealed[:-9], lambda sealed: "sealed:7:", lambda sealed: "hej"])
def test_what_has_been_changed_on_the_way_is_not_said(sent, change):
    aino, answer = sent
    aino.cookies[NOTICE] = change(aino.cookies[NOTICE].value)
    page = aino.get(answer["Location"])
    assert page.status_code == 200
    assert 'role="status" tabindex' not in told(page)


def test_without_the_keys_what_is_stored_is_acknowledged_without_a_notice(sent, world, monkeypatch):
    def away(*told):
        raise keys.SealError

    aino, episode = sent[0], world.aino.episodes.ongoing().order_by("opened", "pk").first()
    page = aino.get(address("client", episode))
    monkeypatch.setattr(keys, "seal", away)
    answer = aino.post(address("register_contact", episode), typed(page))
    assert (answer.status_code, NOTICE in answer.cookies) == (303, False)


def test_nobody_else_is_told(world, sent, signed_in):
    maryam = signed_in(world.maryam)
    maryam.cookies[NOTICE] = sent[0].cookies[NOTICE].value
    assert "är sparad." not in told(maryam.get(sent[1]["Location"]))


def test_of_more_than_a_cookie_holds_the_latest_are_said(world):
    asked = RequestFactory().get("/")
    asked.user, asked._messages = world.aino, None
    asked._messages = Sealed(asked)
    for number in range(99):
        success(asked, f"Det här är notis {number}, som är ganska lång och säger vad som är sparat.")
    answer = HttpResponse()
    asked._messages.update(answer)
    again = RequestFactory().get("/")
    again.user, again.COOKIES[NOTICE] = world.aino, answer.cookies[NOTICE].value
    again._messages = Sealed(again)
    said = [str(one) for one in get_messages(again)]
    assert len(answer.cookies[NOTICE].value) <= MOST
    assert 9 < len(said) < 99
    assert said[-1].startswith("Det här är notis 98,")
