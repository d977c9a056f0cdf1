"""After a file is taken in: which rows were left out and why, and nothing of what stood in them."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from tests.exchange.files import begun, taken_in, text, tried

from loke.exchange.models import FileImport
from loke.exchange.nightly import forget_old_files
from loke.exchange.views import files
from loke.records.models import BIN

HEADS = "Kod;Start;Slut;Kön;Problem;Ålder"
ROWS = (
    "U-71;2026-03-01;;K;Alkohol;",
    "U-72;2026-13-01;;K;Alkohol;",
    "U-73;2026-03-01;2026-02-30;K;Hemlighet;",
    "U-74;2026-03-01;;K;Sprit;",
    "U-71;2026-03-01;;K;Alkohol;",
)


@pytest.fixture
def maryam(world, signed_in):
    return signed_in(world.maryam)


@pytest.fixture
def done(world) -> FileImport:
    said = {"4": {"sprit": "-"}}
    return taken_in(begun(world.maryam, world.ungdom, text(HEADS, *ROWS), "client", values=said))


def shown(browser, imported: FileImport) -> str:
    return browser.get(reverse("import_done", args=["ungdom", imported.pk])).content.decode()


def cells(browser, imported: FileImport) -> list[list[str]]:
    """What the workbook says, row by row, under its headings."""
    data = browser.get(reverse("import_left_out", args=["ungdom", imported.pk])).content
    rows = [
        [str(cell) for cell in row if cell is not None]
        for sheet in openpyxl.load_workbook(BytesIO(data))
        for row in sheet.iter_rows(values_only=True)
    ]
    heading = next(place for place, row in enumerate(rows) if row[1:3] == ["Rad", "Cell"])
    return [row for row in rows[heading + 1 :] if len(row) == 4]


def test_each_row_that_was_left_out_is_told_by_its_number_and_why(world, maryam, done):
    lines = {one["line"]: (one["cells"], one["why"]) for one in done.left_out}
    assert list(lines) == [3, 4, 5, 6]
    assert lines[3][0] == "B3"
    assert lines[3][1].startswith("Den dagen finns inte.")
    assert lines[4][0] == "C4, E4"
    assert lines[5] == ("E5", "Raden valdes bort i steget Värden.")
    assert lines[6] == ("A6", "Samma klient och start står på rad 2. Behåll en av dem.")
    page = shown(maryam, done)
    assert "Rader som hoppades över" in page
    assert all(f"rad {line}<" in page and why in page for line, (_cells, why) in lines.items())


def test_as_many_are_told_as_the_trial_counted(world, done):
    assert len(done.left_out) == sum(count["skipped"] for count in done.counts)


def test_neither_answers_nor_codes_are_kept_of_them(world, maryam, done):
    secrets = ("U-72", "U-73", "U-74", "Hemlighet", "Sprit", "Alkohol", "2026-13-01", "2026-02-30")
    said = f"{done.left_out} {shown(maryam, done)} {cells(maryam, done)}"
    assert not [one for one in secrets if one in said]
    assert "U-71" not in f"{done.left_out} {cells(maryam, done)}"  # the page names whom nobody answers for


def test_what_a_clients_records_hold_is_not_told_after_the_trial(world, done):
    again = begun(world.maryam, world.ungdom, text("Kod;Start", "U-71;2026-04-01", "U-79;2026-04-01"), "client")
    assert "2026-03-01" in tried(again).problems[0].todo
    (one,) = taken_in(again).left_out
    assert one["cells"] == "B2"
    assert one["why"].startswith("Det går inte ihop med något som redan är registrerat.")
    assert "2026-03-01" not in str(one)


def test_of_many_the_first_are_shown_and_all_are_in_the_workbook(world, maryam, done, monkeypatch):
    monkeypatch.setattr(files, "LEFT_OUT", 2)
    page = shown(maryam, done)
    assert "4 rader, i filens ordning" in page
    assert "Här står de 2 första." in page
    assert "rad 5<" not in page
    assert [row[1] for row in cells(maryam, done)] == ["3", "4", "5", "6"]


def test_ten_thousand_are_a_short_page_and_a_long_workbook(maryam, done):
    one = done.left_out[0]
    done.left_out = [one | {"line": line} for line in range(2, 10_002)]
    done.save()
    assert shown(maryam, done).count('<th scope="row"') < 60
    assert len(cells(maryam, done)) == 10_000


def test_where_all_was_taken_in_nothing_is_said(world, maryam):
    imported = taken_in(begun(world.maryam, world.ungdom, text(HEADS, ROWS[0]), "client"))
    assert imported.left_out == []
    assert "Rader som hoppades över" not in shown(maryam, imported)


def test_they_are_forgotten_when_the_file_can_no_longer_be_undone(done):
    forget_old_files()
    done.refresh_from_db()
    assert done.left_out
    FileImport.objects.filter(pk=done.pk).update(at=timezone.now() - BIN - timedelta(days=1))
    assert forget_old_files() == 0
    done.refresh_from_db()
    assert done.left_out == []
    assert done.counts


def test_only_whoever_may_see_what_was_taken_in_sees_them(world, signed_in, done):
    where = reverse("import_left_out", args=["ungdom", done.pk])
    for who in ("aino", "idris", "tove", "coach", "politician", "administrator", "charlie"):
        assert signed_in(getattr(world, who)).get(where).status_code == 404
