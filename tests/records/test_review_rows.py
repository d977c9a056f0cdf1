"""What one person read of one client in a day is judged as one row, also when the review is signed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import told, typed
from tests.records.test_review import NOON

from loke.accounts import log
from loke.accounts.models import AccessedClient
from loke.records.models import LogReview
from loke.records.oddness import Known, Reading, judge
from loke.records.review import proposal
from loke.records.sittings import as_signed, gathered


def sittings(*readings: tuple[int, int, int, tuple[int, ...]], **known):
    """Of readings by a person, at an hour of the day, so many days later, of clients."""
    made = [
        Reading(number, NOON.replace(hour=hour) + timedelta(days=days), by, "client", clients)
        for number, (by, hour, days, clients) in enumerate(readings, 1)
    ]
    return gathered(judge(made, Known(**known)))


@pytest.mark.parametrize(
    ("other", "rows"),
    [
        ((1, 15, 0, (7,)), 1),
        ((2, 12, 0, (7,)), 2),
        ((1, 12, 1, (7,)), 2),
        ((1, 12, 0, (8,)), 2),
        ((1, 12, 0, (7, 8)), 2),
        ((1, 12, 0, ()), 2),
    ],
)
def test_a_row_is_of_one_person_one_client_and_one_day(other, rows):
    assert len(sittings((1, 12, 0, (7,)), other)) == rows


def test_lists_of_several_clients_are_one_row_whichever_they_showed():
    (row,) = sittings((1, 12, 0, (7, 8)), (1, 13, 0, (8, 9)))
    assert row.clients == [7, 8, 9]


def test_a_row_is_as_odd_as_the_oddest_in_it_and_says_how_many_are_odd():
    (row,) = sittings((1, 12, 0, (7,)), (1, 23, 0, (7,)), (1, 13, 0, (7,)))
    assert (row.points, row.risky, row.odd, len(row.pages)) == (10, True, 1, 3)
    assert row.words == "någon annan ansvarar, på natten, inget registrerat"
    assert row.times == "2026-10-14 12:00–23:00"


def test_whoever_answers_for_somebody_protected_is_marked_once_a_day_and_not_for_every_page():
    day = NOON.date()
    rows = sittings(
        *((1, hour, days, (7,)) for days in (0, 1) for hour in (9, 10, 11)), own={(1, 7)}, protected={7: day}
    )
    assert [(row.risky, row.odd) for row in rows] == [(True, 3), (True, 3)]
    assert {row.words for row in rows} == {"skyddade personuppgifter, inget registrerat"}


# The pages


@pytest.fixture
def month(world, monkeypatch):
    """Last month Idris opened a client of Aino's by saying why and read three pages; Aino read one."""
    client = world.aino.episodes.ongoing().exclude(client__episodes__responsible=world.idris).listed()[0].client
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    at = timezone.make_aware(datetime(last.year, last.month, 14, 10))
    why = {"reason": "urgent", "words": "Ringde från akuten"}
    client.openings.create(by=world.idris, at=at - timedelta(minutes=1), until=at + timedelta(hours=11), **why)
    for minutes, by, what in (
        (0, world.idris, "client"),
        (1, world.idris, "episode_history"),
        (2, world.idris, "client"),
        (3, world.aino, "client"),
    ):
        then = at.astimezone(UTC) + timedelta(minutes=minutes)
        monkeypatch.setattr(log.timezone, "now", lambda then=then: then)
        log.record_reading(by=by, unit=world.ungdom.unit, what=what, clients=[client.pk])
    monkeypatch.undo()
    return last.replace(day=1)


def page_of(month) -> str:
    return reverse("review", args=["ungdom", f"{month:%Y-%m}"])


def sign(world, browser, month):
    shown = browser.get(page_of(month))
    first = shown.context["told"].rows[0].reading.number
    browser.post(page_of(month), typed(shown, note="Klart.", **{f"note-{first}": "Stämmer med jouren."}))
    return LogReview.objects.get()


def test_the_row_says_how_many_pages_which_they_were_and_the_reason_that_was_given(world, maryam, month):
    page = maryam.get(page_of(month))
    first, second = page.context["told"].rows
    assert (first.reading.by, len(first.pages), second.reading.by) == (world.idris.pk, 3, world.aino.pk)
    assert "3 läsningar</a>: klientens sida&nbsp;2, historiken" in told(page)
    assert told(page).count("Titta närmare") == 1
    assert "Jour eller akut – Ringde från akuten" in told(page)


def test_a_signed_review_still_shows_what_was_marked_the_reason_and_what_was_said(world, maryam, month):
    sign(world, maryam, month)
    page = told(maryam.get(page_of(month)))
    assert "3 läsningar</a>: klientens sida&nbsp;2, historiken" in page
    assert page.count("Titta närmare") == 1
    assert "Jour eller akut – Ringde från akuten" in page
    assert page.count("Stämmer med jouren.") == 1


def test_every_page_of_a_row_is_kept_with_the_review_that_was_signed(world, maryam, month):
    review = sign(world, maryam, month)
    assert (review.readings, review.risky, review.rows.count()) == (4, 3, 4)
    assert [bool(row.why) for row in review.rows.all()] == [True, True, True, False]


def test_what_was_said_stays_with_its_row_when_the_client_has_been_erased(world, maryam, month):
    review = sign(world, maryam, month)
    AccessedClient.objects.filter(entry__in=review.rows.values("entry")).update(client_number=None, salt="")
    (first, note), (second, none) = as_signed(review)
    assert (first.reading.by, len(first.pages), note) == (world.idris.pk, 3, "Stämmer med jouren.")
    assert (second.reading.by, none) == (world.aino.pk, "")
    assert maryam.get(page_of(month)).status_code == 200


def test_the_link_of_a_row_leads_to_its_own_readings_also_when_the_client_has_been_erased(world, maryam, month):
    other = world.idris.episodes.ongoing().listed()[0].client_id
    review = sign(world, maryam, month)
    AccessedClient.objects.filter(entry__in=review.rows.values("entry")).update(client_number=None, salt="")
    row = as_signed(review)[0][0]
    log.record_reading(by=world.idris, unit=world.ungdom.unit, what="client", clients=[other], at=row.reading.at)
    shown = maryam.get(reverse("readings", args=["ungdom"]) + row.address).context["rows"]
    assert len(shown) == len(row.pages) == 3


def test_those_not_odd_are_drawn_by_rows_so_that_whoever_reads_much_of_one_client_is_one_among_them(world):
    unit, today = world.ungdom.unit, timezone.localdate()
    clients = [episode.client_id for episode in world.aino.episodes.ongoing().listed()[:4]]
    for client in clients:
        for _page in range(5):
            log.record_reading(by=world.aino, unit=unit, what="client", clients=[client])
    told = proposal(unit, today.replace(day=1))
    assert told.count == 20
    assert {client for row in told.rows for client in row.clients} == set(clients)
