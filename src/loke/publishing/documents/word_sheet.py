"""The process description as Word: one A4 on its side, a real table of rows, and the threads drawn between them."""

from io import BytesIO
from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.shared import Pt

from loke.publishing.documents import typesetting
from loke.publishing.documents.blocks import MARK
from loke.publishing.documents.content import WORDS, Row, Sheet, tidied, told
from loke.publishing.documents.fit import DoesNotFit
from loke.publishing.documents.word import saved
from loke.publishing.documents.word_base import opened, turn
from loke.publishing.documents.word_parts import (
    ACCENT,
    IDEA,
    INK,
    QUIET,
    bare,
    borders,
    describe_picture,
    describe_table,
    element,
    exact_height,
    fixed_widths,
    head_row,
    margins,
    unadorned,
)
from loke.publishing.documents.word_room import (
    EXPECTED,
    GAP,
    INDENT,
    PAD,
    SMALLEST,
    Layout,
    column_width,
    fits_word,
    high,
    layout,
    row_text,
    thread_text,
)

LINE = "6 1C1C1A"


def sheet_word(sheet: Sheet, base: bytes | None = None) -> bytes:
    """The sheet on the municipality's base document, if there is one. Raises DoesNotFit."""
    of = tidied(sheet)
    document = opened(base, title=f"{of.title}, {of.service}", author=of.municipality, language=of.language)
    if base is None:
        place = document.sections[0].header.paragraphs[0]
        place.text, place.alignment = of.logo_place, WD_ALIGN_PARAGRAPH.RIGHT
    room = turn(document)
    placed = layout(of, room)
    if placed is None:
        raise DoesNotFit(fits_word(of, room))
    _masthead(document, of, placed)
    _columns(document, of, placed)
    _phases(document, of, placed)
    _line(document.add_paragraph(), of.foot, SMALLEST, QUIET)
    return saved(document)


def _line(paragraph: Any, text: str, size: float, colour: Any, bold: bool = False) -> None:
    """A paragraph whose lines are as high as we say, whatever the font."""
    format_ = paragraph.paragraph_format
    format_.space_before = format_.space_after = Pt(0)
    format_.left_indent = format_.right_indent = format_.first_line_indent = Pt(0)
    format_.line_spacing_rule, format_.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(high(size))
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour


def _masthead(document: Document, sheet: Sheet, placed: Layout) -> None:
    title = document.add_paragraph(style="Title")
    unadorned(title)
    _line(title, sheet.title, 18, INK, bold=True)
    under = document.add_paragraph()
    under.paragraph_format.tab_stops.add_tab_stop(Pt(placed.room.width), WD_TAB_ALIGNMENT.RIGHT)
    _line(under, f"{', '.join(filter(None, [sheet.service, sheet.municipality]))}\t{sheet.version}", 10, QUIET)
    _line(document.add_paragraph(), "", 6, QUIET)


def _columns(document: Document, sheet: Sheet, placed: Layout) -> None:
    table = document.add_table(rows=1 + len(placed.heights), cols=5)
    bare(table)
    width = column_width(placed.room)
    fixed_widths(table, [width, GAP, width, GAP, width])
    for row, height in zip(table.rows, [placed.head, *placed.heights], strict=True):
        exact_height(row, height)
    head_row(table.rows[0])
    describe_table(table, sheet.title, ", ".join(column.title for column in sheet.columns))
    cells = [list(row.cells) for row in table.rows]
    for index, column in enumerate(sheet.columns):
        _head(cells[0][2 * index], column.title)
        _rows(cells, sheet, index, placed)
    for gap in (0, 1):
        _gap(cells, sheet, gap, placed)


def _head(cell: Any, title: str) -> None:
    borders(cell, bottom="10 1C1C1A")
    margins(cell, bottom=3)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    _line(cell.paragraphs[0], title, 10.5, INK, bold=True)


def _rows(cells: list[list[Any]], sheet: Sheet, index: int, placed: Layout) -> None:
    column, at = sheet.columns[index], 1
    for number, (row, span) in enumerate(zip(column.rows, placed.spans[index], strict=True)):
        merged = [cells[at + step][2 * index] for step in range(span)]
        first = merged[0].merge(merged[-1]) if span > 1 else merged[0]
        for place in range(span):
            _box(cells[at + place][2 * index], first=place == 0, last=place == span - 1)
        _row(first, sheet, index, number, row, placed.size)
        at += span
    for spare in range(at, len(cells)):
        borders(cells[spare][2 * index])


def _box(cell: Any, first: bool, last: bool) -> None:
    borders(cell, left=LINE, right=LINE, top=LINE if first else "", bottom=LINE if last else "")
    margins(cell, left=PAD, right=PAD, top=2, bottom=2)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _row(cell: Any, sheet: Sheet, index: int, number: int, row: Row, size: float) -> None:
    _line(cell.paragraphs[0], row_text(number, row), size, INK, bold=True)
    for said in row.expectations:
        _expectation(cell.add_paragraph(), said, max(SMALLEST, EXPECTED * size))
    if threads := thread_text(sheet, index, number):
        _line(cell.add_paragraph(), threads, SMALLEST, QUIET)


def _expectation(paragraph: Any, said: str, size: float) -> None:
    mark = paragraph.add_run(MARK)
    mark.font.size = Pt(size)
    mark._r.get_or_add_rPr().append(element("shd", val="clear", color="auto", fill=IDEA))
    _line(paragraph, f"\t{said}", size, ACCENT)
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Pt(INDENT), Pt(-INDENT)


def _gap(cells: list[list[Any]], sheet: Sheet, gap: int, placed: Layout) -> None:
    place = 2 * gap + 1
    borders(cells[0][place])
    first = cells[1][place].merge(cells[-1][place]) if len(cells) > 2 else cells[1][place]
    for row in cells[1:]:
        borders(row[place])
        margins(row[place])
    first.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    paragraph = first.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1
    height = sum(placed.heights) - 2
    picture = paragraph.add_run().add_picture(BytesIO(_drawn(sheet, gap, placed, height)), Pt(GAP), Pt(height))
    words = WORDS[sheet.language]["threads"].format(sheet.columns[gap].name, sheet.columns[gap + 1].name)
    describe_picture(picture, 1 + gap, words, told(sheet, gap))
    paragraph.runs[0].font.size = Pt(1)
    mark = element("rPr")
    mark.append(element("sz", val=2))
    paragraph._p.get_or_add_pPr().append(mark)


def _drawn(sheet: Sheet, gap: int, placed: Layout, height: float) -> bytes:
    left, right = placed.middles(gap), placed.middles(gap + 1)
    threads = [(left[start], right[end]) for start, end in sheet.threads[gap]]
    return typesetting.png("threads.typ", {"width": GAP, "height": height, "threads": threads})


def _phases(document: Document, sheet: Sheet, placed: Layout) -> None:
    """A row of the phases and a row of what is expected of each."""
    _line(document.add_paragraph(), "", 4, QUIET)
    if not sheet.phases:
        return
    table = document.add_table(rows=2, cols=1 + len(sheet.phases))
    bare(table)
    describe_table(table, sheet.phases_title)
    fixed_widths(table, placed.phase_widths)
    for row, height in zip(table.rows, placed.phase_heights, strict=True):
        exact_height(row, height)
    head_row(table.rows[0])
    for cell in table._cells:
        borders(cell)
        margins(cell, right=6)
    _line(table.cell(0, 0).paragraphs[0], sheet.phases_title, 10, INK, bold=True)
    _line(table.cell(1, 0).paragraphs[0], "", SMALLEST, INK)
    for place, phase in enumerate(sheet.phases, 1):
        _line(table.cell(0, place).paragraphs[0], phase.text, 10, INK)
        below = table.cell(1, place)
        for number, said in enumerate(phase.expectations):
            _expectation(below.paragraphs[0] if number == 0 else below.add_paragraph(), said, SMALLEST)
        if not phase.expectations:
            _line(below.paragraphs[0], "", SMALLEST, INK)
