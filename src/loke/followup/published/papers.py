"""A release as printed matter: one page for the committee in plain words, and the tables as a workbook."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loke.followup.published.content import Published
from loke.publishing.documents.content import Column, Table
from loke.publishing.documents.excel import workbook
from loke.publishing.documents.figures import as_figures
from loke.publishing.documents.paper import Block, Chapter, Paper, Words
from loke.publishing.documents.paper_pdf import paper_pdf
from loke.publishing.documents.word_paper import paper_word

SAID = 2.5  # times as wide as what was intended
FILES = {
    ("namnden", "docx"): gettext_lazy("En sida till nämnden, Word"),
    ("namnden", "pdf"): gettext_lazy("En sida till nämnden, PDF"),
    ("tabeller", "xlsx"): gettext_lazy("Tabellerna, Excel"),
}


def file_of(said: Published, ending: str, base: bytes | None, made: date | None = None) -> bytes:
    """`base` is the municipality's own Word document; the file was `made` the day that it was published."""
    if ending == "xlsx":
        return workbook(f"{said.head.service} {said.head.period}", said.head.organisation, list(_sheets(said)), made)
    paper = replace(committee_paper(said), made=made)
    return paper_pdf(paper) if ending == "pdf" else paper_word(paper, base)


def committee_paper(said: Published) -> Paper:
    """What the service is, what is known and what is not."""
    head = said.head
    chapters = [
        Chapter(_("Vad verksamheten gör"), (Words(head.about),) if head.about else ()),
        Chapter(_("Det vi vet"), tuple(_known(said))),
        Chapter(_("Det vi inte vet"), tuple(_unknown(said))),
        Chapter(_("Om siffrorna"), tuple(Words(text, "quiet") for text in (*said.notes, counted(said)))),
    ]
    return Paper(
        *(_("Till nämnden"), head.service, head.organisation, _("%(unit)s, %(period)s") % _where(said)),
        mark="",
        chapters=tuple(one for one in chapters if one.blocks),
        language=head.language,
        one_page=True,
    )


def _where(said: Published) -> dict[str, str]:
    return {"unit": said.head.unit, "period": said.head.period_name}


def counted(said: Published) -> str:
    words = {"day": said.head.as_of, "adopted": said.head.adopted, "software": said.head.software}
    return _("Uppföljningen antogs %(adopted)s och är räknad %(day)s med Loke %(software)s.") % words


def _known(said: Published) -> Iterator[Block]:
    if not said.known:
        yield Words(_("Inget visas av året: annars skulle små tal gå att räkna ut."))
    for place, text in enumerate(said.known):
        yield Words(text, "" if place else "lead")
    idea = next((one for one in said.sections if one.anchor == "idea"), None)
    rows = tuple((chart.title, chart.note) for part in (idea.parts if idea else ()) for chart in part.charts)
    if rows:
        columns = Column("what", _("Det som var tänkt")), Column("became", _("Det som blev"), share=SAID)
        yield Table("", _("Idé mot verklighet"), columns, rows)


def _unknown(said: Published) -> Iterator[Words]:
    yield from map(Words, said.not_told)
    yield Words(_("Uppföljningen säger inte vad som beror på verksamheten och vad som beror på annat."))


def _sheets(said: Published) -> Iterator[Table]:
    """About the figures, and every table with its numbers as numbers."""
    head = said.head
    about = [
        (_("Verksamhet"), head.service),
        (_("Enhet"), head.unit),
        (_("Kommun"), head.organisation),
        (_("Period"), head.period_name),
        (_("Uppdelning"), head.split or _("Ingen uppdelning")),
        *((_("Om siffrorna"), text) for text in (*said.notes, counted(said))),
    ]
    columns = Column("what", _("Uppgift")), Column("said", _("Innehåll"))
    yield Table("", _("Om siffrorna"), columns, tuple(about))
    for section in said.sections:
        yield from (as_figures(table, head.language) for table in section.twins)
