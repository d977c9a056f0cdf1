"""The processbeskrivning as the one page it is printed on: its plain values, whether it fits, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.measures.process_pages import ROW, adopt, draft_of, full, page_of, small_service, tie, write

from loke.description.models import ProcessDescription, Thread
from loke.measures.printing import SIZES
from loke.measures.process import read
from loke.measures.sheet import fit_of, sheet_of

pytestmark = pytest.mark.once


@pytest.fixture
def service(db):
    return small_service()


def test_the_sheet_holds_what_stands_on_the_page(service):
    draft = draft_of(service)
    rows = write(
        draft, target_group=["Unga"], intervention=["Samtal", "Prov"], outcome=["Sover gott"], phase=["Början"]
    )
    tie(rows, "Prov", "Unga", "Sover gott")
    sheet = sheet_of(read(draft))
    assert (sheet.service, sheet.municipality) == ("Lilla verksamheten", "Lillköping")
    assert sheet.version.startswith("Utkast till version 1 · ")
    assert [[row.text for row in column.rows] for column in sheet.columns] == [
        ["Unga"],
        ["Samtal", "Prov"],
        ["Sover gott"],
    ]
    assert sheet.threads == (((0, 1),), ((1, 0),))
    assert [row.text for row in sheet.phases] == ["Början"]


def test_three_times_three_rows_of_120_letters_fit_and_ten_do_not(service):
    draft = draft_of(service)
    rows = full(draft, 3)
    assert {len(row.text) for row in rows.values()} == {120}
    assert fit_of(read(draft)).fits
    full(draft, 10)
    assert not fit_of(read(draft)).fits


def test_the_letters_shrink_as_the_page_fills_and_never_below_the_smallest(service):
    draft, sizes = draft_of(service), []
    for n in range(12):
        write(draft, outcome=[f"{n} {ROW}"[:90]])
        sizes.append(fit_of(read(draft)).size)
    assert sizes == sorted(sizes, reverse=True)
    assert set(sizes) <= set(SIZES)


def test_an_empty_draft_fits(service):
    assert fit_of(read(draft_of(service))).size == 100


def statements(browser, page: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert browser.get(page).status_code == 200
    return len(found)


def test_the_page_asks_no_more_of_the_database_however_many_versions_and_rows_there_are(world, signed_in):
    aino, service = signed_in(world.aino), small_service(unit=world.ungdom.unit)
    first = draft_of(service)
    rows = write(first, target_group=["Unga"], intervention=["Samtal"], outcome=["Sover gott"])
    tie(rows, "Samtal", "Unga", "Sover gott")
    adopt(first, world.day.replace(year=2020))
    draft = draft_of(service)
    page, chosen = page_of(service), f"{page_of(service)}?rad=r2"
    aino.get(chosen)
    few = statements(aino, page), statements(aino, chosen)
    full(draft, 12)
    for n in range(20):
        version = ProcessDescription.objects.create(
            service=service, version=f"{n + 10}", status="replaced", adopted=world.day.replace(year=2021)
        )
        assert version.label == f"version {n + 10}"
    more = full(draft_of(service), 3, letters=60)
    Thread.objects.bulk_create(
        Thread(start=start, end=end)
        for start in more.values()
        for end in more.values()
        if (start.column, end.column) == ("target_group", "intervention")
    )
    assert (statements(aino, page), statements(aino, chosen)) == few
