"""A printed matter about figures: chapters of sentences, pictures and tables, whatever it will be written as."""

from dataclasses import dataclass, replace

from loke.publishing.documents.content import Column, Table
from loke.publishing.marks import Picture
from loke.publishing.tables import Table as Shown

WIDE = 8  # columns; a table with as many is set in smaller letters
LONGEST = 24  # letters in a row that a column is given room for


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
    columns = [
        Column(f"c{place}", head.text, head.figure, _share([head.text, *(row.cells[place].text for row in shown.rows)]))
        for place, head in enumerate(shown.head)
    ]
    rows = tuple(tuple(cell.text for cell in row.cells) for row in shown.rows)
    return Table(code, shown.caption, tuple(columns), rows, shown.note)


def fitted(table: Table) -> Table:
    """The same with columns as wide as what stands in them."""
    texts = [
        [column.label, *(str(row[place] or "") for row in table.rows)] for place, column in enumerate(table.columns)
    ]
    columns = [replace(column, share=_share(found, 60)) for column, found in zip(table.columns, texts, strict=True)]
    return replace(table, columns=tuple(columns))


def _share(texts: list[str], longest: int = LONGEST) -> float:
    words = max((len(word) for text in texts for word in text.replace("-", "- ").split()), default=1)
    return 2 + max(words, 0.75 * min(max(map(len, texts)), longest))
