"""The page of Följ upp as chapters of a paper: the same sentences, pictures and tables in the same order."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from loke.followup.reality import Reality, RealityRow
from loke.followup.section import Part, Section
from loke.publishing.documents.content import Table
from loke.publishing.documents.paper import Block, Chapter, Figure, Words, as_content

MOST_ROWS = 60  # of a table on paper: about two pages


def reality_chapters(reality: Reality, level: int) -> Iterator[Chapter]:
    if not reality.rows:
        return
    table = (as_content(reality.table),) if reality.table else ()
    key = _("Tonad yta är det ni tänkte. Det tjocka strecket är osäkerheten, 95 procent.")
    about = Words(" ".join(filter(None, [key, _where(table)])), "quiet")
    yield Chapter(_("Idé mot verklighet"), (Words(reality.says, "lead"), about), level)
    for row in reality.rows:
        yield Chapter(row.text, tuple(_reality_row(row)), 2)
    parts = tuple(block for part in reality.parts for block in _part(part))
    yield Chapter(_("Idé mot verklighet som tabell"), (*parts, *table), 2)


def _reality_row(row: RealityRow) -> Iterator[Block]:
    yield Words(
        _("Vi tänkte: %(meant)s. Det blev: %(verdict)s.") % {"meant": row.meant, "verdict": row.verdict.lower()}
    )
    yield Words(" ".join(filter(None, [row.happened, row.certainty, row.earlier])))
    if row.actual:
        yield Figure(_("Det som blev"), (row.actual,))
    if row.sure:
        yield Figure(_("Hur säkert är det?"), (row.sure,))


def section_chapters(section: Section, level: int) -> Iterator[Chapter]:
    tables = _of_section(section)
    lead = tuple(Words(text, "" if place else "lead") for place, text in enumerate(section.says))
    untitled = section.parts[:1] if section.parts and not section.parts[0].title else ()
    titled = [part for part in section.parts[len(untitled) :] if part.charts]
    blocks = (block for part in untitled for block in _part(part))
    chapters = [Chapter(section.question, (*lead, *blocks), level)]
    chapters += [Chapter(part.title, tuple(_part(part)), 2) for part in titled]
    drawn = any(isinstance(block, Figure) for chapter in chapters for block in chapter.blocks)
    notes = [_where(tables) if drawn else "", *section.notes]
    ending = (*map(_printed, tables), *(Words(text, "quiet") for text in notes if text))
    yield from chapters[:-1]
    yield replace(chapters[-1], blocks=(*chapters[-1].blocks, *ending))


def _printed(table: Table) -> Block:
    """The table, or where it goes on for pages, where it stands instead."""
    if len(table.rows) <= MOST_ROWS:
        return table
    told = {"table": table.caption, "count": len(table.rows)}
    return Words(_("Tabellen ”%(table)s” har %(count)d rader och står i arbetsboken Tabeller.") % told, "quiet")


def _of_section(section: Section) -> list[Table]:
    shown = [*([section.table] if section.table else []), *section.twins]
    return [as_content(table) for table in shown]


def _part(part: Part) -> Iterator[Block]:
    for chart in part.charts:
        if chart.pictures:
            yield Figure(chart.title, tuple(chart.pictures), chart.note)
        elif chart.note:
            yield Words(f"{chart.title}: {chart.note}")


def _where(tables: Sequence[Table]) -> str:
    """Where the same figures stand as a table."""
    if not tables or len(tables[0].rows) > MOST_ROWS:
        return ""
    return _("Siffrorna står också i tabellen ”%(table)s”.") % {"table": tables[0].caption}
