"""Whose clients a file may speak of: one's own and new ones, under codes that are no names, and nobody else's."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.exchange.files import begun, counts, taken_in, text, tried
from tests.exchange.test_files import CLIENTS, everything, newest

from loke.exchange import actions
from loke.records import actions as records
from loke.records.models import Client, Contact, Episode
from loke.records.pseudonyms import spaced


def colleagues(world) -> Episode:
    """An ongoing one of somebody whom Aino does not reach."""
    reached = Client.objects.for_user(world.aino, "import")
    theirs = Episode.objects.filter(service=world.ungdom, closed=None).exclude(client__in=reached)
    return theirs.exclude(client=None).select_related("client", "service__unit").first()


def test_what_has_been_shared_out_since_is_not_undone_by_anybody(world):
    done = taken_in(begun(world.aino, world.ungdom, text(*CLIENTS), "client"))
    newest(world, "U-2").responsible.set([world.idris])
    with pytest.raises(PermissionDenied):
        actions.undo_import(by=world.aino, imported=done)
    with pytest.raises(ValidationError, match="för 1 ansvarig har ändrats"):
        actions.undo_import(by=world.maryam, imported=done)


def test_a_practitioner_takes_in_new_clients_and_her_own_and_nobody_elses(world):
    other, mine = colleagues(world), world.ongoing(world.aino)
    name = world.ungdom.interventions.in_use().first().name
    day = timezone.localdate().isoformat()
    rows = ("Kod;Datum;Insats", f"{other.client.code};{day};{name}", f"{mine.client.code};{day};{name}")
    made = tried(begun(world.aino, world.ungdom, text(*rows), "contact"))
    assert counts(made) == [(1, 0, 0, 1)]
    assert "Du har ingen klient med den koden" in made.problems[0].todo
    taken_in(begun(world.aino, world.ungdom, text(*CLIENTS), "client"))
    assert list(newest(world, "U-1").responsible.all()) == [world.aino]


def test_the_records_themselves_refuse_rows_of_somebody_elses_client(world):
    other = colleagues(world)
    contact = Contact(
        episode=other, date=other.opened, intervention=world.ungdom.interventions.first(), attendance="attended"
    )
    with pytest.raises(PermissionDenied):
        records.import_rows(by=world.aino, service=world.ungdom, added=[contact], changed=[], removed=[])
    assert contact.pk is None


@pytest.mark.parametrize("closed", ["", "2026-05-02"])
@pytest.mark.parametrize("protected", [None, date(2026, 1, 1)])
def test_a_colleagues_client_is_neither_changed_nor_told_of(world, closed, protected):
    other = colleagues(world)
    Client.objects.filter(pk=other.client_id).update(protected=protected, sex="female")
    before = everything()
    rows = ("Kod;Start;Avslut;Kön", f"{other.client.code};2026-05-01;{closed};M", "U-1;2026-05-01;;M")
    draft = begun(world.aino, world.ungdom, text(*rows), "client")
    made = tried(draft)
    assert counts(made) == [(1, 0, 0, 1)]
    unknown = tried(begun(world.aino, world.ungdom, text(*rows), "client", new_clients=False)).problems
    assert {(one.expected, one.client) for one in (*made.problems, *unknown)} == {
        ("koden för en klient som finns", None)
    }
    assert all(one.todo.startswith("Kontrollera koden.") for one in (*made.problems, *unknown))
    taken_in(draft)
    after = everything()
    assert {row: after.get(row) for row in before} == before


def test_the_records_themselves_refuse_a_new_contact_for_somebody_elses_client(world):
    client = colleagues(world).client
    made = Episode(service=world.ungdom, code="ny", client=client, opened=date(2026, 5, 1), closed=date(2026, 5, 2))
    for parts in ({"added": [made], "changed": []}, {"added": [], "changed": [client]}):
        with pytest.raises(PermissionDenied):
            records.import_rows(by=world.aino, service=world.ungdom, removed=[], **parts)
        records.import_rows(by=world.maryam, service=world.ungdom, removed=[], **parts)


def test_a_code_of_the_units_list_that_nobody_has_used_is_anybodys(world):
    Client.objects.create(unit=world.ungdom.unit, code="U-7")
    taken_in(begun(world.aino, world.ungdom, text("Kod;Start", "U-7;2026-05-01"), "client"))
    assert list(newest(world, "U-7").responsible.all()) == [world.aino]


@pytest.mark.once
@pytest.mark.parametrize("code", ["anna andersson", "ANNA", "Anna", "Anna-Lena", "Anna Andersson"])
def test_what_may_be_a_name_is_no_code(world, code):
    made = tried(begun(world.maryam, world.ungdom, text("Kod;Start", f"{code};2026-03-01"), "client"))
    assert (counts(made), made.problems[0].cell) == ([(0, 0, 0, 1)], "A2")


def test_a_unit_whose_codes_have_no_digits_may_go_on_with_them(world):
    Client.objects.create(unit=world.ungdom.unit, code="RÄV")
    made = tried(
        begun(world.maryam, world.ungdom, text("Kod;Start", "UGGLA;2026-03-01", "Anna A;2026-03-01"), "client")
    )
    assert counts(made) == [(1, 0, 0, 1)]


def test_a_code_of_ours_that_nobody_here_has_makes_no_client_however_it_is_written(world):
    elsewhere = Client.objects.filter(unit=world.beroende.unit).first().code
    protected = colleagues(world).client
    protected.protected = world.day
    protected.save()
    codes = [elsewhere, spaced(elsewhere).lower(), "CRE YSH Q1J X", protected.code]
    made = tried(
        begun(world.aino, world.ungdom, text("Kod;Start", *(f"{code};2026-03-01" for code in codes)), "client")
    )
    assert counts(made) == [(0, 0, 0, 4)]
    assert {(one.expected, one.todo) for one in made.problems} == {
        (
            "koden för en klient som finns",
            "Kontrollera koden. Är den enhetens egen, så skriv till exempel ett bindestreck i den.",
        )
    }


def test_two_clients_whose_codes_were_the_same_do_not_stop_a_file(world):
    there = world.ongoing(world.aino)
    twin = Client.objects.create(unit=world.ungdom.unit, code=spaced(there.client.code))
    Episode.objects.create(service=world.ungdom, client=twin, code="twin", opened=date(2026, 3, 1))
    assert counts(tried(begun(world.aino, world.ungdom, text("Kod;Start", "U-8;2026-05-01"), "client"))) == [
        (1, 0, 0, 0)
    ]
