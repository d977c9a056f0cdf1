"""Följ upp as printed matter: the meeting paper, the quality report and the workbook, of a page from anywhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from loke.followup.chapters import reality_chapters, section_chapters
from loke.followup.discussion import questions_for
from loke.followup.page import FollowUpPage
from loke.publishing.documents.content import Column, Table
from loke.publishing.documents.figures import as_figures
from loke.publishing.documents.paper import Block, Chapter, Paper, Words, fitted
from loke.publishing.tables import Table as Shown


@dataclass(frozen=True)
class Cover:
    """What every document says of itself: whose it is, what was chosen, and when and with what it was counted.

    Its files were `made` the day that it was adopted, else the day that it was counted.
    """

    service: str
    municipality: str
    period: str
    split: str
    day: str
    software: str
    made: date | None
    language: str = "sv"

    @property
    def line(self) -> str:
        """Period, split and day in one line."""
        split = _("uppdelat efter %(by)s") % {"by": self.split} if self.split else ""
        return ", ".join(filter(None, [self.period, split, _("räknat %(day)s") % {"day": self.day}]))


class Given(NamedTuple):
    """An answer: the code and version of what it is to, that in words, and the answer."""

    to: tuple[str, str]
    text: str
    answer: str


@dataclass(frozen=True)
class Said:
    """What the group has said, decisions with who and until when; more may come until the follow-up is adopted."""

    readings: Mapping[str, str] = field(default_factory=dict)
    answers: Sequence[Given] = ()
    decisions: Sequence[tuple[str, str, str]] = ()
    adopted: bool = True


@dataclass(frozen=True)
class Documents:
    """The documents of one page, each made when it is asked for; with room to write where nothing is `said` yet."""

    page: FollowUpPage
    cover: Cover
    method: Sequence[Chapter]
    said: Said | None = None

    @cached_property
    def meeting_paper(self) -> Paper:
        """What the group reads together, with room for what it agrees on."""
        blanks = (
            _("Vad vill vi ändra i arbetssättet?"),
            _("Vad behöver stå annorlunda i beskrivningen?"),
            _("Vad har en förklaring, och vilken är den?"),
            _("Vem gör vad, och till när?"),
        )
        return self._paper(
            _("Mötesunderlag"),
            Chapter(_("I korthet"), (Words(self.page.says, "lead"),)),
            *_tables_last(
                *(one for anchor, chapters in self._parts(1) for one in self._talked(chapters, anchor)),
                *(self._agreed() if self.said else ()),
                *([] if self.said and self.said.adopted else [Chapter(_("Det vi kommer fram till"), _blanks(*blanks))]),
            ),
        )

    @cached_property
    def quality_report(self) -> Paper:
        """The handbook's order inside the headings of a management system for quality (SOSFS 2011:9)."""
        return self._paper(
            _("Årlig kvalitetsrapport"),
            Chapter(_("Sammanfattning"), (Words(self.page.says, "lead"), Words(_about_the_report(), "quiet"))),
            Chapter(_("Så har arbetet bedrivits"), (*_blanks(_("Processer och rutiner"), _("Samverkan")),)),
            Chapter(_("Riskanalys"), _blanks(_("Risker som har bedömts under året"))),
            Chapter(_("Egenkontroll"), (Words(_self_control()),)),
            *(one for anchor, chapters in self._parts(2) for one in self._read(chapters, anchor)),
            Chapter(_("Utredning av avvikelser"), self._deviations()),
            Chapter(
                _("Förbättrande åtgärder i verksamheten"),
                (*self._decisions(), *_blanks(_("Åtgärder och vad de har gett"))),
            ),
            Chapter(_("Förbättring av processerna och rutinerna"), _blanks(_("Det som har ändrats i dem"))),
            Chapter(
                _("Personalens medverkan i kvalitetsarbetet"), _blanks(_("Hur personalen har tagit del och bidragit"))
            ),
            Chapter(_("Kommande år"), _blanks(_("Vad som ska utvecklas, och hur det följs upp"))),
        )

    @cached_property
    def method_appendix(self) -> Paper:
        """Every definition behind the figures."""
        return self._paper(_("Metodbilaga"), *self.method)

    @cached_property
    def workbook(self) -> list[Table]:
        """A sheet about the figures, and then every table of the page with its numbers as numbers."""
        shown = list(_tables(self.page))
        return [self._about(shown), *(as_figures(table, self.cover.language) for table in shown)]

    def _parts(self, level: int) -> Iterator[tuple[str, Iterable[Chapter]]]:
        """The chapters of each question of the page, by its anchor."""
        yield "idea", reality_chapters(self.page.reality, level)
        yield from ((one.anchor, section_chapters(one, level)) for one in self.page.sections)

    def _talked(self, chapters: Iterable[Chapter], anchor: str) -> Iterator[Chapter]:
        """With how the group reads it; until it has said so, with what there is to talk about."""
        asks = not (self.said and self.said.adopted) and not self._text(anchor)
        questions = " ".join(map(str, questions_for(anchor)))
        asked = (Words(_("Att prata om: %(questions)s") % {"questions": questions}),) if asks else ()
        for place, chapter in enumerate(self._read(chapters, anchor)):
            yield chapter if place else replace(chapter, blocks=(*chapter.blocks, *asked))

    def _read(self, chapters: Iterable[Chapter], anchor: str) -> Iterator[Chapter]:
        """With how the group reads it, after the first of the chapters."""
        lines = tuple(Words(line) for line in self._text(anchor).splitlines() if line.strip())
        for place, chapter in enumerate(chapters):
            yield chapter
            if lines and not place:
                yield Chapter(_("Så läser vi det"), lines, 2)

    def _text(self, anchor: str) -> str:
        return self.said.readings.get(anchor, "") if self.said else ""

    def _agreed(self) -> Iterator[Chapter]:
        assert self.said
        answered, decided = tuple((one.text, one.answer) for one in self.said.answers), self._decisions()
        heads = _("Det som inte blev som tänkt"), _("Vårt svar")
        answers = _table("", heads, answered) if answered else (Words(_("Inget behövde besvaras.")),)
        if answered or self.said.adopted:  # until then nobody knows that there will be none
            yield Chapter(_("Våra svar"), answers)
        if decided or self.said.adopted:
            yield Chapter(_("Beslut"), decided or (Words(_("Inget beslut är antecknat.")),))

    def _decisions(self) -> tuple[Block, ...]:
        found = self.said.decisions if self.said else ()
        return _table(_("Det gruppen har bestämt"), (_("Beslut"), _("Vem"), _("Senast")), found) if found else ()

    def _paper(self, title: str, *chapters: Chapter) -> Paper:
        cover = self.cover
        return Paper(
            *(title, cover.service, cover.municipality, cover.line),
            mark=_("Internt"),
            chapters=(*chapters, Chapter(_("Om siffrorna"), tuple(self._source()))),
            language=cover.language,
            made=cover.made,
        )

    def _source(self) -> Iterator[Words]:
        yield Words(self.page.source)
        yield Words(_("Räknat med %(software)s.") % {"software": self.cover.software})
        yield Words(_("Ett streck i en tabell betyder att talet inte kan räknas eller vilar på färre än fem."))

    def _deviations(self) -> tuple[Block, ...]:
        given = {one.to: one.answer for one in self.said.answers} if self.said else {}
        rows = tuple(
            (row.text, row.happened, row.verdict, given.get((row.expectation, row.version), ""))
            for row in self.page.reality.rows
        )
        heads = (_("Det vi tänkte"), _("Det som blev"), _("Bedömning"), _("Det vi gör åt det"))
        columns = tuple(
            Column(f"c{place}", head, share=share)
            for place, (head, share) in enumerate(zip(heads, (2.0, 2.4, 1.1, 2.0), strict=True))
        )
        about = Words(_("Varje avvikelse mellan idé och verklighet får ett svar av gruppen."))
        table = (Table("", _("Idé och verklighet, och vad som görs"), columns, rows),) if rows else ()
        return about, *table, *_blanks(_("Klagomål, synpunkter och rapporter"))

    def _about(self, shown: Iterable[Shown]) -> Table:
        cover = self.cover
        said = [
            (_("Verksamhet"), cover.service),
            (_("Kommun"), cover.municipality),
            (_("Period"), cover.period),
            (_("Uppdelning"), cover.split or _("Ingen uppdelning")),
            (_("Räknat"), cover.day),
            (_("Programversion"), cover.software),
            *((_("Om siffrorna"), words.text) for words in self._source()),
            *((table.caption, table.note) for table in shown if table.note),
        ]
        return Table("", _("Om siffrorna"), (Column("what", _("Uppgift")), Column("said", _("Innehåll"))), tuple(said))


def _about_the_report() -> str:
    return _(
        "Rubrikerna följer ledningssystemet för systematiskt kvalitetsarbete, SOSFS 2011:9. "
        "Där det finns linjer skriver ni själva."
    )


def _self_control() -> str:
    return _("Här jämförs det verksamheten har sagt att den gör med det som har registrerats.")


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[Block, ...]:
    columns = tuple(Column(f"c{place}", head) for place, head in enumerate(heads))
    return (fitted(Table("", caption, columns, tuple(tuple(row) for row in rows))),)


def _blanks(*texts: str) -> tuple[Words, ...]:
    return tuple(Words(text, "blank") for text in texts)


def _tables_last(*chapters: Chapter) -> Iterator[Chapter]:
    """The chapters with what is talked about, and then all of their tables with figures under one heading."""
    for chapter in chapters:
        blocks = tuple(block for block in chapter.blocks if not _has_figures(block))
        if blocks:
            yield replace(chapter, blocks=blocks)
    tables = tuple(block for chapter in chapters for block in chapter.blocks if _has_figures(block))
    if tables:
        yield Chapter(_("Tabeller"), tables)


def _has_figures(block: Block) -> bool:
    return isinstance(block, Table) and any(column.figure for column in block.columns)


def _tables(page: FollowUpPage) -> Iterator[Shown]:
    found = [page.reality.table, *(table for one in page.sections for table in (one.table, *one.twins))]
    seen: set[str] = set()
    for table in found:
        if table is not None and table.caption not in seen:
            seen.add(table.caption)
            yield table
