"""What a release says: its head, sentences, pictures and tables, all of them made from disclosed rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from loke.followup.change import better, change
from loke.followup.frozen import Head as Adopted
from loke.followup.outcomes import goals, yes_no
from loke.followup.page import began_and_ended
from loke.followup.practice import completeness, completion, do_we_do_it, interventions
from loke.followup.published.disclosed import Disclosed, Told
from loke.followup.published.gaps import Gap, gaps_of, in_words
from loke.followup.reality import share_picture
from loke.followup.results import lasting, norms, reliable_change
from loke.followup.section import Chart, Part, Section
from loke.followup.who import who
from loke.publishing.tables import Table

FORM = 1  # a new number when what is written here changes its meaning
# Each question with the tables that answer it and what makes its section.
QUESTIONS = {
    "vilka": (("who", "who_numbers"), who),
    "gor-vi": (("attendance", "doses", "phases"), do_we_do_it),
    "insatser": (("interventions",), interventions),
    "fullfoljer": (("completion", "endings"), completion),
    "mal": (("goals",), goals),
    "battre": (("better",), better),
    "forandring": (("change",), change),
    "matfel": (("reliable_change",), reliable_change),
    "normer": (("norms",), norms),
    "star-sig": (("lasting",), lasting),
    "ja-nej": (("yes_no",), yes_no),
    "fullstandigt": (("completeness",), completeness),
}


@dataclass(frozen=True)
class Head:
    """What it is of, how many it is about where that may be said, and what it was counted by."""

    service: str
    about: str
    group: str
    unit: str
    organisation: str
    period: str
    period_name: str
    split: str
    level: str
    began: int | None
    ended: int | None
    as_of: str
    adopted: str
    language: str
    software: str


@dataclass(frozen=True)
class Published:
    """`known` is said first; `unknown` are the questions where all is hidden, `anchors` theirs.

    The rows name what they hide.
    """

    form: int
    head: Head
    known: list[str]
    unknown: list[str]
    sections: list[Section]
    notes: list[str]
    names: dict[str, dict[str, str]]
    tables: dict[str, list[dict[str, Any]]]
    anchors: list[str] = field(default_factory=list)

    @property
    def gaps(self) -> list[Gap]:
        """All that is not told."""
        answered_by = {"idea": ("expectations",)} | {anchor: tables for anchor, (tables, _make) in QUESTIONS.items()}
        anchors = self.anchors or self._silent(answered_by)
        unknown = dict(zip(anchors, self.unknown, strict=False))
        return gaps_of(self.tables, self.sections, unknown, answered_by, self.head.level == "public")

    def _silent(self, answered_by: Mapping[str, Sequence[str]]) -> list[str]:
        """The anchors of `unknown` in a release from before they were kept: the questions with rows and no section."""
        shown = {one.anchor for one in self.sections}
        return [
            anchor
            for anchor, names in answered_by.items()
            if anchor not in shown and any(self.tables.get(name) for name in names)
        ]

    @property
    def not_told(self) -> list[str]:
        """The same in a few sentences."""
        return in_words(self.gaps)


def titles() -> dict[str, str]:
    """The questions in words."""
    return {
        "idea": _("Idé mot verklighet"),
        "vilka": _("Vilka kommer till verksamheten?"),
        "gor-vi": _("Görs det som är tänkt?"),
        "insatser": _("Vilka får vilka insatser?"),
        "fullfoljer": _("Hur många fullföljer?"),
        "mal": _("Når de målen?"),
        "battre": _("Blir det bättre?"),
        "forandring": _("Hur stora är förändringarna?"),
        "matfel": _("Är förändringen större än mätfelet?"),
        "normer": _("Jämfört med människor i allmänhet?"),
        "star-sig": _("Står det sig?"),
        "ja-nej": _("Ja eller nej: vad har ändrats?"),
        "fullstandigt": _("Hur fullständigt är det?"),
    }


def published(
    reading: Disclosed, adopted: Adopted, about: str, level: str, stored: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Published:
    """All of it. A rounded release has tables alone: sentences and pictures need what was rounded away."""
    rounded = level == "public"
    found = [_idea(reading, rounded), *(_section(reading, anchor, rounded) for anchor in QUESTIONS)]
    sections = [one for one in found if one]
    silent = [one for one in sections if _says_nothing(one)]
    began, ended = _count(reading, "who", "opening"), _count(reading, "completion")
    return Published(
        form=FORM,
        head=_head(reading, adopted, about, level, (began, ended)),
        known=_known(sections, began, ended, rounded),
        unknown=[one.question for one in silent],
        anchors=[one.anchor for one in silent],
        sections=[one for one in sections if not _says_nothing(one)],
        notes=_notes(rounded),
        names={column: dict(words) for column, words in reading.names.items()},
        tables={name: [dict(row) for row in rows] for name, rows in stored.items()},
    )


def _head(reading: Disclosed, adopted: Adopted, about: str, level: str, counts: tuple[int | None, ...]) -> Head:
    return Head(
        service=adopted.service,
        about=about,
        group=reading.service.group or "",
        unit=adopted.unit,
        organisation=adopted.organisation,
        period=reading.period,
        period_name=adopted.period_name,
        split=reading.name("by", reading.by) if reading.by else "",
        level=level,
        began=counts[0],
        ended=counts[1],
        as_of=adopted.as_of,
        adopted=adopted.adopted,
        language=reading.language,
        software=adopted.software,
    )


def _count(reading: Disclosed, table: str, occasion: str | None = None) -> int | None:
    """How many a table is of; None where that is hidden."""
    rows = (row for row in reading.published[table] if row.by is None and occasion in (None, row.occasion))
    return next((row.of for row in rows), 0)


def _idea(reading: Disclosed, rounded: bool) -> Section | None:
    """Every expectation that may be told, with how sure it is."""
    made, rows = reading.table("expectations"), [] if rounded else reading.rows("expectations")
    if made is None:
        return None
    every = sum(row.by is None for row in reading.published["expectations"])
    charts = [_expectation(reading, row) for row in rows]
    return Section(
        anchor="idea",
        question=titles()["idea"],
        says=[] if rounded else [_expectations(reading, rows, every)],
        parts=[Part(charts)] if charts else [],
        twins=[made],
    )


def _expectations(reading: Disclosed, rows: Sequence[Told], every: int) -> str:
    """How many of them may be told, and how those are."""
    hidden = _("Ingen av de %(every)s förväntningarna visas: annars skulle små tal gå att räkna ut.")
    return str(reading.say.expectations(rows, every)) if rows else hidden % {"every": every}


def _expectation(reading: Disclosed, row: Told) -> Chart:
    sure = share_picture(row, reading.language)
    said = (reading.say.expectation(row, reading.words), reading.say.expectation_certainty(row))
    verdict = f"{reading.say.expectation_verdict(row)}."
    return Chart(row.text, [sure] if sure else [], " ".join([verdict, *said]))


def _section(reading: Disclosed, anchor: str, rounded: bool) -> Section | None:
    """Nothing where the unit has nothing either; tables alone where nothing can be said of whole rows."""
    tables, make = QUESTIONS[anchor]
    twins = [made for name in tables if (made := reading.table(name))]
    if not twins:
        return None
    found = None if rounded else make(reading)
    section = found or Section(anchor, "", [])
    return replace(section, question=titles()[anchor], says=_says(reading, section), table=None, twins=twins)


def _says(reading: Disclosed, section: Section) -> list[str]:
    """Its own sentences; who began are counted where that may be said, and no intervention is most if one is hidden."""
    if section.anchor == "insatser" and section.says:
        every = [row for row in reading.published["interventions"] if row.by is None]
        shown = reading.rows("interventions")
        words = {"n": len(shown), "every": len(every)}
        return (
            list(section.says) if len(shown) == len(every) else [_("%(n)s av %(every)s insatser går att visa.") % words]
        )
    if section.anchor != "vilka" or not section.says:
        return list(section.says)
    began = _count(reading, "who", "opening")
    age = next((row for row in reading.rows("who_numbers") if row.variable == "age"), None)
    return [] if began is None else [reading.say.began(began, age, reading.words)]


def _says_nothing(section: Section) -> bool:
    """Whether every figure of it is hidden."""
    return not section.says and not any(_has_figures(table) for table in section.twins)


def _has_figures(table: Table) -> bool:
    return any(cell.values for row in table.rows for cell in row.cells)


def _known(sections: Sequence[Section], began: int | None, ended: int | None, rounded: bool) -> list[str]:
    """Who came, and the first sentence of each question that has one."""
    first = _about_how_many(began, ended) if rounded else _how_many(began, ended)
    told = [one.says[0] for one in sections if one.says and one.anchor in ("idea", "fullfoljer", "mal", "battre")]
    return [*first, *told]


def _how_many(began: int | None, ended: int | None) -> list[str]:
    return [] if began is None or ended is None else [began_and_ended(began, ended)]


def _about_how_many(began: int | None, ended: int | None) -> list[str]:
    words = {"began": began, "ended": ended}
    return [] if began is None or ended is None else [_("Omkring %(began)s började och %(ended)s avslutade.") % words]


def _notes(rounded: bool) -> list[str]:
    few = _("Tal som är färre än fem visas inte, och inte heller tal som de går att räkna ut ur. Där står ”dolt”.")
    fives = _("Talen är avrundade till närmaste fem. Delar av färre än tio, och tal som är färre än åtta, är ”dolt”.")
    return [
        fives if rounded else few,
        _("Före och efter visar förändring under kontakten. Annat kan ha ändrats samtidigt."),
    ]
