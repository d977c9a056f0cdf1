"""The sections of Följ upp: one function for each question, in the handbook's order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from loke.analysis.summary import Row
from loke.followup.reading import Reading
from loke.publishing import bars, shares, slopes
from loke.publishing.marks import Picture
from loke.publishing.readings import TOO_FEW
from loke.publishing.tables import Table, name_of

MOST_SLOPES = 8  # small pictures side by side; more than that nobody reads


@dataclass(frozen=True)
class Chart:
    """Pictures under one heading; `arrangement` is pair, panels or nothing."""

    title: str
    pictures: Sequence[Picture]
    note: str = ""
    arrangement: str = ""
    source: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class Section:
    """A question with its sentences, its pictures, a table to read and tables to look things up in."""

    anchor: str
    question: str
    says: Sequence[str]
    charts: Sequence[Chart] = ()
    twins: Sequence[Table | None] = ()
    table: Table | None = None
    notice: str = ""

    @property
    def arrangement(self) -> str:
        """Several small pictures stand side by side where there is room."""
        return "grid" if len(self.charts) > 2 else "stack"


def sections_of(reading: Reading) -> list[Section]:
    """Those that have something to show for the chosen period."""
    return [section for make in SECTIONS if (section := make(reading)) is not None]


def who(reading: Reading) -> Section | None:
    rows, numbers = reading.rows("who"), reading.rows("who_numbers")
    if not rows and not numbers:
        return None
    charts, says = [], []
    for (variable, occasion), found in _grouped(rows, "variable", "occasion"):
        names = {row.category: _name(reading, row.category, variable) for row in found}
        says.append(reading.say.who(found, names, reading.words))
        if found[0].of >= TOO_FEW:
            shown = [
                _share(row, names[row.category], f"{row.n}") for row in found if row.n or row.category != "missing"
            ]
            title = _name(reading, variable)
            charts.append(
                Chart(title, [shares.categories(shown, language=reading.language)], reading.say.occasion(occasion))
            )
    says += [f"{_name(reading, row.variable)}: {reading.say.who_numbers(row, reading.words)}" for row in numbers]
    tables = [reading.table("who"), reading.table("who_numbers")]
    return Section("vilka", _("Vilka kommer till oss?"), says, charts, tables)


def do_we_do_it(reading: Reading) -> Section | None:
    doses, phases, attendance = (reading.rows(name) for name in ("doses", "phases", "attendance"))
    if not doses and not phases and not any(row.planned for row in attendance):
        return None
    says = [f"{_name(reading, row.expectation)}: {reading.say.doses(row, reading.words)}" for row in doses]
    says += [reading.say.attendance(row) for row in attendance if row.intervention == "all"]
    says += [reading.say.phases(phases, reading.names, reading.words)] if phases else []
    missed = [
        _share(row, _name(reading, row.intervention), f"{row.missed}/{row.planned}")
        for row in attendance
        if row.planned >= TOO_FEW
    ]
    picture = shares.categories(missed, language=reading.language)
    charts = [Chart(_("Uteblivna besök"), [picture], _("Andel av planerade träffar."))] if missed else []
    tables = [reading.table(name) for name in ("doses", "attendance", "phases")]
    return Section("gor-vi", _("Gör vi det vi säger att vi gör?"), says, charts, tables)


def interventions(reading: Reading) -> Section | None:
    rows = reading.rows("interventions")
    if not rows:
        return None
    shown = [
        _share(row, _name(reading, row.intervention), f"{row.received}/{row.of}", "amount" if row.intended else "worse")
        for row in rows
        if row.of
    ]
    note = _("Andel som fick minst en träff. Mörk stapel: insatsen ges men står inte i beskrivningen.")
    charts = [Chart(_("Insatserna"), [shares.categories(shown, language=reading.language)], note)] if shown else []
    says = [reading.say.interventions(rows, reading.names, reading.words)]
    return Section("insatser", _("Vilka får vilka insatser?"), says, charts, [reading.table("interventions")])


def completion(reading: Reading) -> Section | None:
    now = reading.rows("completion")
    rows = [row for row in reading.all_periods("completion") if row.of]
    if not now or not rows:
        return None
    parts = [bars.Part(_("Fullföljde"), "better"), bars.Part(_("Annat"), "same"), bars.Part(_("Avbröt"), "worse")]
    counts = [bars.Bar(_short(row.period), _split(row), row.period == reading.period) for row in rows]
    shown = [
        shares.Share(_short(row.period), row.share, row.low, row.high, now=row.period == reading.period) for row in rows
    ]
    chart = Chart(
        _("Hur kontakterna slutade"),
        [
            bars.stacked(counts, parts),
            shares.shares(shown, target=_target(reading, "completion"), language=reading.language),
        ],
        _("Vänster: antal avslutade. Höger: andel som fullföljde, med osäkerhet."),
        "pair",
    )
    says, table = [reading.say.completion(rows)], reading.table("completion", rows)
    return Section("fullfoljer", _("Hur många fullföljer?"), says, [chart], [reading.table("endings")], table)


def better(reading: Reading) -> Section | None:
    rows = [row for row in reading.rows("better") if row.pairs]
    if not rows:
        return None
    parts = [bars.Part(_("bättre"), "better"), bars.Part(_("oförändrat"), "same"), bars.Part(_("sämre"), "worse")]
    counts = [bars.Bar(_scale(reading, row), (row.better, row.unchanged, row.worse)) for row in rows]
    note = _("Antal med svar vid start och slut. Bättre eller sämre är minst det steg ni har valt.")
    charts = [Chart(_("Bättre, oförändrat, sämre"), [bars.stacked(counts, parts)], note)]
    charts += [_slopes(reading, rows)] if len(rows) <= MOST_SLOPES else []
    says = [reading.say.better(row, _scale(reading, row), reading.words) for row in rows]
    return Section("battre", _("Blir det bättre?"), says, charts, [reading.table("better")], notice=_reminder())


def change(reading: Reading) -> Section | None:
    rows = [row for row in reading.rows("change") if row.pairs]
    if not rows:
        return None
    charts = [_means(reading, row) for row in rows if row.mean_start is not None and row.low is not None]
    says = [reading.say.change(row, _scale(reading, row)) for row in rows]
    return Section("forandring", _("Hur stora är förändringarna?"), says, charts, [reading.table("change")])


def completeness(reading: Reading) -> Section | None:
    rows = [row for row in reading.rows("completeness") if row.due]
    if not rows:
        return None
    says = [reading.say.completeness(rows, reading.names)]
    return Section("fullstandigt", _("Hur fullständigt är det?"), says, [], [reading.table("completeness", rows)])


# A new section is a function above and a line here.
SECTIONS: tuple[Callable[[Reading], Section | None], ...] = (
    who,
    do_we_do_it,
    interventions,
    completion,
    better,
    change,
    completeness,
)


def _grouped(rows: Iterable[Row], *columns: str):
    def key(row: Row) -> tuple:
        return tuple(getattr(row, column) for column in columns)

    return [(found, list(some)) for found, some in groupby(rows, key)]


def _name(reading: Reading, code: str, owner: str = "") -> str:
    return name_of(code, reading.names, reading.language, owner)


def _scale(reading: Reading, row: Row) -> str:
    name = _name(reading, row.scale, row.instrument)
    return f"{name}, {_name(reading, row.respondent)}" if row.respondent else name


def _share(row: Row, name: str, counts: str, kind: str = "amount") -> shares.Share:
    return shares.Share(name, row.share, row.low, row.high, counts, kind=kind)


def _short(period: str) -> str:
    """Names beside bars have room for five letters: 2026, or H1 26."""
    year, _dash, part = period.partition("-")
    return f"{part} {year[2:]}" if part else "" if period == "all" else year


def _split(row: Row) -> tuple[int, int, int]:
    return row.completed, row.other, row.of - row.completed - row.other


def _target(reading: Reading, kind: str) -> float | None:
    return next((row.target for row in reading.rows("expectations") if row.kind == kind), None)


def _slopes(reading: Reading, rows: Sequence[Row]) -> Chart:
    pictures = [_slope(reading, row) for row in rows]
    note = _("Från start till slut, en linje per person. Tjock linje: bättre. Streckad: sämre. Tunn: oförändrat.")
    return Chart(_("Var och en"), pictures, note, "panels")


def _slope(reading: Reading, row: Row) -> Picture:
    key = (row.period, None, row.instrument, row.scale, row.respondent)
    found = next(
        one
        for one in reading.result.distributions.scales
        if (one.period, one.by, one.instrument, one.scale, one.respondent) == key
    )
    pairs = [slopes.Pair(float(start), float(end), count) for start, end, count in found.pairs]
    lowest, highest = _ends(reading, row, [score for pair in pairs for score in (pair.start, pair.end)])
    scale = reading.scale(row)
    return slopes.slopes(
        pairs, lowest=lowest, highest=highest, step=scale.step, better=scale.better, language=reading.language
    )


def _ends(reading: Reading, row: Row, scores: Sequence[float]) -> tuple[float, float]:
    """The ends of the scale where its items give them, else those of the scores."""
    scale = reading.scale(row)
    if scale.lowest is None or scale.highest is None or not scale.items:
        return min(scores), max(*scores, min(scores) + 1)
    times = len(scale.items) if scale.score == "sum" else 1
    return tuple(float(end * times * scale.multiply + scale.add) for end in (scale.lowest, scale.highest))


def _means(reading: Reading, row: Row) -> Chart:
    name = _scale(reading, row)
    lowest, highest = _ends(reading, row, [row.mean_start, row.mean_end])
    means = [shares.Means(name, row.mean_start, row.mean_end, row.low, row.high)]
    picture = shares.means(means, lowest=lowest, highest=highest, language=reading.language)
    return Chart(
        name, [picture], _("Från medelvärdet vid start (ring) till slut (prick), med osäkerheten i förändringen.")
    )


def _reminder() -> str:
    return _(
        "Resultatet gäller dem som svarade både vid start och slut. "
        "Förändringen skedde under kontakten. Annat i livet ändras också."
    )
