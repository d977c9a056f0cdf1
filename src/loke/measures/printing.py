"""How large the letters may be for the page to come out of a browser's printer as one A4 that lies down."""

from math import ceil

from loke.publishing.documents.content import Row, Sheet, SheetColumn

# Millimetres as the print rules of loke.css give them at full size.
HEIGHT = 189.0
WIDTHS = (62.0, 67.0, 67.0)  # of the text in a row of each column
ROW_LINE, EXPECTED_LINE, AROUND_ROW = 6.4, 5.9, 12.0
EXPECTED_INDENT = 5.9
HEAD, COLUMN_HEAD, FOOT, PHASES, GAPS = 20.0, 9.5, 6.5, 14.0, 13.0
ROW_LETTER, EXPECTED_LETTER = 2.55, 2.1  # the width of a letter, rather more than the mean
SIZES = (100, 88, 76, 66)  # per cent, as classes in loke.css; below the last, letters are too small to read on a wall


def print_size(sheet: Sheet) -> int:
    """The largest of SIZES at which there is room, as far as the number of letters tells; else the least."""
    return next((size for size in SIZES if _has_room(sheet, size / 100)), SIZES[-1])


def _has_room(sheet: Sheet, scale: float) -> bool:
    phases = PHASES + EXPECTED_LINE * (max((len(row.expectations) for row in sheet.phases), default=0) - 1)
    room = HEIGHT - (HEAD + COLUMN_HEAD + FOOT + GAPS + (phases if sheet.phases else 0)) * scale
    return all(_height(column, width, scale) <= room for column, width in zip(sheet.columns, WIDTHS, strict=True))


def _height(column: SheetColumn, width: float, scale: float) -> float:
    """Rows are equally high, so the highest counts for all of them."""
    return len(column.rows) * max((_row_height(row, width, scale) for row in column.rows), default=0)


def _row_height(row: Row, width: float, scale: float) -> float:
    lines = _lines(row.text, width, ROW_LETTER * scale) * ROW_LINE
    expected = sum(_lines(text, width - EXPECTED_INDENT * scale, EXPECTED_LETTER * scale) for text in row.expectations)
    return (lines + expected * EXPECTED_LINE + AROUND_ROW) * scale


def _lines(text: str, width: float, letter: float) -> int:
    """Whole words only: a line is seldom filled to its last letter."""
    return max(ceil(len(text) * letter / (width * 0.92)), 1)
