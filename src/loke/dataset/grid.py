"""A file of rows and columns as it came: sheets of texts, with the place of every cell as people name it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_ROWS = 50_000
MOST_COLUMNS = 500
MOST_SHEETS = 60
LOOKED_AT = 30  # rows among which the headings are looked for
LEAST_FILLED = 0.6  # of the widest row's cells, for a row to be of headings
Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Grid:
    """One sheet. Row n of the sheet is `rows[n - 1]`; a row ends with its last cell that is not empty."""

    name: str
    rows: Rows
    hidden: bool = False
    formulas: int = 0  # cells that show what a formula came to when the file was saved
    merged: int = 0  # cells that stand for several rows

    def cell(self, row: int, column: int) -> str:
        """The text there, both counted from 0."""
        there = self.rows[row] if row < len(self.rows) else ()
        return there[column] if column < len(there) else ""


@dataclass(frozen=True)
class Book:
    """The sheets of a file that hold anything; `from_1904` when its numbers for days are counted from that year."""

    sheets: tuple[Grid, ...]
    from_1904: bool = False
    known: dict[str, str] = field(default_factory=dict)  # what our own template says of itself


def cell_name(row: int, column: int) -> str:
    """As it is called in Excel, both counted from 0.

    >>> cell_name(13, 2), cell_name(0, 26)
    ('C14', 'AA1')
    """
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def likely_header(rows: Sequence[Sequence[str]]) -> int:
    """The row, counted from 0, that looks most like headings: the first wide one whose cells are words, each once."""
    looked = rows[:LOOKED_AT]
    widest = max((len(_filled(row)) for row in looked), default=0)
    for number, row in enumerate(looked):
        filled = _filled(row)
        if widest and len(filled) >= LEAST_FILLED * widest and _words(filled):
            return number
    return next((number for number, row in enumerate(looked) if _filled(row)), 0)


def likely_sheet(sheets: Sequence[Grid]) -> int:
    """The sheet that holds most under at least two headings; instructions in one column are no table."""
    return max(range(len(sheets)), key=lambda place: _in_table(sheets[place]), default=0)


def _in_table(sheet: Grid) -> int:
    """How many cells stand under headings; a hidden sheet is nobody's first choice."""
    header = likely_header(sheet.rows)
    heads = {place for place, head in enumerate(sheet.rows[header] if sheet.rows else ()) if head.strip()}
    if len(heads) < 2 or sheet.hidden:
        return 0
    return sum(place in heads and bool(cell) for row in sheet.rows[header + 1 :] for place, cell in enumerate(row))


def _filled(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell.strip()]


def _words(cells: Sequence[str]) -> bool:
    different = len({cell.strip().casefold() for cell in cells}) == len(cells)
    return different and sum(any(letter.isalpha() for letter in cell) for cell in cells) > len(cells) / 2


def columns_of(grid: Grid, header: int) -> list[tuple[int, str]]:
    """The columns that have a heading or anything under it: their places and headings."""
    heads = grid.rows[header] if header < len(grid.rows) else ()
    width = max((len(row) for row in grid.rows[header:]), default=0)
    used = {place for row in grid.rows[header + 1 :] for place, cell in enumerate(row) if cell}
    named = ((place, " ".join(heads[place].split()) if place < len(heads) else "") for place in range(width))
    return [(place, name) for place, name in named if name or place in used]
