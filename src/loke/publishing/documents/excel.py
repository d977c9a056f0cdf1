"""Tables as an Excel workbook: text is text whatever it begins with, figures are figures."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from loke.publishing.documents.content import Cell, Table, tidied

NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
LONGEST_TEXT = 32_767  # letters that a cell holds
WIDTHS = (9, 60)  # of a column, in letters
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def workbook(title: str, author: str, tables: Sequence[Table], made: date | None = None) -> bytes:
    """A sheet for each table, its headings frozen above its rows, its note under them.

    The file says that it was `made` that day, else now.
    """
    file = BytesIO()
    with xlsxwriter.Workbook(file, PLAIN) as book:
        created = {"created": datetime.combine(made, time())} if made else {}
        book.set_properties({"title": title, "author": author} | created)
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        names: set[str] = set()
        for table in map(tidied, tables):
            sheet = book.add_worksheet(_name(table.caption or table.code, names))
            _write(sheet, table, head, body)
    return file.getvalue()


def _name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes and no other sheet has, of whole words where it has to be cut."""
    whole = " ".join(NOT_IN_A_NAME.sub(" ", wanted).split()).strip("'")
    cut = whole[: LONGEST_NAME + 1].rpartition(" ")[0] if len(whole) > LONGEST_NAME else whole
    plain = (cut or whole)[:LONGEST_NAME].strip("' ") or "Tabell"
    name, number = plain, 2
    while name.casefold() in taken or name.casefold() == "history":
        name, number = f"{plain[: LONGEST_NAME - 4]} {number}", number + 1
    taken.add(name.casefold())
    return name


def _write(sheet: Worksheet, table: Table, head: Format, body: Format) -> None:
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.label[:LONGEST_TEXT], head)
        shown = [column.label, *(str(row[place] if row[place] is not None else "") for row in table.rows)]
        longest = max(len(line) for text in shown for line in (text.split("\n") or [""]))
        sheet.set_column(place, place, min(max(longest + 2, WIDTHS[0]), WIDTHS[1]))
    for number, row in enumerate(table.rows, 1):
        for place, cell in enumerate(row):
            _cell(sheet, number, place, cell, body)
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    if table.note:
        sheet.write_string(len(table.rows) + 2, 0, table.note[:LONGEST_TEXT])


def _cell(sheet: Worksheet, row: int, column: int, cell: Cell, body: Format) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, body)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell[:LONGEST_TEXT], body)
    else:
        sheet.write_number(row, column, cell, body)
