"""What Loke guesses of a file: which sheet has the rows, and what a column is by its heading and its cells."""

import pytest
from django.urls import reverse
from tests.exchange.files import begun, counts, taken_in, text, tried
from tests.exchange.test_files import CLIENTS, newest

from loke.dataset.asread import as_minutes
from loke.dataset.grid import Book, Grid, likely_sheet
from loke.exchange import actions
from loke.exchange.files.identify import struck_out
from loke.exchange.files.plan import plan_of

pytestmark = pytest.mark.once  # what the database does with a file: test_files.py


def guessed(world, *lines: str) -> dict[str, str]:
    return plan_of(begun(world.maryam, world.ungdom, text(*lines), "contact").plan).parts[0].columns


def interventions(world) -> list[str]:
    return [one.name for one in world.ungdom.interventions.in_use()][:2]


def test_headings_as_people_write_them_are_understood(world):
    assert guessed(world, "Klient;Datum;Typ av besök;Tid (min)", "U-1;2026-03-05;?;45") == {
        "0": "code",
        "1": "date",
        "2": "intervention",
        "3": "minutes",
    }


def test_a_column_of_interventions_is_known_by_its_cells_whatever_it_is_called(world):
    first, second = interventions(world)
    rows = (f"U-1;2026-03-05;{first};45", f"U-1;2026-03-06;{second.upper()};45")
    assert guessed(world, "Kod;Datum;Vad vi gjorde;Minuter", *rows)["2"] == "intervention"
    assert "2" not in guessed(world, "Kod;Datum;Vad vi gjorde;Minuter", "U-1;2026-03-05;promenad;45")


def test_a_few_cells_that_are_something_else_do_not_hide_what_a_column_is(world):
    first, second = interventions(world)
    rows = [f"U-{n};2026-03-05;{first if n % 2 else second};45" for n in range(8)]
    faulty = ("U-8;2026-03-05;Samtl;nittio", "U-9;2026-03-05;?;9000")
    assert guessed(world, "Kod;Datum;Det vi gjorde;Tid (min)", *rows, *faulty)["2"] == "intervention"
    assert guessed(world, "Kod;Datum;Det vi gjorde;Tid (min)", *rows, *faulty)["3"] == "minutes"
    assert guessed(world, "Kod;Datum;Typ av möte", "U-8;2026-03-05;?")["2"] == "intervention"


def test_time_is_minutes_where_there_are_whole_numbers_and_else_the_day(world):
    assert guessed(world, "Kod;Dag;Tid", "U-1;2026-03-05;45", "U-1;2026-03-06;1 h")["2"] == "minutes"
    assert guessed(world, "Kod;Tid", "U-1;2026-03-05")["1"] == "date"


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("45", 45), ("60 min", 60), ("60min.", 60), ("1 h", 60), ("1,5 tim", 90), ("2 timmar", 120)],
)
def test_minutes_are_read_as_people_write_them(written, minutes):
    assert as_minutes(written) == minutes


@pytest.mark.parametrize("written", ["1 h 20 min", "en timme", "1,25 h", "60 km", "9.00-10.00", ""])
def test_what_is_not_simple_is_no_minutes(written):
    with pytest.raises(ValueError, match=r".*"):
        as_minutes(written)


def test_minutes_with_their_unit_come_in_and_too_many_are_told_of(world):
    taken_in(begun(world.maryam, world.ungdom, text(*CLIENTS), "client"))
    name = interventions(world)[0]
    rows = ("Kod;Datum;Insats;Minuter", f"U-1;2026-03-05;{name};1,5 h", f"U-1;2026-03-06;{name};90 h")
    draft = begun(world.maryam, world.ungdom, text(*rows), "contact")
    assert (counts(tried(draft)), [one.cell for one in tried(draft).problems]) == ([(1, 0, 0, 1)], ["D3"])
    taken_in(draft)
    assert newest(world, "U-1").contacts.get().minutes == 90


def test_the_sheet_with_the_rows_is_shown_first_and_not_that_with_words_to_read(world, signed_in):
    words = Grid("Läs mig", (*((f"Så här gör ni, steg {n}",) for n in range(40)),))
    hidden = Grid("Gömd", (("A", "B"), *(("1", "2"),) * 50), hidden=True)
    rows = Grid("Träffar nov", (("Kod", "Datum", "Insats"), ("U-1", "2026-03-05", "Samtal")))
    book = Book((words, hidden, rows))
    assert likely_sheet(book.sheets) == 2
    draft = actions.begin_import(by=world.maryam, service=world.ungdom, name="a.xlsx", book=struck_out(book))
    page = signed_in(world.maryam).get(reverse("import_sheet", args=["ungdom", draft.pk])).content.decode()
    assert '<strong aria-current="true">Träffar nov</strong>' in page


def test_it_is_told_whether_the_columns_are_guessed_or_remembered(world, signed_in):
    browser = signed_in(world.maryam)
    first = begun(world.maryam, world.ungdom, text(*CLIENTS), "client")
    place = reverse("import_columns", args=["ungdom", first.pk])
    assert "Loke har gissat" in browser.get(place).content.decode()
    taken_in(first)
    again = begun(world.maryam, world.ungdom, text(*CLIENTS), "client")
    page = browser.get(reverse("import_columns", args=["ungdom", again.pk])).content.decode()
    assert "Loke minns kolumnerna från " in page
    assert "gissat" not in page


def test_what_a_row_is_and_where_the_headings_stand_are_remembered_for_the_next_file_like_it(world, signed_in):
    first = interventions(world)[0]
    lines = ("Statistik;;;", "Kod;Datum;Insats;Minuter")
    taken_in(begun(world.maryam, world.ungdom, text(*CLIENTS), "client"))
    book = text(*lines, f"U-1;2026-03-05;{first};45")
    taken_in(begun(world.maryam, world.ungdom, book, "contact", header=1))
    later = struck_out(text("Statistik;;;", "", *lines[1:], f"U-1;2026-04-05;{first};45"))
    draft = actions.begin_import(by=world.maryam, service=world.ungdom, name="april.csv", book=later)
    form = signed_in(world.maryam).get(reverse("import_sheet", args=["ungdom", draft.pk])).context["form"]
    assert (form["header"].value(), form["kind"].value()) == (2, "contact")
