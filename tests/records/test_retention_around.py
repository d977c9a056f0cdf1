"""What quarantine leaves in figures and history, and codes that nobody ever opened."""

from datetime import date, timedelta

from django.utils import timezone

from loke.description.models import Service
from loke.records import actions
from loke.records.changes import steps_of
from loke.records.models import Client, Episode
from loke.records.retention import due, law

UNTIL = date(2040, 1, 1)


def test_every_service_that_the_client_was_in_is_told_that_its_figures_changed(world):
    client = world.ongoing(world.aino).client
    world.beroende.unit_id = world.ungdom.unit_id
    world.beroende.save()
    Episode.objects.create(service=world.beroende, code="annan", client=client, opened=world.day)
    there = Service.objects.filter(pk__in=[world.ungdom.pk, world.beroende.pk]).order_by("pk")
    before = list(there.values_list("change", flat=True))
    erasure = actions.request_erasure(by=world.maryam, client=client, ground="request", why="Begäran kom i dag")
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=world.day)
    sealed = list(there.values_list("change", flat=True))
    actions.withdraw_erasure(by=world.maryam, erasure=erasure, until=UNTIL, why="Ett ärende är öppet")
    back = list(there.values_list("change", flat=True))
    actions.record_sex_and_age(by=world.aino, episode=world.ongoing(world.aino), sex="other", age=17)
    after = list(there.values_list("change", flat=True))
    assert all(one < two < three < four for one, two, three, four in zip(before, sealed, back, after, strict=True))


def test_the_history_is_quiet_about_the_time_in_quarantine(world):
    episode = world.ongoing(world.aino)
    before = [(step.kind, step.row, step.after) for step in steps_of(episode)]
    told = {"by": world.maryam, "client": episode.client, "ground": "request", "why": "Begäran kom i dag"}
    erasure = actions.request_erasure(**told)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=world.day)
    actions.withdraw_erasure(by=world.maryam, erasure=erasure, until=UNTIL, why="Ett ärende är öppet")
    assert [(step.kind, step.row, step.after) for step in steps_of(Episode.objects.get(pk=episode.pk))] == before


def test_a_code_that_was_never_opened_is_due_when_the_rules_time_has_passed(world):
    actions.add_codes(by=world.aino, service=world.ungdom, codes=["K-100"])
    client = Client.objects.get(code="K-100")
    day = law.due(timezone.localdate(), 60)
    before = due.due_in(world.ungdom.unit, day - timedelta(days=1))
    assert client.pk not in {one.client_number for one in before}
    then = due.due_in(world.ungdom.unit, day)
    assert client.pk in {one.client_number for one in then}
    erasure = actions.propose_erasure(by=None, unit=world.ungdom.unit, day=day)
    erasure.clients.exclude(client_number=client.pk).delete()
    actions.approve_erasure(by=world.maryam, erasure=erasure)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=day)
    actions.erase(by=None, erasure=erasure, day=day + timedelta(days=30))
    assert not Client.objects.filter(pk=client.pk).exists()
