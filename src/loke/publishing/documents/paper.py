"""A printed matter about figures: chapters of sentences, pictures and tables, whatever it will be written as."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from loke.publishing.documents.content import Column, Table
from loke.publishing.marks import Picture
from loke.publishing.tables import Table as Shown

LONGEST = 24  # letters in a row that a column is given room for
ROOM = 112  # letters in a row of a table; one that needs more is folded
ON_ONE_PAGE = 16  # rows of a table that is not broken over pages: about a third of one
BESIDE = 900  # letters beside a figure, which are not broken over pages: about half the height of one
LEADING = 40  # and how many of them may be said again at the head of each part


@dataclass(frozen=True)
class Words:
    """A paragraph; `kind` is lead, quiet, blank (an empty space to write in, under its text) or nothing."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Figure:
    """Pictures under one caption; several stand two by two. Each carries in words what it shows."""

    title: str
    pictures: tuple[Picture, ...]
    note: str = ""


Block = Words | Figure | Table


@dataclass(frozen=True)
class Chapter:
    """A heading of level 1 or 2 and what stands under it."""

    title: str
    blocks: tuple[Block, ...] = ()
    level: int = 1


@dataclass(frozen=True)
class Paper:
    """`mark` is said on every page ("Internt"); nothing is said when it is empty. The file was `made` that day.

    One that is to stay on one page has words and tables only, and smaller letters where it needs them.
    """

    title: str
    service: str
    municipality: str
    version: str
    mark: str
    chapters: tuple[Chapter, ...]
    language: str = "sv"
    made: date | None = None
    one_page: bool = False


@dataclass(frozen=True)
class Beside:
    """Two figures beside each other, or what is said of one and the figure."""

    left: tuple[Words | Figure, ...]
    right: tuple[Words | Figure, ...] = ()


def arranged(blocks: Sequence[Block]) -> Iterator[Block | Beside]:
    """The same blocks with figures that follow each other two by two, and a lone one beside words if these are few."""
    figures = [block for block in blocks if isinstance(block, Figure)]
    said = tuple(block for block in blocks if isinstance(block, Words) and block.kind != "blank")
    short = sum(len(block.text) for block in said) <= BESIDE
    if len(figures) == 1 and said and short and not _has_several(figures[0]):
        aside = all(block.kind == "quiet" for block in said)
        yield Beside((figures[0],), said) if aside else Beside(said, (figures[0],))
        yield from (block for block in blocks if block not in (*said, *figures))
        return
    for alone, some in groupby(blocks, lambda block: not isinstance(block, Figure) or _has_several(block)):
        found = list(some)
        yield from found if alone or len(found) == 1 else _two_by_two(found)


def _two_by_two(figures: Sequence[Block]) -> Iterator[Beside]:
    those = [block for block in figures if isinstance(block, Figure)]
    for place in range(0, len(those), 2):
        yield Beside(tuple(those[place : place + 1]), tuple(those[place + 1 : place + 2]))


def _has_several(figure: Figure) -> bool:
    return len(figure.pictures) > 1


def as_content(shown: Shown, code: str = "") -> Table:
    """A table of the page as a table of a document: the same words, each column with the room it needs."""
    columns = tuple(Column(f"c{place}", head.text, head.figure) for place, head in enumerate(shown.head))
    rows = tuple(tuple(cell.text for cell in row.cells) for row in shown.rows)
    return fitted(Table(code, shown.caption, columns, rows, shown.note))


def fitted(table: Table) -> Table:
    """The same with columns as wide as what stands in them."""
    texts = [
        [column.label, *(str(row[place] or "") for row in table.rows)] for place, column in enumerate(table.columns)
    ]
    columns = [replace(column, share=_share(found)) for column, found in zip(table.columns, texts, strict=True)]
    return replace(table, columns=tuple(columns))


def _share(texts: list[str]) -> float:
    words = max((len(word) for text in texts for word in text.replace("-", "- ").split()), default=1)
    return 2 + max(words, 0.75 * min(max(map(len, texts)), LONGEST))


def folded(table: Table, room: float = ROOM) -> list[Table]:
    """The table, or where it is too wide for a page as several, each with the columns that name the rows."""
    parts = _parts(table, room)
    if len(parts) == 1:
        return [table]
    return [
        replace(
            table,
            caption=f"{table.caption} ({number}/{len(parts)})",
            columns=tuple(table.columns[place] for place in places),
            rows=tuple(tuple(row[place] for place in places) for row in table.rows),
            note=table.note if number == len(parts) else "",
        )
        for number, places in enumerate(parts, 1)
    ]


def _parts(table: Table, room: float) -> list[list[int]]:
    """Which columns stand in each part: as few parts as there is room for, and these as even as can be."""
    parts = _filled(table, room)
    for percent in range(95, 45, -5) if len(parts) > 1 else ():
        tighter = _filled(table, room * percent / 100)
        if len(tighter) > len(parts):
            break
        parts = tighter
    return parts


def _filled(table: Table, room: float) -> list[list[int]]:
    """Each part filled before the next is begun, all with the columns that name the rows."""
    shares = [column.share for column in table.columns]
    naming = next((place for place, column in enumerate(table.columns) if column.figure), 2) or 1
    leading = list(range(naming if sum(shares[:naming]) <= LEADING else 1))
    parts = [list(leading)]
    for place in range(len(leading), len(shares)):
        if len(parts[-1]) > len(leading) and sum(shares[one] for one in parts[-1]) + shares[place] > room:
            parts.append(list(leading))
        parts[-1].append(place)
    return parts
