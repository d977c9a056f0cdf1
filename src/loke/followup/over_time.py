"""Över tid and hur länge stannar de: every month since the beginning, and how long those who began have stayed."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from loke.analysis.retention import FIXED
from loke.analysis.summary import Row
from loke.followup.choices import ALL, months_of
from loke.followup.reading import Reading
from loke.followup.section import Chart, Part, Section
from loke.followup.split import by_columns, not_split, split_part
from loke.publishing.control import control
from loke.publishing.readings import TOO_FEW, half_left
from loke.publishing.signs import Series
from loke.publishing.stays import stays, until_few

BETTER = {"opened": "", "closed": "", "contacts": "", "missed": "lower", "completed": "higher"}
FINER = ("month", "quarter", "half")  # how long the periods of a series may be, the shortest that has enough in each
ENOUGH = 0.75  # of its points have at least five


def over_time(reading: Reading) -> Section | None:
    found = {measure: _series(reading, measure) for measure in _measures(reading)}
    if not any(series.latest for _unit, series in found.values()):
        return None
    named = {reading.name("measure", measure): series for measure, (_unit, series) in found.items()}
    made = reading.table("trend", [row for _unit, series in found.values() for row in series.rows], groups=())
    charted = {measure: one for measure, one in found.items() if one[1].has_chart}
    return Section(
        anchor="over-tid",
        question=_("Över tid?"),
        says=[reading.say.over_time.lead(named)],
        parts=[Part([_chart(reading, measure, *one) for measure, one in charted.items()])] if charted else [],
        twins=[made] if made else [],
        notes=[*(_notes() if charted else []), *not_split(reading)],
    )


def _measures(reading: Reading) -> list[str]:
    """Those of the whole time, each once; a better share of every scale."""
    return list(dict.fromkeys(row.measure for row in reading.series("month")))


def _series(reading: Reading, measure: str) -> tuple[str, Series]:
    """Month by month; a share by quarters or half-years where most months have fewer than five."""
    for unit in FINER:
        rows = [row for row in reading.series(unit) if row.measure == measure]
        based = [row.of for row in rows if row.of]
        if not based or sum(of >= TOO_FEW for of in based) >= ENOUGH * len(based):
            break
    now = frozenset(row.period for row in rows if _within(row.period, reading.period))
    return unit, Series(rows, now, BETTER.get(measure, "higher"))


def _within(period: str, chosen: str) -> bool:
    """Whether a month, quarter or half-year lies in the chosen period."""
    return chosen == ALL or set(months_of(period)) <= set(months_of(chosen))


def _chart(reading: Reading, measure: str, unit: str, series: Series) -> Chart:
    note = reading.say.over_time.series(series, unit)
    return Chart(reading.name("measure", measure), [control(series, language=reading.language)], note)


def _notes() -> list[str]:
    return [
        _("Streckad linje: mitten. Tonad yta: mellan gränserna. De räknas på de tolv första punkterna, inte perioden."),
        _("Ring: en punkt som slumpen inte förklarar väl. Vad den beror på säger inte diagrammet."),
        _("Grå punkter ligger utanför den valda perioden. En lucka är en punkt som saknas eller gäller färre än fem."),
    ]


def how_long(reading: Reading) -> Section | None:
    rows = reading.rows("retention")
    if not rows:
        return None
    made = reading.table("retention", _told(rows), groups=_fixed(reading.groups("retention")))
    curve = _curve(reading, _("Andel som är kvar"), rows)
    return Section(
        anchor="stannar",
        question=_("Hur länge stannar de?"),
        says=[reading.say.over_time.retention(rows, reading.words, FIXED[1:])],
        parts=[*([Part([curve])] if curve else []), *split_part(reading, _by_group(reading))],
        twins=[made] if made else [],
        notes=[
            _("De som är kvar räknas så länge de har varit här. Kurvan slutar där färre än fem har varit här så länge.")
        ],
    )


def _curve(reading: Reading, title: str, rows: Sequence[Row], longest: int = 0) -> Chart | None:
    """The curve of those who began; None where it would have no length."""
    return Chart(title, [stays(rows, longest=longest, language=reading.language)]) if len(until_few(rows)) > 1 else None


def _fixed(rows: Sequence[Row]) -> list[Row]:
    return [row for row in until_few(rows) if row.day in FIXED]


def _told(rows: Sequence[Row]) -> list[Row]:
    """With the days that the words name beside these."""
    return [row for row in until_few(rows) if row.day in FIXED or row in (half_left(rows), until_few(rows)[-1])]


def _by_group(reading: Reading) -> Iterator[Chart | None]:
    """A curve for each group, all over the same days."""
    longest = max((row.day for row in until_few(reading.groups("retention"))), default=0)
    for _key, rows in by_columns(reading.groups("retention"), "group"):
        name = _("%(group)s, %(n)s personer") % {"group": reading.group_name(rows[0]), "n": rows[0].at_risk}
        yield _curve(reading, name, rows, longest)
