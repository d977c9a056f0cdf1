"""The plan says when: what is due of a questionnaire day by day, the same for a page and for the database."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.asking import undone
from tests.exchange.alike import taken_in

from loke.description.models import Service
from loke.followup.dataset import snapshot_for
from loke.measures import actions
from loke.measures.burden import burden_of_service, minutes_once
from loke.measures.listing import every, measurement_list, variable_list
from loke.measures.models import Instrument
from loke.measures.models.plans import MOST_MONTHS
from loke.records.actions import record_measurement
from loke.records.missing import lacking, lacking_first, missing, plan_of
from loke.records.models import Episode
from loke.records.moments import closed_between

USUAL = {"at_start": True, "every_weeks": None, "at_end": True, "months_after": ""}

DUE = """
plan                opened      closed      answered                     today       due
start end           2024-01-01  .           .                            2024-01-01  vid start
start end           2024-01-01  .           start:2024-01-01             2024-12-31  .
end                 2024-01-01  .           .                            2024-12-31  .
end                 2024-01-01  2024-06-30  .                            2024-06-30  vid avslut
start               2024-01-01  2024-06-30  start:2024-01-01             2024-12-31  .
every:8             2024-01-01  .           .                            2024-02-25  .
every:8             2024-01-01  .           .                            2024-02-26  under tiden
every:8             2024-01-01  .           start:2024-01-02             2024-02-26  .
every:8             2024-01-01  .           start:2024-01-02             2024-02-27  under tiden
every:8             2024-01-01  .           during:2024-02-26            2024-04-21  .
every:8             2024-01-01  .           during:2024-02-26            2024-04-22  under tiden
every:8             2024-01-01  2024-02-20  .                            2024-06-01  .
after:6             2023-01-01  2024-01-31  .                            2024-07-30  .
after:6             2023-01-01  2024-01-31  .                            2024-07-31  6 månader
after:6             2023-01-01  2024-01-31  .                            2024-08-30  6 månader
after:6             2023-01-01  2024-01-31  .                            2024-08-31  .
after:6             2023-01-01  2024-01-31  after6:2024-07-20            2024-07-31  .
after:6             2023-01-01  2024-01-31  after12:2024-07-20           2024-07-31  6 månader
after:1             2023-01-01  2024-01-31  .                            2024-02-28  .
after:1             2023-01-01  2024-01-31  .                            2024-02-29  1 månad
after:6,12          2023-01-01  2024-01-31  after6:2024-07-31            2025-01-31  12 månader
"""


def cases(table: str = DUE) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.split("  ") if cell] for line in table.strip().splitlines()[1:]]
    return [["" if cell == "." else cell for cell in row] for row in rows]


@pytest.fixture
def service(db):
    """A service with one questionnaire and nobody in it."""
    scale = {"instrument": "magga", "scale": "oro", "name": "Oro", "items": "q1", "score": "mean", "min": "0"}
    scale |= {"max": "4", "better": "lower", "step": "1"}
    tables = {"services": [{"service": "s", "name": "S"}], "episodes": [], "scales": [scale]}
    return taken_in(tables)[0]


def planned(service, words: str):
    moments = {"at_start": False, "at_end": False, "every_weeks": None, "months_after": ""}
    for word in words.split():
        name, _, value = word.partition(":")
        key = {"start": "at_start", "end": "at_end", "every": "every_weeks", "after": "months_after"}[name]
        moments[key] = value.replace(",", " ") or True
        if name == "every":
            moments[key] = int(value)
    return actions.change_plan(by=None, plan=service.plans.get(), **moments)


def answered(service, episode: Episode, words: str) -> None:
    for word in filter(None, words.split()):
        name, _, day = word.partition(":")
        more = {"months_after": int(name[5:])} if name.startswith("after") else {}
        occasion, instrument = "after" if more else name, service.plans.get().instrument
        told = {"occasion": occasion, "date": date.fromisoformat(day), "answers": {"q1": None}, **more}
        record_measurement(by=None, episode=episode, instrument=instrument, **told)


def test_what_is_due_today(service, monkeypatch):
    for case in cases():
        with undone():
            assert_due(Service.objects.get(pk=service.pk), monkeypatch, *case)


def assert_due(service, monkeypatch, plan, opened, closed, done, today, due) -> None:
    """As a row of the table says: on the client's page, and in the database's own count."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date.fromisoformat(today))
    planned(service, plan)
    episode = Episode.objects.create(service=service, code="e", opened=opened, closed=closed or None)
    episode.refresh_from_db()
    answered(service, episode, done)
    mine = plan_of(service)
    words = [task.words for task in missing(mine, [episode])[episode.pk]]
    told = [one.removeprefix("magga ").removesuffix(" efter avslut") for one in words]
    assert ", ".join(told) == due, (plan, opened, today)
    first = Episode.objects.create(service=service, code="fine", opened="2100-01-01", closed="2100-01-01")
    answered(service, first, "start:2100-01-01 end:2100-01-01")
    assert next(iter(lacking_first(mine, Episode.objects.all()))) == (episode if due else first), (plan, opened, today)
    ongoing = lacking(service, Episode.objects.ongoing())
    assert sum(one.count for one in ongoing) == (0 if closed else len(told)), (plan, opened, today)


def test_a_follow_up_is_due_for_as_long_as_an_analysis_would_count_it():
    for today in (date(2024, 1, 1) + timedelta(days) for days in range(0, 800, 7)):
        for months in (1, 6, 13):
            after, until = closed_between(today, months)
            for closed in (until + timedelta(days) for days in range(-33, 4)):
                due = _due(closed, months)
                assert (after < closed <= until) == (due <= today <= due + timedelta(days=30))


def _due(closed: date, months: int) -> date:
    """The last day of a month stands for the days that it lacks."""
    year, month = divmod(closed.year * 12 + closed.month - 1 + months, 12)
    first_after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(closed.day - 1), first_after - timedelta(1))


# Planning


def test_a_new_instrument_is_asked_at_start_and_end(world):
    instrument = world.organisation.instruments.get(code="vi-hemma")
    plan = actions.plan_measurement(by=world.aino, service=world.ungdom, instrument=instrument)
    assert {name: getattr(plan, name) for name in USUAL} == USUAL


@pytest.mark.once
@pytest.mark.parametrize(
    ("moments", "words"),
    [
        ({"at_start": False, "at_end": False, "every_weeks": None}, "Välj minst ett tillfälle"),
        ({"months_after": "sex"}, "Skriv månaderna som hela tal med komma emellan"),
        ({"months_after": "6 6"}, "Skriv månaderna som hela tal med komma emellan"),
        ({"months_after": "0"}, "Skriv månaderna som hela tal med komma emellan"),
        ({"months_after": "999"}, f"Skriv högst {MOST_MONTHS} månader"),
        ({"every_weeks": 0}, "1"),
        ({"every_weeks": 105}, "104"),
        ({"responsible": "Bo, 070-123 45 67"}, "telefonnummer"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(world, moments, words):
    with pytest.raises(ValidationError, match=words):
        actions.change_plan(by=world.aino, plan=world.ungdom.plans.get(), **moments)


def test_the_same_is_not_planned_twice_and_nobody_elses_at_all(world):
    with pytest.raises(ValidationError, match="redan i mätplanen"):
        actions.plan_measurement(by=None, service=world.ungdom, instrument=world.ungdom.plans.get().instrument)
    elsewhere = world.charlie.memberships.first().organisation
    theirs = Instrument.objects.create(organisation=elsewhere, code="egen")
    with pytest.raises(ValidationError, match="kommunens egna"):
        actions.plan_measurement(by=None, service=world.ungdom, instrument=theirs)


def test_what_nobody_has_answered_leaves_the_plan(world):
    instrument = world.organisation.instruments.get(code="vi-hemma")
    plan = actions.plan_measurement(by=world.aino, service=world.ungdom, instrument=instrument)
    assert not actions.drop_from_plan(by=world.aino, plan=plan).kept
    assert not world.ungdom.plans.filter(instrument=instrument).exists()


def test_what_has_been_answered_is_kept_without_moments_and_can_be_taken_up_again(world):
    plan, before = world.ungdom.plans.get(), snapshot_for(world.ungdom).measurements[0].day.size
    dropped = actions.drop_from_plan(by=world.aino, plan=plan)
    assert dropped.kept
    assert not world.ungdom.plans.get().asked
    assert plan_of(world.ungdom).instruments == {}
    assert snapshot_for(world.ungdom).measurements[0].day.size == before
    again = actions.plan_measurement(by=world.aino, service=world.ungdom, instrument=plan.instrument, every_weeks=4)
    assert (again.pk, again.at_start, again.every_weeks) == (plan.pk, True, 4)


@pytest.mark.once
@pytest.mark.parametrize(("items", "minutes"), [(0, 1), (4, 1), (5, 1.5), (10, 2.5), (40, 10)])
def test_minutes_follow_the_number_of_items_in_halves_upwards(service, items, minutes):
    instrument = service.plans.get().instrument
    instrument.items.all().delete()
    for order in range(items):
        instrument.items.create(code=f"q{order}", order=order)
    assert minutes_once(service.plans.get()) == minutes


def test_what_comes_every_so_many_weeks_is_told_beside_the_rest(world):
    burden = burden_of_service(world.ungdom)
    assert (burden.minutes, burden.meanwhile) == (4.5, ((8, 1),))


@pytest.mark.parametrize(
    ("weeks", "words"),
    [(1, "varje vecka"), (2, "varannan vecka"), (8, "var 8:e vecka"), (12, "var 12:e vecka"), (21, "var 21:a vecka")],
)
def test_how_often_is_said_in_swedish(weeks, words):
    assert every(weeks) == words


def test_the_lists_are_plain_texts(world):
    variables, plan = variable_list(world.ungdom), measurement_list(world.ungdom)
    assert all(isinstance(cell, str) for listing in (variables, plan) for row in listing.rows for cell in row)
    assert {len(row) for row in variables.rows} == {len(variables.head)}
    assert plan.rows == [["Min vecka", "vid start, var 8:e vecka och vid avslut", "själv", "behandlaren", "1", ""]]
