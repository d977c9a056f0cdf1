"""A week as a grid: what is chosen in empty cells is stored together, and nobody's cell is written twice."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import told

from loke.accounts.models import AccessEntry
from loke.records import actions
from loke.records.models import Contact, Episode, Registration
from loke.records.undoing import undo
from loke.records.week import Week, place, week_named, week_of

NAMES = """
name        monday
2026-W46    2026-11-09
2026-11-15  2026-11-09
2026-11-16  2026-11-16
2026-W01    2025-12-29
2027-W53    -
1026-11-15  -
i-dag       -
"""
WEEK = timedelta(weeks=1)


@pytest.mark.parametrize("row", [line.split() for line in NAMES.strip().splitlines()[1:]], ids=" ".join)
def test_an_address_names_this_week_if_it_names_none(row):
    name, monday = row
    expected = week_of(timezone.localdate()) if monday == "-" else Week(date.fromisoformat(monday))
    assert week_named(name) == expected


@pytest.mark.once
@pytest.mark.parametrize(
    ("monday", "span"),
    [
        ("2026-11-23", "23–29 november 2026"),
        ("2026-06-29", "29 juni–5 juli 2026"),
        ("2026-12-28", "28 december 2026–3 januari 2027"),
    ],
)
def test_the_heading_of_a_week_says_month_and_year_once(monday, span):
    assert Week(date.fromisoformat(monday)).span == span


@pytest.fixture
def last_week() -> Week:
    return week_of(timezone.localdate() - WEEK)


@pytest.fixture
def where(last_week) -> str:
    return f"{reverse('week', args=['ungdom'])}?vecka={last_week.name}"


@pytest.fixture
def mine(world, last_week) -> list[Episode]:
    """Those of Aino's ongoing clients who had started and met nobody in the week, the earliest started first."""
    found = world.aino.episodes.ongoing().filter(service=world.ungdom, opened__lte=last_week.monday).listed()
    Contact.objects.filter(episode__in=found, date__gte=last_week.monday).delete()
    return list(found)[::-1]


def filled_in(page, **cells) -> dict:
    """What a browser sends of the grid as it was shown, with these cells chosen."""
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else str(value) for name, value in shown.items()}
    return sent | cells


def test_two_clients_days_become_contacts_of_their_usual_kind_in_one_registration(world, aino, mine, where, last_week):
    first, second = mine[:2]
    usual, before = first.contacts.first(), Registration.objects.count()
    cells = {place(first.pk, last_week.monday): "attended", place(second.pk, last_week.sunday): "missed"}
    saved = aino.post(where, filled_in(aino.get(where), **cells))
    assert saved.status_code == 303
    assert "2 träffar är sparade." in told(aino.get(saved["Location"]))
    made = first.contacts.get(date=last_week.monday)
    assert (made.attendance, made.intervention, made.minutes) == ("attended", usual.intervention, usual.minutes)
    assert second.contacts.get(date=last_week.sunday).attendance == "missed"
    assert Registration.objects.count() == before + 1
    undo(by=world.aino, registration=Registration.objects.latest("pk"))
    assert not Contact.objects.filter(episode__in=mine, date__gte=last_week.monday).exists()


def test_kind_and_length_are_changed_for_a_row_or_for_all(aino, mine, where, last_week):
    first, second = mine[:2]
    kinds = list(first.service.interventions.in_use()[:2])
    cells = {place(one.pk, last_week.monday): "attended" for one in (first, second)}
    row = {f"intervention-{first.pk}": str(kinds[1].pk), f"minutes-{first.pk}": "33"}
    aino.post(where, filled_in(aino.get(where), **cells, **row))
    assert first.contacts.get(minutes=33).intervention == kinds[1]
    Contact.objects.filter(episode__in=mine, date__gte=last_week.monday).delete()
    for_all = {"intervention": str(kinds[0].pk), "minutes": "44"}
    aino.post(where, filled_in(aino.get(where), **cells, **for_all))
    assert {one.contacts.get(minutes=44).intervention for one in (first, second)} == {kinds[0]}


def test_what_is_there_is_shown_and_leads_to_its_own_page(world, aino, mine, where, last_week):
    kind = mine[0].service.interventions.in_use().first()
    made = actions.register_contact(by=world.aino, episode=mine[0], date=last_week.monday, intervention=kind)
    page = told(aino.get(where))
    assert reverse("change_contact", args=["ungdom", mine[0].client_id, made.pk]) in page
    assert f'name="{place(mine[0].pk, last_week.monday)}"' not in page


def test_a_cell_that_somebody_has_filled_meanwhile_is_not_filled_again(world, aino, mine, where, last_week):
    page = aino.get(where)
    kind = mine[0].service.interventions.in_use().first()
    actions.register_contact(by=world.maryam, episode=mine[0], date=last_week.monday, intervention=kind)
    cells = {place(one.pk, last_week.monday): "missed" for one in mine[:2]}
    late = aino.post(where, filled_in(page, **cells))
    assert late.status_code == 422
    assert "Det finns redan en träff den dagen." in told(late)
    assert [one.attendance for one in mine[0].contacts.filter(date=last_week.monday)] == ["attended"]
    assert not mine[1].contacts.filter(date=last_week.monday).exists()


def test_the_same_week_sent_twice_is_stored_once(aino, mine, where, last_week):
    sent = filled_in(aino.get(where), **{place(mine[0].pk, last_week.monday): "attended"})
    answers = [aino.post(where, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert mine[0].contacts.filter(date=last_week.monday).count() == 1


def test_a_planned_meeting_in_a_cell_gives_the_contact_its_kind_and_goes(world, aino, mine):
    today, one = timezone.localdate(), mine[0]
    kind = one.service.interventions.in_use().last()
    actions.plan_contacts(by=world.aino, episode=one, intervention=kind, days=[today], minutes=25)
    here = reverse("week", args=["ungdom"])
    aino.post(here, filled_in(aino.get(here), **{place(one.pk, today): "attended"}))
    made = one.contacts.get(date=today)
    assert (made.intervention, made.minutes, made.attendance) == (kind, 25, "attended")
    assert not one.planned.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "Inget är valt."),
        ({"cell": "sov"}, "Välj kom, uteblev eller avbokat."),
        ({"cell": "attended", "minutes": "0"}, "Skriv ett helt tal från 1 till 1440."),
        ({"cell": "attended", "intervention": "9999999"}, "Välj en insats."),
        ({"submission": "x", "cell": "attended"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(aino, mine, where, last_week, changes, says):
    before = Contact.objects.count()
    changes = {place(mine[0].pk, last_week.monday) if name == "cell" else name: to for name, to in changes.items()}
    refused = aino.post(where, filled_in(aino.get(where), **changes))
    assert refused.status_code == 422
    assert says in told(refused)
    assert Contact.objects.count() == before


def test_no_cell_is_open_before_the_start_or_after_today(world, aino):
    form = aino.get(reverse("week", args=["ungdom"])).context["form"]
    today = timezone.localdate()
    for row in form.rows:
        assert not any(row.is_open(day) for day in form.week.days if day > today or day < row.episode.opened)
        assert place(row.episode.pk, today + timedelta(days=1)) not in form.fields


def test_somebody_elses_client_is_not_written_to_by_the_name_of_a_cell(world, aino, mine, where, last_week):
    others = Episode.objects.filter(service=world.ungdom, responsible=world.idris).exclude(responsible=world.aino)
    other = others.ongoing().first()
    before = other.contacts.count()
    cells = {place(other.pk, last_week.monday): "attended", place(mine[0].pk, last_week.monday): "attended"}
    assert aino.post(where, filled_in(aino.get(where), **cells)).status_code == 303
    assert other.contacts.count() == before


def test_a_manager_without_clients_sees_everybodys_and_chooses_whose(world, signed_in):
    maryam, here = signed_in(world.maryam), reverse("week", args=["ungdom"])
    world.maryam.episodes.clear()
    every = maryam.get(here).context["form"].rows
    some = maryam.get(f"{here}?hos={world.aino.pk}").context["form"].rows
    assert 0 < len(some) < len(every)
    assert all(world.aino in row.episode.responsible.all() for row in some)


def test_who_was_shown_in_the_week_is_in_the_access_log(aino, mine, where):
    aino.get(where)
    entry = AccessEntry.objects.latest("number")
    assert entry.what == "week"
    assert {one.client_id for one in mine} <= {shown.client_number for shown in entry.clients.all()}


def test_a_week_without_clients_says_what_will_be_there(world, aino):
    world.aino.episodes.clear()
    page = told(aino.get(reverse("week", args=["ungdom"])))
    assert "Här kommer dina klienter med en ruta för varje dag" in page


@pytest.mark.parametrize("who", ["tove", "coach", "politician", "administrator", "charlie"])
def test_the_week_does_not_exist_for_strangers(world, signed_in, who):
    browser, here = signed_in(getattr(world, who)), reverse("week", args=["ungdom"])
    assert (browser.get(here).status_code, browser.post(here, {"submission": uuid4()}).status_code) == (404, 404)
