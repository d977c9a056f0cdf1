"""The quality rules find what cannot be right, lead to where it is mended, and remember what is right all the same."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import told

from loke.accounts.models import AccessEntry
from loke.records import actions
from loke.records.models import (
    Client,
    Contact,
    Dismissal,
    Episode,
    Measurement,
    Phase,
    Score,
)
from loke.records.rules import RULES

QUALITY = reverse("quality", args=["ungdom"])
DISMISS = reverse("dismiss_finding", args=["ungdom"])
DAY = timedelta(days=1)


@pytest.fixture
def episode(world) -> Episode:
    return world.aino.episodes.ongoing().filter(service=world.ungdom, contacts__isnull=False).order_by("pk").first()


def break_days(world, episode):
    Contact.objects.filter(pk=episode.contacts.first().pk).update(date=timezone.localdate() + 3650 * DAY)


def break_contact(world, episode):
    Contact.objects.filter(pk=episode.contacts.first().pk).update(date=episode.opened - DAY)


def break_measurement(world, episode):
    instrument = world.ungdom.plans.first().instrument
    told = {"instrument": instrument, "occasion": "during", "date": episode.opened - DAY, "code": "M1"}
    Measurement.objects.create(episode=episode, **told)


def break_age(world, episode):
    Client.objects.filter(pk=episode.client_id).update(birth_year=episode.opened.year - 10)
    Episode.objects.filter(pk=episode.pk).update(age=15)


def break_phase(world, episode):
    Phase.objects.create(episode=episode, phase=world.ungdom.phases.in_use().last(), entered=episode.opened)
    Episode.objects.filter(pk=episode.pk).update(closed=timezone.localdate())


def break_twice(world, episode):
    one = episode.contacts.first()
    Contact.objects.filter(pk=one.pk).update(session="")
    same = {"date": one.date, "intervention": one.intervention, "attendance": one.attendance}
    Contact.objects.create(episode=episode, **same)


def break_group(world, episode):
    intervention = world.ungdom.interventions.in_use().last()
    told = {"date": timezone.localdate(), "intervention": intervention, "attendance": "attended"}
    for session in ("G1", "G2"):
        Contact.objects.create(episode=episode, session=session, **told)


def break_ongoing(world, episode):
    other = world.foraldraskap
    other.unit = world.ungdom.unit
    other.save()
    there = Episode.objects.create(service=other, code="E1", client=episode.client, opened=episode.opened)
    there.responsible.set([world.aino])


def break_option(world, episode):
    option = episode.values.exclude(option=None).first().option
    option.retired = episode.opened
    option.save()


def break_hidden(world, episode):
    variable = episode.values.first().variable
    variable.retired = episode.opened
    variable.save()


def break_total(world, episode):
    measured = episode.measurements.filter(answers__value__isnull=False).first()
    Score.objects.create(measurement=measured, scale=measured.instrument.scales.first(), value=Decimal("0.5"))


def break_alike(world, episode):
    Client.objects.filter(pk=episode.client_id).update(sex="female", birth_year=2010)
    twin = Client.objects.create(unit=world.ungdom.unit, code="TVILLING", sex="female", birth_year=2010)
    other = Episode.objects.create(service=world.ungdom, code="E2", client=twin, opened=episode.opened)
    other.responsible.set([world.aino])
    for value in episode.values.filter(occasion__in=["", "opening"]):
        value.pk, value.episode = None, other
        value.save()


BREAKS = {
    "days_to_come": break_days,
    "contact_outside": break_contact,
    "measured_outside": break_measurement,
    "birth_year_against_age": break_age,
    "phase_after_ending": break_phase,
    "contact_twice": break_twice,
    "group_meeting_twice": break_group,
    "several_ongoing": break_ongoing,
    "option_out_of_use": break_option,
    "hidden_but_filled": break_hidden,
    "totals_against_items": break_total,
    "two_that_look_like_one": break_alike,
}


def mine(episode: Episode):
    return Episode.objects.filter(service=episode.service, responsible=episode.responsible.first())


def reached(world):
    return Episode.objects.for_user(world.aino)


def test_that_a_client_is_in_a_service_where_one_has_no_business_is_not_told(world, aino, episode):
    break_ongoing(world, episode)
    words = "flera av enhetens verksamheter"
    assert words in told(aino.get(QUALITY))
    Episode.objects.get(code="E1").responsible.set([world.idris])
    assert words not in told(aino.get(QUALITY))


def test_every_rule_has_something_that_breaks_it():
    assert set(BREAKS) == {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_finds_what_breaks_it_and_leads_to_where_it_is_mended(world, aino, episode, rule):
    if rule.code == "totals_against_items":
        measured = world.ungdom.episodes.filter(responsible=world.aino, measurements__answers__value__isnull=False)
        episode = measured.order_by("pk").first()
    before = {one.key for one in rule.look(mine(episode), reached(world))}
    BREAKS[rule.code](world, episode)
    found = [one for one in rule.look(mine(episode), reached(world)) if one.key not in before]
    assert {episode.pk} <= {one.episode.pk for one in found} | {one.other.pk for one in found if one.other}
    page = told(aino.get(QUALITY))
    assert str(rule.heading) in page
    assert all(f'href="{one.url}"' in page for one in found)
    assert {aino.get(one.url).status_code for one in found} == {200}


def test_a_score_that_does_not_match_is_told_without_decimals_that_only_its_column_has(world):
    measured = world.ungdom.episodes.filter(responsible=world.aino, measurements__answers__value__isnull=False)
    episode = measured.order_by("pk").first()
    break_total(world, episode)
    rule = next(rule for rule in RULES if rule.code == "totals_against_items")
    (said,) = [one.words for one in rule.look(mine(episode), reached(world)) if one.episode == episode]
    assert re.search(r" är \d+(,\d{1,4})?, men svaren ger \d+(,\d{1,4})?\.$", said), said


def test_the_demo_breaks_no_rule_but_those_that_chance_breaks(world):
    found = {rule.code for rule in RULES if any(rule.look(mine(world.ongoing(world.aino)), reached(world)))}
    assert found <= {"contact_twice", "two_that_look_like_one"}


@pytest.mark.parametrize(
    ("occasion", "side", "days", "asked"),
    [("start", "opened", -30, False), ("start", "opened", -31, True), ("start", "closed", 1, True),
     ("end", "closed", 30, False), ("end", "closed", 31, True), ("end", "opened", -1, True)],
)  # fmt: skip
def test_what_is_measured_beside_a_contact_is_its_start_or_end_for_thirty_days(world, occasion, side, days, asked):
    episode = world.ungdom.episodes.ended().exclude(client=None).order_by("pk").first()
    told = {"occasion": occasion, "date": getattr(episode, side) + days * DAY, "code": "M1"}
    one = Measurement.objects.create(episode=episode, instrument=world.ungdom.plans.first().instrument, **told)
    rule = next(rule for rule in RULES if rule.code == "measured_outside")
    found = rule.look(Episode.objects.filter(pk=episode.pk), reached(world))
    assert (f"measurement {one.pk} {one.date}" in {finding.key for finding in found}) is asked


def outside(browser) -> tuple[list, list]:
    """What the rule of contacts outside the episode has to look at, and what is settled."""
    found = [rule for rule in browser.get(QUALITY).context["found"] if rule.rule == "contact_outside"]
    return ([*found[0].findings], [*found[0].dismissed]) if found else ([], [])


def send(browser, **changes):
    sent = {"submission": str(uuid4()), "rule": "contact_outside", "why": "Så var det"}
    sent["key"] = outside(browser)[0][0].key
    return browser.post(DISMISS, {**sent, **changes})


def test_what_is_right_all_the_same_is_remembered_until_it_changes(world, aino, episode):
    break_contact(world, episode)
    assert [len(part) for part in outside(aino)] == [1, 0]
    assert send(aino).status_code == 303
    assert [len(part) for part in outside(aino)] == [0, 1]
    assert "Så var det" in told(aino.get(QUALITY))
    episode.contacts.filter(date__lt=episode.opened).update(date=episode.opened - 2 * DAY)
    assert [len(part) for part in outside(aino)] == [1, 0]


def test_a_reason_is_asked_for_and_holds_no_persons_number(world, aino, episode):
    break_contact(world, episode)
    empty, number = send(aino, why=""), send(aino, why="19121212-1212")
    assert (empty.status_code, number.status_code) == (422, 422)
    assert "Skriv varför det stämmer" in told(empty)
    assert not Dismissal.objects.exists()


def test_it_can_be_taken_up_again(world, aino, episode):
    break_contact(world, episode)
    send(aino)
    page = reverse("take_up_finding", args=["ungdom", Dismissal.objects.get().pk])
    assert aino.post(page, {"submission": str(uuid4())}).status_code == 303
    assert [len(part) for part in outside(aino)] == [1, 0]


def test_a_practitioner_sees_and_answers_for_their_own_and_the_manager_for_all(world, signed_in, maryam, episode):
    break_contact(world, episode)
    idris = signed_in(world.idris)
    assert outside(idris) == ([], [])
    finding = outside(maryam)[0][0]
    entry = AccessEntry.objects.filter(by=world.maryam).first()
    assert episode.client_id in [each.client_number for each in entry.clients.all()]
    named = {"submission": str(uuid4()), "rule": "contact_outside", "key": finding.key, "why": "Nej"}
    assert idris.post(DISMISS, named).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.dismiss_finding(by=world.idris, episode=episode, rule="contact_outside", key="x", why="Nej")
