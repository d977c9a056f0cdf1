"""The document that ours is written on: the municipality's own, emptied, or a plain one; and the room it leaves."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from loke.publishing.documents.word_parts import INK, element, set_language, set_properties

A4 = (Mm(210), Mm(297))
EMU = 12_700  # to a point
LINE = 17.0  # a line of a header, in points, with the space around it
LINE_LETTERS = 70
SPARE = 14.0  # points left over at the foot of a page, for what headers need and do not say
LEAST_MARGIN, LEAST_EDGE = 34.0, 22.0  # 12 and 8 mm
# Our own styles where the base has none: size, bold, space before and after, outline level.
LOOK: dict[str, tuple[float, bool, float, float]] = {
    "Title": (22, True, 0, 4),
    "Heading 1": (15, True, 20, 6),
    "Heading 2": (11.5, True, 12, 3),
    "List Bullet": (11, False, 0, 3),
    "Caption": (10.5, True, 8, 3),
    "Header": (9, False, 0, 0),
}
OUTLINE = {"Heading 1": 0, "Heading 2": 1}


@dataclass(frozen=True)
class Room:
    """What is left between the margins of a page, in points."""

    width: float
    height: float


def opened(base: bytes | None, *, title: str, author: str, language: str) -> Document:
    """An empty document with the styles, the page and the header of a base that `cleaned` has made safe."""
    document: Document = docx.Document(BytesIO(base)) if base else _plain()
    _complete(document.sections[0])
    for name, look in LOOK.items():
        if name not in [style.name for style in document.styles]:
            _restyle(document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), name, look)
    set_language(document, language)
    set_properties(document, title, author, language)
    return document


def _complete(section: Any) -> None:
    """A page that does not say its size is an A4."""
    section.page_width, section.page_height = section.page_width or A4[0], section.page_height or A4[1]
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        if getattr(section, side) is None:
            setattr(section, side, Mm(25))


def _plain() -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for name, look in LOOK.items():
        _restyle(document.styles[name], name, look)
    return document


def _restyle(style: Any, name: str, look: tuple[float, bool, float, float]) -> None:
    size, bold, before, after = look
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, INK
    format_ = style.paragraph_format
    format_.space_before, format_.space_after, format_.keep_with_next = Pt(before), Pt(after), name in OUTLINE
    properties = style.element.get_or_add_pPr()
    for old in [*properties.findall(qn("w:pBdr")), *style.element.get_or_add_rPr().findall(qn("w:rFonts"))]:
        old.getparent().remove(old)
    if name in OUTLINE and properties.find(qn("w:outlineLvl")) is None:
        properties.append(element("outlineLvl", val=OUTLINE[name]))


def turn(document: Document) -> Room:
    """Makes the page an A4 on its side, below what the header takes and above what the footer takes."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_height, section.page_width = A4
    above, below = (_edge(section.header_distance), _edge(section.footer_distance))
    top, bottom = (above + _most(document, "w:hdr"), below + _most(document, "w:ftr"))
    top, bottom = max(LEAST_MARGIN, top), max(LEAST_MARGIN, bottom)
    section.header_distance, section.footer_distance = Pt(above), Pt(below)
    section.left_margin = section.right_margin = Pt(LEAST_MARGIN)
    section.top_margin, section.bottom_margin = Pt(top), Pt(bottom)
    return Room(A4[1] / EMU - 2 * LEAST_MARGIN, A4[0] / EMU - top - bottom - SPARE)


def _edge(told: int | None) -> float:
    """How far from the edge of the paper a header or a footer is."""
    return max(LEAST_EDGE, min((told or 0) / EMU, LEAST_MARGIN))


@lru_cache(maxsize=8)
def room_on(base: bytes | None) -> Room:
    """What a sheet has room for on this base."""
    return turn(opened(base, title="", author="", language="sv"))


def _most(document: Document, kind: str) -> float:
    parts = [rel.target_part for rel in document.part.rels.values() if not rel.is_external]
    tops = [part.element for part in parts if hasattr(part, "element")]
    return max((_taken(top) for top in tops if top.tag == qn(kind)), default=0)


def _taken(story: Any) -> float:
    """About how high a header, a footer or a cell is, in points."""
    return sum(_taken_by(block) for block in story)


def _taken_by(block: Any) -> float:
    if block.tag == qn("w:tbl"):
        return sum(_row(row) for row in block.iter(qn("w:tr")))
    if block.tag != qn("w:p"):
        return _taken(block) if block.tag in {qn("w:sdt"), qn("w:sdtContent")} else 0
    letters = sum(len(text.text or "") for text in block.iter(qn("w:t")))
    breaks = sum(1 for _ in block.iter(qn("w:br")))
    pictures = [*_extents(block, "wp:inline"), *_extents(block, "wp:anchor")]
    return max([LINE * (1 + breaks + letters // LINE_LETTERS), *(high + LINE / 2 for high in pictures)])


def _row(row: Any) -> float:
    told = [float(height.get(qn("w:val")) or 0) / 20 for height in row.iter(qn("w:trHeight"))]
    return max([*told, *(_taken(cell) for cell in row.findall(qn("w:tc")))], default=0)


def _extents(block: Any, kind: str) -> list[float]:
    """How far down the pictures of a paragraph reach, but for those behind the text."""
    shown = [each for each in block.iter(qn(kind)) if each.get("behindDoc", "0") not in {"1", "true"}]
    return [float(each.find(qn("wp:extent")).get("cy")) / EMU + _offset(each) for each in shown]


def _offset(anchor: Any) -> float:
    found = anchor.find(f"{qn('wp:positionV')}/{qn('wp:posOffset')}")
    return max(0.0, float(found.text) / EMU) if found is not None else 0.0
