"""The parts of a Word document that python-docx has no words for: languages, borders, alternative texts, heights."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

INK, QUIET, ACCENT = (RGBColor.from_string(code) for code in ("1C1C1A", "57554F", "1F5CAB"))
IDEA, LINE = "E0EAF8", "BFBDB6"
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
SIDES = ("top", "left", "bottom", "right")
# The order that the schema of Word wants in the properties of a cell, a row and a table.
ORDER = {
    "w:tcPr": ["w:tcW", "w:gridSpan", "w:vMerge", "w:tcBorders", "w:shd", "w:noWrap", "w:tcMar", "w:vAlign"],
    "w:trPr": ["w:cantSplit", "w:trHeight", "w:tblHeader", "w:jc"],
    "w:tblPr": [
        *("w:tblStyle", "w:tblW", "w:jc", "w:tblInd", "w:tblBorders", "w:tblLayout", "w:tblCellMar"),
        *("w:tblLook", "w:tblCaption", "w:tblDescription"),
    ],
}


def element(name: str, **attributes: object) -> Any:
    """An element of WordprocessingML with its attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def put(properties: Any, child: Any) -> None:
    """Sets the child among the properties, in the order of the schema, instead of one of the same name."""
    for old in properties.findall(child.tag):
        properties.remove(old)
    order = next(names for kind, names in ORDER.items() if properties.tag == qn(kind))
    tags = [qn(name) for name in order]
    after = set(tags[tags.index(child.tag) + 1 :])
    at = next((i for i, each in enumerate(properties) if each.tag in after), len(properties))
    properties.insert(at, child)


def set_language(document: Document, language: str) -> None:
    """The language of everything that does not say otherwise."""
    styles = document.styles.element
    for said in list(styles.iter(qn("w:lang"))):
        said.getparent().remove(said)
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = element("docDefaults")
        styles.insert(0, defaults)
    run = _found(_found(defaults, "rPrDefault"), "rPr")
    run.append(element("lang", val=LANGUAGES[language]))


def _found(parent: Any, name: str) -> Any:
    """The first child of this name, made if there is none."""
    child = parent.find(qn(f"w:{name}"))
    if child is None:
        child = element(name)
        parent.insert(0, child)
    return child


def set_properties(document: Document, title: str, author: str, language: str) -> None:
    """The properties, with nothing left of what the base document had."""
    properties = document.core_properties
    properties.title, properties.author, properties.language = title[:255], author[:255], LANGUAGES[language]
    properties.last_modified_by = author[:255]
    properties.category = properties.comments = properties.keywords = properties.subject = ""


def set_day(document: Document, day: date) -> None:
    """The day that the document says that it was made and last changed."""
    properties = document.core_properties
    properties.created = properties.modified = datetime.combine(day, time())


def unadorned(paragraph: Any) -> None:
    """Without the numbers and lines that its style may have: our headings bring their own numbers."""
    properties = paragraph._p.get_or_add_pPr()
    properties.get_or_add_numPr().append(element("numId", val=0))
    lines = element("pBdr")
    for side in SIDES:
        lines.append(element(side, val="nil"))
    properties.find(qn("w:numPr")).addnext(lines)


def ruled(paragraph: Any, number: int) -> None:
    """A line under an empty paragraph, to write on; two that follow each other are one if their borders are alike."""
    line = element("pBdr")
    line.append(element("bottom", val="single", sz=4, space=1 + number % 2, color=LINE))
    paragraph._p.get_or_add_pPr().append(line)


def borders(cell: Any, **sides: str) -> None:
    """The borders of a cell: side = "size colour" in eighths of a point, "" for none."""
    made = element("tcBorders")
    for side in SIDES:
        size, _, colour = sides.get(side, "").partition(" ")
        made.append(element(side, val="single", sz=size, space=0, color=colour) if size else element(side, val="nil"))
    put(cell._tc.get_or_add_tcPr(), made)


def margins(cell: Any, **points: float) -> None:
    """The space between a cell's borders and its text."""
    made = element("tcMar")
    for side in SIDES:
        made.append(element(side, w=round(20 * points.get(side, 0)), type="dxa"))
    put(cell._tc.get_or_add_tcPr(), made)


def bare(table: Any) -> None:
    """A table that begins at the margin, whose cells have no space but their own."""
    made = element("tblCellMar")
    for side in SIDES:
        made.append(element(side, w=0, type="dxa"))
    put(table._tbl.tblPr, made)
    put(table._tbl.tblPr, element("tblInd", w=0, type="dxa"))


def head_row(row: Any) -> None:
    """A row that is repeated on each page and read as headings."""
    put(row._tr.get_or_add_trPr(), element("tblHeader"))
    whole_row(row)


def whole_row(row: Any) -> None:
    """A row that is not divided between pages."""
    put(row._tr.get_or_add_trPr(), element("cantSplit"))


def exact_height(row: Any, points: float) -> None:
    """A height that nothing in the row can change."""
    row.height, row.height_rule = Pt(points), WD_ROW_HEIGHT_RULE.EXACTLY


def describe_table(table: Any, title: str, description: str = "") -> None:
    """The alternative text of a table."""
    properties = table._tbl.tblPr
    put(properties, element("tblCaption", val=title))
    if description:
        put(properties, element("tblDescription", val=description))


def fixed_widths(table: Any, points: Iterable[float]) -> None:
    """Columns that stay as wide as they are told."""
    widths = [Pt(width) for width in points]
    table.autofit = False
    put(table._tbl.tblPr, element("tblW", w=sum(round(width / 635) for width in widths), type="dxa"))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width


def describe_picture(picture: Any, number: int, title: str, description: str) -> None:
    """The alternative text of a picture, a number of its own, and no space around it."""
    for side in ("distT", "distB", "distL", "distR"):
        picture._inline.set(side, "0")
    properties = picture._inline.docPr
    properties.set("id", str(number))
    properties.set("name", title[:80])
    properties.set("title", title)
    properties.set("descr", description)
