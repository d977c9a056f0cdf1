"""A file is undone as a whole: it is asked where the file is shown, and said what stands in the way."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.exchange.files import begun, taken_in, text
from tests.records.pages import address, told

from loke.accounts.models import AccessEntry
from loke.exchange import actions
from loke.exchange.afterwards import hindrances
from loke.exchange.models import FileImport
from loke.records import actions as records
from loke.records.history import version_of
from loke.records.models import Client, Contact, Registration

HEADS = "Kod;Datum;Insats;Minuter"


@pytest.fixture
def clients(world) -> list[Client]:
    book = text("Kod;Start;Kön;Vägen hit", *(f"U-{n};2026-03-01;kvinna;{'Skola' if n == 1 else ''}" for n in (1, 2, 3)))
    taken_in(begun(world.maryam, world.ungdom, book, "client"))
    return list(Client.objects.filter(code__startswith="U-").order_by("code"))


@pytest.fixture
def meetings(world, clients) -> FileImport:
    name = world.ungdom.interventions.in_use().first().name
    rows = (f"{client.code};2026-03-05;{name};45" for client in clients)
    return taken_in(begun(world.maryam, world.ungdom, text(HEADS, *rows), "contact"))


def file_page(imported: FileImport) -> str:
    return reverse("import_done", args=["ungdom", imported.pk])


def test_on_a_clients_page_one_is_told_all_that_came_with_the_file_and_led_to_it(world, signed_in, clients, meetings):
    browser = signed_in(world.maryam)
    page = told(browser.get(address("client", clients[0].episodes.get())))
    assert "Inläsning från fil: 3 träffar för 3 klienter" in page
    assert "Inläsning från fil: 3 nya klienter, 1 uppgift" in page
    undo = reverse("undo_registration", args=["ungdom", meetings.registration_id])
    assert undo not in page
    led = browser.get(reverse("import_of", args=["ungdom", meetings.registration_id]))
    assert led["Location"] == file_page(meetings)
    answer = browser.post(undo, {"submission": str(uuid.uuid4())}, follow=True)
    assert answer.redirect_chain[-1][0] == file_page(meetings)
    assert "Ångra hela inläsningen" in told(answer)
    meetings.registration.refresh_from_db()
    assert not meetings.registration.undone


def test_nothing_but_the_files_own_way_takes_it_back(world, meetings):
    with pytest.raises(PermissionDenied):
        records.undo_registration(by=world.maryam, registration=meetings.registration)


def test_what_has_been_changed_since_is_said_with_the_client_and_the_way_there(world, signed_in, meetings):
    changed = Contact.objects.get(episode__client__code="U-2", date=date(2026, 3, 5))
    told_so = {name: getattr(changed, name) for name in ("date", "intervention", "attendance")}
    records.change_contact(by=world.maryam, contact=changed, minutes=90, seen=version_of([changed]), **told_so)
    browser = signed_in(world.maryam)
    page = told(browser.post(file_page(meetings), {"submission": str(uuid.uuid4())}))
    assert "1 träff har ändrats sedan dess" in page
    listed = page.partition("Det här har ändrats eller kommit till")[2].partition("</section>")[0]
    assert f'href="{address("client", changed.episode)}"' in listed
    assert f"{changed.intervention.name} 5 mars, kom, 90 min" in listed
    assert listed.count("<li>") == 1
    read = AccessEntry.objects.filter(what="import_done").latest("pk")
    assert [one.client_number for one in read.clients.all()] == [changed.episode.client_id]


def test_what_stands_in_the_way_is_asked_for_all_clients_and_rows_at_once(world, clients, meetings):
    file = FileImport.objects.exclude(pk=meetings.pk).select_related("registration", "service").get()
    with CaptureQueriesContext(connection) as of_three:
        assert len(hindrances(world.maryam, file)) == 3
    Contact.objects.exclude(episode__client__code="U-1").filter(episode__client__in=clients).delete()
    with CaptureQueriesContext(connection) as of_one:
        assert len(hindrances(world.maryam, file)) == 1
    assert len(of_three) == len(of_one)


def test_what_has_been_taken_away_and_put_back_has_not_changed(world, meetings):
    contact = Contact.objects.get(episode__client__code="U-2", date=date(2026, 3, 5))
    records.remove_contact(by=world.maryam, contact=contact, seen=version_of([contact]))
    records.put_back(by=world.maryam, registration=Registration.objects.latest("pk"))
    actions.undo_import(by=world.maryam, imported=meetings)
    assert not Contact.objects.filter(pk=contact.pk).exists()
