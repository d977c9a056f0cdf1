"""Clients whose time has passed are proposed, approved by two and put in quarantine, where nothing shows them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.records.leaving import LATER, proposed, quarantined

from loke.accounts.models import AuditEntry
from loke.records import actions
from loke.records.history import state
from loke.records.models import Change, Client, Episode, ErasedClient, Erasure, Registration
from loke.records.retention import due, law
from loke.records.retention.graph import kinds, rows_about

UNTIL = date(2040, 1, 1)


def last_day(episode: Episode) -> date:
    days = [*episode.measurements.exclude(date=None).values_list("date", flat=True), episode.closed]
    return max(days)


@pytest.fixture
def ended(world) -> Episode:
    return Episode.objects.filter(service=world.ungdom).exclude(client=None).ended().order_by("closed", "pk").first()


def numbers(found: list[due.Due]) -> set[int]:
    return {number for one in found for number in one.episodes}


# What is due


def test_an_episode_is_due_on_the_day_itself_and_not_the_day_before(world, ended):
    day = law.due(last_day(ended), 60)
    assert ended.pk not in numbers(due.due_in(world.ungdom.unit, day - timedelta(days=1)))
    assert ended.pk in numbers(due.due_in(world.ungdom.unit, day))


def test_an_ongoing_episode_is_never_due(world):
    ongoing = set(Episode.objects.ongoing().values_list("pk", flat=True))
    assert not ongoing & numbers(due.due_in(world.ungdom.unit, date(2100, 1, 1)))


def test_what_is_due_is_exactly_what_ended_long_enough_ago(world):
    episodes = Episode.objects.filter(service__unit=world.ungdom.unit).ended().prefetch_related("measurements")
    right = {one.pk for one in episodes if law.due(last_day(one), 60) <= date(2031, 3, 1)}
    assert numbers(due.due_in(world.ungdom.unit, date(2031, 3, 1))) == right


def test_a_shorter_time_that_the_organisation_has_decided_holds(world, ended):
    told = {"service": world.ungdom, "months": 24, "why": "Vi behöver inte mer"}
    rule = actions.decide_retention(by=world.administrator, **told)
    day = law.due(last_day(ended), 24)
    assert ended.pk in numbers(due.due_in(world.ungdom.unit, day))
    assert ended.pk not in numbers(due.due_in(world.ungdom.unit, day - timedelta(days=1)))
    assert (rule.by, rule.why) == (world.administrator, "Vi behöver inte mer")


def test_longer_than_the_law_is_refused_and_waiting_takes_a_ground(world):
    for wrong in ({"months": 61}, {}, {"months": 12, "ground": "Arkivlagen"}):
        with pytest.raises(ValidationError):
            actions.decide_retention(by=world.administrator, service=world.ungdom, why="Forskning", **wrong)
    actions.decide_retention(by=world.administrator, service=world.ungdom, ground="Beslut 2026:4", why="Forskning")
    waiting = Episode.objects.filter(service=world.ungdom).values_list("pk", flat=True)
    assert not set(waiting) & numbers(due.due_in(world.ungdom.unit, LATER))


def test_only_who_sets_the_rules_decides_how_long(world):
    for user in (world.aino, world.maryam, world.coach, world.charlie):
        with pytest.raises(PermissionDenied):
            actions.decide_retention(by=user, service=world.ungdom, months=12, why="Kortare")


# Proposed and spared


def test_nobody_is_proposed_twice(world):
    first = actions.propose_erasure(by=None, unit=world.ungdom.unit, day=LATER)
    assert first.clients.count() > 1
    assert actions.propose_erasure(by=None, unit=world.ungdom.unit, day=LATER) is None


def test_a_night_on_which_nobody_is_due_proposes_nothing(world):
    assert actions.propose_erasure(by=None, unit=world.ungdom.unit, day=date(2020, 1, 1)) is None
    assert not Erasure.objects.filter(unit=world.ungdom.unit).exists()


def test_one_who_is_spared_is_proposed_again_when_that_day_has_come(world):
    erasure = proposed(world)
    one = erasure.clients.get()
    actions.spare_client(by=world.maryam, one=one, until=UNTIL, why="En tillsyn pågår")
    assert Erasure.objects.get(pk=erasure.pk).withdrawn
    again = due.due_in(world.ungdom.unit, UNTIL)
    before = due.without_those_on_their_way(again, world.ungdom.unit, UNTIL - timedelta(days=1))
    assert one.client_number not in {each.client_number for each in before}
    then = due.without_those_on_their_way(again, world.ungdom.unit, UNTIL)
    assert one.client_number in {each.client_number for each in then}


def test_one_who_is_spared_waits_until_that_day_though_the_rest_has_been_erased(world):
    erasure = actions.propose_erasure(by=None, unit=world.ungdom.unit, day=LATER)
    spared, gone = erasure.clients.order_by("pk")[:2]
    erasure.clients.exclude(pk__in=[spared.pk, gone.pk]).delete()
    actions.spare_client(by=world.maryam, one=spared, until=UNTIL, why="En tillsyn pågår")
    actions.approve_erasure(by=world.maryam, erasure=erasure)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=LATER)
    night = LATER + timedelta(days=30)
    actions.erase(by=None, erasure=erasure, day=night)
    again = due.without_those_on_their_way(due.due_in(world.ungdom.unit, night), world.ungdom.unit, night)
    assert spared.client_number not in {each.client_number for each in again}


# Two approvals


def test_who_approved_first_does_not_give_the_second_approval(world):
    erasure = actions.approve_erasure(by=world.maryam, erasure=proposed(world))
    with pytest.raises(ValidationError, match="Någon annan"):
        actions.confirm_erasure(by=world.maryam, erasure=erasure, day=LATER)
    with pytest.raises(IntegrityError, match="approved_by_two"), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(second_by=world.maryam)


def test_who_proposed_does_not_give_the_second_approval(world):
    told = {"unit": world.ungdom.unit, "ground": "request", "first_by": world.idris}
    with pytest.raises(IntegrityError, match="proposer_does_not_confirm"), transaction.atomic():
        Erasure.objects.create(proposed_by=world.maryam, second_by=world.maryam, **told)


def test_nothing_is_confirmed_or_erased_before_its_turn(world):
    erasure = proposed(world)
    with pytest.raises(ValidationError):
        actions.confirm_erasure(by=world.administrator, erasure=erasure, day=LATER)
    with pytest.raises(ValidationError):
        actions.erase(by=None, erasure=erasure, day=date(2100, 1, 1))
    with pytest.raises(IntegrityError, match="first_before_second"), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(second_by=world.administrator)
    with pytest.raises(IntegrityError, match="erased_after_two"), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(erased=timezone.now())


@pytest.mark.once
@pytest.mark.parametrize("who", ["aino", "idris", "tove", "bengt", "coach", "politician", "charlie"])
def test_a_stranger_approves_nothing(world, who):
    erasure, user = proposed(world), getattr(world, who)
    with pytest.raises(PermissionDenied):
        actions.approve_erasure(by=user, erasure=erasure)
    erasure = actions.approve_erasure(by=world.maryam, erasure=erasure)
    with pytest.raises(PermissionDenied):
        actions.confirm_erasure(by=user, erasure=erasure, day=LATER)


def test_nobody_erases_by_hand(world):
    erasure = quarantined(world)
    with pytest.raises(PermissionDenied):
        actions.erase(by=world.administrator, erasure=erasure, day=date(2100, 1, 1))


def test_who_has_come_back_meanwhile_stays(world):
    erasure = actions.approve_erasure(by=world.maryam, erasure=proposed(world))
    one = erasure.clients.get()
    Episode.objects.filter(pk__in=one.episodes).update(closed=None, ending=None)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=LATER)
    assert Client.objects.filter(pk=one.client_number).exists()
    assert not Registration.objects.filter(what="quarantine").exists()
    assert Erasure.objects.get(pk=erasure.pk).withdrawn


# Quarantine


def everything(one: ErasedClient) -> dict:
    return {
        model.__name__: [state(row) for row in rows_about(model, one.episodes, [one.client_number])]
        for model in kinds()
        if model._meta.app_label == "records"
    }


def test_in_quarantine_there_is_nothing_left_to_be_listed_searched_or_counted(world):
    one = quarantined(world).clients.get()
    assert not any(everything(one).values())


def test_nobody_may_undo_it_as_if_it_were_a_slip(world):
    quarantined(world)
    assert not Registration.objects.fresh(world.administrator).exists()


@pytest.mark.parametrize("who", ["maryam", "administrator"])
def test_either_of_the_two_puts_everything_back_as_it_stood(world, who):
    erasure = actions.approve_erasure(by=world.maryam, erasure=proposed(world))
    before = everything(erasure.clients.get())
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=LATER)
    actions.withdraw_erasure(by=getattr(world, who), erasure=erasure, until=UNTIL, why="Ett ärende är öppet")
    assert everything(erasure.clients.get()) == before
    assert Erasure.objects.get(pk=erasure.pk).withdrawn


def test_one_is_put_back_out_of_several(world):
    erasure = actions.propose_erasure(by=None, unit=world.ungdom.unit, day=LATER)
    erasure.clients.exclude(pk__in=list(erasure.clients.values_list("pk", flat=True))[:3]).delete()
    actions.approve_erasure(by=world.maryam, erasure=erasure)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=LATER)
    one = erasure.clients.first()
    actions.spare_client(by=world.maryam, one=one, until=UNTIL, why="En tillsyn pågår")
    assert Episode.objects.filter(pk__in=one.episodes).count() == len(one.episodes)
    assert erasure.clients.filter(spared_until=None).exclude(sealed=None).count() == 2


def test_a_reason_with_a_code_in_it_is_refused(world):
    client = Client.objects.filter(unit=world.ungdom.unit).first()
    for written in (
        client.code,
        f"Gäller {client.code[:3]} {client.code[3:6]} {client.code[6:9]} {client.code[9:]} nu",
    ):
        with pytest.raises(ValidationError, match="klientkod"):
            actions.request_erasure(by=world.maryam, client=client, ground="request", why=written)


def test_a_reason_with_the_units_own_code_in_it_is_refused(world):
    actions.add_codes(by=world.aino, service=world.ungdom, codes=["K-100"])
    told = {"by": world.maryam, "client": Client.objects.get(code="K-100"), "ground": "request"}
    with pytest.raises(ValidationError, match="klientkod"):
        actions.request_erasure(why="Begäran om k-100, i dag", **told)
    erasure = actions.request_erasure(why="Begäran om K-1000 gällde annat", **told)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=world.day)
    with pytest.raises(ValidationError, match="klientkod"):
        actions.withdraw_erasure(by=world.maryam, erasure=erasure, until=UNTIL, why="K-100 har ett ärende")


# At the person's own request


def test_what_the_person_asks_for_takes_the_same_way_whatever_its_age(world):
    client = world.ongoing(world.aino).client
    erasure = actions.request_erasure(by=world.maryam, client=client, ground="request", why="Begäran kom i dag")
    with pytest.raises(ValidationError, match="Någon annan"):
        actions.confirm_erasure(by=world.maryam, erasure=erasure, day=world.day)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=world.day)
    assert not Client.objects.filter(pk=client.pk).exists()
    with pytest.raises(ValidationError, match="karantän"):
        actions.erase(by=None, erasure=erasure, day=world.day + timedelta(days=29))
    actions.erase(by=None, erasure=erasure, day=world.day + timedelta(days=30))
    assert Erasure.objects.get(pk=erasure.pk).why == ""
    assert not Change.objects.filter(client_number=client.pk).exists()


def test_every_step_stands_in_the_log(world):
    before = AuditEntry.objects.latest("number").number
    quarantined(world)
    steps = ["propose_erasure", "approve_erasure", "confirm_erasure"]
    since = AuditEntry.objects.filter(what__in=steps, number__gt=before).order_by("number")
    assert list(since.values_list("what", flat=True)) == steps
