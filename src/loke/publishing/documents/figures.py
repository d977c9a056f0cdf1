"""The tables of a page for Excel: every number in a cell of its own, with as many decimals as it has."""

from collections.abc import Callable

from loke.publishing.documents.content import Cell, Column, Table
from loke.publishing.numbers import NONE, Number, in_percent
from loke.publishing.tables import Cell as Shown
from loke.publishing.tables import Table as ShownTable

DECIMALS = 6
# Kinds of columns with two numbers in each cell, and what to call the two.
TWO = {
    "sv": {"of": ("antal", "av"), "span": ("från", "till")},
    "en": {"of": ("number", "of"), "span": ("from", "to")},
}
SPANS = {"percents", "points_span", "shorts", "decimals", "fines"}
IN_PERCENT = {"percent", "percents", "points", "points_span"}
PERCENT = {"sv": "procent", "en": "per cent"}
LEVEL = {"sv": "andelar i procent", "en": "shares in per cent"}  # counts and shares in one column


def as_figures(shown: ShownTable, language: str = "sv") -> Table:
    """The same table with numbers as numbers, years too; a dash is an empty cell, and what is hidden says so."""
    columns = tuple(column for place, head in enumerate(shown.head) for column in _columns(place, head, language))
    rows = tuple(
        tuple(one for head, cell in zip(shown.head, row.cells, strict=True) for one in _cells(head, cell))
        for row in shown.rows
    )
    return Table("", shown.caption, columns, rows, shown.note)


def _parts(head: Shown, language: str) -> tuple[str, ...]:
    return TWO[language]["of"] if head.kind == "of" else TWO[language]["span"] if head.kind in SPANS else ("",)


def _columns(place: int, head: Shown, language: str) -> list[Column]:
    units = LEVEL if head.kind == "level" else PERCENT if head.kind in IN_PERCENT - {"points"} else {}
    unit = units.get(language, "")
    labels = [", ".join(filter(None, (head.text, part, unit))) for part in _parts(head, language)]
    return [Column(f"c{place}", label, head.figure) for label in labels]


def _cells(head: Shown, cell: Shown) -> list[Cell]:
    if not head.figure:
        is_year = head.kind == "period" and cell.text.isdecimal()
        return [int(cell.text) if is_year else "" if cell.text == NONE else cell.text]
    parts = _parts(head, "sv")
    if cell.kind == "hidden":
        return [cell.text] * len(parts)
    number: Callable[[Number], Number] = in_percent if (cell.kind or head.kind) in IN_PERCENT else lambda value: value
    return [_plain(number(value)) for value in cell.values] if cell.values else [None] * len(parts)


def _plain(value: Number) -> int | float:
    shown = round(float(value), DECIMALS)
    return int(shown) if shown.is_integer() else shown
