"""How large the letters of a paper are in Word: smaller where it is to stay on one page, whichever font is there."""

from typing import NamedTuple

from docx.document import Document
from docx.shared import Mm, Pt

from loke.publishing.documents.content import Table
from loke.publishing.documents.letters import lines
from loke.publishing.documents.paper import Block, Paper, Words
from loke.publishing.documents.pdf import written
from loke.publishing.documents.word_widths import PAD, least_widths, widths

MARGIN = 20  # millimetres at each side
LEADING = 1.18  # of a line to its letters, in the widest font
AROUND_ROW = 4.5  # points above, below and between the rows of a table
SPARE = 20.0  # points left over
HEADINGS = ("Title", "Heading 1", "Caption")


class Look(NamedTuple):
    """The sizes of letters in points, and the space after a paragraph; `headings` as in HEADINGS, none as they are."""

    language: str
    text: float = 10.5
    lead: float = 12.5
    table: float = 9.0
    after: float = 4.0
    headings: tuple[float, ...] = ()
    before: float = 0.0  # a heading


def looks(language: str) -> list[Look]:
    """Those of a paper on one page, the largest first."""
    sizes = (10.5, 10, 9.5, 9, 8.5, 8, 7.5)
    return [
        Look(language, one, one + 1, one - 1, min(4, one - 6.5), (1.7 * one, 1.25 * one, one), one) for one in sizes
    ]


def look_of(paper: Paper, room: tuple[float, float]) -> Look:
    """The largest that keeps a paper on one page if it is to be; `room` is the width and the height of a page."""
    if not paper.one_page:
        return Look(paper.language)
    found = looks(paper.language)
    return next((look for look in found if _height(paper, look, room[0]) + SPARE <= room[1]), found[-1])


def set_look(document: Document, look: Look) -> None:
    """Where the municipality has no base document: as the PDF, much on few pages."""
    section, normal = document.sections[0], document.styles["Normal"]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    normal.font.size, normal.paragraph_format.space_after = Pt(look.text), Pt(look.after)
    for name, size in zip(HEADINGS, look.headings, strict=False):
        style = document.styles[name]
        style.font.size, style.paragraph_format.space_after = Pt(size), Pt(look.after)
        style.paragraph_format.space_before = Pt(0 if name == "Title" else look.before)


def _height(paper: Paper, look: Look, room: float) -> float:
    title, heading, _caption = look.headings
    masthead = [paper.title, ", ".join(filter(None, [paper.service, paper.municipality])), paper.version]
    taken = sum(
        _lines(text, size, room, look) for text, size in zip(masthead, (title, look.text, look.text), strict=True)
    )
    for chapter in paper.chapters:
        taken += look.before + _lines(chapter.title, heading, room, look)
        taken += sum(_block(block, room, look) for block in chapter.blocks)
    return taken


def _lines(text: str, size: float, room: float, look: Look) -> float:
    return LEADING * size * lines(text, size, room) + look.after


def _block(block: Block, room: float, look: Look) -> float:
    if isinstance(block, Words):
        return _lines(block.text, look.lead if block.kind == "lead" else look.text, room, look)
    return _table(block, room, look) if isinstance(block, Table) else room  # no picture is on a paper of one page


def _table(table: Table, room: float, look: Look) -> float:
    wide = widths([one.share for one in table.columns], least_widths(table, look.language, look.table, room), room)
    texts = [
        [one.label for one in table.columns],
        *([written(cell, look.language) for cell in row] for row in table.rows),
    ]
    rows = sum(
        AROUND_ROW
        + LEADING * look.table * max(lines(text, look.table, one - PAD) for text, one in zip(row, wide, strict=True))
        for row in texts
    )
    return (
        rows
        + look.before
        + _lines(table.caption, look.headings[-1], room, look)
        + _lines(table.note, look.text, room, look)
    )
