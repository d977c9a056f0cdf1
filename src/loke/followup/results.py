"""What a change is worth: against the error of measurement, beside people in general, and some months later."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from loke.analysis.summary import Row
from loke.dataset.definitions import Norm
from loke.followup.change import ends_of, notes_of
from loke.followup.reading import Reading
from loke.followup.section import Chart, Part, Section
from loke.followup.split import by_columns, not_split
from loke.publishing import bars, course, differences
from loke.publishing.marks import Picture
from loke.publishing.readings import TOO_FEW


def reliable_change(reading: Reading) -> Section | None:
    rows = [row for row in reading.rows("reliable_change") if row.pairs]
    if not rows:
        return None
    parts = [
        bars.Part(_("säkert bättre"), "better"),
        bars.Part(_("inom mätfelet"), "same"),
        bars.Part(_("säkert sämre"), "worse"),
    ]
    counts = [bars.Bar(reading.scale_name(row), _thirds(row)) for row in rows]
    note = _(
        "Antal med svar vid start och slut. Säkert betyder större än mätfelet brukar vara, med 95 procents säkerhet."
    )
    return Section(
        anchor="matfel",
        question=_("Är förändringen större än mätfelet?"),
        says=[reading.say.results.reliable_change(row, reading.scale_name(row), reading.words) for row in rows],
        parts=[Part([Chart(_("Större än mätfelet"), [bars.stacked(counts, parts)], note)])],
        twins=reading.tables("reliable_change"),
        notes=[*notes_of(reading, rows), *not_split(reading, table=True)],
    )


def _thirds(row: Row) -> tuple[int, int, int]:
    return row.improved + (row.recovered or 0), row.unchanged, row.deteriorated


def norms(reading: Reading) -> Section | None:
    rows = reading.rows("norms")
    if not rows:
        return None
    compared = list(by_columns(rows, "instrument", "scale", "respondent", "norm"))
    return Section(
        anchor="normer",
        question=_("Jämfört med människor i allmänhet?"),
        says=[_leads(reading, compared[0][1])],
        parts=[Part([_beside(reading, found, lead=not place) for place, (_key, found) in enumerate(compared)])],
        twins=reading.tables("norms"),
        notes=[reading.say.results.LIKE_OTHERS, *not_split(reading, table=True)],
    )


def _leads(reading: Reading, rows: Sequence[Row]) -> str:
    """What is said of the first scale and norm, at start and at end."""
    return f"{reading.scale_name(rows[0])}. {_said(reading, rows)}"


def _said(reading: Reading, rows: Sequence[Row]) -> str:
    return " ".join(reading.say.results.norms(row) for row in rows)


def _beside(reading: Reading, rows: Sequence[Row], *, lead: bool) -> Chart:
    """The differences at start and at end; what the section has led with is not said again."""
    first, norm = rows[0], _norm(reading, rows[0])
    shown = [
        differences.Difference(
            _occasion(reading, row), row.difference, row.low, row.high, _("%(n)s svar") % {"n": row.n}
        )
        for row in rows
        if row.n >= TOO_FEW
    ]
    pictures = [differences.differences(shown, zero=norm.name, language=reading.language)] if shown else []
    told = reading.say.results.norm_group(norm, reading.scale(first).better)
    return Chart(reading.scale_name(first), pictures, told if lead else f"{_said(reading, rows)} {told}")


def _occasion(reading: Reading, row: Row) -> str:
    said = reading.say.occasion(row.occasion)
    return said[:1].upper() + said[1:]


def _norm(reading: Reading, row: Row) -> Norm:
    instrument = next(one for one in reading.instruments if one.instrument == row.instrument)
    return next(one for one in instrument.norms if (one.scale, one.norm) == (row.scale, row.norm))


def lasting(reading: Reading) -> Section | None:
    rows = reading.rows("lasting")
    if not rows:
        return None
    return Section(
        anchor="star-sig",
        question=_("Står det sig?"),
        says=[reading.say.results.lasting(rows[0], reading.scale_name(rows[0]))],
        parts=[Part(list(_courses(reading, rows)))],
        twins=reading.tables("lasting"),
        notes=[
            _("Varje bild gäller samma personer vid alla tre tillfällena."),
            reading.say.phrases.REMINDER,
            *not_split(reading, table=True),
        ],
    )


def _courses(reading: Reading, rows: Sequence[Row]) -> Iterator[Chart]:
    """What is said of the first is not said again, and who was reached only where that differs from the first."""
    first = rows[0]
    for row in rows:
        name = reading.scale_name(row)
        said = "" if row is first else reading.say.results.lasting(row, name)
        if row is not first and _reach(row) == _reach(first):
            said = reading.say.results.lasted(row)
        note = " ".join(filter(None, [said, reading.say.results.not_reached(row)]))
        pictures = [_course(reading, row)] if row.triples >= TOO_FEW else []
        if pictures or note:
            yield Chart(name, pictures, note)


def _reach(row: Row) -> tuple[int, ...]:
    return row.months_after, row.closed, row.eligible, row.reached


def _course(reading: Reading, row: Row) -> Picture:
    means = [row.mean_start, row.mean_end, row.mean_after]
    names = [_("Start"), _("Slut"), _("%(months)s mån efter") % {"months": row.months_after}]
    lowest, highest = ends_of(reading, row, means)
    times = list(zip(names, means, strict=True))
    return course.course(times, n=row.triples, lowest=lowest, highest=highest, language=reading.language)
