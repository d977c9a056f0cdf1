"""A paper as tagged PDF, with its pictures as lines and letters."""

from dataclasses import asdict
from typing import Any

from loke.publishing.documents import typesetting
from loke.publishing.documents.content import WORDS, Table, tidy
from loke.publishing.documents.drawn import drawn
from loke.publishing.documents.paper import Block, Chapter, Figure, Paper, Words, folded
from loke.publishing.documents.pdf import written
from loke.publishing.documents.typesetting import printable

WIDTH, HALF = 453.0, 220.0  # points of a picture alone, and of one beside another


def paper_pdf(paper: Paper) -> bytes:
    """On as many pages as it needs."""
    content: dict[str, Any] = {
        name: _clean(getattr(paper, name)) for name in ("title", "service", "municipality", "version", "mark")
    }
    content |= {"chapters": [_chapter(each, paper.language) for each in paper.chapters]}
    content |= {"language": paper.language, "page": WORDS[paper.language]["page"]}
    return typesetting.pdf("paper.typ", content)


def _clean(text: str) -> str:
    return printable(tidy(text))


def _chapter(chapter: Chapter, language: str) -> dict[str, Any]:
    blocks = [made for each in chapter.blocks for made in _blocks(each, language)]
    return {"title": _clean(chapter.title), "level": chapter.level, "blocks": blocks}


def _blocks(block: Block, language: str) -> list[dict[str, Any]]:
    if isinstance(block, Words):
        return [{"text": _clean(block.text), "kind": block.kind}]
    if isinstance(block, Figure):
        width = HALF if len(block.pictures) > 1 else WIDTH
        pictures = [asdict(drawn(each, width)) for each in block.pictures]
        return [{"title": _clean(block.title), "note": _clean(block.note), "pictures": pictures}]
    return [_table(part, language) for part in folded(block)]


def _table(table: Table, language: str) -> dict[str, Any]:
    columns = [asdict(column) | {"label": _clean(column.label)} for column in table.columns]
    rows = [[_clean(written(cell, language)) for cell in row] for row in table.rows]
    return {"caption": _clean(table.caption), "note": _clean(table.note), "columns": columns, "rows": rows}
