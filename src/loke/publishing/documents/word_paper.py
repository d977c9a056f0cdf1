"""A paper as a Word file: headings, captions, pictures that say what they show, and tables whose heads are repeated."""

from io import BytesIO
from itertools import count
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from loke.publishing.documents import typesetting
from loke.publishing.documents.content import WORDS, Table, tidied, tidy
from loke.publishing.documents.drawn import Drawing, drawn
from loke.publishing.documents.paper import Block, Figure, Paper, Words, folded
from loke.publishing.documents.paper_pdf import HALF, WIDTH
from loke.publishing.documents.word import add_table, quietly, saved
from loke.publishing.documents.word_base import opened
from loke.publishing.documents.word_parts import describe_picture, element, unadorned

LEAD = 12.5
BLANK = 3  # empty lines to write on


def paper_word(paper: Paper, base: bytes | None = None) -> bytes:
    """The paper on the municipality's base document, if there is one."""
    title = tidy(f"{paper.title}, {paper.service}")
    document = opened(base, title=title, author=tidy(paper.municipality), language=paper.language)
    _mark(document, tidy(paper.mark))
    _page_numbers(document, paper.language)
    document.add_paragraph(tidy(paper.title), style="Title")
    document.add_paragraph(tidy(", ".join(filter(None, [paper.service, paper.municipality]))))
    quietly(document, tidy(paper.version))
    pictures = _pictures(paper)
    for chapter in paper.chapters:
        unadorned(document.add_paragraph(tidy(chapter.title), style=f"Heading {chapter.level}"))
        for block in chapter.blocks:
            _add(document, block, pictures, paper.language)
    return saved(document)


class _Made:
    """The pictures of the whole paper, made at once because each making costs as much as many pictures."""

    def __init__(self, drawings: list[Drawing]):
        of = [{"svg": one.svg, "width": one.width, "height": one.height} for one in drawings]
        made = typesetting.pngs("pictures.typ", {"pictures": of}) if drawings else []
        self.left = list(zip(drawings, made, strict=True))[::-1]
        self.numbers = count(1)

    def next(self) -> tuple[int, Drawing, bytes]:
        """In the order of the paper."""
        return next(self.numbers), *self.left.pop()


def _pictures(paper: Paper) -> _Made:
    figures = [block for chapter in paper.chapters for block in chapter.blocks if isinstance(block, Figure)]
    return _Made([drawn(one, _width(figure)) for figure in figures for one in figure.pictures])


def _width(figure: Figure) -> float:
    return HALF if len(figure.pictures) > 1 else WIDTH


def _add(document: Document, block: Block, pictures: _Made, language: str) -> None:
    if isinstance(block, Words):
        _words(document, block)
    elif isinstance(block, Figure):
        _figure(document, block, pictures)
    else:
        _table(document, block, language)


def _words(document: Document, words: Words) -> None:
    text = tidy(words.text)
    if words.kind == "quiet":
        quietly(document, text)
        return
    run = document.add_paragraph().add_run(text)
    if words.kind == "lead":
        run.font.size = Pt(LEAD)
    for _ in range(BLANK if words.kind == "blank" else 0):
        document.add_paragraph()


def _caption(document: Document, text: str) -> None:
    paragraph = document.add_paragraph(tidy(text), style="Caption")
    paragraph.paragraph_format.keep_with_next = True


def _figure(document: Document, figure: Figure, pictures: _Made) -> None:
    _caption(document, figure.title)
    paragraph = document.add_paragraph()
    room = _room(document)
    scale = min(1, room / (WIDTH + 4))
    for _ in figure.pictures:
        number, drawing, png = pictures.next()
        size = Pt(drawing.width * scale), Pt(drawing.height * scale)
        picture = paragraph.add_run().add_picture(BytesIO(png), *size)
        describe_picture(picture, number, tidy(figure.title), tidy(drawing.told))
    if figure.note:
        quietly(document, tidy(figure.note))


def _room(document: Document) -> float:
    section = document.sections[0]
    return float((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)) / Pt(1)


def _table(document: Document, table: Table, language: str) -> None:
    for part in folded(table):
        _caption(document, part.caption)
        add_table(document, tidied(part), language)


def _mark(document: Document, mark: str) -> None:
    """On every page, also where the base has another header on the first or on even pages."""
    section = document.sections[0]
    headers = [section.header]
    headers += [section.first_page_header] if section.different_first_page_header_footer else []
    headers += [section.even_page_header] if document.settings.odd_and_even_pages_header_footer else []
    for header in headers if mark else []:
        header.is_linked_to_previous = False
        first = header.paragraphs[0] if header.paragraphs else None
        paragraph = first if first is not None and not first.text and not len(first.runs) else header.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run(mark).font.bold = True


def _page_numbers(document: Document, language: str) -> None:
    """In the foot, unless the base has one of its own."""
    footer = document.sections[0].footer
    if not footer.is_linked_to_previous:
        return
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    before, between, after = WORDS[language]["page"].split("{}")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        paragraph.add_run(text)
        if field:
            paragraph._p.append(_field(field))


def _field(name: str) -> Any:
    made, run, text = element("fldSimple", instr=name), element("r"), element("t")
    text.text = "1"
    run.append(text)
    made.append(run)
    return made
