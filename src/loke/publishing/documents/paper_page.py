"""A paper as one web page that stands by itself: its own style, no scripts, nothing fetched from anywhere."""

from functools import cache
from html import escape
from pathlib import Path

from loke.publishing.documents.content import Cell, Table, tidy
from loke.publishing.documents.paper import Block, Chapter, Figure, Paper, Words
from loke.publishing.documents.pdf import written

FOLDER = Path(__file__).parent


def paper_page(paper: Paper) -> bytes:
    """The page as UTF-8; the policy in its head lets nothing in but its own style."""
    chapters = [(f"k{place}", chapter) for place, chapter in enumerate(paper.chapters)]
    ways = "".join(
        f'<li><a href="#{code}">{_said(chapter.title)}</a></li>' for code, chapter in chapters if chapter.level == 1
    )
    head = f'<p class="mark">{_said(paper.mark)}</p>' if paper.mark else ""
    about = ", ".join(filter(None, [paper.service, paper.municipality]))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="{escape(paper.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_said(paper.title)}, {_said(paper.service)}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
        f'<header>{head}<h1>{_said(paper.title)}</h1><p>{_said(about)}</p><p class="quiet">{_said(paper.version)}</p>'
        f"</header>\n<nav><ul>{ways}</ul></nav>\n<main>\n"
        f"{''.join(_chapter(code, chapter, paper.language) for code, chapter in chapters)}</main>\n</body>\n</html>\n"
    ).encode()


@cache
def _style() -> str:
    return "".join((FOLDER / name).read_text("utf-8") for name in ("page.css", "picture.css"))


def _said(text: str) -> str:
    return escape(tidy(text))


def _chapter(code: str, chapter: Chapter, language: str) -> str:
    level = chapter.level + 1
    blocks = "".join(_block(block, language) for block in chapter.blocks)
    return f'<h{level} id="{code}">{_said(chapter.title)}</h{level}>\n{blocks}'


def _block(block: Block, language: str) -> str:
    if isinstance(block, Words):
        kind = f' class="{block.kind}"' if block.kind else ""
        return f"<p{kind}>{_said(block.text)}</p>\n"
    if isinstance(block, Figure):
        pictures = "".join(picture.svg for picture in block.pictures)
        note = f'<p class="quiet">{_said(block.note)}</p>' if block.note else ""
        return f"<figure><figcaption>{_said(block.title)}</figcaption>{pictures}{note}</figure>\n"
    return _table(block, language)


def _table(table: Table, language: str) -> str:
    kinds = [' class="figure"' if column.figure else "" for column in table.columns]
    heads = zip(kinds, table.columns, strict=True)
    head = "".join(f'<th scope="col"{kind}>{_said(column.label)}</th>' for kind, column in heads)
    rows = "".join(f"<tr>{_cells(row, kinds, language)}</tr>" for row in table.rows)
    note = f'<p class="quiet">{_said(table.note)}</p>' if table.note else ""
    caption = f"<caption>{_said(table.caption)}</caption>"
    return f'<div class="room" tabindex="0"><table>{caption}<tr>{head}</tr>{rows}</table></div>{note}\n'


def _cells(row: tuple[Cell, ...], kinds: list[str], language: str) -> str:
    cells = zip(kinds, row, strict=True)
    return "".join(f"<td{kind}>{_said(written(cell, language))}</td>" for kind, cell in cells)
