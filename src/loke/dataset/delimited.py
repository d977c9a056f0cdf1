"""A text file of rows as it came – any of four encodings, any of three separators – as a grid."""

import codecs
import csv
import unicodedata
from collections.abc import Sequence
from io import StringIO

from loke.dataset.grid import MOST_COLUMNS, MOST_ROWS, Grid

SEPARATORS = ";\t,|"
SAMPLE = 20  # rows by which the separator is chosen
LONGEST_CELL = 32_767  # as in Excel
OTHER_KINDS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"MZ")
MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<script", b"<svg", b"#!", b"<%", b"<table")
UTF_16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
NOWHERE = {"\u200b", "\u200e", "\u200f", "\ufeff", "\u00ad"}  # letters that nobody sees


class NotRows(Exception):  # noqa: N818
    """The file is no text table; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def text_of(data: bytes) -> str:
    """The text in it, with å, ä and ö in one piece. Raises NotRows."""
    head = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if data.startswith(OTHER_KINDS) or head.startswith(MARKUP):
        raise NotRows("not_rows")
    text = _decoded(data)
    if "\0" in text or any(unicodedata.category(letter) == "Cc" and letter not in "\r\n\t" for letter in set(text)):
        raise NotRows("not_text")
    return unicodedata.normalize("NFC", text)


def _decoded(data: bytes) -> str:
    try:
        if data[:2] in UTF_16:
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data[:2] in UTF_16 or b"\0" in data or _halved(data):
            raise NotRows("not_text") from error
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise NotRows("not_text") from error


def _halved(data: bytes) -> bool:
    """Whether it would be UTF-8 but for halves of letters."""
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def grid_of(data: bytes, name: str = "") -> Grid:
    """The rows of a text file. Raises NotRows."""
    text = text_of(data)
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5:
        separator, text, skipped = first[4], rest, 1
    else:
        separator, skipped = _separator(text), 0
    rows: list[tuple[str, ...]] = [()] * skipped
    for row in _read(text, separator):
        cells = [cleaned(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise NotRows("too_many_columns")
        rows.append(tuple(cells))
        if len(rows) > MOST_ROWS:
            raise NotRows("too_many_rows")
    while rows and not rows[-1]:
        rows.pop()
    return Grid(name, tuple(rows))


def cleaned(text: str) -> str:
    """The text of a cell without unseen letters and odd spaces; it is data whatever it begins with."""
    seen = "".join(" " if letter in "\u00a0\u202f\u2009" else letter for letter in text if letter not in NOWHERE)
    return seen.strip()


def _read(text: str, separator: str, most: int | None = None) -> list[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    rows = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == (most or MOST_ROWS + 1):
                break
    except csv.Error as error:
        raise NotRows("cell_too_long" if "larger than" in str(error) else "not_rows") from error
    return rows


def _separator(text: str) -> str:
    """The one that cuts most rows into equally many cells."""
    start = "\n".join(text.split("\n", SAMPLE)[:SAMPLE])
    return max(SEPARATORS, key=lambda separator: _evenness(start, separator))


def _evenness(text: str, separator: str) -> float:
    try:
        widths = [len(row) for row in _read(text, separator, SAMPLE) if any(row)]
    except NotRows:
        return 0
    return _even(widths)


def _even(widths: Sequence[int]) -> float:
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0
    usual = max(set(wide), key=wide.count)
    return wide.count(usual) / len(widths) + min(usual, 100) / 1000
