"""The board, its step on Översikt, the history, and the weekly letter about what is late."""

from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.followup.reading_pages import words
from tests.improvement.improving import begun, ended, planned, started, today

from loke.description.models import Service
from loke.improvement import actions
from loke.improvement.board import board_of, step_of
from loke.improvement.models import ImprovementCycle
from loke.improvement.reminders import send_reminders
from loke.records.actions import choose_reminder


def monday(days: int = 0) -> date:
    """The next Monday, or so many days after it."""
    return today(7 - today().weekday() + days)


def yesterday() -> date:
    return today(-1)


@pytest.fixture
def empty(world):
    return Service.objects.create(unit=world.ungdom.unit, code="fritid", name="Fritid och skola")


@pytest.fixture
def mailing(settings):
    settings.EMAIL_HOST = "mail.example"
    ImprovementCycle.objects.open().delete()


def test_what_is_overdue_stands_first_and_then_what_comes_next(world, empty):
    later = begun(world.aino, empty, "Sedan", seen_by=today(9))
    never = begun(world.aino, empty, "Utan dag")
    sooner = begun(world.aino, empty, "Snart", seen_by=today(2))
    late = begun(world.idris, empty, "Försenad", seen_by=today(30))
    actions.add_step(by=world.idris, cycle=late, text="Ring", owner=world.aino, until=yesterday())
    board = board_of(empty, today())
    assert [card.cycle for card in board.columns[0].cards] == [late, sooner, later, never]
    assert [card.cycle for card in board.overdue] == [late]
    actions.tick_step(by=world.aino, step=late.steps.get(), done=True)
    assert board_of(empty, today()).overdue == []


def test_the_board_says_how_many_go_on_and_what_is_late(world, empty):
    first = begun(world.aino, empty)
    assert board_of(empty, today()).says == "En förbättring pågår."
    for says in ("Ett steg i den är försenat.", "2 steg i den är försenade."):
        actions.add_step(by=world.aino, cycle=first, text="Ring", until=yesterday())
        assert board_of(empty, today()).says == f"En förbättring pågår. {says}"
    begun(world.aino, empty)
    assert board_of(empty, today()).says == "2 förbättringar pågår. Något är försenat i en av dem."
    first.delete()
    empty.cycles.update(seen_by=yesterday())
    assert board_of(empty, today()).says == "En förbättring pågår. Den är försenad."


def test_each_cycle_stands_in_its_phase(world, empty, signed_in):
    cycles = [begun(world.aino, empty), started(world.aino, empty), ended(world.aino, empty, "drop")]
    found = {column.phase: [card.cycle for card in column.cards] for column in board_of(empty, today()).columns}
    assert found == {"plan": [cycles[0]], "do": [], "study": [cycles[1]], "done": [cycles[2]]}
    told = words(signed_in(world.aino).get(reverse("improvements", args=["fritid"])).content.decode())
    assert f"Lades ner · {today()}" in told


def test_an_empty_board_says_what_will_be_here_and_the_first_step(world, empty, signed_in):
    html = signed_in(world.aino).get(reverse("improvements", args=["fritid"])).content.decode()
    assert "Här kommer det ni prövar" in html
    assert reverse("begin_cycle", args=["fritid"]) in html
    coach = signed_in(world.coach).get(reverse("improvements", args=["fritid"])).content.decode()
    assert reverse("begin_cycle", args=["fritid"]) not in coach


def test_oversikt_shows_what_is_overdue_or_next(world, empty, signed_in):
    def told(who=world.aino) -> str:
        return words(signed_in(who).get(reverse("overview", args=["fritid"])).content.decode())

    assert "Här blir svaren på det som inte blev som tänkt till förbättringar." in told()
    cycle = begun(world.aino, empty, seen_by=date(2040, 3, 1))
    assert "En förbättring pågår. Närmast: Ring dagen före, 1 mars 2040." in told()
    actions.add_step(by=world.aino, cycle=cycle, text="Ring", until=yesterday())
    assert "Ett steg är försenat, i Ring dagen före." in told(world.coach)
    actions.add_step(by=world.aino, cycle=cycle, text="Skriv listan", owner=world.aino, until=yesterday())
    assert "Ditt steg är försenat: Skriv listan" in told()
    assert "2 steg är försenade, först i Ring dagen före." in told(world.coach)
    actions.write_plan(by=world.aino, cycle=cycle, seen_by=yesterday())
    assert "En är försenad: Ring dagen före. Ditt steg är försenat: Skriv listan" in told()
    assert step_of(empty, world.charlie, today(), "sv") is None
    assert step_of(empty, world.politician, today(), "sv") is None


def test_the_history_says_how_each_ended_and_why(world, empty, signed_in):
    browser, address = signed_in(world.aino), reverse("cycle_history", args=["fritid"])
    assert "Här samlas det ni har prövat" in browser.get(address).content.decode()
    ended(world.aino, empty)
    told = words(browser.get(address).content.decode())
    assert f"Ring dagen före {today()} Behölls Fler kommer tillbaka" in told


def test_counts_for_whoever_leads_are_numbers_by_service(world, empty):
    begun(world.aino, empty, seen_by=yesterday())
    begun(world.aino, empty)
    ended(world.aino, empty)
    ended(world.aino, empty, "adjust")
    counts = ImprovementCycle.objects.filter(service=empty).status_counts(today())
    assert counts == {empty.pk: {"open": 3, "overdue": 1, "keep": 1, "adjust": 1, "drop": 0}}


def test_whoever_holds_something_late_gets_a_letter_once_a_week_and_nothing_of_it_in_it(world, mailing):
    cycle = planned(world.aino, world.ungdom, seen_by=today())
    actions.add_step(by=world.aino, cycle=cycle, text="Ring", owner=world.idris, until=yesterday())
    assert send_reminders(monday()) == 2
    assert {tuple(one.to) for one in mail.outbox} == {(world.aino.email,), (world.idris.email,)}
    body = mail.outbox[0].body
    assert "Du håller i 1 sak i Förbättra" in body
    assert "Ring" not in body
    assert send_reminders(monday(1)) == 0
    assert send_reminders(monday(7)) == 2


@pytest.mark.once
@pytest.mark.parametrize(("days", "sent"), [(-1, 0), (0, 0), (1, 1), (4, 1), (5, 0)])
def test_the_letter_comes_on_the_day_that_was_chosen_or_after_it_but_not_at_a_weekend(world, mailing, days, sent):
    choose_reminder(by=world.aino, weekday=1)
    planned(world.aino, world.ungdom, seen_by=today())
    assert send_reminders(monday(days)) == sent


def test_whoever_wants_no_letters_and_what_has_ended_gets_none(world, mailing):
    choose_reminder(by=world.aino, weekday=None)
    planned(world.aino, world.ungdom, seen_by=today())
    cycle = planned(world.idris, world.ungdom, seen_by=today())
    actions.end_cycle(by=world.idris, cycle=cycle, outcome="drop", words="Nej")
    assert send_reminders(monday()) == 0


def test_whoever_no_longer_works_in_the_unit_gets_no_letter(world, mailing):
    planned(world.idris, world.ungdom, seen_by=today(), owner=world.idris)
    world.idris.memberships.update(until=today())
    assert send_reminders(monday()) == 0
    assert mail.outbox == []


@pytest.mark.parametrize("page", ["improvements", "cycle_history", "shared_ideas"])
def test_more_cycles_take_no_more_queries(world, empty, signed_in, page):
    browser, address = signed_in(world.aino), reverse(page, args=["fritid"])

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    def more() -> None:
        actions.add_step(by=world.aino, cycle=begun(world.aino, empty), text="Ring", owner=world.idris)
        actions.share_cycle(by=world.maryam, cycle=ended(world.aino, empty))

    more()
    queries()
    before = queries()
    for _ in range(3):
        more()
    assert queries() == before
