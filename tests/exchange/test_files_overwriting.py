"""What a file says otherwise than the records, and twice: shown before it comes in, and left out when one wishes."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from tests.exchange.files import begun, counts, taken_in, text, tried
from tests.exchange.test_files import CLIENTS, everything, newest

from loke.dataset.grid import Book
from loke.exchange import actions
from loke.exchange.models import FileImport
from loke.exchange.views import files
from loke.records import actions as records
from loke.records.history import state
from loke.records.models import Contact, Episode

pytestmark = pytest.mark.once  # what the database does with a file: test_files.py

HEADS = "Kod;Datum;Insats;Minuter"


@pytest.fixture
def clients(world) -> FileImport:
    return taken_in(begun(world.maryam, world.ungdom, text(*CLIENTS), "client"))


@pytest.fixture
def contact(world, clients) -> Contact:
    """Registered by hand: came, 35 minutes."""
    told = {"date": date(2026, 3, 5), "intervention": world.ungdom.interventions.in_use().first(), "minutes": 35}
    return records.register_contact(by=world.maryam, episode=newest(world, "U-1"), **told)


def otherwise(world) -> Book:
    """A file that says something else of that contact, and tells of another day."""
    name = world.ungdom.interventions.in_use().first().name
    return text(
        "Kod;Datum;Insats;Närvaro;Minuter", f"U-1;2026-03-05;{name};uteblev;90", f"U-1;2026-03-06;{name};kom;45"
    )


def newest_start(world, code: str) -> date:
    return Episode.objects.filter(service=world.ungdom, client__code=code).latest("opened").opened


def test_what_a_file_would_overwrite_is_shown_as_it_stands_and_as_it_would_become(world, contact):
    made = tried(begun(world.maryam, world.ungdom, otherwise(world), "contact"))
    assert counts(made) == [(1, 1, 0, 0)]
    told = [(one.line, one.code, one.day, one.what, one.before, one.after) for one in made.differences.changes]
    assert told == [
        (2, "U-1", "2026-03-05", "Närvaro", "kom", "uteblev"),
        (2, "U-1", "2026-03-05", "Minuter", "35", "90"),
    ]
    assert made.clients == {contact.episode.client_id}


def test_what_is_there_may_be_left_as_it_stands_while_the_rest_comes_in(world, contact):
    before, draft = state(contact), begun(world.maryam, world.ungdom, otherwise(world), "contact")
    actions.choose_rows(by=world.maryam, draft=draft, keep=True, repeats=False)
    made = tried(draft)
    assert (counts(made), made.kept) == ([(1, 0, 0, 0)], 1)
    done = taken_in(draft)
    assert state(Contact.objects.get(pk=contact.pk)) == before
    assert done.counts[0]["kept"] == 1
    assert newest(world, "U-1").contacts.count() == 2


def test_a_client_is_left_as_it_stands_while_the_clients_new_contact_comes_in(world, clients):
    before = everything()
    rows = (CLIENTS[0], "U-1;2026-03-01;2026-09-01;M;Narkotika;", "U-2;2026-11-01;;K;Alkohol;", CLIENTS[2])
    shown = tried(begun(world.maryam, world.ungdom, text(*rows), "client"))
    assert {(one.line, one.what, one.before, one.after) for one in shown.differences.changes} == {
        (2, "Kön", "kvinna", "man"),
        (2, "Avslut", "–", "2026-09-01"),
        (2, "Vad det gäller", "Alkohol", "Narkotika"),
        (3, "Kön", "man", "kvinna"),
        (4, "Kön", "kvinna", "man"),
    }
    draft = begun(world.maryam, world.ungdom, text(*rows), "client")
    actions.choose_rows(by=world.maryam, draft=draft, keep=True, repeats=False)
    taken_in(draft)
    after = everything()
    assert {row: after[row] for row in before} == before
    assert newest_start(world, "U-2") == date(2026, 11, 1)


def test_an_answer_to_an_item_is_shown_as_it_stands_and_may_be_left(world, clients):
    instrument = world.ungdom.plans.first().instrument
    item = instrument.items.first()
    low, high = (str(int(limit)) for limit in (item.lowest, item.highest))
    kind, head = f"instrument:{instrument.code}", f"Kod;Svarsdag;Tillfälle;{item.code}"
    taken_in(begun(world.maryam, world.ungdom, text(head, f"U-1;2026-03-02;före;{low}"), kind))
    draft = begun(world.maryam, world.ungdom, text(head, f"U-1;2026-03-03;före;{high}"), kind)
    told = [(one.before, one.after) for one in tried(draft).differences.changes]
    assert told == [("2026-03-02", "2026-03-03"), (low, high)]
    before = everything()
    actions.choose_rows(by=world.maryam, draft=draft, keep=True, repeats=False)
    assert (counts(tried(draft)), tried(draft).differences.anything) == ([(0, 0, 0, 0)], False)
    assert everything() == before


def test_a_row_that_is_like_another_is_told_of_and_left_out_unless_one_wants_both(world, clients):
    name = world.ungdom.interventions.in_use().first().name
    same = f"U-1;2026-03-05;{name};45"
    draft = begun(world.maryam, world.ungdom, text(HEADS, same, f"U-1;2026-03-06;{name};45", same), "contact")
    made = tried(draft)
    assert counts(made) == [(2, 0, 0, 1)]
    assert [(one.cell, one.todo[:28]) for one in made.problems] == [("A4", "Raden är likadan som rad 2. ")]
    actions.choose_rows(by=world.maryam, draft=draft, keep=False, repeats=True)
    made = tried(draft)
    assert (counts(made), made.problems, made.differences.alike) == ([(3, 0, 0, 0)], [], 1)


def test_rows_that_differ_in_a_column_that_is_not_read_are_not_alike(world, clients):
    name = world.ungdom.interventions.in_use().first().name
    rows = (f"{HEADS};Klockslag", f"U-1;2026-03-05;{name};45;9.00", f"U-1;2026-03-05;{name};45;14.00")
    assert counts(tried(begun(world.maryam, world.ungdom, text(*rows), "contact"))) == [(2, 0, 0, 0)]


def test_problems_come_in_the_order_of_the_rows_of_the_file(world, clients):
    name = world.ungdom.interventions.in_use().first().name
    rows = (HEADS, f"X-9;2026-03-05;{name};45", f"U-1;2026-13-05;{name};x", f"X-8;2026-03-05;{name};45")
    made = tried(begun(world.maryam, world.ungdom, text(*rows), "contact"))
    assert [one.cell for one in made.problems] == ["A2", "B3", "D3", "A4"]


def pressed(browser, draft: FileImport, page: str, button: str):
    """Send the form of the page that has the button."""
    form = next(one for one in page.split("<form")[1:] if button in one.partition("</form>")[0]).partition("</form>")[0]
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    answer = browser.post(re.search(r'action="([^"]+)"', form)[1], sent, follow=True)
    assert answer.redirect_chain == [(reverse("import_trial", args=["ungdom", draft.pk]), 303)]
    return answer.content.decode()


def test_on_the_page_one_sees_what_changes_and_chooses_to_leave_it_and_back(world, signed_in, contact):
    draft, browser = begun(world.maryam, world.ungdom, otherwise(world), "contact"), signed_in(world.maryam)
    page = browser.get(reverse("import_trial", args=["ungdom", draft.pk])).content.decode()
    assert ">uteblev<" in page
    left = pressed(browser, draft, page, "Ändra inte det som redan finns")
    assert "Det här ändras inte" in left
    assert "Läs in 1 rad" in left
    assert "Läs in 2 rader" in pressed(browser, draft, left, "Ändra efter filen")


def test_of_many_changes_the_first_are_shown_and_none_leave_in_the_workbook(world, signed_in, contact, monkeypatch):
    monkeypatch.setattr(files, "CHANGES", 1)
    draft, browser = begun(world.maryam, world.ungdom, otherwise(world), "contact"), signed_in(world.maryam)
    assert "och 1 till." in browser.get(reverse("import_trial", args=["ungdom", draft.pk])).content.decode()
    data = browser.get(reverse("import_problems", args=["ungdom", draft.pk])).content
    book = openpyxl.load_workbook(BytesIO(data))
    said = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not {"uteblev", "35", "90"} & set(map(str, said))


def test_rows_that_are_alike_are_taken_in_at_the_press_of_a_button(world, signed_in, clients):
    name = world.ungdom.interventions.in_use().first().name
    same, browser = f"U-1;2026-03-05;{name};45", signed_in(world.maryam)
    draft = begun(world.maryam, world.ungdom, text(HEADS, same, same), "contact")
    page = browser.get(reverse("import_trial", args=["ungdom", draft.pk])).content.decode()
    assert "Läs in 1 rad" in page
    assert "Läs in 2 rader" in pressed(browser, draft, page, "Läs in likadana rader också")


def test_a_file_that_was_taken_in_is_known_by_what_it_held_and_not_by_its_name(world, signed_in, contact):
    draft, browser = begun(world.maryam, world.ungdom, otherwise(world), "contact"), signed_in(world.maryam)
    taken_in(draft)
    for page in (reverse("import_file", args=["ungdom"]), reverse("import_done", args=["ungdom", draft.pk])):
        assert "1 ny träff, 1 ändrad rad" in browser.get(page).content.decode()


def test_an_import_that_overwrote_is_undone_to_what_stood_there(world, contact):
    before = everything()
    done = taken_in(begun(world.maryam, world.ungdom, otherwise(world), "contact"))
    assert Contact.objects.get(pk=contact.pk).minutes == 90
    actions.undo_import(by=world.maryam, imported=done)
    assert everything() == before
