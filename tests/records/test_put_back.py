"""Who may put back what lies in the bin, and what is said when it has no place any more."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import address, told

from loke.records import actions
from loke.records.history import version_of
from loke.records.models import Client, Episode, Measurement, Registration

BIN_PAGE = reverse("paper_bin", args=["ungdom"])


@pytest.fixture
def episode(world) -> Episode:
    return world.ongoing(world.aino)


def latest() -> Registration:
    return Registration.objects.latest("pk")


def press(browser, page: str, **more):
    return browser.post(page, {"submission": str(uuid4())}, **more)


def undo_page(registration: Registration) -> str:
    return reverse("undo_registration", args=[registration.service.code, registration.pk])


@pytest.fixture
def alone(world) -> Episode:
    """A client registered by mistake."""
    return actions.open_episode(by=world.aino, service=world.ungdom, opened=world.day - timedelta(days=9))


def taken_away(world, episode: Episode) -> Registration:
    told_of = {"date": episode.opened, "intervention": world.ungdom.interventions.in_use().first()}
    contact = actions.register_contact(by=world.aino, episode=episode, **told_of)
    actions.remove_contact(by=world.aino, contact=contact, seen=version_of([contact]))
    return latest()


def test_what_one_took_away_about_a_client_who_is_a_colleagues_now_is_not_ones_own(world, aino, episode):
    registration = taken_away(world, episode)
    episode.responsible.set([world.idris])
    assert "Papperskorgen är tom" in told(aino.get(BIN_PAGE))
    with pytest.raises(PermissionDenied):
        actions.put_back(by=world.aino, registration=registration)


def test_nobody_but_the_manager_puts_back_somebody_protected(world, signed_in, aino, alone):
    actions.protect_client(by=world.maryam, episode=alone, protected=True)
    actions.remove_episode(by=world.aino, episode=alone)
    with pytest.raises(PermissionDenied):
        actions.put_back(by=world.aino, registration=latest())
    assert "Papperskorgen är tom" in told(aino.get(BIN_PAGE))
    actions.put_back(by=world.maryam, registration=latest())
    assert Client.objects.get(pk=alone.client_id).protected


def test_a_code_that_has_been_taken_meanwhile_is_said(world, aino, alone):
    actions.remove_episode(by=world.aino, episode=alone)
    Client.objects.create(unit=world.ungdom.unit, code=alone.client.code)
    answer = press(aino, reverse("put_back", args=["ungdom", latest().pk]))
    assert answer.status_code == 422
    assert "klient med samma kod" in told(answer)


def test_an_ending_is_not_undone_when_the_client_has_come_back(world, aino, episode):
    actions.end_episode(by=world.aino, episode=episode, closed=timezone.localdate(), ending=None)
    ended = latest()
    actions.open_episode(by=world.aino, service=world.ungdom, opened=timezone.localdate(), client=episode.client)
    assert press(aino, undo_page(ended)).status_code == 422


def test_what_belongs_to_a_client_in_quarantine_is_not_put_back(world, signed_in, episode):
    registration = taken_away(world, episode)
    told_why = {"client": episode.client, "ground": "request", "why": "Begäran kom i dag"}
    erasure = actions.request_erasure(by=world.maryam, **told_why)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=world.day)
    with pytest.raises(ValidationError, match="hör till det som är borttaget"):
        actions.put_back(by=world.maryam, registration=registration)


def test_the_answers_at_the_start_are_not_put_back_beside_new_ones(world):
    start = Measurement.objects.filter(occasion="start", episode__service=world.ungdom, episode__closed=None).first()
    told_of = {"episode": start.episode, "instrument": start.instrument, "occasion": "start", "date": start.date}
    actions.remove_measurement(by=world.maryam, measurement=start)
    registration = latest()
    actions.record_measurement(by=world.maryam, answers={}, respondent=start.respondent, **told_of)
    with pytest.raises(ValidationError, match="redan sparade"):
        actions.put_back(by=world.maryam, registration=registration)


def test_the_colleague_who_answered_for_the_client_finds_what_the_manager_took_away(world, aino, signed_in, alone):
    idris = signed_in(world.idris)
    actions.remove_episode(by=world.maryam, episode=alone)
    assert "Papperskorgen är tom" in told(idris.get(BIN_PAGE))
    assert "klientens kod" in told(aino.get(BIN_PAGE))
    actions.put_back(by=world.aino, registration=latest())
    assert Episode.objects.filter(pk=alone.pk).exists()


def test_a_colleagues_client_opened_with_a_reason_is_neither_taken_away_nor_handed_over(world, signed_in, alone):
    idris = signed_in(world.idris)
    actions.open_with_reason(by=world.idris, service=world.ungdom, client=alone.client, reason="urgent")
    page = told(idris.get(address("client", alone)))
    assert address("correct_episode", alone) in page
    for away in ("remove_episode", "hand_over"):
        assert address(away, alone) not in page
        assert idris.get(address(away, alone)).status_code == press(idris, address(away, alone)).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.remove_episode(by=world.idris, episode=alone)
    with pytest.raises(PermissionDenied):
        actions.hand_over(by=world.idris, episode=alone, to=world.beroende, code="x" * 28)
