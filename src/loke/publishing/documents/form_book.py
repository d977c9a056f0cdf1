"""An Excel workbook to fill in: a sheet for each kind of row, lists to choose from, and a hidden sheet of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from loke.dataset.grid import column_name
from loke.publishing.documents.cells import OUR_SHEET
from loke.publishing.documents.content import tidy
from loke.publishing.documents.excel import LONGEST_NAME, NOT_IN_A_NAME, PLAIN, WIDTHS

ROWS = 5_000  # to which lists and formats reach
LISTS = 3  # the first column of the hidden sheet that holds a list
LONGEST_HINT = 255
LONGEST_TITLE = 32


@dataclass(frozen=True)
class FormColumn:
    """A column: its key, its heading, what may be chosen in it (nothing: anything), and what is to stand there."""

    key: str
    label: str
    options: tuple[str, ...] = ()
    hint: str = ""
    day: bool = False


@dataclass(frozen=True)
class FormSheet:
    """A kind of row."""

    code: str
    name: str
    columns: tuple[FormColumn, ...]


def form_book(
    title: str, guide_name: str, guide: Sequence[str], sheets: Sequence[FormSheet], known: dict[str, str]
) -> bytes:
    """The workbook. `known` is what its hidden sheet says, which `cells.book_of` gives back with it."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, PLAIN) as book:
        book.set_properties({"title": tidy(title)})
        formats = _formats(book)
        first = book.add_worksheet(tidy(guide_name)[:LONGEST_NAME])
        first.set_column(0, 0, 90)
        for number, line in enumerate([title, "", *guide]):
            first.write_string(number, 0, tidy(line), formats["head"] if number == 0 else formats["wrap"])
        made = [(book.add_worksheet(sheet_name(sheet.name)), tidied_sheet(sheet)) for sheet in sheets]
        hidden = book.add_worksheet(OUR_SHEET)
        hidden.hide()
        told = list(known.items()) + [(f"{sheet_name(one.name)}", one.code) for one in sheets]
        told += [(f"{sheet_name(one.name)}!{n}", c.key) for one in sheets for n, c in enumerate(one.columns)]
        for number, (name, value) in enumerate(told):
            hidden.write_string(number, 0, name)
            hidden.write_string(number, 1, value)
        lists: dict[tuple[str, ...], int] = {}
        for page, sheet in made:
            _write(page, sheet, formats, hidden, lists)
    return file.getvalue()


def sheet_name(name: str) -> str:
    """As Excel takes it."""
    plain = " ".join(NOT_IN_A_NAME.sub(" ", tidy(name)).split()).lstrip("' ")
    return plain[:LONGEST_NAME].rstrip("' ") or "Blad"


def tidied_sheet(sheet: FormSheet) -> FormSheet:
    columns = (
        FormColumn(one.key, tidy(one.label), tuple(map(tidy, one.options)), tidy(one.hint), one.day)
        for one in sheet.columns
    )
    return FormSheet(sheet.code, sheet.name, tuple(columns))


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
    }


def _write(
    page: Worksheet,
    sheet: FormSheet,
    formats: dict[str, Format],
    hidden: Worksheet,
    lists: dict[tuple[str, ...], int],
) -> None:
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column.label, formats["head"])
        shape = formats["day"] if column.day else formats["text"] if column.key == "code" else None
        page.set_column(place, place, min(max(len(column.label) + 2, WIDTHS[0]), 24), shape)
        help_text = {"input_title": column.label[:LONGEST_TITLE], "input_message": column.hint[:LONGEST_HINT]}
        rule = {"validate": "any"} | (help_text if column.hint else {})
        if column.options:
            rule |= {"validate": "list", "source": _source(hidden, lists, column.options), "error_type": "warning"}
        page.data_validation(1, place, ROWS, place, rule)
    page.freeze_panes(1, 1)


def _source(hidden: Worksheet, lists: dict[tuple[str, ...], int], options: tuple[str, ...]) -> str:
    """Where in the hidden sheet the list stands; it is written there the first time."""
    if options not in lists:
        lists[options] = LISTS + len(lists)
        for number, option in enumerate(options):
            hidden.write_string(number, lists[options], option)
    letter = column_name(lists[options])
    return f"={OUR_SHEET}!${letter}$1:${letter}${len(options)}"
