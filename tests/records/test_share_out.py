"""Sharing out clients: who may, who gets them, those whom nobody answers for, and what is written down about it."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from tests.records.pages import address, told, typed

from loke.accounts.models import AccessEntry, AuditEntry, Membership, User
from loke.records import actions
from loke.records.models import Client, Episode
from loke.records.responsible import alone, staff

PAGE = reverse("assign", args=["ungdom"])
LIST = reverse("clients", args=["ungdom"])


@pytest.fixture
def left(world) -> list[Episode]:
    """Three ongoing episodes that have lost whoever answered for them."""
    episodes = list(world.ungdom.episodes.ongoing().order_by("opened", "pk")[:3])
    for episode in episodes:
        episode.responsible.clear()
    return episodes


def people(episode: Episode) -> list[User]:
    return list(episode.responsible.all())


def send(browser, page: str = PAGE, **changes):
    return browser.post(page, typed(browser.get(page), **changes))


def ticked(*episodes: Episode) -> list[int]:
    return [episode.pk for episode in episodes]


# Who may


@pytest.mark.parametrize(
    "who", ["aino", "idris", "tove", "bengt", "coach", "politician", "administrator", "charlie", "nobody"]
)
def test_only_the_units_manager_shares_out(world, signed_in, client, left, who):
    browser = client if who == "nobody" else signed_in(getattr(world, who))
    answers = [browser.get(PAGE), browser.post(PAGE, {"responsible": world.aino.pk, "episodes": ticked(*left)})]
    assert [answer.status_code for answer in answers] == ([302, 302] if who == "nobody" else [404, 404])
    assert not any(map(people, left))


@pytest.mark.once
@pytest.mark.parametrize("who", ["aino", "tove", "bengt", "coach", "politician", "administrator", "charlie"])
def test_the_action_itself_refuses_everybody_else(world, left, who):
    with pytest.raises(PermissionDenied):
        actions.share_out(by=getattr(world, who), service=world.ungdom, episodes=left, responsible=world.aino)


def test_a_manager_whose_role_has_ended_finds_no_page(world, maryam):
    Membership.objects.filter(user=world.maryam).update(until=world.day.replace(year=2025))
    assert maryam.get(PAGE).status_code == 404


# Who gets whom


def test_the_ticked_clients_get_the_chosen_person_alone(world, maryam, left):
    before = world.ongoing(world.aino)
    answer = send(maryam, responsible=world.idris, episodes=ticked(left[0], before))
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    assert [people(episode) for episode in (left[0], before, left[1])] == [[world.idris], [world.idris], []]
    assert f"2 klienter har fått {world.idris} som ansvarig." in told(maryam.get(PAGE))


def test_whoever_gets_a_client_sees_it_and_whoever_loses_it_does_not(world, signed_in, maryam):
    episode = world.aino.episodes.ongoing().filter(service=world.ungdom).exclude(responsible=world.idris).first()
    send(maryam, responsible=world.idris, episodes=ticked(episode))
    seen = [signed_in(user).get(address("client", episode)).status_code for user in (world.idris, world.aino)]
    assert seen == [200, 404]


def test_all_whom_nobody_answers_for_are_shared_out_at_once_and_only_they(world, maryam, left):
    others = {e.pk: people(e) for e in world.ungdom.episodes.ongoing().exclude(pk__in=ticked(*left))}
    assert "Alla som saknar ansvarig (3)" in told(maryam.get(PAGE))
    send(maryam, responsible=world.maryam, everyone="on")
    assert [people(episode) for episode in left] == [[world.maryam]] * 3
    assert {e.pk: people(e) for e in world.ungdom.episodes.filter(pk__in=others)} == others
    assert "Alla som saknar ansvarig" not in told(maryam.get(PAGE))


def test_a_client_of_somebody_whose_role_has_ended_has_nobody(world, maryam):
    held = world.aino.episodes.ongoing().filter(service=world.ungdom)
    only_aino = held.exclude(responsible=world.idris).exclude(responsible=world.maryam)
    Membership.objects.filter(user=world.aino).update(until=world.day.replace(year=2025))
    assert set(world.ungdom.episodes.ongoing().filter(alone(world.ungdom.unit))) == set(only_aino) != set()
    assert f"{world.aino} <span" in told(maryam.get(PAGE))
    assert "(arbetar inte kvar)" in told(maryam.get(PAGE))


def test_those_whom_nobody_answers_for_come_first(maryam, left):
    first = [episode.pk for episode in maryam.get(PAGE).context["page"]][:3]
    assert sorted(first) == sorted(ticked(*left))


def test_clients_who_have_ended_are_neither_shown_nor_shared_out(world, maryam):
    ended = world.ungdom.episodes.ended().first()
    assert ended not in maryam.get(PAGE).context["page"].object_list
    assert send(maryam, responsible=world.aino, episodes=ticked(ended)).status_code == 422


def test_the_same_form_sent_twice_is_done_once(world, maryam, left):
    sent = typed(maryam.get(PAGE), responsible=world.idris, episodes=ticked(left[0]))
    first, changed = maryam.post(PAGE, sent), maryam.post(PAGE, {**sent, "responsible": world.aino.pk})
    assert (first.status_code, changed.status_code) == (303, 303)
    assert people(left[0]) == [world.idris]


def test_the_one_asked_about_comes_first_and_is_ticked(world, maryam, left):
    last = world.ungdom.episodes.ongoing().exclude(pk__in=ticked(*left)).order_by("opened", "pk").first()
    answer = maryam.get(PAGE, {"kontakt": last.pk})
    assert answer.context["page"][0] == last
    assert re.findall(r'value="(\d+)" id="id_episodes_\d+" checked', told(answer)) == [str(last.pk)]


@pytest.mark.parametrize("number", ["", "x", "-1", str(2**70), "٣", "²", "🦊"])
def test_an_address_that_asks_about_nobody_shows_the_list(maryam, number):
    answer = maryam.get(PAGE, {"kontakt": number})
    assert (answer.status_code, told(answer).count(" checked>")) == (200, 0)


# What is refused


def test_nothing_ticked_is_said_beside_the_list_and_what_was_chosen_is_kept(world, maryam, left):
    answer = send(maryam, responsible=world.idris)
    assert answer.status_code == 422
    assert "<title>Fel: " in told(answer)
    assert '<a href="#id_episodes_0">Klienter – Markera minst en klient.</a>' in told(answer)
    assert f'<option value="{world.idris.pk}" selected>' in told(answer)


def test_nobody_chosen_is_said_beside_the_choice_and_the_ticks_are_kept(maryam, left):
    answer = send(maryam, episodes=ticked(left[0]))
    assert '<a href="#id_responsible">Ny ansvarig – Välj vem som ska ansvara.</a>' in told(answer)
    assert told(answer).count(" checked>") == 1
    assert people(left[0]) == []


@pytest.mark.parametrize("who", ["tove", "bengt", "coach", "administrator", "charlie"])
def test_somebody_who_does_not_work_with_clients_in_the_unit_gets_none(world, maryam, left, who):
    other = getattr(world, who)
    answer = send(maryam, responsible=other, episodes=ticked(*left))
    assert (answer.status_code, people(left[0])) == (422, [])
    with pytest.raises(ValidationError, match="arbetar med klienter"):
        actions.share_out(by=world.maryam, service=world.ungdom, episodes=left, responsible=other)


def test_only_those_who_work_with_clients_today_can_be_chosen(world):
    everybody = set(User.objects.filter(memberships__unit=world.ungdom.unit))
    assert {world.aino, world.idris, world.maryam} <= set(staff(world.ungdom.unit)) <= everybody - {world.coach}
    world.idris.is_active = False
    world.idris.save()
    assert world.idris not in staff(world.ungdom.unit)


@pytest.mark.parametrize("episodes", [["x"], ["0"], ["-1"], [str(2**70)], ["🦊"]])
def test_a_number_that_is_no_client_is_refused_in_words(world, maryam, episodes):
    answer = send(maryam, responsible=world.idris, episodes=episodes)
    assert answer.status_code == 422
    assert "Någon av de markerade har inte längre en pågående kontakt." in told(answer)


def test_another_services_client_is_refused_and_nobody_is_shared_out(world, maryam, left):
    other = world.beroende.episodes.ongoing().first()
    assert send(maryam, responsible=world.idris, episodes=ticked(left[0], other)).status_code == 422
    with pytest.raises(ValidationError, match="pågående kontakt"):
        actions.share_out(by=world.maryam, service=world.ungdom, episodes=[left[0], other], responsible=world.idris)
    assert (people(left[0]), world.idris in people(other)) == ([], False)


# What is written down, and the ways here


def test_sharing_out_stands_once_in_the_audit_log(world, maryam, left):
    send(maryam, responsible=world.idris, episodes=ticked(*left))
    (entry,) = AuditEntry.objects.filter(what="share_out")
    assert (entry.by, entry.unit) == (world.maryam, world.ungdom.unit)
    assert entry.target == f"description.Service {world.ungdom.pk}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_writes_down_whom_it_shows(world, maryam, method):
    answer = getattr(maryam, method)(PAGE)
    entry = AccessEntry.objects.filter(by=world.maryam).first()
    shown = {episode.client_id for episode in answer.context["page"]}
    assert entry.what == "assign"
    assert {each.client_number for each in entry.clients.all()} == shown
    codes = Client.objects.exclude(pk__in=shown).values_list("code", flat=True)
    assert not any(code[3:6] + " " + code[6:9] in told(answer) for code in codes)


def test_the_manager_is_told_in_the_list_how_many_have_nobody(world, signed_in, maryam, left):
    assert "3 ungdomar saknar ansvarig." in told(maryam.get(LIST))
    assert f'href="{PAGE}?kontakt={left[0].pk}"' in told(maryam.get(address("client", left[0])))
    send(maryam, responsible=world.idris, everyone="on")
    assert "saknar ansvarig" not in told(maryam.get(LIST))
    aino = signed_in(world.aino)
    assert PAGE not in told(aino.get(LIST)) + told(aino.get(address("client", world.ongoing(world.aino))))
