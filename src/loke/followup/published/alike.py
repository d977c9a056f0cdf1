"""What is published of everybody or of nobody: it tells something of each one who is known to have been there."""

from collections.abc import Iterator
from dataclasses import dataclass

from loke.followup.published.content import Published
from loke.publishing.tables import NONE, Cell, TableRow


@dataclass(frozen=True)
class Alike:
    """A row of a table in words, and whether it holds for everybody; otherwise it does for nobody."""

    question: str
    row: str
    everybody: bool


def alike(said: Published) -> list[Alike]:
    """Every row of all tables with a share of all or none, in their order."""
    return [found for section in said.sections for found in _of(section.question, section.twins)]


def _of(question: str, twins) -> Iterator[Alike]:
    for row in (row for twin in twins for row in twin.rows):
        shares = {share for cell in row.cells if (share := _share(cell)) is not None}
        if shares and shares <= {0, 1}:
            yield Alike(question, _words(row), everybody=1 in shares)


def _share(cell: Cell) -> float | None:
    """Of a figure that is so many of so many; nothing of any other."""
    if cell.kind == "of" and cell.values and cell.values[1]:
        return float(cell.values[0] / cell.values[1])
    return float(cell.values[0]) if cell.kind == "percent" and cell.values else None


def _words(row: TableRow) -> str:
    return ", ".join(cell.text for cell in row.cells if not cell.figure and cell.text != NONE)
