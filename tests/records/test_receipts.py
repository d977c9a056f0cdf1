"""The receipt undoes with one press exactly what it speaks of, and what was just registered can be told apart."""

import re
from uuid import uuid4

import pytest
from tests.records.pages import address, told, typed
from tests.records.test_undo_and_bin import LIST, in_receipt, latest, press, receipt, register, undo_page

from loke.records import actions
from loke.records.lines import what_it_was
from loke.records.models import Episode, Registration
from loke.records.pseudonyms import spaced

pytestmark = pytest.mark.both


@pytest.fixture
def episode(world) -> Episode:
    return world.ongoing(world.aino)


def test_one_press_in_the_receipt_takes_back_exactly_that(world, aino, episode):
    earlier = register(aino, episode)
    before = set(episode.contacts.values_list("pk", flat=True))
    registration = register(aino, episode)
    page = aino.get(address("client", episode))
    assert "Nyss registrerat" in told(page)
    assert in_receipt(page) == [undo_page(registration)]
    answer = press(aino, undo_page(registration), follow=True)
    assert answer.redirect_chain == [(address("client", episode), 303)]
    assert "Ångrat. Allt står som det stod innan." in receipt(answer)
    assert in_receipt(answer) == []
    assert undo_page(registration) not in told(answer)
    assert undo_page(earlier) in told(answer)
    assert set(episode.contacts.values_list("pk", flat=True)) == before


def test_what_was_pressed_too_late_in_an_old_receipt_undoes_nothing_else(world, aino, episode):
    first = in_receipt(_after(aino, register(aino, episode)))
    register(aino, episode)
    press(aino, *first)
    stands = episode.contacts.count()
    assert "redan ångrat" in told(press(aino, *first))
    assert episode.contacts.count() == stands


def _after(browser, registration: Registration):
    return browser.get(address("client", Episode.objects.get(pk=registration.episode_number)))


def test_a_save_that_changed_nothing_says_so_and_offers_nothing_to_undo(world, aino, episode):
    register(aino, episode)
    where = address("fill_in", episode, "opening")
    aino.get(address("client", episode))
    aino.post(where, typed(aino.get(where)))
    stored = Registration.objects.count()
    aino.post(where, typed(aino.get(where)))
    page = aino.get(address("client", episode))
    assert Registration.objects.count() == stored
    assert "<p>Inget ändrades.</p>" in receipt(page)
    assert in_receipt(page) == []


def test_what_is_sent_twice_is_stored_once_and_is_not_said_to_have_changed_nothing(world, aino, episode):
    page = typed(aino.get(address("client", episode)))
    for _ in range(2):
        aino.post(address("register_contact", episode), page)
    after = aino.get(address("client", episode))
    assert "är sparad." in receipt(after)
    assert undo_page(latest()) in told(after)


def test_the_lines_tell_two_of_a_kind_apart(world, aino, episode):
    form = typed(aino.get(address("client", episode)))
    for minutes in (35, 70):
        aino.post(address("register_contact", episode), form | {"submission": str(uuid4()), "minutes": minutes})
    contact = episode.contacts.get(pk=latest().added["contact"][0])
    kind, goals = contact.intervention.name, address("goals", episode)
    for words in ("Sover hela natten", "Går till skolan"):
        aino.post(goals, typed(aino.get(goals), code=words))
    own, everyones = told(aino.get(address("client", episode))), told(aino.get(LIST))
    for page in (own, everyones):
        assert all(re.search(rf"<span>{kind} \d+ [a-z]+( \d+)?, kom, {n} min, ", page) for n in (35, 70))
    assert all(f"<span>Mål: {words}, kl." in own for words in ("Sover hela natten", "Går till skolan"))
    assert "Sover hela natten" not in everyones
    assert f"<span>Mål, {spaced(episode.client.code)}, kl." in everyones


def test_what_was_answered_is_named_and_not_said(world, aino, episode):
    value = episode.values.exclude(option=None).filter(variable__type="choice").first()
    values = {value.variable: None}
    actions.record_values(by=world.aino, episode=episode, occasion=value.occasion or "opening", values=values)
    line = what_it_was(latest(), its_own_page=True)
    assert line == f"Uppgifter: {value.variable.name}"
