"""What somebody has said is right after all: found again by the client's code, and taken up where it stands."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import told

from loke.records import actions
from loke.records.models import Contact, Dismissal, Episode
from loke.records.rules import contact_outside
from loke.records.views import watching

QUALITY, DAY = reverse("quality", args=["ungdom"]), timedelta(days=1)
TAKE_UP = re.compile(r'action="([^"]*/kvalitet/stammer/\d+/)"')


def break_contact(episode: Episode) -> None:
    Contact.objects.filter(pk=episode.contacts.first().pk).update(date=episode.opened - DAY)


def dismissed(world, *episodes: Episode) -> list[Dismissal]:
    """A contact outside each of the episodes, of which the manager has said that it is right after all."""
    for episode in episodes:
        break_contact(episode)
    found = contact_outside(Episode.objects.filter(pk__in=[episode.pk for episode in episodes]))
    told_of = {"by": world.maryam, "rule": "contact_outside", "why": "Så var det"}
    return [actions.dismiss_finding(episode=one.episode, key=one.key, **told_of) for one in found]


@pytest.fixture
def episodes(world) -> list[Episode]:
    """Two of Aino's and one of Idris's."""
    there = Episode.objects.ongoing().filter(service=world.ungdom, contacts__isnull=False).distinct().order_by("pk")
    return [*there.filter(responsible=world.aino)[:2], there.filter(responsible=world.idris)[0]]


def settled(browser) -> list[Episode]:
    return [row.finding.episode for row in browser.get(QUALITY).context["settled"]]


def test_a_client_is_found_among_all_by_the_code(world, maryam, episodes):
    dismissed(world, *episodes)
    assert settled(maryam) == sorted(episodes, key=lambda episode: episode.client.code)
    page = told(maryam.get(QUALITY))
    assert page.count("Så var det") == 3
    assert 'Stämmer ändå <span class="quiet">3</span>' in page


def test_the_pages_of_what_is_missing_lead_there(aino, maryam):
    link = f'href="{QUALITY}#stammer"'
    assert link in told(aino.get(reverse("to_do", args=["ungdom"])))
    assert link in told(maryam.get(reverse("completeness", args=["ungdom"])))
    assert 'id="stammer"' in told(aino.get(QUALITY))


def test_one_sees_ones_own_and_takes_them_up_where_they_stand(world, aino, episodes):
    first, second, _other = episodes
    dismissed(world, *episodes)
    assert set(settled(aino)) == {first, second}
    places = TAKE_UP.findall(told(aino.get(QUALITY)))
    assert len(places) == 2
    assert aino.post(places[0], {"submission": str(uuid4())}).status_code == 303
    assert len(settled(aino)) == 1


def test_whoever_may_only_read_is_offered_neither_to_say_it_nor_to_take_it_up(world, signed_in, maryam, episodes):
    first, second, _other = episodes
    dismissed(world, first)
    break_contact(second)
    until = timezone.localdate() + 7 * DAY
    told_of = {"to": world.coach, "until": until, "purpose": "Handledning i metoden", "whole": True}
    actions.give_grant(by=world.maryam, service=world.ungdom, **told_of)
    coach = signed_in(world.coach)
    assert settled(coach) == [first]
    assert "/kvalitet/stammer/" not in told(coach.get(QUALITY))
    assert told(maryam.get(QUALITY)).count("/kvalitet/stammer/") >= 2


def test_of_very_many_the_first_are_shown_and_all_are_counted(world, maryam, episodes, monkeypatch):
    monkeypatch.setattr(watching, "MOST_SETTLED", 2)
    dismissed(world, *episodes)
    page = maryam.get(QUALITY)
    assert (len(page.context["settled"]), page.context["settled_count"]) == (2, 3)
    assert "Här står de 2 första, i kodernas ordning." in told(page)


def test_what_no_longer_looks_as_it_did_is_asked_about_again_and_not_listed(world, maryam, episodes):
    (said,) = dismissed(world, episodes[0])
    said.episode.contacts.filter(date__lt=said.episode.opened).update(date=said.episode.opened - 2 * DAY)
    assert settled(maryam) == []
    assert "Just nu inget." in told(maryam.get(QUALITY))
