"""Everything about one client is taken out, whatever new kinds of rows there come to be, and only by whoever may."""

import json
import re
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from tests.records.leaving import quarantined
from tests.records.pages import told

from loke.accounts.models import AccessEntry
from loke.records import actions
from loke.records.history import KINDS, registered_at, version_of
from loke.records.models import Client, Contact, Episode, PlannedContact, Registration
from loke.records.plurals import SEVERAL
from loke.records.pseudonyms import spaced
from loke.records.retention import graph
from loke.records.retention.extract import extract_of
from loke.records.retention.rows import table_name
from loke.records.retention.written import as_json, before


@pytest.fixture
def client_of(world) -> Client:
    """Somebody with values, measurements and goals."""
    measured = Client.objects.filter(unit=world.ungdom.unit, episodes__measurements__isnull=False)
    return measured.filter(episodes__goals__isnull=False, episodes__values__isnull=False).order_by("pk").first()


def as_told(world, number: int) -> dict:
    return json.loads(as_json(extract_of(world.maryam, world.ungdom.unit, number)))


def page(client: Client, name: str = "extract", *more: str) -> str:
    return reverse(name, args=["ungdom", client.pk, *more])


def test_every_kind_of_row_that_leads_to_a_client_is_a_table_with_every_row(world, client_of):
    tables = as_told(world, client_of.pk)["tables"]
    episodes = list(client_of.episodes.values_list("pk", flat=True))
    there = {table_name(model): graph.rows_about(model, episodes, [client_of.pk]).count() for model in graph.kinds()}
    assert {name: len(rows) for name, rows in tables.items()} == there
    assert sum(there.values()) > 10


def test_the_tables_of_the_data_dictionary_are_called_what_it_calls_them(world, client_of):
    names = {"clients", "episodes", "values", "contacts", "phases", "measurements", "answers", "scores", "goals"}
    assert names <= set(as_told(world, client_of.pk)["tables"])


def test_codes_have_their_names_beside_them_and_our_numbers_are_left_out(world, client_of):
    tables = as_told(world, client_of.pk)["tables"]
    assert tables["clients"][0]["client"] == client_of.code
    contact = client_of.episodes.first().contacts.order_by("pk").first() or Contact.objects.first()
    shown = [row for row in tables["contacts"] if row["date"] == contact.date.isoformat()]
    assert {"episode", "date", "intervention", "intervention_name", "attendance"} <= set(shown[0])
    values = [row for row in tables["values"] if row.get("value_name")]
    assert all(row["variable_name"] and row["value"] for row in values)
    assert not any("id" in row for rows in tables.values() for row in rows)


def test_a_reader_meets_no_code_but_the_clients_own_and_a_machine_has_them_all(world, client_of):
    extract = extract_of(world.maryam, world.ungdom.unit, client_of.pk)
    shown = [cell for table in extract.tables for row in table.shown for cell in row]
    episodes = client_of.episodes.all()
    codes = {*episodes.values_list("code", flat=True), *episodes.values_list("measurements__code", flat=True)}
    assert not codes & {word for cell in shown for word in cell.split()}
    assert not {"opening", "closing", "yes", "no"} & set(shown)
    assert codes - {None} <= set(re.findall(r'"(\w+)"', as_json(extract).decode()))


def test_where_there_is_one_contact_only_nothing_says_which_and_else_its_service_and_first_day_do(world):
    known = Client.objects.filter(unit=world.ungdom.unit).annotate(n=Count("episodes")).order_by("pk")
    for n in (1, 2):
        client = known.filter(n=n).first()
        told = {one.name: one for one in extract_of(world.maryam, world.ungdom.unit, client.pk).tables}
        which = {f"{world.ungdom.name} {one.opened}" for one in client.episodes.all()}
        said = {cell for row in told["responsible"].shown for cell in row if cell.startswith(world.ungdom.name)}
        assert said == (which if n == 2 else set())
        assert all("episode" in row for row in told["responsible"].rows)


def test_what_was_corrected_and_thrown_away_and_who_read_it_come_along(world, client_of, signed_in):
    episode = client_of.episodes.order_by("pk").last()
    value = episode.values.order_by("pk").first()
    said = value.option.code if value.option else value.text
    told = {"by": world.maryam, "episode": episode, "occasion": value.occasion or "opening"}
    actions.record_values(values={value.variable: None}, **told)
    signed_in(world.maryam).get(reverse("client", args=["ungdom", client_of.pk]))
    extract = as_told(world, client_of.pk)
    last = extract["history"][-1]
    assert (last["what"], last["by"], last["before"][0]["taken_away"]) == ("record_values", world.maryam.name, True)
    assert said in [change["row"]["value"] for change in last["before"]]
    assert extract["readings"][-1]["by"] == world.maryam.name


def test_why_something_was_corrected_and_the_code_in_threes_stand_where_a_person_reads(world, client_of, signed_in):
    episode = client_of.episodes.order_by("pk").last()
    stays = {stay.pk: (stay.entered, stay.left) for stay in episode.phases.all()}
    told_of = {"by": world.maryam, "episode": episode, "seen": None, "stays": stays}
    actions.correct_episode(opened=episode.opened - timedelta(days=1), why="Första dagen var fel", **told_of)
    maryam = signed_in(world.maryam)
    word = docx.Document(BytesIO(maryam.get(page(client_of, "extract_file", "docx")).content))
    written = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    printed = PdfReader(BytesIO(maryam.get(page(client_of, "extract_file", "pdf")).content))
    for shown in (told(maryam.get(page(client_of))), written, " ".join(one.extract_text() for one in printed.pages)):
        said = " ".join(shown.split())
        assert "Första dagen var fel" in said
        assert spaced(client_of.code) in said
        assert client_of.code not in said
    assert as_told(world, client_of.pk)["tables"]["clients"][0]["client"] == client_of.code


def test_what_became_of_a_planned_meeting_is_said_and_of_one_that_was_dropped_that_it_is_gone(world):
    episode, today = world.ongoing(world.aino), timezone.localdate()
    told_of = {"intervention": episode.service.interventions.in_use().first(), "minutes": 60}
    actions.plan_contacts(by=world.aino, episode=episode, days=[today, today + timedelta(days=7)], **told_of)
    held, dropped = episode.planned.order_by("date")
    actions.answer_planned(by=world.aino, planned=held, attendance="missed")
    actions.drop_planned(by=world.aino, planned=dropped)
    extract = extract_of(world.maryam, world.ungdom.unit, episode.client_id)
    assert [before(one).partition(":")[0] for one in extract.history[-2:]] == [
        "planerad träff (blev en träff",
        "planerad träff (borttagen)",
    ]


def test_each_of_two_planned_meetings_that_are_answered_at_once_tells_what_became_of_itself(world):
    episode, today = world.ongoing(world.aino), timezone.localdate()
    kind, days = episode.service.interventions.in_use().first(), [today - timedelta(days=1), today]
    PlannedContact.objects.filter(episode=episode).delete()
    with registered_at(timezone.now() - timedelta(days=1)):
        actions.plan_contacts(by=world.aino, episode=episode, intervention=kind, days=days)
    contacts = [
        Contact(episode=episode, date=day, intervention=kind, attendance=how)
        for day, how in zip(days, ("attended", "missed"), strict=True)
    ]
    actions.register_week(by=world.aino, service=world.ungdom, contacts=contacts)
    later = {"date": today, "intervention": kind, "attendance": "attended", "minutes": None}
    actions.change_contact(by=world.aino, contact=contacts[1], seen=version_of([contacts[1]]), **later)
    week = extract_of(world.maryam, world.ungdom.unit, episode.client_id).history[-2]
    assert re.findall(r"\(blev en träff: (\w+)\): (?:[^;]*?)(\d{4}-\d\d-\d\d)", before(week)) == [
        ("kom", days[0].isoformat()),
        ("uteblev", days[1].isoformat()),
    ]


def test_a_moment_is_told_by_the_clock_on_the_wall_and_several_rows_in_the_plural(world):
    client = world.ongoing(world.aino).client
    told_of = {"reason": "stands_in", "words": ""}
    opened = actions.open_with_reason(by=world.idris, service=world.ungdom, client=client, **told_of)
    extract = extract_of(world.maryam, world.ungdom.unit, client.pk)
    table = next(one for one in extract.tables if one.name == "opened_for_reasons")
    assert f"{timezone.localtime(opened.at):%Y-%m-%d %H:%M}" in table.shown[0]
    assert {"träffar", "öppningar med skäl"} <= {one.title for one in extract.tables}
    assert set(SEVERAL) == set(KINDS.values())


def test_a_client_in_quarantine_is_taken_out_too(world):
    erasure = quarantined(world)
    one = erasure.clients.get()
    extract = as_told(world, one.client_number)
    assert extract["in_quarantine"] is True
    assert len(extract["tables"]["episodes"]) == len(one.episodes)
    sealed = one.sealed.changes.count()
    assert sum(len(rows) for rows in extract["tables"].values()) == sealed


def test_a_client_in_the_bin_is_taken_out_too_and_is_gone_when_the_bin_is_emptied(world, signed_in):
    client = Client.objects.annotate(n=Count("episodes")).filter(n=1, unit=world.ungdom.unit).order_by("pk").first()
    number, code, maryam = client.pk, client.code, signed_in(world.maryam)
    actions.remove_episode(by=world.maryam, episode=client.episodes.get())
    assert maryam.get(page(client, "extract")).status_code == 200
    extract = as_told(world, number)
    assert extract["client"] == code
    assert extract["history"][-1]["before"]
    Registration.objects.filter(what="remove_episode").update(at=timezone.now() - timedelta(days=31))
    actions.empty_bin(by=None, service=world.ungdom)
    assert maryam.get(reverse("extract", args=["ungdom", number])).status_code == 404


def test_the_manager_takes_it_out_to_read_and_as_files_and_it_is_logged(world, client_of, signed_in):
    maryam, before = signed_in(world.maryam), AccessEntry.objects.count()
    shown = maryam.get(page(client_of))
    assert shown.status_code == 200
    assert "Träff" in told(shown)
    answers = {ending: maryam.get(page(client_of, "extract_file", ending)) for ending in ("json", "docx", "pdf")}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert json.loads(answers["json"].content)["client"] == client_of.code
    assert len(docx.Document(BytesIO(answers["docx"].content)).tables) > 5
    assert answers["pdf"].content.startswith(b"%PDF")
    named = AccessEntry.objects.filter(number__gt=before).values_list("clients__client_number", flat=True)
    assert list(named) == [client_of.pk] * 4


@pytest.mark.parametrize("who", ["aino", "idris", "tove", "bengt", "coach", "politician", "administrator", "charlie"])
def test_nobody_else_takes_it_out(world, client_of, signed_in, who):
    browser = signed_in(getattr(world, who))
    pages = [page(client_of), *(page(client_of, "extract_file", ending) for ending in ("json", "docx", "pdf"))]
    assert {browser.get(each).status_code for each in pages} == {404}


def test_another_units_client_does_not_exist(world, signed_in):
    other = Episode.objects.filter(service=world.beroende).exclude(client=None).first().client
    assert signed_in(world.maryam).get(page(other)).status_code == 404
    assert set(KINDS.values()) <= set(graph.kinds())
