"""An Excel file as sheets of texts: what the cells show, with the days as days; no formula is ever worked out."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from io import BytesIO
from posixpath import join, normpath
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from loke.dataset.asread import serial_day
from loke.dataset.delimited import cleaned
from loke.dataset.grid import MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, Book, Grid
from loke.publishing.documents.content import tidy
from loke.publishing.documents.package import BROKEN_ZIP, EXCEL, BrokenXml, Unreadable, opened, parsed

MOST_EMPTY = 200_000  # rows that are there but hold nothing
MOST_CELLS = 1_000_000
MOST_MERGED = 20_000
OUR_SHEET = "loke"  # the hidden sheet in which our template says what it is
DAYS = {14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)}  # ready-made formats of days; 18–21 and 45–47 are times
PERCENT = {9, 10}
NOT_A_PATTERN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
BROKEN: tuple[type[Exception], ...] = (*BROKEN_ZIP, BrokenXml, IndexError, InvalidOperation)
BROKEN += (OverflowError, StopIteration)
LAST_SERIAL = 2_958_465
DIGITS = 15  # that a spreadsheet keeps of a number
SAID = {"0": "FALSKT", "1": "SANT"}


def book_of(data: bytes) -> Book:
    """The sheets that hold anything. Raises Unreadable."""
    try:
        with opened(data, EXCEL) as archive:
            return _Reader(archive).book()
    except BROKEN as error:
        raise Unreadable("damaged") from error


def _hidden(sheet: Any) -> bool:
    """Whether it says so; some programs say `visible` of the others."""
    return bool(sheet.get("state", "visible") != "visible")


@dataclass
class _Sheet:
    name: str
    part: str
    hidden: bool


class _Reader:
    """Walks through the parts of one file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.cells = archive, 0
        main = next(target for kind, target in self._related("") if kind == "officeDocument")
        root = parsed(archive.read(main))
        properties = root.find("{*}workbookPr")
        self.from_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
        targets = dict(self._numbered(main))
        names = root.iterfind("{*}sheets/{*}sheet")
        self.sheets = [_Sheet(each.get("name") or "", targets[_id(each)], _hidden(each)) for each in names]
        if len(self.sheets) > MOST_SHEETS:
            raise Unreadable("too_many_parts")
        parts = dict(self._related(main))
        self.shared = self._strings(parts.get("sharedStrings"))
        self.days, self.percents = self._formats(parts.get("styles"))

    def book(self) -> Book:
        known: dict[str, str] = {}
        found = []
        for sheet in self.sheets:
            grid = self._grid(sheet)
            if sheet.hidden and sheet.name == OUR_SHEET:
                known = {row[0]: row[1] for row in grid.rows if len(row) > 1}
            elif any(grid.rows):
                found.append(grid)
        if not found:
            raise Unreadable("nothing_there")
        return Book(tuple(found), self.from_1904, known)

    def _relationships(self, part: str) -> Iterator[tuple[str, str, str]]:
        folder, _, name = part.rpartition("/")
        where = join(folder, "_rels", f"{name}.rels")
        if where in self.archive.namelist():
            for each in parsed(self.archive.read(where)):
                if (each.get("TargetMode") or "").casefold() != "external":
                    target = each.get("Target") or ""
                    path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
                    yield each.get("Id") or "", (each.get("Type") or "").rpartition("/")[2], path

    def _related(self, part: str) -> Iterator[tuple[str, str]]:
        return ((kind, path) for _, kind, path in self._relationships(part))

    def _numbered(self, part: str) -> Iterator[tuple[str, str]]:
        return ((number, path) for number, _, path in self._relationships(part))

    def _strings(self, part: str | None) -> list[str]:
        if part is None:
            return []
        found = []
        for _, each in etree.iterparse(BytesIO(self.archive.read(part)), tag="{*}si", **SAFE):
            found.append(_text(each))
            _forget(each)
        return found

    def _formats(self, part: str | None) -> tuple[set[str], set[str]]:
        """The numbers of the styles that show days, and those that show per cent."""
        if part is None:
            return set(), set()
        root = parsed(self.archive.read(part))
        own = {each.get("numFmtId"): each.get("formatCode") or "" for each in root.iterfind("{*}numFmts/{*}numFmt")}
        days, percents = set(), set()
        for number, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
            code = style.get("numFmtId") or "0"
            pattern = NOT_A_PATTERN.sub("", own.get(code, "")).lower()
            if int(code) in DAYS or ("general" not in pattern and ("d" in pattern or "y" in pattern)):
                days.add(str(number))
            elif int(code) in PERCENT or "%" in pattern:
                percents.add(str(number))
        return days, percents

    def _grid(self, sheet: _Sheet) -> Grid:
        data = self.archive.read(sheet.part)
        if data.count(b"<row") > MOST_EMPTY:
            raise Unreadable("too_many_rows")
        rows: list[list[str]] = []
        formulas, merged, seen = 0, [], 0
        for _, each in etree.iterparse(BytesIO(data), tag=("{*}row", "{*}mergeCell"), **SAFE):
            if each.tag.endswith("mergeCell"):
                merged.append(each.get("ref") or "")
            else:
                seen += 1
                cells, calculated = self._row(each)
                formulas += calculated
                self._put(rows, int(each.get("r") or len(rows) + 1), cells)
            if seen > MOST_EMPTY or len(merged) > MOST_MERGED:
                raise Unreadable("too_many_rows")
            _forget(each)
        filled = _fill(rows, merged)
        return Grid(tidy(sheet.name), tuple(map(tuple, rows)), sheet.hidden, formulas, filled)

    def _put(self, rows: list[list[str]], number: int, cells: list[str]) -> None:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return
        if not 0 < number <= MOST_ROWS:
            raise Unreadable("too_many_rows")
        if len(cells) > MOST_COLUMNS:
            raise Unreadable("too_many_columns")
        rows.extend([] for _ in range(number - len(rows)))
        rows[number - 1] = cells

    def _row(self, row: Any) -> tuple[list[str], int]:
        """The texts of a row, and how many of them came out of a formula."""
        cells: list[str] = []
        formulas = 0
        self.cells += len(row)
        if self.cells > MOST_CELLS:
            raise Unreadable("too_many_rows")
        for each in row:
            text, calculated = self._cell(each)
            formulas += calculated
            if text:
                place = _place(each.get("r"))[1] if each.get("r") else len(cells)
                if place >= MOST_COLUMNS:
                    raise Unreadable("too_many_columns")
                cells.extend([""] * (place + 1 - len(cells)))
                cells[place] = text
            elif not each.get("r"):
                cells.append("")
        return cells, formulas

    def _cell(self, cell: Any) -> tuple[str, bool]:
        """What it shows, and whether that came out of a formula."""
        text, calculated = "", False
        for part in cell:  # three at most; looking for them by name takes longer
            if part.tag.endswith("}v"):
                text = (part.text or "").strip()
            elif part.tag.endswith("}f"):
                calculated = True
            elif part.tag.endswith("}is"):
                return _text(part), False
        return (self._shown(text, cell.get("t") or "n", cell.get("s") or "0"), calculated) if text else ("", False)

    def _shown(self, text: str, kind: str, style: str) -> str:
        if kind == "s":
            return self.shared[int(text)]
        if kind == "n":
            return self._number(text, style)
        return SAID.get(text, text) if kind == "b" else _tidied(text)

    def _number(self, text: str, style: str) -> str:
        special = style in self.days or style in self.percents
        if not special and len(text) < DIGITS and text.isdecimal() and text.isascii():
            return text
        number = Decimal(text)
        if not number.is_finite() or abs(number) > Decimal(10) ** 30:
            return _tidied(text)
        if style in self.days and 0 <= number <= LAST_SERIAL:
            return _day(number, self.from_1904)
        if style in self.percents:
            return f"{_plain(number * 100).replace('.', ',')} %"
        return _plain(number)


SAFE: dict[str, Any] = {
    "events": ("end",),
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
}


def _id(sheet: Any) -> str:
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")


def _forget(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None and len(parent) > 1:
        del parent[:-1]


def _text(element: Any) -> str:
    """The text of a string in one or several runs, without how it is read aloud in Japanese."""
    if len(element) == 1 and element[0].tag.endswith("}t"):
        return _tidied(element[0].text or "")
    runs = [run for run in element.iter("{*}t") if not run.getparent().tag.endswith("}rPh")]
    return _tidied("".join(run.text or "" for run in runs))


def _tidied(text: str) -> str:
    if text.isascii() and text.isprintable() and "_x" not in text:
        return text.strip()
    return cleaned(tidy(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)))


def _plain(number: Decimal) -> str:
    """Without needless zeros, and without what comes of counting in twos."""
    rounded = Decimal(f"{number:.{DIGITS}g}")
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(number: Decimal, from_1904: bool) -> str:
    whole = int(number)
    minutes = round((number - whole) * 24 * 60)
    time = f"{minutes // 60:02}:{minutes % 60:02}"
    if whole == 0:
        return time if minutes else ""
    day = serial_day(whole, from_1904).isoformat()
    return f"{day} {time}" if 0 < minutes < 24 * 60 else day


def _place(reference: str) -> tuple[int, int]:
    """Row and column, counted from 0."""
    found = REFERENCE.fullmatch(reference)
    if not found:
        raise Unreadable("damaged")
    return int(found[2]) - 1, _column(found[1])


@cache
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _fill(rows: list[list[str]], merged: list[str]) -> int:
    """A cell that stands for several rows is said in each of them; how many were."""
    filled = 0
    for reference in merged:
        first, _, last = reference.partition(":")
        (top, column), (bottom, _) = _place(first), _place(last or first)
        text = rows[top][column] if top < len(rows) and column < len(rows[top]) else ""
        if text and bottom > top:
            filled += 1
            for row in rows[top + 1 : bottom + 1]:
                row.extend([""] * (column + 1 - len(row)))
                row[column] = text
    return filled
