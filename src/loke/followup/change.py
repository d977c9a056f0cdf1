"""Blir det bättre och hur stora är förändringarna: start and end of the same persons, scale by scale."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from loke.analysis.summary import Row
from loke.followup.reading import Reading
from loke.followup.section import Chart, Part, Section
from loke.followup.split import Shares, by_columns, share_chart, split_part
from loke.publishing import bars, readings, shares, slopes
from loke.publishing.marks import Picture
from loke.publishing.readings import TOO_FEW

MOST_SLOPES = 12  # pictures with a line for each person; more than that nobody reads
SCALE = ("instrument", "scale", "respondent")


def better(reading: Reading) -> Section | None:
    rows = [row for row in reading.rows("better") if row.pairs]
    if not rows:
        return None
    return Section(
        anchor="battre",
        question=_("Blir det bättre?"),
        says=[reading.say.better(rows[0], reading.scale_name(rows[0]), reading.words)],
        parts=[Part([_all(reading, rows)]), *_each(reading, rows), *split_part(reading, _better_by_group(reading))],
        twins=reading.tables("better"),
        notes=notes_of(reading, rows),
    )


def _all(reading: Reading, rows: Sequence[Row]) -> Chart:
    """All who have answered twice; outside the unit the share better alone, where the others may not be told."""
    if any(row.unchanged is None or row.worse is None for row in rows):
        return Chart(_("Bättre"), _better(reading, rows), _("Andel av dem som har svar vid start och slut."))
    parts = [bars.Part(_("bättre"), "better"), bars.Part(_("oförändrat"), "same"), bars.Part(_("sämre"), "worse")]
    counts = [bars.Bar(reading.scale_name(row), (row.better, row.unchanged, row.worse)) for row in rows]
    note = _("Antal med svar vid start och slut. Bättre eller sämre är minst det steg som är valt.")
    return Chart(_("Bättre, oförändrat, sämre"), [bars.stacked(counts, parts)], note)


def _better(reading: Reading, rows: Sequence[Row]) -> list[Picture]:
    shown = [
        shares.Share(reading.scale_name(row), row.share_better, row.low, row.high, f"{row.better}/{row.pairs}")
        for row in rows
        if row.pairs >= TOO_FEW
    ]
    return [shares.categories(shown, language=reading.language)] if shown else []


def _each(reading: Reading, rows: Sequence[Row]) -> list[Part]:
    """A line for each person, scale by scale: thick became better, dashed worse, thin neither."""
    if len(rows) > MOST_SLOPES or not reading.person_by_person:
        return []
    charts = [Chart(reading.scale_name(row), [_slopes(reading, row)], reading.say.turned(row)) for row in rows]
    return [Part(charts, _("Var och en: tjock linje bättre, streckad sämre, tunn oförändrat"))]


def _slopes(reading: Reading, row: Row) -> Picture:
    key = (row.period, None, *(getattr(row, column) for column in SCALE))
    behind = reading.result.distributions.scales
    found = next(one for one in behind if (one.period, one.by, one.instrument, one.scale, one.respondent) == key)
    pairs = [slopes.Pair(*pair) for pair in found.pairs]
    lowest, highest = ends_of(reading, row, [float(score) for pair in pairs for score in (pair.start, pair.end)])
    scale = reading.scale(row)
    return slopes.slopes(
        pairs, lowest=lowest, highest=highest, step=scale.step, better=scale.better, language=reading.language
    )


def _better_by_group(reading: Reading) -> Iterator[Shares | None]:
    for _key, rows in by_columns(reading.groups("better"), *SCALE):
        yield share_chart(
            reading, _("%(scale)s, bättre") % {"scale": reading.scale_name(rows[0])}, rows, "better", "pairs"
        )


def change(reading: Reading) -> Section | None:
    rows = [row for row in reading.rows("change") if row.pairs]
    if not rows:
        return None
    first, *others = rows
    pictures = _whole(reading, first)
    charts = [Chart(reading.scale_name(first), pictures)] if pictures else []
    charts += [
        Chart(reading.scale_name(row), _whole(reading, row), reading.say.change(row, reading.scale_name(row)))
        for row in others
        if {readings.shown(first), readings.shown(row)} != {"few"}  # that they are too few is said once
    ]
    groups = split_part(reading, _change_by_group(reading))
    legend = _("Ring: medelvärdet vid start. Prick: vid slut. Tjockt streck: osäkerheten i förändringen.")
    drawn = any(chart.pictures for part in (Part(charts), *groups) for chart in part.charts)
    return Section(
        anchor="forandring",
        question=_("Hur stora är förändringarna?"),
        says=[reading.say.change(first, reading.scale_name(first))],
        parts=[*([Part(charts)] if charts else []), *groups],
        twins=reading.tables("change"),
        notes=notes_of(reading, rows, reading.say.measures(rows), legend if drawn else ""),
    )


def _change_by_group(reading: Reading) -> Iterator[Chart | None]:
    """Means of groups with at least five pairs; how far they differ is not said."""
    for _key, rows in by_columns(reading.groups("change"), *SCALE):
        names = [_("%(group)s, %(n)s par") % {"group": reading.group_name(row), "n": row.pairs} for row in rows]
        pictures = _means(reading, rows, names)
        yield Chart(reading.scale_name(rows[0]), pictures) if pictures else None


def _whole(reading: Reading, row: Row) -> list[Picture]:
    """The means of everybody, drawn where there are words for how they changed."""
    return _means(reading, [row], [""]) if readings.shown(row) in ("whole", "unnamed") else []


def _has_means(row: Row) -> bool:
    return row.pairs >= TOO_FEW and row.mean_start is not None and row.low is not None


def _means(reading: Reading, rows: Sequence[Row], names: Sequence[str]) -> list[Picture]:
    """One picture of the rows that have a mean to show; none when no row has."""
    shown = [(row, name) for row, name in zip(rows, names, strict=True) if _has_means(row)]
    if not shown:
        return []
    means = [shares.Means(name, row.mean_start, row.mean_end, row.low, row.high) for row, name in shown]
    lowest, highest = ends_of(reading, rows[0], [mean for one in means for mean in (one.start, one.end)])
    return [shares.means(means, lowest=lowest, highest=highest, language=reading.language)]


def ends_of(reading: Reading, row: Row, scores: Sequence[float]) -> tuple[float, float]:
    """The ends of the scale where its items give them, else those of the scores."""
    scale = reading.scale(row)
    if scale.lowest is None or scale.highest is None or not scale.items:
        return min(scores), max(*scores, min(scores) + 1)
    times = len(scale.items) if scale.score == "sum" else 1
    low, high = sorted(float(end * times * scale.multiply + scale.add) for end in (scale.lowest, scale.highest))
    return low, high


def notes_of(reading: Reading, rows: Sequence[Row], *more: str) -> list[str]:
    few = reading.say.phrases.few(min(row.pairs for row in rows))
    return [note for note in (few, *more, reading.say.phrases.REMINDER) if note]
