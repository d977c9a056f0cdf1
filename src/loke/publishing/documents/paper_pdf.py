"""A paper as tagged PDF, with its pictures as lines and letters."""

from dataclasses import asdict
from typing import Any

from loke.publishing.documents import typesetting
from loke.publishing.documents.content import WORDS, Table, tidy
from loke.publishing.documents.drawn import drawn
from loke.publishing.documents.paper import ON_ONE_PAGE, Beside, Block, Chapter, Figure, Paper, Words, arranged, folded
from loke.publishing.documents.pdf import written
from loke.publishing.documents.typesetting import printable

WIDTH, HALF = 481.0, 234.0  # points of a picture alone, and of one beside another


def paper_pdf(paper: Paper) -> bytes:
    """On as many pages as it needs."""
    content: dict[str, Any] = {
        name: _clean(getattr(paper, name)) for name in ("title", "service", "municipality", "version", "mark")
    }
    content |= {"chapters": [_chapter(each, paper.language) for each in paper.chapters]}
    content |= {"language": paper.language, "page": WORDS[paper.language]["page"]}
    return typesetting.pdf("paper.typ", content, paper.made)


def _clean(text: str) -> str:
    return printable(tidy(text))


def _chapter(chapter: Chapter, language: str) -> dict[str, Any]:
    blocks = [made for each in arranged(chapter.blocks) for made in _blocks(each, language)]
    return {"title": _clean(chapter.title), "level": chapter.level, "blocks": blocks}


def _blocks(block: Block | Beside, language: str) -> list[dict[str, Any]]:
    if isinstance(block, Words):
        return [_words(block)]
    if isinstance(block, Figure):
        return [_figure(block, HALF if len(block.pictures) > 1 else WIDTH)]
    if isinstance(block, Beside):
        return [{"beside": [[_half(each) for each in part] for part in (block.left, block.right)]}]
    return [_table(part, language) for part in folded(block)]


def _half(block: Words | Figure) -> dict[str, Any]:
    return _words(block) if isinstance(block, Words) else _figure(block, HALF)


def _words(words: Words) -> dict[str, Any]:
    return {"text": _clean(words.text), "kind": words.kind}


def _figure(figure: Figure, width: float) -> dict[str, Any]:
    pictures = [asdict(drawn(each, width)) for each in figure.pictures]
    return {"title": _clean(figure.title), "note": _clean(figure.note), "pictures": pictures}


def _table(table: Table, language: str) -> dict[str, Any]:
    columns = [asdict(column) | {"label": _clean(column.label)} for column in table.columns]
    rows = [[_clean(written(cell, language)) for cell in row] for row in table.rows]
    told = {"caption": _clean(table.caption), "note": _clean(table.note), "whole": len(rows) <= ON_ONE_PAGE}
    return told | {"columns": columns, "rows": rows}
