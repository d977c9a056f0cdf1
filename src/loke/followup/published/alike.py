"""What is published of everybody or of nobody: it tells something of each one who is known to have been there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from loke.analysis.disclosure.declared import DECLARED
from loke.followup.published.content import QUESTIONS, Published
from loke.followup.published.disclosed import told
from loke.publishing.columns import LAYOUTS
from loke.publishing.tables import NONE, TableRow, table

TABLES = {"idea": ("expectations",)} | {anchor: tables for anchor, (tables, _make) in QUESTIONS.items()}
NAMED = {"n"}  # by the row itself


@dataclass(frozen=True)
class Alike:
    """A row of a table in words, and whether it holds for everybody; otherwise it does for nobody."""

    question: str
    row: str
    everybody: bool


def alike(said: Published) -> list[Alike]:
    """Every part of all tables that is all or none of its whole, in their order."""
    places = [(one.question, name) for one in said.sections for name in TABLES[one.anchor]]
    return [Alike(question, *found) for question, name in places for found in _of(said, name)]


def _of(said: Published, name: str) -> Iterator[tuple[str, bool]]:
    rows, language = told(said.tables).get(name, []), said.head.language
    shown = table(name, rows, names=said.names, language=language).rows
    for row, written in zip(rows, shown, strict=True):
        for part, everybody in _parts(name, row.columns):
            yield ", ".join([*_words(written, row.version), *_heading(name, part, language)]), everybody


def _parts(name: str, row: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each count with the one it is a part of, where both are told, and a share that has no count of its own."""
    for part, whole in DECLARED[name].within.items():
        n, of = row.get(part), row.get(whole)
        if of and n in (0, of):
            yield part, n == of
    if (share := row.get("share_without_other")) in (0, 1):
        yield "share_without_other", share == 1


def _words(row: TableRow, version: str | None) -> list[str]:
    """What names the row: neither what is hidden nor the bare number of a version."""
    named = (cell for cell in row.cells if not cell.figure and cell.kind != "hidden")
    return [cell.text for cell in named if cell.text not in (NONE, version)]


def _heading(name: str, part: str, language: str) -> list[str]:
    heads = (column for column in LAYOUTS[name].columns if column.columns == (part,) and part not in NAMED)
    return [column.sv if language == "sv" else column.en for column in heads]
