"""The processbeskrivning as the one page it is printed on, in plain values, and whether it fits there."""

from dataclasses import dataclass
from math import ceil

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loke.measures.process import HEADINGS, Column, Process

*MAIN, PHASES = HEADINGS

# Millimetres as the print rules of loke.css give them at full size, on an A4 that lies down.
HEIGHT = 189.0
WIDTHS = (62.0, 67.0, 67.0)  # of the text in a row of each column
ROW_LINE, EXPECTED_LINE, AROUND_ROW = 6.4, 5.9, 12.0
EXPECTED_INDENT = 5.9
HEAD, COLUMN_HEAD, FOOT, OF_PHASES, GAPS = 20.0, 9.5, 6.5, 14.0, 13.0
ROW_LETTER, EXPECTED_LETTER = 2.55, 2.1  # the width of a letter, rather more than the mean
SIZES = (100, 88, 76, 66)  # per cent; below the last, letters are too small to read on a wall


@dataclass(frozen=True)
class SheetRow:
    """A row and what is expected of it, in words."""

    text: str
    expectations: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetColumn:
    """One of the three columns; `name` is the word for its rows."""

    title: str
    name: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True)
class Sheet:
    """All that stands on the page; `threads` go from row to row of two neighbours, both counted from 0."""

    title: str
    service: str
    municipality: str
    version: str
    columns: tuple[SheetColumn, ...]
    threads: tuple[tuple[tuple[int, int], ...], ...]
    phases_title: str
    phases: tuple[SheetRow, ...]
    foot: str


@dataclass(frozen=True)
class Fit:
    """Whether everything gets room on one A4, and at which size in per cent; `fullest` is the column that takes
    the most room, by the word for its rows."""

    fits: bool
    size: int
    fullest: str


def sheet_of(process: Process) -> Sheet:
    version = process.version
    return Sheet(
        title=_("Processbeskrivning"),
        service=version.service.name,
        municipality=version.service.organisation.name,
        version=version_line(version),
        columns=tuple(_column(process.columns[kind]) for kind in MAIN),
        threads=tuple(_threads(process, kind) for kind in MAIN[:2]),
        phases_title=str(HEADINGS[PHASES][0]),
        phases=_rows(process.columns[PHASES]),
        foot=_("Raderna med tonad ruta räknas i uppföljningen."),
    )


def version_line(version) -> str:
    """ "Utkast till version 4 · 4 februari 2027"; the day it was adopted, or was last written in."""
    day = version.adopted or timezone.localdate(version.changed or version.begun or timezone.now())
    words = f"{version.label} · {date_format(day, 'j F Y')}"
    return words[:1].upper() + words[1:]


def _column(column: Column) -> SheetColumn:
    return SheetColumn(f"{column.heading}: {column.about}", str(column.rows_are_called), _rows(column))


def _rows(column: Column) -> tuple[SheetRow, ...]:
    return tuple(SheetRow(line.row.text, tuple(one.words for one in line.expectations)) for line in column.lines)


def _threads(process: Process, start: str) -> tuple[tuple[int, int], ...]:
    places = {line.row.code: line.place - 1 for line in process}
    return tuple(
        (places[line.row.code], places[end.code]) for line in process.columns[start].lines for end in line.leads_to
    )


def fit_of(process: Process) -> Fit:
    """Whether it fits, as far as the number of letters tells."""
    sheet = sheet_of(process)
    for size in SIZES:
        heights = [_height(column, width, size / 100) for column, width in zip(sheet.columns, WIDTHS, strict=True)]
        fullest = sheet.columns[heights.index(max(heights))].name
        if max(heights) <= _room(sheet, size / 100):
            return Fit(True, size, fullest)
    return Fit(False, SIZES[-1], fullest)


def _room(sheet: Sheet, scale: float) -> float:
    """What is left for the rows."""
    phases = OF_PHASES + EXPECTED_LINE * (max((len(row.expectations) for row in sheet.phases), default=0) - 1)
    return HEIGHT - (HEAD + COLUMN_HEAD + FOOT + GAPS + (phases if sheet.phases else 0)) * scale


def _height(column: SheetColumn, width: float, scale: float) -> float:
    """Rows are equally high, so the highest counts for all of them."""
    return len(column.rows) * max((_row_height(row, width, scale) for row in column.rows), default=0)


def _row_height(row: SheetRow, width: float, scale: float) -> float:
    lines = _lines(row.text, width, ROW_LETTER * scale) * ROW_LINE
    expected = sum(_lines(text, width - EXPECTED_INDENT * scale, EXPECTED_LETTER * scale) for text in row.expectations)
    return (lines + expected * EXPECTED_LINE + AROUND_ROW) * scale


def _lines(text: str, width: float, letter: float) -> int:
    """Whole words only: a line is seldom filled to its last letter."""
    return max(ceil(len(text) * letter / (width * 0.92)), 1)
