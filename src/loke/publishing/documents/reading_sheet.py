"""A process description in Word understood: its rows, its threads as far as they are told, and its phases."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from loke.publishing.documents.blocks import Grid, Paragraph, Story
from loke.publishing.documents.content import WORDS, Pairs, Row, Sheet
from loke.publishing.documents.reading import Finding, Reading, key, story_of

NUMBER = re.compile(r"^\s*(\d{1,2})[.)]\s*")
THREAD = re.compile(rf"^(?:{'|'.join(words['thread'] for words in WORDS.values())})\s*:?\s*(.+)$", re.IGNORECASE)
DIVIDED = re.compile(r"[,;]|\boch\b|\band\b")
COLUMNS = 3


@dataclass(frozen=True)
class SheetReading:
    """The rows of the three columns, the threads of the two gaps, the phases, and what was not understood."""

    columns: tuple[tuple[Row, ...], tuple[Row, ...], tuple[Row, ...]]
    threads: tuple[Pairs, Pairs]
    phases: tuple[Row, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Told:
    """A row as it stands in its cell, with what it says of threads."""

    row: Row
    threads: str


def read_sheet(data: bytes, like: Sheet) -> SheetReading:
    """What a file of the same shape as `like` says. Raises Unreadable."""
    return understood_sheet(story_of(data), like)


def understood_sheet(story: Story, like: Sheet) -> SheetReading:
    """The story read against the titles of `like`."""
    notes = Reading()
    grids = [block for block in story.blocks if isinstance(block, Grid) and block.rows]
    main = _main(grids, like)
    if main is None:
        notes.note("no_columns", "")
    columns = tuple(_column(main[0], place) if main else [] for place in (main[1] if main else range(COLUMNS)))
    threads = (_threads(columns[0], columns[1], notes), _threads(columns[1], columns[2], notes))
    phases = next((_phases(grid, like) for grid in grids if _is_phases(grid, like)), ())
    _note_rest(story, like, columns, phases, notes)
    first, second, third = (tuple(each.row for each in column) for column in columns)
    return SheetReading((first, second, third), threads, phases, tuple(notes.findings))


def _main(grids: Sequence[Grid], like: Sheet) -> tuple[Grid, list[int]] | None:
    """The table with the three columns, known by their titles, else the first that has three titled ones."""
    titles = [key(column.title) for column in like.columns]
    for grid in grids:
        head = [key(_joined(cell)) for cell in grid.rows[0]]
        if all(title in head for title in titles):
            return grid, [head.index(title) for title in titles]
    for grid in grids:
        titled = [place for place, cell in enumerate(grid.rows[0]) if _joined(cell)]
        if len(titled) == COLUMNS and not _is_phases(grid, like):
            return grid, titled
    return None


def _joined(cell: Sequence[Paragraph] | None) -> str:
    return " ".join(paragraph.text for paragraph in cell or ())


def _column(grid: Grid, place: int) -> list[_Told]:
    cells = [row[place] for row in grid.rows[1:] if place < len(row)]
    return [told for cell in cells if cell and (told := _told(cell)).row.text]


def _told(cell: Sequence[Paragraph]) -> _Told:
    threads = [found[1] for each in cell if (found := THREAD.match(each.text))]
    rest = [each for each in cell if not THREAD.match(each.text)]
    text = " ".join(each.text.replace("\n", " ") for each in rest if not each.marked)
    expected = tuple(each.text.replace("\n", " ") for each in rest if each.marked)
    return _Told(Row(NUMBER.sub("", text), expected), ", ".join(threads))


def _threads(start: Sequence[_Told], end: Sequence[_Told], notes: Reading) -> Pairs:
    names = {key(told.row.text): place for place, told in enumerate(end)}
    found: list[tuple[int, int]] = []
    for place, told in enumerate(start):
        for name in filter(None, map(str.strip, DIVIDED.split(told.threads))):
            to = int(name) - 1 if name.isdecimal() and len(name) < COLUMNS else names.get(key(name), -1)
            if 0 <= to < len(end):
                found.append((place, to))
            else:
                notes.note("unknown_thread", name)
    return tuple(dict.fromkeys(found))


def _is_phases(grid: Grid, like: Sheet) -> bool:
    return bool(like.phases_title) and key(_joined(grid.rows[0][0])) == key(like.phases_title)


def _phases(grid: Grid, like: Sheet) -> tuple[Row, ...]:
    """The names in the first row, what is expected of each in the rows under it."""
    found = []
    for place, cell in list(enumerate(grid.rows[0]))[1:]:
        below = [row[place] or () for row in grid.rows[1:] if place < len(row)]
        if name := _joined(cell):
            found.append(Row(name, tuple(each.text for cells in below for each in cells)))
    return tuple(found)


def _note_rest(
    story: Story, like: Sheet, columns: Sequence[Sequence[_Told]], phases: Sequence[Row], notes: Reading
) -> None:
    """What stands beside the tables, and what is read as words only."""
    place = ", ".join(filter(None, [like.service, like.municipality]))
    ours = {key(text) for text in (like.title, f"{place} {like.version}", like.foot, like.logo_place)}
    for block in story.blocks:
        if isinstance(block, Paragraph) and key(block.text) not in ours and key(block.text):
            notes.note("outside", block.text)
    rows = [*(told.row for column in columns for told in column), *phases]
    if count := sum(len(row.expectations) for row in rows):
        notes.note("expectations", count)
    drawn = [key(WORDS[like.language]["threads"].format(a.name, b.name)) for a, b in pairwise(like.columns)]
    pictures = [text for text in story.pictures if key(text) not in drawn]
    for kind, number in (story.ignored | {"pictures": len(pictures)}).items():
        if number:
            notes.note(kind, number)
