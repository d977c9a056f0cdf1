"""What was registered by mistake is undone for ten minutes; what was taken away lies in the bin for 30 days."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import address, told, typed

import loke.records
from loke.accounts.models import AccessEntry, AuditEntry
from loke.records import actions, nightly
from loke.records.history import state, version_of
from loke.records.models import BIN, UNDO, CarePlanGoal, Change, Client, Contact, Episode, Registration, Value
from loke.records.plurals import how_many
from loke.records.registered import WORDS, content_of, old_in_bin

pytestmark = pytest.mark.both

LIST = reverse("clients", args=["ungdom"])
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


def later(than: timedelta) -> None:
    Registration.objects.update(at=timezone.now() - than)


def register(browser, episode: Episode) -> Registration:
    page = address("client", episode)
    browser.post(address("register_contact", episode), typed(browser.get(page)))
    return latest()


def receipt(page) -> str:
    return re.search(r'<div class="notice[^>]*role="status".*?</div>', told(page), re.S)[0]


def in_receipt(page) -> list[str]:
    return re.findall(r'<form[^>]* method="post" action="([^"]*)"', receipt(page))


def test_everything_that_is_registered_has_its_words():
    source = "\n".join(path.read_text() for path in Path(loke.records.__file__).parent.rglob("*.py"))
    used = set(re.findall(r'(?:\bwhat=|together\()"(\w+)"', source))
    assert used - set(WORDS) == set()


# Undo


def test_a_new_client_with_background_is_undone_as_one_from_the_list(world, aino):
    clients = Client.objects.count()
    new = reverse("open_episode", args=["ungdom"])
    aino.post(new, typed(aino.get(new), age="17"))
    assert undo_page(latest()) in told(aino.get(LIST))
    answer = press(aino, undo_page(latest()))
    assert answer["Location"] == LIST
    assert Client.objects.count() == clients


def test_what_was_registered_for_one_client_is_not_offered_on_anothers_page(world, aino, episode):
    registration = register(aino, episode)
    other = world.aino.episodes.ongoing().filter(service=episode.service).exclude(pk=episode.pk).first()
    assert in_receipt(aino.get(address("client", episode))) == [undo_page(registration)]
    assert undo_page(registration) not in told(aino.get(address("client", other)))
    assert undo_page(registration) in told(aino.get(LIST))


def test_a_group_meeting_is_offered_on_the_page_of_everyone_who_was_there(world, aino, episode):
    page = reverse("group_session", args=["ungdom"])
    aino.post(page, typed(aino.get(page), intervention=episode.service.interventions.last().pk))
    assert undo_page(latest()) in told(aino.get(address("client", episode)))


def test_a_manager_undoes_how_clients_were_shared_out(world, signed_in, episode):
    actions.share_out(by=world.maryam, service=world.ungdom, episodes=[episode], responsible=world.idris)
    press(signed_in(world.maryam), undo_page(latest()))
    assert list(episode.responsible.all()) == [world.aino]


@pytest.mark.parametrize("seconds", [-1, 1])
def test_ten_minutes_is_the_limit(world, aino, episode, seconds):
    registration = register(aino, episode)
    later(UNDO + timedelta(seconds=seconds * 30))
    answer = press(aino, undo_page(registration))
    assert answer.status_code == (422 if seconds > 0 else 303)
    if seconds > 0:
        assert "Det går att ångra i tio minuter." in told(answer)
        assert undo_page(registration) not in told(aino.get(address("client", episode)))


def test_pressed_twice_it_is_undone_once_and_the_second_is_told(world, aino, episode):
    before, registration = episode.contacts.count(), register(aino, episode)
    same = {"submission": str(uuid4())}
    assert [aino.post(undo_page(registration), same).status_code for _ in range(2)] == [303, 303]
    assert "redan ångrat" in told(press(aino, undo_page(registration)))
    assert episode.contacts.count() == before


@pytest.mark.parametrize("who", ["idris", "maryam", "tove", "coach", "charlie"])
def test_nobody_undoes_what_somebody_else_registered(world, signed_in, aino, episode, who):
    registration = register(aino, episode)
    assert press(signed_in(getattr(world, who)), undo_page(registration)).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.undo_registration(by=getattr(world, who), registration=registration)


def test_whoever_no_longer_answers_for_the_client_cannot_undo(world, aino, episode):
    registration = register(aino, episode)
    episode.responsible.set([world.idris])
    assert press(aino, undo_page(registration)).status_code == 404
    assert Registration.objects.get(pk=registration.pk).undone is None


def test_an_undo_stands_once_in_the_audit_log(world, aino, episode):
    registration = register(aino, episode)
    press(aino, undo_page(registration))
    (entry,) = AuditEntry.objects.filter(what="undo_registration")
    assert (entry.by, entry.unit) == (world.aino, episode.service.unit)


# The bin


@pytest.fixture
def alone(world, aino) -> Episode:
    """A client registered by mistake, with one contact."""
    made = actions.open_episode(by=world.aino, service=world.ungdom, opened=world.day - timedelta(days=9))
    register(aino, made)
    later(UNDO)
    return made


def test_taking_away_asks_first_and_says_what_goes(world, aino, alone):
    page = told(aino.get(address("remove_episode", alone)))
    assert "Det som försvinner: 1 träff, klientens kod." in page
    assert Episode.objects.filter(pk=alone.pk).exists()


def test_what_goes_and_what_keeps_one_from_undoing_are_counted_in_the_same_words():
    told = content_of(["client", "value", "contact", "value", "goal", "score"])
    assert told == "1 träff, 2 uppgifter, 1 mål i genomförandeplanen, klientens kod"
    assert told.startswith(how_many({Value: 2, Contact: 1, CarePlanGoal: 1}))


def test_a_client_registered_by_mistake_goes_with_everything_and_comes_back_whole(world, aino, alone):
    stood = [state(alone.client), state(Episode.objects.get(pk=alone.pk)), state(alone.contacts.get())]
    press(aino, address("remove_episode", alone))
    assert not Client.objects.filter(pk=alone.client_id).exists()
    later(BIN - timedelta(minutes=1))
    page = told(aino.get(BIN_PAGE))
    assert alone.client.code[:3] in page
    assert "1 träff, klientens kod" in page
    answer = press(aino, reverse("put_back", args=["ungdom", latest().pk]))
    assert answer["Location"] == address("client", alone)
    back = Episode.objects.get(pk=alone.pk)
    assert [state(back.client), state(back), state(back.contacts.get())] == stood
    assert list(back.responsible.all()) == [world.aino]


def test_a_contact_that_was_taken_away_lies_in_the_bin_and_comes_back(world, aino, episode):
    registration = register(aino, episode)
    contact = Contact.objects.get(pk=registration.added["contact"][0])
    stood = state(contact)
    actions.remove_contact(by=world.aino, contact=contact, seen=version_of([contact]))
    assert "Borttagen träff" in told(aino.get(BIN_PAGE))
    press(aino, reverse("put_back", args=["ungdom", latest().pk]))
    assert state(Contact.objects.get(pk=contact.pk)) == stood


def test_a_client_with_another_episode_stays(world):
    client = Client.objects.filter(unit=world.ungdom.unit).exclude(episodes__closed=None).first()
    again = actions.open_episode(by=world.maryam, service=world.ungdom, opened=world.day, client=client)
    actions.remove_episode(by=world.maryam, episode=again)
    assert Client.objects.filter(pk=client.pk).exists()


def test_everything_there_is_about_an_episode_goes_and_comes_back(world, signed_in):
    episode = world.ungdom.episodes.ended().filter(goals__isnull=False, measurements__isnull=False).first()
    kinds = (episode.contacts, episode.values, episode.measurements, episode.phases, episode.goals)
    counted = [some.count() for some in kinds]
    actions.remove_episode(by=world.maryam, episode=episode)
    assert not any(some.exists() for some in kinds)
    press(signed_in(world.maryam), reverse("put_back", args=["ungdom", latest().pk]))
    assert [some.count() for some in kinds] == counted


def test_after_30_days_the_content_is_really_gone(world, aino, alone):
    press(aino, address("remove_episode", alone))
    registration = latest()
    later(BIN - timedelta(minutes=1))
    assert nightly.empty_bins() == 0
    assert Change.objects.filter(registration=registration).exists()
    later(BIN)
    assert nightly.empty_bins() == 1
    for kind, row in (("client", alone.client_id), ("episode", alone.pk)):
        assert not Change.objects.filter(kind=kind, row=row).exists()
    assert not old_in_bin().exists()
    assert not Change.objects.filter(before__contains=alone.client.code).exists()
    assert "Papperskorgen är tom" in told(aino.get(BIN_PAGE))
    assert press(aino, reverse("put_back", args=["ungdom", registration.pk])).status_code == 404


def test_what_was_only_corrected_stays_in_the_history(world, episode):
    value = episode.values.exclude(option=None).filter(variable__type="choice").first()
    values = {value.variable: None}
    actions.record_values(by=world.aino, episode=episode, occasion=value.occasion or "opening", values=values)
    later(BIN)
    nightly.empty_bins()
    assert Change.objects.filter(kind="value", row=value.pk).exists()


def test_what_was_undone_is_erased_too_after_30_days(world, aino, episode):
    press(aino, undo_page(register(aino, episode)))
    assert Change.objects.filter(registration=latest(), kind="contact").exists()
    later(BIN)
    nightly.empty_bins()
    assert not Change.objects.filter(kind="contact").exclude(row__in=Contact.objects.values("pk")).exists()


def test_the_bin_shows_each_their_own_and_the_manager_all_and_writes_down_whom(world, signed_in, aino, alone):
    actions.remove_episode(by=world.aino, episode=alone)
    assert alone.client.code[:3] in told(signed_in(world.maryam).get(BIN_PAGE))
    entry = AccessEntry.objects.filter(by=world.maryam).first()
    assert (entry.what, [each.client_number for each in entry.clients.all()]) == ("paper_bin", [alone.client_id])
    idris = signed_in(world.idris)
    assert "Papperskorgen är tom" in told(idris.get(BIN_PAGE))
    assert press(idris, reverse("put_back", args=["ungdom", latest().pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.put_back(by=world.idris, registration=latest())
    assert [signed_in(getattr(world, who)).get(BIN_PAGE).status_code for who in ("tove", "coach", "charlie")] == [
        404
    ] * 3
