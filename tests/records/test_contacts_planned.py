"""Planned meetings: a series put down, answered with one press, moved and dropped; no figure knows them before that."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.records.pages import address, told, typed

from loke.records import actions
from loke.records.models import PlannedContact, Registration
from loke.records.series import LONGEST, days_of
from loke.records.undoing import undo

SERIES = """
first       weekday  weeks  number  until        days
2026-11-09  0        1      3       -            2026-11-09 2026-11-16 2026-11-23
2026-11-10  0        1      2       -            2026-11-16 2026-11-23
2026-11-09  6        2      2       -            2026-11-15 2026-11-29
2026-11-09  0        1      -       2026-11-23   2026-11-09 2026-11-16 2026-11-23
2026-11-09  0        1      -       2026-11-22   2026-11-09 2026-11-16
2026-11-10  0        1      -       2026-11-15   -
2026-12-28  4        4      2       -            2027-01-01 2027-01-29
"""


_day = date.fromisoformat


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize("row", rows(SERIES), ids=lambda row: " ".join(row[:5]))
def test_a_series_has_these_days(row):
    first, weekday, weeks, number, until, *days = row
    told = {
        "number": None if number == "-" else int(number),
        "until": None if until == "-" else date.fromisoformat(until),
    }
    found = days_of(date.fromisoformat(first), weekday=int(weekday), weeks=int(weeks), **told)
    assert " ".join(day.isoformat() for day in found) == " ".join(days).replace("-", "", days == ["-"]).strip()


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(0, 6), st.integers(1, 4), st.integers(1, LONGEST))
def test_a_series_keeps_its_weekday_its_distance_and_its_number(first, weekday, weeks, number):
    days = days_of(first, weekday=weekday, weeks=weeks, number=number)
    assert len(days) == number
    assert {day.weekday() for day in days} == {weekday}
    assert timedelta(0) <= days[0] - first < timedelta(days=7)
    assert {later - day for day, later in pairwise(days)} <= {timedelta(weeks=weeks)}


def test_a_series_without_end_is_cut_one_after_the_longest():
    assert len(days_of(date(2026, 1, 1), weekday=0, weeks=1, until=date(2090, 1, 1))) == LONGEST + 1


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def episode(world):
    return world.ongoing(world.aino)


@pytest.fixture
def series(world, episode, today):
    """Six meetings, one a week, the first of them today."""
    days = [today + timedelta(weeks=week) for week in range(6)]
    kind = episode.service.interventions.in_use().first()
    actions.plan_contacts(by=world.aino, episode=episode, intervention=kind, days=days, minutes=60)
    return list(episode.planned.all())


def answer(browser, planned, attendance="attended", **more):
    """Press the button on the client's page."""
    page = browser.get(address("client", planned.episode))
    form = next(form for one, form in page.context["planned"] if one.pk == planned.pk)
    sent = {"submission": str(form["submission"].value()), "attendance": attendance, **more}
    return sent, browser.post(address("answer_planned", planned.episode, planned.pk), sent)


def test_a_series_is_put_down_and_shown_on_the_clients_page(aino, episode, today):
    page = aino.get(address("plan_contacts", episode))
    saved = aino.post(page.request["PATH_INFO"], typed(page, number="4", weekday=today.weekday(), minutes="45"))
    assert saved.status_code == 303
    assert [one.date for one in episode.planned.all()] == [today + timedelta(weeks=week) for week in range(4)]
    assert "4 träffar är planerade" in told(aino.get(saved["Location"]))


def test_one_press_makes_it_a_contact_and_one_registration_that_can_be_undone(world, aino, series):
    episode, before = series[0].episode, Registration.objects.count()
    contacts = episode.contacts.count()
    saved = answer(aino, series[0], "missed")[1]
    made = episode.contacts.latest("pk")
    assert saved.status_code == 303
    assert (made.date, made.attendance, made.minutes) == (series[0].date, "missed", None)
    assert Registration.objects.count() == before + 1
    assert not PlannedContact.objects.filter(pk=series[0].pk).exists()
    undo(by=world.aino, registration=Registration.objects.latest("pk"))
    assert PlannedContact.objects.filter(pk=series[0].pk, date=series[0].date).exists()
    assert episode.contacts.count() == contacts


def test_the_same_press_twice_is_one_contact_and_leads_to_the_same_place(aino, series):
    before = series[0].episode.contacts.count()
    sent, first = answer(aino, series[0])
    second = aino.post(address("answer_planned", series[0].episode, series[0].pk), sent)
    assert (second.status_code, second["Location"]) == (303, first["Location"])
    assert series[0].episode.contacts.count() == before + 1


def test_whoever_comes_second_is_told_and_nothing_is_stored(world, aino, signed_in, series):
    maryam = signed_in(world.maryam)
    page = maryam.get(address("client", series[0].episode))
    sent = {"submission": str(page.context["planned"][0][1]["submission"].value()), "attendance": "missed"}
    answer(aino, series[0])
    late = maryam.post(address("answer_planned", series[0].episode, series[0].pk), sent)
    assert late.status_code == 422
    assert "Träffen står inte längre som planerad. Någon har hunnit före." in told(late)
    assert not series[0].episode.contacts.filter(attendance="missed", date=series[0].date).exists()


@pytest.mark.parametrize(("number", "status"), [(0, 303), (1, 422)])
def test_a_meeting_is_answered_on_its_day_and_not_before(aino, series, number, status):
    page = aino.get(address("client", series[0].episode))
    sent = {"submission": str(page.context["planned"][0][1]["submission"].value()), "attendance": "attended"}
    answered = aino.post(address("answer_planned", series[0].episode, series[number].pk), sent)
    assert answered.status_code == status
    assert ("som inte har varit än" in told(answered)) == (status == 422)


def test_one_is_moved_and_the_rest_of_the_series_stay(aino, series, today):
    page = aino.get(address("planned_contact", series[0].episode, series[2].pk))
    aino.post(page.request["PATH_INFO"], typed(page, date=today + timedelta(days=3)))
    days = [one.date for one in series[0].episode.planned.all()]
    assert today + timedelta(days=3) in days
    assert len(days) == 6
    assert series[2].date not in days


def test_a_move_that_rests_on_an_older_day_is_shown_beside_the_newer(world, aino, series, today):
    page = aino.get(address("planned_contact", series[0].episode, series[2].pk))
    PlannedContact.objects.filter(pk=series[2].pk).update(date=today + timedelta(days=5))
    late = aino.post(page.request["PATH_INFO"], typed(page, date=today + timedelta(days=3)))
    assert late.status_code == 409
    assert PlannedContact.objects.get(pk=series[2].pk).date == today + timedelta(days=5)


@pytest.mark.parametrize(("rest", "left"), [("", 5), ("on", 2)])
def test_one_is_dropped_or_with_it_all_that_come_after(aino, series, rest, left):
    page = aino.get(address("planned_contact", series[0].episode, series[2].pk))
    sent = {"submission": str(page.context["drop"]["submission"].value()), "rest": rest}
    dropped = aino.post(address("drop_planned", series[0].episode, series[2].pk), sent)
    assert dropped.status_code == 303
    assert series[0].episode.planned.count() == left


def test_an_ending_says_that_what_is_planned_goes_and_an_undone_ending_brings_it_back(world, aino, series, today):
    episode = series[0].episode
    assert "6 planerade träffar som är kvar tas bort" in told(aino.get(address("end_episode", episode)))
    actions.end_episode(by=world.aino, episode=episode, closed=today, ending=episode.service.endings.first())
    assert not episode.planned.exists()
    undo(by=world.aino, registration=Registration.objects.latest("pk"))
    assert episode.planned.count() == 6


def test_nothing_is_planned_for_whoever_has_ended(world, episode, today):
    actions.end_episode(by=world.aino, episode=episode, closed=today, ending=episode.service.endings.first())
    kind = episode.service.interventions.in_use().first()
    with pytest.raises(ValidationError, match="avslutad"):
        actions.plan_contacts(by=world.aino, episode=episode, intervention=kind, days=[today])


def test_a_contact_of_the_day_and_kind_that_was_planned_takes_its_place(world, series):
    first, episode = series[0], series[0].episode
    actions.register_contact(by=world.aino, episode=episode, date=first.date, intervention=first.intervention)
    assert episode.planned.count() == 5
    actions.register_contact(by=world.aino, episode=episode, date=first.date, intervention=first.intervention)
    assert episode.planned.count() == 5


def test_what_has_passed_without_an_answer_is_told_apart(aino, series, today):
    PlannedContact.objects.filter(pk=series[1].pk).update(date=today - timedelta(days=1))
    assert [one.pk for one in series[1].episode.planned.passed()] == [series[1].pk]
    assert "hur gick det?" in told(aino.get(address("client", series[0].episode)))
    assert "Planerade träffar som inte är besvarade" in told(aino.get(reverse("week", args=["ungdom"])))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "Skriv antingen hur många träffar eller till och med vilken dag."),
        ({"number": "2", "until": "2027-01-01"}, "Skriv antingen hur många"),
        ({"number": "101"}, "Skriv ett helt tal från 1 till 100."),
        ({"number": "100", "weeks": "4"}, "mer än två år fram"),
        ({"number": "3", "date": "2020-01-01"}, "Dagen har redan varit"),
        ({"number": "3", "date": "2099-01-01"}, "mer än två år fram"),
        ({"number": "3", "weekday": "7"}, "Välj en veckodag."),
        ({"number": "3", "weeks": "5"}, "Välj hur ofta."),
        ({"number": "3", "intervention": "0"}, "Välj en insats."),
    ],
)
def test_a_series_that_cannot_be_is_told_so_and_nothing_is_planned(aino, episode, changes, says):
    page = aino.get(address("plan_contacts", episode))
    refused = aino.post(page.request["PATH_INFO"], typed(page, **changes))
    assert refused.status_code == 422
    assert says in told(refused)
    assert not episode.planned.exists()


@pytest.mark.parametrize("who", ["idris", "tove", "coach", "charlie"])
def test_what_is_planned_with_another_persons_client_does_not_exist(world, signed_in, series, who):
    browser, episode = signed_in(getattr(world, who)), series[0].episode
    pages = [address("plan_contacts", episode)]
    pages += [address(name, episode, series[0].pk) for name in ("planned_contact", "answer_planned", "drop_planned")]
    assert [(browser.get(page).status_code, browser.post(page).status_code) for page in pages] == [(404, 404)] * 4


def test_another_clients_planned_meeting_is_not_reached_through_ones_own(world, aino, series):
    other = (
        world.aino.episodes.ongoing().filter(service=series[0].episode.service).exclude(pk=series[0].episode_id).first()
    )
    assert aino.get(address("planned_contact", other, series[0].pk)).status_code == 404
