"""CSV files as people save them: encoding, separator and header are found out; lines are counted for messages."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = 2**20
SEPARATORS = ",;\t"
csv.field_size_limit(2**24)


class Unreadable(Exception):  # noqa: N818
    """The file is not a text table; the message says what was found, in Swedish."""


@dataclass(frozen=True)
class TextTable:
    """A CSV file made readable: UTF-8 without BOM at `path`, `header` as written, on the line after `skip` others."""

    path: Path
    header: tuple[str, ...]
    separator: str
    skip: int
    recoded: bool  # was Windows-1252

    @property
    def decimal_comma(self) -> bool:
        return self.separator != ","


def prepare(path: Path, folder: Path, known: Iterable[str]) -> TextTable:
    """Finds out how a CSV file was saved; a copy in UTF-8 is put in `folder` when it needs one. Raises Unreadable."""
    readable, recoded = _utf8(path, folder)
    with readable.open(encoding="utf-8", newline="") as file:
        first = file.readline()
        marked = first.lower().startswith("sep=") and len(first.rstrip("\r\n")) == 5
        header = file.readline() if marked else first
    separator = first[4] if marked else _separator(header, set(known))
    names = tuple(name.strip() for name in next(csv.reader([header], delimiter=separator), ()))
    return TextTable(readable, names, separator, 1 if marked else 0, recoded)


def _separator(header: str, known: set[str]) -> str:
    def recognised(separator: str) -> int:
        return len(known.intersection(name.strip() for name in next(csv.reader([header], delimiter=separator), ())))

    return max(SEPARATORS, key=recognised)


def _utf8(path: Path, folder: Path) -> tuple[Path, bool]:
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("en fil i UTF-16")
    if _is_utf8(path):
        return (_recode(path, folder, "utf-8-sig"), False) if head.startswith(codecs.BOM_UTF8) else (path, False)
    return _recode(path, folder, "cp1252"), True


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                if b"\0" in block:
                    raise Unreadable("en fil som inte är text")
                decoder.decode(block)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _recode(path: Path, folder: Path, encoding: str) -> Path:
    target = folder / f"utf8-{path.name}"
    try:
        with path.open(encoding=encoding, newline="") as source, target.open("w", encoding="utf-8", newline="") as copy:
            while block := source.read(BLOCK):
                copy.write(block)
    except UnicodeDecodeError as error:
        raise Unreadable("tecken som varken är UTF-8 eller Windows-1252") from error
    return target


def _rows(table: TextTable) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not empty, with the physical line where it begins."""
    with table.path.open(encoding="utf-8", newline="") as file:
        for _ in range(table.skip):
            file.readline()
        reader = csv.reader(file, delimiter=table.separator)
        next(reader, None)
        begins = table.skip + reader.line_num + 1
        for cells in reader:
            if any(cells):
                yield begins, cells
            begins = table.skip + reader.line_num + 1


def line_numbers(table: TextTable, rows: Iterable[int]) -> dict[int, int]:
    """The physical line of each of these rows, counted from 0 over the rows that are not empty."""
    wanted = set(rows)
    last = max(wanted, default=-1)
    found = {}
    for row, (line, _) in enumerate(_rows(table)):
        if row > last:
            break
        if row in wanted:
            found[row] = line
    return found


@dataclass(frozen=True)
class Ragged:
    """A row that has not as many cells as the header: counted as in `line_numbers`, its line, its cells."""

    row: int
    line: int
    cells: int


def straighten(table: TextTable, copy: Path) -> list[Ragged]:
    """Writes the rows that are not empty to `copy`, all as long as the header; returns those that were not."""
    width, found = len(table.header), []
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=table.separator)
        for row, (line, cells) in enumerate(_rows(table)):
            if len(cells) < width or any(cells[width:]):  # empty cells beyond the header say nothing
                found.append(Ragged(row, line, len(cells)))
            writer.writerow((cells + [""] * width)[:width])
    return found
