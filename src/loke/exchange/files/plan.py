"""What has been decided about a file: which sheets, what a row is, which column is what; kept as JSON."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.crypto import salted_hmac

from loke.dataset.asread import plain
from loke.dataset.grid import Book, Grid, columns_of

LEAVE, REFUSE = "leave", "refuse"  # what happens with what cannot be understood
SKIP_ROW = "-"  # chosen for a value: its rows are left out


@dataclass(frozen=True)
class Part:
    """One sheet. Columns by their place as text, since JSON has no other; values by column and `kept` word."""

    sheet: int
    header: int
    kind: str
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    unknown: str = REFUSE
    new_clients: bool = True

    def place_of(self, key: str) -> int | None:
        return next((int(place) for place, named in self.columns.items() if named == key), None)


@dataclass(frozen=True)
class Plan:
    parts: tuple[Part, ...] = ()
    ready: bool = False  # nothing is left to ask: the file is our own template, or everything has been answered
    keep: bool = False  # what the records say already stays, whatever the file says
    repeats: bool = False  # contacts that are alike in everything are taken in, each for itself

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def kept(word: str) -> str:
    """What is kept of a word out of a cell: enough to know it again, and not to read it."""
    return salted_hmac("loke.exchange.words", plain(word).casefold()).hexdigest()[:32]


def plan_of(told: dict[str, Any]) -> Plan:
    return Plan(**{**told, "parts": tuple(Part(**part) for part in told.get("parts", ()))})


def book_text(book: Book) -> str:
    return json.dumps(asdict(book), ensure_ascii=False, separators=(",", ":"))


def book_of(text: str) -> Book:
    told = json.loads(text)
    sheets = (Grid(**{**sheet, "rows": tuple(map(tuple, sheet["rows"]))}) for sheet in told.pop("sheets"))
    return Book(sheets=tuple(sheets), **told)


def signature(grid: Grid, header: int) -> str:
    """A digest of the headings, by which a file like last month's is known."""
    names = sorted(plain(name).casefold() for _place, name in columns_of(grid, header))
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()


def headed_as_before(grid: Grid, known: Mapping[str, dict[str, Any]], most: int) -> dict[str, Any] | None:
    """Which of the first rows has headings that are known by their signature, and what a row under them was."""
    found = ((line, known.get(signature(grid, line))) for line in range(min(most, len(grid.rows))))
    return next(({"header": line, "kind": told["kind"]} for line, told in found if told), None)


def by_name(part: Part, grid: Grid) -> dict[str, Any]:
    """What to remember of a part: columns and values by the columns' names, since places move."""
    names = {str(place): name for place, name in columns_of(grid, part.header)}
    return {
        "kind": part.kind,
        "columns": {names[place]: key for place, key in part.columns.items() if place in names},
        "values": {names[place]: values for place, values in part.values.items() if place in names},
        "same": part.same,
        "unknown": part.unknown,
        "new_clients": part.new_clients,
    }


def remembered(told: dict[str, Any], part: Part, grid: Grid) -> Part:
    """The part as it was decided last time for a file with the same columns."""
    places = {name: str(place) for place, name in columns_of(grid, part.header)}
    placed = {
        name: {places[head]: kept for head, kept in told[name].items() if head in places}
        for name in ("columns", "values")
    }
    return replace(part, **{name: told[name] for name in ("kind", "same", "unknown", "new_clients")}, **placed)
