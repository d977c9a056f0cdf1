"""A version of the processbeskrivning read at once: rows with threads and expectations, and what a row lacks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from urllib.parse import quote

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loke.description.models import OPEN, ProcessDescription, ProcessRow, Thread, Version
from loke.measures.models import Expectation
from loke.measures.wording import share_words

Kind = ProcessRow.Column
HEADINGS = {  # with what it is about, and the word for its rows
    Kind.TARGET_GROUP: (_("Tänkt målgrupp"), _("vilka vi är till för"), _("målgrupper")),
    Kind.INTERVENTION: (_("Tänkta insatser"), _("vad vi gör"), _("insatser")),
    Kind.OUTCOME: (_("Tänkt resultat"), _("vad som ska förändras"), _("resultat")),
    Kind.PHASE: (_("Faser"), _("i vilken ordning"), _("faser")),
}
SIDES = {  # the columns before and after, and what a row without a thread to them is told
    Kind.TARGET_GROUP: (None, (Kind.INTERVENTION, _("ingen insats"))),
    Kind.INTERVENTION: ((Kind.TARGET_GROUP, _("ingen målgrupp")), (Kind.OUTCOME, _("leder inte till något resultat"))),
    Kind.OUTCOME: ((Kind.INTERVENTION, _("ingen insats leder hit")), None),
    Kind.PHASE: (None, None),
}
SAID = (  # by an expectation, apart from its code and its days
    *("kind", "text", "of_age", "answer", "lowest", "highest", "months", "share"),
    *("row_id", "variable_id", "option_id", "intervention_id", "phase_id", "scale_id"),
)
SEEN = ("variable", "option", "intervention", "phase", "scale__instrument")


@dataclass
class Line:
    """A row with its place, counted from 1, the rows its threads go to and come from, and its expectations."""

    row: ProcessRow
    place: int
    of: int
    leads_to: list[ProcessRow] = field(default_factory=list)
    comes_from: list[ProcessRow] = field(default_factory=list)
    expectations: list["Expected"] = field(default_factory=list)

    @property
    def up(self) -> int:
        """The place before, counted from 0 as actions do; the one after is `place`."""
        return self.place - 2

    @property
    def tied(self) -> list[ProcessRow]:
        return [*self.comes_from, *self.leads_to]

    @property
    def lacks(self) -> list[str | Promise]:
        before, after = SIDES[self.row.column]
        sides = ((before, self.comes_from), (after, self.leads_to))
        return [side[1] for side, rows in sides if side and not rows]


def seal(rows: Iterable[Expectation]) -> str:
    """What tells whether the rows of an expectation say what they said when somebody read them."""
    told = sorted(repr([_plain(getattr(one, name)) for name in SAID]) for one in rows)
    return sha256("".join(told).encode()).hexdigest()[:20]


def _plain(value: object) -> str:
    return str(value.normalize()) if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True)
class Expected:
    """One expectation with all its accepted options."""

    rows: tuple[Expectation, ...]

    @property
    def first(self) -> Expectation:
        return self.rows[0]

    @property
    def words(self) -> str:
        """The text, and for how many it should hold."""
        share = share_words(self.first.share)
        return f"{self.first.text}, {share}" if share else self.first.text


@dataclass(frozen=True)
class Column:
    kind: str
    lines: list[Line]

    @property
    def heading(self) -> str | Promise:
        return HEADINGS[self.kind][0]

    @property
    def about(self) -> str | Promise:
        return HEADINGS[self.kind][1]

    @property
    def rows_are_called(self) -> str | Promise:
        return HEADINGS[self.kind][2]


@dataclass(frozen=True)
class Drawn:
    """A thread as an SVG path in a square of 100: row i of n has its middle at (i + ½)/n."""

    path: str
    start: str
    end: str


@dataclass(frozen=True)
class Process:
    """The version with its columns in the order of the page; `loose` are expectations that stand under no row."""

    version: ProcessDescription
    columns: dict[str, Column]
    loose: list[Expected]

    def __iter__(self) -> Iterator[Line]:
        return (line for column in self.columns.values() for line in column.lines)

    def line(self, code: str) -> Line | None:
        return next((line for line in self if line.row.code == code), None)

    @property
    def lacking(self) -> list[Line]:
        return [line for line in self if line.lacks]

    @property
    def phases(self) -> Column:
        return self.columns[Kind.PHASE]

    @property
    def threads(self) -> list[tuple[str, str]]:
        """Pairs of codes."""
        return [(line.row.code, end.code) for line in self for end in line.leads_to]

    def drawn(self, start: str) -> list[Drawn]:
        """The threads that go out from a column."""
        ends = {line.row.code: line for line in self}
        return [
            Drawn(_path(line, ends[end.code]), line.row.code, end.code)
            for line in self.columns[start].lines
            for end in line.leads_to
        ]


def _path(start: Line, end: Line) -> str:
    here, there = (f"{(line.place - 0.5) / line.of * 100:.4f}" for line in (start, end))
    return f"M0 {here} C50 {here} 50 {there} 100 {there}"


def read(version: ProcessDescription) -> Process:
    """Three queries, however much there is on the page."""
    columns: dict[str, list[ProcessRow]] = {kind: [] for kind in HEADINGS}
    for row in version.rows.there():
        columns[row.column].append(row)
    made = {kind: Column(kind, _lines(rows)) for kind, rows in columns.items()}
    lines = {line.row.pk: line for column in made.values() for line in column.lines}
    for start, end in Thread.objects.filter(start__process=version).values_list("start", "end"):
        if start in lines and end in lines:
            lines[start].leads_to.append(lines[end].row)
            lines[end].comes_from.append(lines[start].row)
    for line in lines.values():
        line.leads_to.sort(key=lambda row: lines[row.pk].place)
        line.comes_from.sort(key=lambda row: lines[row.pk].place)
    return Process(version, made, _place_expectations(version, lines))


def _lines(rows: list[ProcessRow]) -> list[Line]:
    return [Line(row, place, len(rows)) for place, row in enumerate(rows, 1)]


def _place_expectations(version: ProcessDescription, lines: dict[int, Line]) -> list[Expected]:
    """Each under its row; gives those that have none."""
    loose = []
    for one in expected(version):
        if one.first.row_id is None:
            loose.append(one)
        elif one.first.row_id in lines:
            lines[one.first.row_id].expectations.append(one)
    return loose


def expected(version: ProcessDescription) -> list[Expected]:
    found: dict[str, list[Expectation]] = {}
    for row in version.expectations.select_related(*SEEN):
        found.setdefault(row.code, []).append(row)
    return [Expected(tuple(rows)) for rows in found.values()]


@dataclass(frozen=True)
class Listed:
    """A version in the list of all of them: how it is called, where it is read, and whether it is the one shown."""

    words: str
    url: str
    now: bool


def listed(shown: ProcessDescription) -> list[Listed]:
    """Every version of the service, the latest first; made without a model of each, for they may be hundreds."""
    page, names = reverse("process", args=[shown.service.code]), {code: str(name) for code, name in Version.choices}
    found = shown.service.processes.latest_first().values_list("version", "status", "adopted")
    return [
        Listed(
            words=f"{number}, {names[status]}{f' {adopted.isoformat()}' if adopted else ''}",
            url=page if status in OPEN else f"{page}{quote(number)}/",
            now=number == shown.version,
        )
        for number, status, adopted in found
    ]
