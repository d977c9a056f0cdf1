"""A paper as a Word file: headings, captions, pictures that say what they show, and tables whose heads are repeated."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import count
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from loke.publishing.documents import typesetting
from loke.publishing.documents.content import WORDS, Table, tidied, tidy
from loke.publishing.documents.drawn import Drawing, drawn
from loke.publishing.documents.paper import ON_ONE_PAGE, Beside, Block, Figure, Paper, Words, arranged, folded
from loke.publishing.documents.paper_pdf import HALF, WIDTH
from loke.publishing.documents.word import add_table, quietly, saved
from loke.publishing.documents.word_base import opened
from loke.publishing.documents.word_look import Look, look_of, set_look
from loke.publishing.documents.word_parts import describe_picture, element, ruled, set_day, unadorned
from loke.publishing.documents.word_widths import least_widths

KEPT = 4  # a paragraph stays on the page of a figure that is one of the next three
BLANK = 3  # lines to write on
LETTER = 4.5  # points that a letter of a table takes of its row
CAPTION = 5.6  # points that a letter of a caption takes


def paper_word(paper: Paper, base: bytes | None = None) -> bytes:
    """The paper on the municipality's base document, if there is one."""
    title = tidy(f"{paper.title}, {paper.service}")
    document = opened(base, title=title, author=tidy(paper.municipality), language=paper.language)
    if paper.made:
        set_day(document, paper.made)
    look = Look(paper.language)
    if base is None:
        set_look(document, look)  # the margins first, which say how much room there is
        look = look_of(paper, (_room(document), _down(document)))
        set_look(document, look)
    _mark(document, tidy(paper.mark))
    _page_numbers(document, paper.language)
    document.add_paragraph(tidy(paper.title), style="Title")
    document.add_paragraph(tidy(", ".join(filter(None, [paper.service, paper.municipality]))))
    quietly(document, tidy(paper.version))
    pictures = _pictures(paper, _room(document))
    for chapter in paper.chapters:
        unadorned(document.add_paragraph(tidy(chapter.title), style=f"Heading {chapter.level}"))
        blocks = list(_arranged(chapter.blocks, _room(document)))
        for place, block in enumerate(blocks):
            _add(document, block, pictures, look)
            drawn_soon = any(isinstance(one, Figure | Beside) for one in blocks[place + 1 : place + KEPT])
            if isinstance(block, Words) and block.kind != "blank" and drawn_soon:
                document.paragraphs[-1].paragraph_format.keep_with_next = True
    return saved(document)


def _arranged(blocks: tuple[Block, ...], room: float) -> Iterator[Block | Beside]:
    """With two figures beside each other where the caption of the first has room; words stand where they stood."""
    found = list(arranged(blocks))
    if any(isinstance(block, Beside) and _says(block) for block in found):
        yield from blocks
        return
    for block in found:
        fits = not isinstance(block, Beside) or len(_captions(block)[0]) * CAPTION < room / 2
        yield from [block] if fits or not isinstance(block, Beside) else [*block.left, *block.right]


def _says(block: Beside) -> bool:
    return any(isinstance(each, Words) for each in (*block.left, *block.right))


def _captions(block: Beside) -> list[str]:
    return [each.title for each in (*block.left, *block.right) if isinstance(each, Figure)]


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


def _pictures(paper: Paper, room: float) -> _Made:
    blocks = [block for chapter in paper.chapters for block in _arranged(chapter.blocks, room)]
    return _Made([one for block in blocks for one in _drawn(list(_figures(block)))])


def _drawn(figures: list[tuple[Figure, float]]) -> Iterator[Drawing]:
    """Those that stand in one line are as high as the highest, or the lower one would stand far under its caption."""
    pictures = [(one, width) for figure, width in figures for one in figure.pictures]
    highest = max((one.height for one, _width in pictures), default=0)
    return (drawn(one, width, highest) for one, width in pictures)


def _figures(block: Block | Beside) -> Iterator[tuple[Figure, float]]:
    """Its figures with the width of their pictures."""
    if isinstance(block, Figure):
        yield block, HALF if len(block.pictures) > 1 else WIDTH
    elif isinstance(block, Beside):
        yield from ((each, HALF) for each in (*block.left, *block.right) if isinstance(each, Figure))


def _add(document: Document, block: Block | Beside, pictures: _Made, look: Look) -> None:
    if isinstance(block, Words):
        _words(document, block, look)
    elif isinstance(block, Beside):
        _beside(document, [figure for figure, _width in _figures(block)], pictures)
    elif isinstance(block, Figure):
        _figure(document, block, pictures)
    else:
        _table(document, block, look)


def _words(document: Document, words: Words, look: Look) -> None:
    text = tidy(words.text)
    if words.kind == "quiet":
        quietly(document, text)
        return
    run = document.add_paragraph().add_run(text)
    if words.kind == "lead":
        run.font.size = Pt(look.lead)
    for number in range(BLANK if words.kind == "blank" else 0):
        ruled(document.add_paragraph(), number)


def _caption(document: Document, text: str) -> None:
    paragraph = document.add_paragraph(tidy(text), style="Caption")
    paragraph.paragraph_format.keep_with_next = True


def _figure(document: Document, figure: Figure, pictures: _Made) -> None:
    _caption(document, figure.title)
    paragraph = document.add_paragraph()
    for _ in figure.pictures:
        _picture(paragraph, figure, pictures, _room(document))
    paragraph.paragraph_format.keep_with_next = bool(figure.note) or None
    if figure.note:
        quietly(document, tidy(figure.note))


def _picture(paragraph: Any, figure: Figure, pictures: _Made, room: float) -> None:
    number, drawing, png = pictures.next()
    scale = min(1, room / (WIDTH + 4))
    size = Pt(drawing.width * scale), Pt(drawing.height * scale)
    picture = paragraph.add_run().add_picture(BytesIO(png), *size)
    describe_picture(picture, number, tidy(figure.title), tidy(drawing.told))


def _beside(document: Document, figures: list[Figure], pictures: _Made) -> None:
    """Two captions, and under them two pictures, a tab between; the notes after both, each named by its caption."""
    room = _room(document)
    _caption(document, "\t".join(figure.title for figure in figures))
    paragraph = document.add_paragraph()
    for place, figure in enumerate(figures):
        if place:
            paragraph.add_run("\t")
        _picture(paragraph, figure, pictures, room)
    for each in document.paragraphs[-2:]:
        each.paragraph_format.tab_stops.add_tab_stop(Pt(room / 2 + 4))
    for figure in (each for each in figures if each.note):
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        quietly(document, tidy(f"{figure.title}: {figure.note}"))


def _room(document: Document) -> float:
    section = document.sections[0]
    return float((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)) / Pt(1)


def _down(document: Document) -> float:
    section = document.sections[0]
    return float((section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0)) / Pt(1)


def _table(document: Document, table: Table, look: Look) -> None:
    for part in _parts(table, look, _room(document)):
        _caption(document, part.caption)
        add_table(document, tidied(part), look.language, look.table, on_one_page=len(part.rows) <= ON_ONE_PAGE)


def _parts(table: Table, look: Look, room: float) -> list[Table]:
    """The table, or where its columns or their longest words have no room beside each other, as several."""
    parts = folded(table, room / LETTER)
    if all(sum(least_widths(part, look.language, look.table, room)) <= room for part in parts):
        return parts
    least = least_widths(table, look.language, look.table, room)
    columns = [
        replace(column, share=max(column.share, one / LETTER)) for column, one in zip(table.columns, least, strict=True)
    ]
    return folded(replace(table, columns=tuple(columns)), room / LETTER)


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
