"""Descriptions as Word documents, with real headings, lists and tables."""

from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from loke.publishing.documents.content import WORDS, Description, Field, Heading, Table, tidied
from loke.publishing.documents.pdf import written
from loke.publishing.documents.word_base import EMU, opened
from loke.publishing.documents.word_parts import (
    INK,
    LINE,
    QUIET,
    bare,
    borders,
    describe_table,
    fixed_widths,
    head_row,
    margins,
    unadorned,
    whole_row,
)
from loke.publishing.documents.word_widths import PAD, least_widths, widths

POINTS = 10.0  # of the letters of a table
BLANK_ROWS = 3  # in a table that nobody has filled in


def description_word(description: Description, base: bytes | None = None) -> bytes:
    """The description on the municipality's base document, if there is one. Nothing filled in makes it the form."""
    of = tidied(description)
    document = opened(base, title=f"{of.title}, {of.service}", author=of.municipality, language=of.language)
    document.add_paragraph(of.title, style="Title")
    document.add_paragraph(", ".join(filter(None, [of.service, of.municipality])))
    quietly(document, of.version)
    for heading in of.headings:
        _heading(document, heading, of.language)
    return saved(document)


def saved(document: Document) -> bytes:
    """The document as a file; the same bytes each time, since its parts do not say when they were packed."""
    packed, file = BytesIO(), BytesIO()
    document.save(packed)
    with ZipFile(packed) as parts, ZipFile(file, "w") as without_times:
        for part in parts.infolist():
            without_times.writestr(ZipInfo(part.filename), parts.read(part), ZIP_DEFLATED)
    return file.getvalue()


def quietly(document: Document, text: str) -> Any:
    """A paragraph of what matters less."""
    paragraph = document.add_paragraph()
    paragraph.add_run(text).font.color.rgb = QUIET
    return paragraph


def _heading(document: Document, heading: Heading, language: str) -> None:
    unadorned(document.add_paragraph(heading.numbered, style="Heading 1"))
    if heading.mark:
        quietly(document, heading.mark)
    for field in heading.fields:
        _field(document, field, language)
    for table in heading.tables:
        unadorned(document.add_paragraph(table.caption, style="Heading 2"))
        add_table(document, table, language)


def _field(document: Document, field: Field, language: str) -> None:
    unadorned(document.add_paragraph(field.label, style="Heading 2"))
    if not field.text.strip():
        for hint in hints(field, language):
            quietly(document, hint)
        document.add_paragraph()
    for line in field.text.strip().split("\n") if field.text.strip() else []:
        item = line.startswith("- ")
        document.add_paragraph(line[2:] if item else line, style="List Bullet" if item else None)


def hints(field: Field, language: str) -> list[str]:
    """What is said under a label where nothing is written yet."""
    choose = f"{WORDS[language]['choose']}: {' / '.join(field.alternatives)}" if field.alternatives else ""
    return [hint for hint in (field.hint, choose) if hint]


def add_table(document: Document, table: Table, language: str, points: float = 0, on_one_page: bool = False) -> None:
    """The table with a row of headings, lines under its rows, and its note; in letters of so many points if told."""
    rows = table.rows or ((None,) * len(table.columns),) * BLANK_ROWS
    made = document.add_table(rows=2, cols=len(table.columns))
    head, pattern = made.rows
    for cell, column in zip(head.cells, table.columns, strict=True):
        _write(cell, column.label, column.figure, bold=True)
        borders(cell, bottom="8 1C1C1A")
    for cell, column in zip(pattern.cells, table.columns, strict=True):
        _write(cell, "", column.figure)
        borders(cell, bottom=f"4 {LINE}")
    whole_row(pattern)
    for row in made.rows if points else ():
        _smaller(row, points)
    head_row(head)
    bare(made)
    describe_table(made, table.caption, table.note)
    section = document.sections[0]
    room = ((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)) / EMU
    least = least_widths(table, language, points or POINTS, room)
    fixed_widths(made, widths([column.share for column in table.columns], least, room))
    _as_the_pattern(pattern._tr, [[written(value, language) for value in row] for row in rows])
    for row in list(made.rows)[:-1] if on_one_page else ():
        _with_the_next(row)
    quietly(document, table.note)


def _as_the_pattern(pattern: Any, rows: list[list[str]]) -> None:
    """The pattern becomes so many rows like it: to copy one is ten times as quick as to make it from its parts."""
    for row in rows:
        made = deepcopy(pattern)
        for cell, text in zip(made.tc_lst, row, strict=True):
            _fill(cell.p_lst[0], text.split("\n"))
        pattern.addprevious(made)
    pattern.getparent().remove(pattern)


def _fill(paragraph: Any, lines: list[str]) -> None:
    """One paragraph for each line, all like the first."""
    for line in lines[:0:-1]:
        more = deepcopy(paragraph)
        more.r_lst[0].text = line
        paragraph.addnext(more)
    paragraph.r_lst[0].text = lines[0]


def _smaller(row: Any, points: float) -> None:
    for run in (run for cell in row.cells for paragraph in cell.paragraphs for run in paragraph.runs):
        run.font.size = Pt(points)


def _with_the_next(row: Any) -> None:
    for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True


def _write(cell: Any, text: str, figure: bool, bold: bool = False) -> None:
    margins(cell, top=2, bottom=2, right=PAD)
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        run = paragraph.add_run(line)
        run.font.size, run.font.bold, run.font.color.rgb = Pt(POINTS), bold or None, INK
        paragraph.paragraph_format.space_after = Pt(0)
        if figure:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
