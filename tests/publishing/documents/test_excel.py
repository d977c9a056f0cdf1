"""In Excel text stays text, figures stay figures, and nothing becomes a formula."""

from io import BytesIO

import openpyxl
import pytest
from tests.publishing.documents.samples import PHASES, PLAN

from loke.publishing.documents.content import Column, Table
from loke.publishing.documents.excel import workbook
from loke.publishing.documents.figures import as_figures
from loke.publishing.tables import Cell, TableRow
from loke.publishing.tables import Table as Shown

STARTS = ["=", "+", "-", "@", "\t=", "\n=", "\r=", " =", "'=", '"=', "|", "%", ";=", ",=", "{=", "＝", "＋", "－", "＠"]
WHOLE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org","x")',
    '=WEBSERVICE("http://example.org")',
    "{=1+1}",
    "=IMPORTXML(A1)",
    "DDE(x;y)",
    "=-1",
    "==1",
    "http://example.org",
    "https://example.org/?a=1",
    "mailto:a@example.org",
    "internal:Sheet2!A1",
    "external:c:\\x.xlsx",
    "0012",
    "1e5",
    "2026-03-01",
    "TRUE",
    "#REF!",
    "NaN",
]
PREFIXES = [f"{start}1+1" for start in STARTS] + WHOLE


def read(*tables: Table) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook("Så här följer vi upp", "Älvkulla kommun", tables)))


def table_of(*cells: object) -> Table:
    return Table("t", "Tabell", (Column("a", "A"),), tuple((cell,) for cell in cells))


def test_there_are_forty_ways_to_begin_a_formula() -> None:
    assert len(set(PREFIXES)) >= 40


@pytest.mark.parametrize("text", PREFIXES)
def test_text_is_text_whatever_it_begins_with(text: str) -> None:
    cell = read(table_of(text)).active["A2"]
    assert cell.data_type == "s"
    assert cell.value == text.replace("\r", "\n")
    assert cell.hyperlink is None


def test_no_file_holds_a_formula_or_a_link() -> None:
    data = workbook("x", "y", [table_of(*PREFIXES)])
    book = openpyxl.load_workbook(BytesIO(data))
    assert {cell.data_type for row in book.active.iter_rows(min_row=2) for cell in row} == {"s"}


def test_figures_are_figures_and_nothing_is_nothing() -> None:
    sheet = read(PHASES).active
    assert [sheet["D2"].value, sheet["D3"].value, sheet["F3"].value] == [75, 120.5, None]
    assert [cell.value for cell in sheet[1]][:2] == ["Namn", "Innehåll"]


def test_the_headings_stay_and_each_table_has_its_sheet() -> None:
    book = read(PHASES, PLAN.tables[0], PLAN.tables[0])
    assert book.sheetnames == ["Faser", "Vad vi mäter", "Vad vi mäter 2"]
    assert book["Faser"].freeze_panes == "A2"
    assert book["Faser"].column_dimensions["A"].width >= 9
    assert book.properties.title == "Så här följer vi upp"
    assert "78 minuter" in str(book["Vad vi mäter"]["A15"].value)


def test_a_caption_that_no_sheet_may_be_named_is_changed() -> None:
    table = Table("t", "Vad: vem [och] när? En mycket lång rubrik om allt", (Column("a", "A"),))
    assert read(table).sheetnames == ["Vad vem och när En mycket lång"]
    names = ["Är förändringen större än mätfelet?", "x" * 40, "Ord " + "y" * 27]
    cut = ["Är förändringen större än", "x" * 31, "Ord " + "y" * 27]
    assert [read(Table("t", name, (Column("a", "A"),))).sheetnames for name in names] == [[one] for one in cut]


def test_a_year_is_a_number_and_a_version_a_text() -> None:
    head = (Cell("Period", kind="period"), Cell("Version", kind="text"))
    row = TableRow((Cell("2023"), Cell("2")))
    assert as_figures(Shown("Tabell", "", head, (row,))).rows == ((2023, "2"),)
    assert as_figures(Shown("Tabell", "", head, (TableRow((Cell("Mars 2023"), Cell("2"))),))).rows[0][0] == "Mars 2023"
