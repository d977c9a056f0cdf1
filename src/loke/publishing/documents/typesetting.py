"""Typst with one font of our own: the content goes in as data, never as markup, and every letter has a shape."""

import json
import re
import struct
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

FOLDER = Path(__file__).parent
FONT = FOLDER / "fonts" / "SourceSans3[wght].ttf"
STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
DOTS_PER_INCH = 220
DOTS_OF_MANY = 150
NO_SHAPE = "□"  # stands for a letter that the font lacks
JOINERS = {0x200D, *range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400)}  # parts of an emoji that show nothing alone
LONGEST_WORD = 30  # letters; a longer one may be divided anywhere, since no dictionary knows it
MAY_DIVIDE = "\u200b"
KEPT_TOGETHER = re.compile(r"(?<=\d) (?=av \d|%)|(?<=\d av) (?=\d)")  # "8 av 10", "70 %"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT.parent])


def _compiler(template: str, content: dict[str, Any]) -> typst.Compiler:
    return typst.Compiler(
        FOLDER / template, root=FOLDER, font_paths=_fonts(), sys_inputs={"content": json.dumps(content)}
    )


def pdf(template: str, content: dict[str, Any], made: date | None = None) -> bytes:
    """The template filled with the content, as tagged PDF `made` that day; the same bytes each time."""
    when = int(datetime.combine(made, time(), UTC).timestamp()) if made else 0
    return _first(_compiler(template, content).compile(format="pdf", pdf_standards=[*STANDARDS], timestamp=when))


def png(template: str, content: dict[str, Any]) -> bytes:
    """Its first page as a picture, clear where nothing is drawn."""
    return _first(_compiler(template, content).compile(format="png", ppi=DOTS_PER_INCH))


def pngs(template: str, content: dict[str, Any]) -> list[bytes]:
    """Each of its pages as a picture, as sharp as an office printer shows it."""
    made = _compiler(template, content).compile(format="png", ppi=DOTS_OF_MANY)
    return made if isinstance(made, list) else [made] if made else []


def _first(made: bytes | list[bytes] | None) -> bytes:
    if not made:
        raise ValueError("typst made nothing")
    return made[0] if isinstance(made, list) else made


def said(template: str, content: dict[str, Any], label: str) -> Any:
    """The value that the template leaves under the label."""
    told = _compiler(template, content).query(f"<{label}>", field="value", one=True)
    # A query keeps what it worked out for ever (3 MB a sheet); a compilation lets go of what is some compilations old.
    typst.compile(b"", font_paths=_fonts())
    return json.loads(told)


def printable(text: str) -> str:
    """The text with letters that the font has, and places to divide words that are too long for any column."""
    return KEPT_TOGETHER.sub("\u00a0", "".join(_divisible(word) for word in _split(shaped(text))))


def shaped(text: str) -> str:
    """The text with letters that the font has, and nothing else changed."""
    return "".join(_shaped(letter) for letter in text)


def _shaped(letter: str) -> str:
    code = ord(letter)
    if code in JOINERS:
        return ""
    return letter if code in _shapes() or letter in "\n\t" else NO_SHAPE


def _split(text: str) -> list[str]:
    """The words and the single spaces between them."""
    parts, word = [], ""
    for letter in text:
        if letter.isspace():
            parts += [word, letter]
            word = ""
        else:
            word += letter
    return [*parts, word]


def _divisible(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    return MAY_DIVIDE.join(word[start : start + 12] for start in range(0, len(word), 12))


@cache
def _shapes() -> frozenset[int]:
    """The letters of the font: its character map of format 12, as in the OpenType specification."""
    data = FONT.read_bytes()
    tables = {data[at : at + 4]: struct.unpack(">II", data[at + 8 : at + 16]) for at in _steps(data, 4, 12, 16)}
    start, length = tables[b"cmap"]
    cmap = data[start : start + length]
    at = next(place for place in _subtables(cmap) if struct.unpack(">H", cmap[place : place + 2])[0] == 12)
    count = struct.unpack(">I", cmap[at + 12 : at + 16])[0]
    groups = struct.iter_unpack(">III", cmap[at + 16 : at + 16 + 12 * count])
    return frozenset(code for first, last, _ in groups for code in range(first, last + 1))


def _steps(data: bytes, count_at: int, first: int, size: int) -> range:
    count = struct.unpack(">H", data[count_at : count_at + 2])[0]
    return range(first, first + count * size, size)


def _subtables(cmap: bytes) -> list[int]:
    return [struct.unpack(">I", cmap[at + 4 : at + 8])[0] for at in _steps(cmap, 2, 4, 8)]
