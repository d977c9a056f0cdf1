"""A printed matter about figures: chapters of sentences, pictures and tables, whatever it will be written as."""

from dataclasses import dataclass, replace

from loke.publishing.documents.content import Column, Table
from loke.publishing.marks import Picture
from loke.publishing.tables import Table as Shown

LONGEST = 24  # letters in a row that a column is given room for
ROOM = 84  # letters in a row of a table; one that needs more is folded
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
    """`mark` is said on every page ("Internt"); nothing is said when it is empty."""

    title: str
    service: str
    municipality: str
    version: str
    mark: str
    chapters: tuple[Chapter, ...]
    language: str = "sv"


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


def folded(table: Table) -> list[Table]:
    """The table, or where it is too wide for a page as several, each with the columns that name the rows."""
    parts = _parts(table)
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


def _parts(table: Table) -> list[list[int]]:
    """Which columns stand in each part."""
    shares = [column.share for column in table.columns]
    naming = next((place for place, column in enumerate(table.columns) if column.figure), 2) or 1
    leading = list(range(naming if sum(shares[:naming]) <= LEADING else 1))
    parts = [list(leading)]
    for place in range(len(leading), len(shares)):
        if len(parts[-1]) > len(leading) and sum(shares[one] for one in parts[-1]) + shares[place] > ROOM:
            parts.append(list(leading))
        parts[-1].append(place)
    return parts
