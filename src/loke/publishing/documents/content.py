"""What the documents say, whoever has stored it: descriptions, sheets, plans and tables as frozen data."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

Cell = str | int | float | None
Pairs = tuple[tuple[int, int], ...]  # from row to row, both counted from 0
KEPT_CONTROLS = "\n\t"
LEFT_OUT = {"Cc", "Cs", "Cn", "Co"}  # controls, halves of letters, letters that are none
TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)}  # text that reads backwards
WORDS = {
    "sv": {
        "thread": "Tråd till",
        "threads": "Trådar från {} till {}",
        "leads": "”{}” leder till ”{}”.",
        "no_threads": "Inga trådar.",
        "page": "Sida {} av {}",
        "choose": "Välj",
        "logo": "Logotyp",
    },
    "en": {
        "thread": "Thread to",
        "threads": "Threads from {} to {}",
        "leads": "“{}” leads to “{}”.",
        "no_threads": "No threads.",
        "page": "Page {} of {}",
        "choose": "Choose",
        "logo": "Logotype",
    },
}


@dataclass(frozen=True)
class Column:
    """A column of a table; figures stand to the right. `share` is its part of the width beside the others."""

    code: str
    label: str
    figure: bool = False
    share: float = 1


@dataclass(frozen=True)
class Table:
    """Rows under headings. `code` names it when it is read back, and is the name of its sheet in Excel if short."""

    code: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Field:
    """One thing asked for. Each line of `text` is a paragraph, one that begins with "- " an item of a list."""

    code: str
    label: str
    text: str = ""
    alternatives: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Heading:
    """A numbered part of a description. `mark` is said under it ("Används vid analys")."""

    number: int
    title: str
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    mark: str = ""

    @property
    def numbered(self) -> str:
        """As it is written: "3. Målgrupp"."""
        return f"{self.number}. {self.title}"


@dataclass(frozen=True)
class Description:
    """A version of a service's description; with nothing filled in it is the form, and the shape that is read back."""

    title: str
    service: str
    municipality: str
    version: str
    headings: tuple[Heading, ...]
    language: str = "sv"


@dataclass(frozen=True)
class Row:
    """A row of the sheet and what is expected of it, in words."""

    text: str
    expectations: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetColumn:
    """One of the three columns. `name` is the word for its rows ("insatser")."""

    title: str
    name: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The process description: three columns of rows and the threads between them, on one A4."""

    title: str
    service: str
    municipality: str
    version: str
    columns: tuple[SheetColumn, SheetColumn, SheetColumn]
    threads: tuple[Pairs, Pairs] = ((), ())
    phases_title: str = ""
    phases: tuple[Row, ...] = ()
    foot: str = ""
    logo_place: str = ""  # what stands where the logotype will be; nothing there when empty
    language: str = "sv"


@dataclass(frozen=True)
class Plan:
    """How a service follows up: a few lines and tables, on one page if they have room there."""

    title: str
    service: str
    municipality: str
    version: str
    lines: tuple[str, ...]
    tables: tuple[Table, ...]
    language: str = "sv"


Content = TypeVar("Content", Description, Sheet, Plan, Table)


def tidied(content: Content) -> Content:
    """The same, without what no document can hold: controls, halves of letters, and letters in two parts."""
    return mapped(content, tidy)


def tidy(text: str) -> str:
    """One string of it."""
    joined = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(letter for letter in joined if _can_stand(letter))


def _can_stand(letter: str) -> bool:
    return letter in KEPT_CONTROLS or not (letter in TURNING or unicodedata.category(letter) in LEFT_OUT)


def mapped(content: Content, change: Callable[[str], str]) -> Content:
    """The same with every string in it changed."""
    changed: Content = _mapped(content, change)
    return changed


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(each, change) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _mapped(getattr(value, each.name), change) for each in fields(value)})
    return value


def told(sheet: Sheet, gap: int) -> str:
    """The threads of the first (0) or second (1) gap in words, for those who do not see them drawn."""
    words, left, right = WORDS[sheet.language], sheet.columns[gap], sheet.columns[gap + 1]
    said = [words["leads"].format(left.rows[start].text, right.rows[end].text) for start, end in sheet.threads[gap]]
    return f"{words['threads'].format(left.name, right.name)}: {' '.join(said) or words['no_threads']}"
