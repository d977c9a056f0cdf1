"""What is missing: this week's list, and how complete it is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import address, told

from loke.accounts.models import AccessEntry
from loke.records.missing import missing, plan_of
from loke.records.models import (
    Episode,
    Value,
)
from loke.records.moments import closed_until
from loke.records.todo import left_for

WEEK = reverse("to_do", args=["ungdom"])
COMPLETE = reverse("completeness", args=["ungdom"])
QUALITY = reverse("quality", args=["ungdom"])
DISMISS = reverse("dismiss_finding", args=["ungdom"])
DAY = timedelta(days=1)


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


@pytest.fixture
def followed_up(world, episode) -> Episode:
    """Ended six months ago, in a service that follows up then and asks a variable at it."""
    world.ungdom.plans.update(months_after="6")
    world.ungdom.variables.create(code="boende", name="Boende", type="text", role="outcome", occasion="follow_up")
    closed = closed_until(timezone.localdate(), 6)
    Episode.objects.filter(pk=episode.pk).update(opened=closed - 30 * DAY, closed=closed)
    return Episode.objects.get(pk=episode.pk)


def test_what_is_asked_at_a_follow_up_is_missing_from_its_day_for_as_long_as_it_counts(world, followed_up):
    plan, mine = plan_of(world.ungdom), Episode.objects.filter(pk=followed_up.pk)
    first, after = closed_until(timezone.localdate(), 6), closed_until(timezone.localdate() - 31 * DAY, 6)
    for closed, asked in ((first + DAY, False), (first, True), (after + DAY, True), (after, False)):
        mine.update(opened=after - DAY, closed=closed)
        lacking = {task.occasion for task in missing(plan, [mine.get()])[followed_up.pk]}
        assert ("follow_up" in lacking) is asked
    ongoing = world.ongoing(world.aino)
    assert "follow_up" not in {task.occasion for task in missing(plan, [ongoing])[ongoing.pk]}


def test_what_is_asked_at_a_follow_up_counts_when_its_time_is_over(world, maryam, followed_up):
    asked = {"since": followed_up.opened.isoformat(), "until": followed_up.opened.isoformat()}
    assert "Boende" not in {row.what for row in maryam.get(COMPLETE, asked).context["rows"]}
    Episode.objects.filter(pk=followed_up.pk).update(closed=followed_up.closed - 40 * DAY, opened="2020-01-02")
    asked = {"since": "2020-01-02", "until": "2020-01-02"}
    row = row_of(maryam.get(COMPLETE, asked), "Boende", "vid uppföljning efter avslut")
    assert (row.due, row.done) == (1, 0)


def test_what_is_asked_every_so_many_weeks_counts_for_those_who_have_gone_on_for_so_long(world, maryam, episode):
    plan = world.ungdom.plans.select_related("instrument").first()
    plan.every_weeks = 4
    plan.save()
    limit = timezone.localdate() - 28 * DAY
    asked = {"since": "2020-01-02", "until": "2020-01-02"}
    Episode.objects.filter(pk=episode.pk).update(opened="2020-01-02")
    episode.measurements.all().delete()
    told_of = {"instrument": plan.instrument, "occasion": "during", "code": "ny"}
    measurement = episode.measurements.create(date=limit, **told_of)
    row = row_of(maryam.get(COMPLETE, asked), str(plan.instrument), "under tiden")
    assert (row.due, row.done) == (1, 0)
    measurement.date = limit + DAY
    measurement.save()
    assert row_of(maryam.get(COMPLETE, asked), str(plan.instrument), "under tiden").done == 1


def test_a_period_that_ends_before_it_begins_is_explained(maryam):
    answer = maryam.get(COMPLETE, {"since": "2026-02-01", "until": "2026-01-01"})
    assert answer.status_code == 422
    assert "Perioden slutar innan den börjar." in told(answer)


@pytest.mark.parametrize("who", ["aino", "tove", "coach", "charlie", "politician"])
def test_only_the_manager_sees_whose_clients_lack_what(world, signed_in, who):
    assert signed_in(getattr(world, who)).get(COMPLETE).status_code == 404


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
        assert aino.get(WEEK).status_code == 200
