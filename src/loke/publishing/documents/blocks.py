"""The paragraphs and tables of a Word file as plain data, read without trusting anything in it."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import Any

from loke.publishing.documents.content import tidy
from loke.publishing.documents.package import BrokenXml, Unreadable, opened, parsed, relationships

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MOST_LETTERS = 300_000
MOST_PARAGRAPHS = 20_000
MARK = "\u00a0\u00a0"  # the tinted mark before an expectation
TITLE = 9  # the level of a title, beside 1–6 for headings
TITLES = re.compile(r"(title|titel|rubrik)$", re.IGNORECASE)
HEADINGS = re.compile(r"(?:heading|rubrik|überschrift|otsikko)\s*([1-6])$", re.IGNORECASE)
LISTS = re.compile(r"(list|punktlista|numrerad lista|liststycke)", re.IGNORECASE)
NOT_SHOWN = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "drawing", "pict", "object", "rPr", "pPr")}
CHANGES = {f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")}
PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}
INSTEAD = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}
AROUND = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with something in it; lines within it are kept. `heading` is 1–6, TITLE or 0."""

    text: str
    heading: int = 0
    item: bool = False
    marked: bool = False


@dataclass(frozen=True)
class Grid:
    """A table; a cell that is only the rest of another one is None."""

    rows: tuple[tuple[tuple[Paragraph, ...] | None, ...], ...]


@dataclass
class Story:
    """What a file says, in order, and how much it says in ways that are not read."""

    blocks: list[Paragraph | Grid] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)  # their alternative texts
    ignored: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Style:
    """What matters of a style."""

    heading: int = 0
    item: bool = False


def read(data: bytes, exact: bool = False) -> Story:
    """The file's story; `exact` keeps every space and empty line in the cells of its tables. Raises Unreadable."""
    archive = opened(data)
    try:
        folder, main = _main(archive)
        styles = _styles(archive, folder)
        body = parsed(archive.read(main)).find(f"{W}body")
    except (KeyError, BrokenXml, zipfile.BadZipFile) as error:
        raise Unreadable("damaged") from error
    if body is None:
        raise Unreadable("damaged")
    _check_amount(body)
    story = Story(list(_blocks(body, styles, exact)))
    story.pictures = [each.get("title") or each.get("descr") or "" for each in body.iter(f"{WP}docPr")]
    story.ignored = {kind: count for kind, count in _ignored(body).items() if count}
    return story


def _main(archive: zipfile.ZipFile) -> tuple[str, str]:
    """The folder and the name of the part with the text."""
    for kind, target, outside in relationships(archive.read("_rels/.rels")):
        if kind == "officeDocument" and not outside:
            name = normpath(target.lstrip("/"))
            return name.rpartition("/")[0], name
    raise Unreadable("not_word")


def _check_amount(body: Any) -> None:
    if sum(1 for _ in body.iter(f"{W}p")) > MOST_PARAGRAPHS:
        raise Unreadable("too_much_text")
    if sum(len(each.text or "") for each in body.iter(f"{W}t")) > MOST_LETTERS:
        raise Unreadable("too_much_text")


def _styles(archive: zipfile.ZipFile, folder: str) -> dict[str, Style]:
    try:
        root = parsed(archive.read(join(folder, "styles.xml")))
    except KeyError:
        return {}
    found = {each.get(f"{W}styleId") or "": each for each in root.iter(f"{W}style")}
    return {code: _style(code, found) for code in found}


def _style(code: str, found: dict[str, Any]) -> Style:
    """By its own name and properties, else by those of the style it is based on."""
    heading, item, seen = 0, False, set[str]()
    while code in found and code not in seen:
        seen.add(code)
        style = found[code]
        name = _value(style, "name")
        heading = heading or _level(name, style.find(f"{W}pPr"))
        item = item or bool(LISTS.match(name))
        code = _value(style, "basedOn")
    return Style(heading, item)


def _level(name: str, properties: Any | None) -> int:
    if found := HEADINGS.match(name):
        return int(found[1])
    if TITLES.match(name):
        return TITLE
    outline = _value(properties, "outlineLvl") if properties is not None else ""
    return int(outline) + 1 if outline.isdecimal() and int(outline) < 6 else 0


def _value(parent: Any, name: str) -> str:
    child = parent.find(f"{W}{name}")
    return (child.get(f"{W}val") or "") if child is not None else ""


def _blocks(parent: Any, styles: dict[str, Style], exact: bool) -> Iterator[Paragraph | Grid]:
    for child in parent:
        if child.tag == f"{W}p":
            paragraph = _paragraph(child, styles)
            if paragraph.text:
                yield paragraph
        elif child.tag == f"{W}tbl":
            yield Grid(tuple(_row(row, styles, exact) for row in child.iter(f"{W}tr") if _table_of(row) is child))
        elif child.tag in AROUND:
            yield from _blocks(child, styles, exact)


def _table_of(row: Any) -> Any | None:
    return next(row.iterancestors(f"{W}tbl"), None)


def _row(row: Any, styles: dict[str, Style], exact: bool) -> tuple[tuple[Paragraph, ...] | None, ...]:
    cells: list[tuple[Paragraph, ...] | None] = []
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr"), None) is not row:
            continue
        properties = cell.find(f"{W}tcPr")
        merged = properties.find(f"{W}vMerge") if properties is not None else None
        rest = merged is not None and merged.get(f"{W}val") != "restart"
        span = _value(properties, "gridSpan") if properties is not None else ""
        paragraphs = (_paragraph(each, styles, exact) for each in cell.iter(f"{W}p"))
        cells.append(None if rest else tuple(each for each in paragraphs if each.text or exact))
        cells += [None] * (min(int(span), 63) - 1 if span.isdecimal() and int(span) > 1 else 0)
    return tuple(cells)


def _paragraph(paragraph: Any, styles: dict[str, Style], exact: bool = False) -> Paragraph:
    raw = "".join(_letters(paragraph, INSTEAD | {f"{W}tab": "\t"} if exact else INSTEAD))
    properties = paragraph.find(f"{W}pPr")
    style = Style()
    if properties is not None:
        style = styles.get(_value(properties, "pStyle"), style)
    list_ = properties.find(f"{W}numPr") if properties is not None else None
    numbered = list_ is not None and _value(list_, "numId") != "0"
    heading = style.heading or _level("", properties)
    shaded = any(True for _ in paragraph.iterfind(f"{W}r/{W}rPr/{W}shd"))
    lines = (" ".join(line.split()) for line in tidy(raw).split("\n"))
    text = tidy(raw) if exact else "\n".join(line for line in lines if line)
    return Paragraph(text, heading, (numbered or style.item) and not heading, raw.startswith(MARK) or shaded)


def _letters(parent: Any, instead: dict[str, str]) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in instead:
            yield instead[child.tag]
        elif child.tag not in NOT_SHOWN and isinstance(child.tag, str) and child.tag.startswith(W):
            yield from _letters(child, instead)


def _ignored(body: Any) -> dict[str, int]:
    return {
        "changes": sum(1 for each in body.iter(*CHANGES) if each.getparent().tag != f"{W}rPr"),
        "comments": sum(1 for _ in body.iter(f"{W}commentReference")),
        "footnotes": sum(1 for _ in body.iter(f"{W}footnoteReference", f"{W}endnoteReference")),
        "pictures": sum(1 for _ in body.iter(*PICTURES)),
        "text_boxes": sum(1 for box in body.iter(f"{W}txbxContent") if any(each.text for each in box.iter(f"{W}t"))),
    }
