"""What is kept of a file: a draft for a day, nothing that tells who somebody is, and which column was what."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from tests.exchange.files import begun, taken_in, text

from loke.exchange import actions
from loke.exchange.files.identify import STRUCK, struck_out
from loke.exchange.files.plan import kept, plan_of
from loke.exchange.models import FileImport
from loke.exchange.nightly import forget_old_files
from loke.records.models import Value

CLIENTS = ("Kod;Start;Vad det gäller", "U-1;2026-03-01;Alkohol", "U-2;2026-03-02;Narkotika")


@pytest.fixture
def clients(world) -> FileImport:
    return taken_in(begun(world.maryam, world.ungdom, text(*CLIENTS), "client"))


def test_what_tells_who_somebody_is_is_nowhere_in_the_database(world):
    secret = ("Kod;Start;Namn;Pnr;Övrigt", "U-1;2026-03-01;Anna Hemligsson;811228-9874;ring 070-123 45 67")
    draft = begun(world.maryam, world.ungdom, text(*secret), "client")
    for part in ("Hemligsson", "811228", "123 45 67"):
        assert part not in draft.rows
    assert draft.rows.count(STRUCK) == 3


def test_what_is_taken_in_is_not_written_back_by_a_step_that_somebody_had_left_open(world):
    draft = begun(world.maryam, world.ungdom, text(*CLIENTS), "client")
    open_elsewhere = FileImport.objects.get(pk=draft.pk)
    taken_in(draft)
    with pytest.raises(ValidationError, match="redan inläst"):
        actions.choose_sheet(by=world.maryam, draft=open_elsewhere, sheet=0, header=0, kind="client")
    assert FileImport.objects.get(pk=draft.pk).rows == ""


def test_rows_are_forgotten_when_taken_in_and_drafts_after_a_day(world, clients):
    assert (clients.rows, clients.name) == ("", "")
    old = begun(world.maryam, world.ungdom, text(*CLIENTS), "client")
    fresh = begun(world.maryam, world.ungdom, text(*CLIENTS), "client")
    FileImport.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(hours=25))
    assert forget_old_files() == 1
    assert set(FileImport.objects.all()) >= {fresh, clients}
    assert not FileImport.objects.filter(pk=old.pk).exists()


def test_the_rows_of_a_draft_are_sealed_in_the_database(world):
    begun(world.maryam, world.ungdom, text(*CLIENTS), "client")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rows FROM exchange_fileimport")
        assert "Alkohol" not in cursor.fetchone()[0]


def test_of_the_words_in_the_cells_nothing_can_be_read_in_what_was_decided(world):
    rows = ("Kod;Start;Vad det gäller", "U-1;2026-03-01;Annas bror dricker")
    draft = begun(world.maryam, world.ungdom, text(*rows), "client", values={"2": {"annas bror dricker": "alkohol"}})
    assert "annas" not in json.dumps(draft.plan).casefold()
    taken_in(draft)
    assert Value.objects.get(episode__client__code="U-1", variable__code="problem").option.code == "alkohol"
    told = world.ungdom.known_columns.get().told
    assert "annas" not in json.dumps(told).casefold()
    assert FileImport.objects.get(pk=draft.pk).plan == {}


def test_next_months_file_is_mapped_as_this_months(world):
    rows = ("Löpnr;Första kontakten;Läge", "U-1;2026-03-01;Sprit")
    columns, values = {"0": "code", "1": "opened", "2": "v:problem:opening"}, {"2": {"sprit": "alkohol"}}
    taken_in(begun(world.maryam, world.ungdom, text(*rows), "client", columns=columns, values=values))
    moved = text("Läge;Löpnr;Första kontakten", "Sprit;U-2;2026-04-01")
    draft = actions.begin_import(by=world.maryam, service=world.ungdom, name="april.csv", book=struck_out(moved))
    actions.choose_sheet(by=world.maryam, draft=draft, sheet=0, header=0, kind="client")
    part = plan_of(draft.plan).parts[0]
    assert part.columns == {"1": "code", "2": "opened", "0": "v:problem:opening"}
    assert part.values == {"0": {kept("sprit"): "alkohol"}}
    actions.forget_columns(by=world.maryam, known=world.ungdom.known_columns.get())
    actions.choose_sheet(by=world.maryam, draft=draft, sheet=0, header=0, kind="client")
    assert plan_of(draft.plan).parts[0].values == {}
