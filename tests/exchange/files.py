"""Files with rows for the tests: as text, as workbooks, and the template filled in."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import openpyxl
import xlsxwriter

from loke.dataset.delimited import grid_of
from loke.dataset.grid import Book
from loke.description.models import Service
from loke.exchange import actions
from loke.exchange.files.identify import struck_out
from loke.exchange.files.plan import plan_of
from loke.exchange.files.template import template
from loke.exchange.files.trial import Trial, trial
from loke.exchange.models import FileImport


def text(*lines: str) -> Book:
    return Book((grid_of("\n".join(lines).encode()),))


def begun(by, service: Service, book: Book, kind: str, **decided) -> FileImport:
    """A draft in which everything is as Loke guesses, but for what is decided here."""
    draft = actions.begin_import(by=by, service=service, name="fil.csv", book=struck_out(book))
    header = decided.pop("header", 0)
    actions.choose_sheet(by=by, draft=draft, sheet=0, header=header, kind=kind)
    part = plan_of(draft.plan).parts[0]
    told = {"columns": part.columns, "same": part.same, "unknown": "refuse", "new_clients": True} | decided
    values = told.pop("values", {})
    actions.map_columns(by=by, draft=draft, **told)
    actions.map_values(by=by, draft=draft, values=values)
    return draft


def tried(draft: FileImport) -> Trial:
    return trial(draft, draft.by)


def taken_in(draft: FileImport) -> FileImport:
    made = tried(draft)
    return actions.run_import(by=draft.by, draft=draft, made=made, version=made.version)


def counts(made: Trial) -> list[tuple[int, int, int, int]]:
    """New, changed, the same, left out, for each kind."""
    return [(one.new, one.changed, one.same, one.skipped) for one in made.counts]


def filled(service: Service, sheets: Mapping[str, Sequence[Mapping[str, object]]]) -> bytes:
    """The service's template with rows in it, by sheet and heading, as somebody fills it in in Excel."""
    book = openpyxl.load_workbook(BytesIO(template(service)))
    for name, rows in sheets.items():
        page = book[name]
        places = {cell.value: cell.column for cell in page[1]}
        for number, row in enumerate(rows, 2):
            for head, value in row.items():
                page.cell(number, places[head], value)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Blad")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()
