"""What is missing: this week's list, how complete it is, the reminder, and what cannot be right."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import address, told, typed

from loke.accounts.models import AccessEntry
from loke.records import actions, nightly
from loke.records.missing import missing, plan_of
from loke.records.models import (
    Client,
    Contact,
    Dismissal,
    Episode,
    Measurement,
    Phase,
    Score,
    SentReminder,
    Value,
)
from loke.records.rules import RULES
from loke.records.todo import count_of, left_for

WEEK = reverse("to_do", args=["ungdom"])
COMPLETE = reverse("completeness", args=["ungdom"])
QUALITY = reverse("quality", args=["ungdom"])
DISMISS = reverse("dismiss_finding", args=["ungdom"])
DAY = timedelta(days=1)


@pytest.fixture
def aino(world, signed_in):
    return signed_in(world.aino)


@pytest.fixture
def maryam(world, signed_in):
    return signed_in(world.maryam)


@pytest.fixture
def episode(world) -> Episode:
    return world.aino.episodes.ongoing().filter(service=world.ungdom, contacts__isnull=False).order_by("pk").first()


# This week's list


def test_the_list_holds_what_is_missing_of_ones_own_each_with_its_page(world, aino):
    ongoing = list(world.aino.episodes.ongoing().filter(service=world.ungdom))
    lacking = missing(plan_of(world.ungdom), ongoing)
    mine = left_for(world.aino, world.ungdom)
    left = {one.episode.pk: one.tasks for one in mine if one.episode.closed is None and one.tasks}
    assert left == {number: tasks for number, tasks in lacking.items() if tasks}
    page = told(aino.get(WEEK))
    for number, tasks in left.items():
        one = next(episode for episode in ongoing if episode.pk == number)
        pages = [("measure", (t.instrument, t.occasion)) if t.instrument else ("fill_in", (t.occasion,)) for t in tasks]
        assert all(f'href="{address(name, one, *more)}"' in page for name, more in pages)


def test_a_planned_meeting_that_has_passed_asks_how_it_went(world, aino, episode):
    told_of = {"intervention": world.ungdom.interventions.in_use().first(), "series": "S"}
    episode.planned.create(date=timezone.localdate() - DAY, **told_of)
    episode.planned.create(date=timezone.localdate(), **told_of)
    (left,) = [one for one in left_for(world.aino, world.ungdom) if one.episode == episode]
    assert [one.date for one in left.planned] == [timezone.localdate() - DAY]
    page = told(aino.get(WEEK))
    assert page.count("Hur gick träffen") == 1
    assert f'href="{address("client", episode)}#planned-h"' in page


def test_it_is_sorted_by_client_and_writes_down_whom_it_shows(world, aino):
    aino.get(WEEK)
    left = left_for(world.aino, world.ungdom)
    codes = [one.episode.client.code for one in left]
    assert codes == sorted(codes)
    entry = AccessEntry.objects.filter(by=world.aino).first()
    assert entry.what == "to_do"
    assert {each.client_number for each in entry.clients.all()} == {one.episode.client_id for one in left}


def test_of_those_who_ended_long_ago_only_what_is_due_now_is_asked(world):
    for one in left_for(world.aino, world.ungdom):
        if one.episode.closed and one.episode.closed < timezone.localdate() - timedelta(days=90):
            assert {task.occasion for task in one.tasks} == {"after"}


def test_whoever_answers_for_nobody_is_told_what_will_be_here(world, maryam):
    assert "Inget att fylla i just nu" in told(maryam.get(WEEK))


def test_oversikt_leads_to_the_list(world, aino):
    assert WEEK in told(aino.get(reverse("overview", args=["ungdom"])))


# How complete it is


def row_of(answer, what: str, when: str):
    return next(row for row in answer.context["rows"] if (row.what, row.when) == (what, when))


def test_completeness_counts_per_variable_and_names_whose_clients_lack_it(world, maryam, episode):
    asked = {"since": episode.opened.isoformat(), "until": episode.opened.isoformat()}
    variable = world.ungdom.variables.in_use().filter(type="choice", occasion__in=["", "opening"]).first()
    due = world.ungdom.episodes.filter(opened=episode.opened).count()
    before = row_of(maryam.get(COMPLETE, asked), variable.name, "vid start")
    Value.objects.filter(episode=episode, variable=variable).delete()
    after = row_of(maryam.get(COMPLETE, asked), variable.name, "vid start")
    assert (before.due, after.due) == (due, due)
    assert (before.done, after.done) == (due, due - 1)
    assert after.people == [(world.aino.name, 1)]
    assert episode.client.code[:3] not in told(maryam.get(COMPLETE, asked))


def test_what_is_no_longer_asked_is_not_counted(world, maryam):
    variable = world.ungdom.variables.in_use().first()
    asked = {"since": "2020-01-01"}
    assert variable.name in {row.what for row in maryam.get(COMPLETE, asked).context["rows"]}
    variable.retired = world.day
    variable.save()
    assert variable.name not in {row.what for row in maryam.get(COMPLETE, asked).context["rows"]}


def test_what_is_asked_at_the_end_is_due_for_those_who_have_ended(world, maryam):
    asked = {"since": "2020-01-01", "until": world.day.isoformat()}
    ended = world.ungdom.episodes.ended().filter(opened__lte=world.day).count()
    rows = maryam.get(COMPLETE, asked).context["rows"]
    assert {row.due for row in rows if row.when == "vid avslut"} == {ended}


def test_a_period_that_ends_before_it_begins_is_explained(maryam):
    answer = maryam.get(COMPLETE, {"since": "2026-02-01", "until": "2026-01-01"})
    assert answer.status_code == 422
    assert "Perioden slutar innan den börjar." in told(answer)


@pytest.mark.parametrize("who", ["aino", "tove", "coach", "charlie", "politician"])
def test_only_the_manager_sees_whose_clients_lack_what(world, signed_in, who):
    assert signed_in(getattr(world, who)).get(COMPLETE).status_code == 404


# The quality rules


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


def break_ongoing(world, episode):
    other = world.foraldraskap
    other.unit = world.ungdom.unit
    other.save()
    Episode.objects.create(service=other, code="E1", client=episode.client, opened=episode.opened)


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
    "several_ongoing": break_ongoing,
    "option_out_of_use": break_option,
    "hidden_but_filled": break_hidden,
    "totals_against_items": break_total,
    "two_that_look_like_one": break_alike,
}


def mine(episode: Episode):
    return Episode.objects.filter(service=episode.service, responsible=episode.responsible.first())


def test_every_rule_has_something_that_breaks_it():
    assert set(BREAKS) == {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_finds_what_breaks_it_and_leads_to_where_it_is_mended(world, aino, episode, rule):
    if rule.code == "totals_against_items":
        measured = world.ungdom.episodes.filter(responsible=world.aino, measurements__answers__value__isnull=False)
        episode = measured.order_by("pk").first()
    before = {one.key for one in rule.find(mine(episode))}
    BREAKS[rule.code](world, episode)
    found = [one for one in rule.find(mine(episode)) if one.key not in before]
    assert {episode.pk} <= {one.episode.pk for one in found} | {one.other.pk for one in found if one.other}
    page = told(aino.get(QUALITY))
    assert str(rule.heading) in page
    assert all(f'href="{one.url}"' in page for one in found)
    assert {aino.get(one.url).status_code for one in found} == {200}


def test_the_demo_breaks_no_rule_but_those_that_chance_breaks(world):
    found = {rule.code for rule in RULES if any(rule.find(mine(world.ongoing(world.aino))))}
    assert found <= {"contact_twice", "two_that_look_like_one"}


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


@pytest.mark.parametrize("who", ["tove", "coach", "charlie", "politician", "administrator"])
def test_the_pages_do_not_exist_for_strangers(world, signed_in, who):
    browser = signed_in(getattr(world, who))
    pages = [WEEK, QUALITY, reverse("counted", args=["ungdom"]), reverse("add_codes", args=["ungdom"])]
    assert [browser.get(page).status_code for page in pages] == [404] * 4


def test_the_pages_take_few_queries_however_many_clients_there_are(world, maryam, aino, django_assert_max_num_queries):
    aino.get(WEEK)
    with django_assert_max_num_queries(60):
        maryam.get(QUALITY)
    with django_assert_max_num_queries(40):
        maryam.get(COMPLETE, {"since": "2020-01-01"})
    with django_assert_max_num_queries(40):
        aino.get(WEEK)


# The reminder


@pytest.fixture
def letters(settings):
    settings.EMAIL_HOST, settings.SITE = "post.example", "https://loke.example"
    return mail.outbox


MONDAY = timezone.localdate() - timezone.localdate().weekday() * DAY


def test_a_letter_says_how_much_there_is_and_nothing_about_anybody(world, letters):
    nightly.send_reminders(MONDAY)
    (mine,) = [one for one in letters if one.to == [world.aino.email]]
    total = count_of(left_for(world.aino, world.ungdom))
    assert mine.body == f"Du har {total} saker att fylla i.\n\nhttps://loke.example{WEEK}\n"
    assert mine.subject == "Påminnelse från Loke"
    codes = [code for code in Client.objects.values_list("code", flat=True) if code in mine.body + mine.subject]
    assert codes == []


def test_each_is_reminded_once_a_week_on_their_day(world, letters):
    assert nightly.send_reminders(MONDAY + DAY) == 0
    first = nightly.send_reminders(MONDAY)
    assert first == len(letters) == SentReminder.objects.count() > 0
    assert nightly.send_reminders(MONDAY) == 0
    assert nightly.send_reminders(MONDAY + 7 * DAY) == first


def test_the_day_is_ones_own_choice_and_so_is_never(world, aino, letters):
    aino.post(WEEK, typed(aino.get(WEEK), weekday="never"))
    nightly.send_reminders(MONDAY)
    assert world.aino.email not in {one.to[0] for one in letters}
    aino.post(WEEK, typed(aino.get(WEEK), weekday="2"))
    nightly.send_reminders(MONDAY + 2 * DAY)
    assert world.aino.email in {one.to[0] for one in letters}


def test_without_a_mail_server_nothing_is_sent_or_written_down(world, settings):
    settings.EMAIL_HOST = ""
    assert nightly.send_reminders(MONDAY) == 0
    assert not SentReminder.objects.exists()
