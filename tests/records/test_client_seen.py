"""What a client's page and the list offer to those who only read, and how little is asked of the database for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import address, told

from loke.accounts.models import AccessEntry
from loke.records import actions
from loke.records.models import Episode

LIST = reverse("clients", args=["ungdom"])


@pytest.fixture
def episode(world) -> Episode:
    return world.ongoing(world.aino)


def test_who_only_reads_is_led_to_no_page_where_one_writes(world, signed_in, episode):
    until, whole = timezone.localdate(), {"whole": True, "purpose": "Stöd i uppföljningen"}
    actions.give_grant(by=world.maryam, service=world.ungdom, to=world.coach, until=until, **whole)
    ended = world.ungdom.episodes.ended().exclude(client=None).first()
    coach = signed_in(world.coach)
    for one in (episode, ended):
        page = told(coach.get(address("client", one)))
        for name in ("goals", "end_episode", "reopen_episode", "remove_episode", "correct_episode"):
            assert f'href="{address(name, one)}"' not in page


def test_answers_to_be_seen_are_not_looked_for_while_somebody_types(world, signed_in, monkeypatch):
    monkeypatch.setattr("loke.records.views.clients._to_see", lambda *told: pytest.fail("looked for"))
    answer = signed_in(world.aino).post(LIST, {"code": "A"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert AccessEntry.objects.filter(by=world.aino).exists()


def test_what_was_just_registered_is_asked_for_once_and_unseals_nothing(world, signed_in, episode):
    aino = signed_in(world.aino)
    others = Episode.objects.for_user(world.aino, "write").ongoing().filter(service=world.ungdom)
    several = list(others.exclude(pk=episode.pk)[:2])
    actions.share_out(by=world.maryam, service=world.ungdom, episodes=[episode, *several], responsible=world.aino)
    intervention = world.ungdom.interventions.in_use().first()
    told_of = {"date": world.day, "intervention": intervention, "minutes": 30}
    attendance = dict.fromkeys((episode, *several), "attended")
    actions.register_group_session(by=world.aino, service=world.ungdom, attendance=attendance, **told_of)
    with CaptureQueriesContext(connection) as asked:
        page = aino.get(address("client", episode))
    assert "Gruppträff" in told(page)
    fresh = [one["sql"] for one in asked if '"records_registration"."undoes_id" IS NULL' in one["sql"]]
    assert len(fresh) == 1
    assert not [one for one in asked if '"records_change"."before"' in one["sql"]]
