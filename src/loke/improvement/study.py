"""The chosen measure of a cycle before and since its start, counted from the records or as it was when it ended."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from loke.analysis.calculation import analyse_alone, analyse_when_known
from loke.analysis.estimates import Difference
from loke.analysis.followed import Figure, difference
from loke.analysis.options import Options, period_label, period_number
from loke.analysis.participation import earliest_opened
from loke.description.models import Service
from loke.followup.choices import ALL, is_over, months_of
from loke.followup.dataset import snapshot_for
from loke.followup.over_time import ENOUGH, FINER
from loke.followup.reading import Reading, reading_of
from loke.improvement.measures import Measure, figures_of, is_one, measures_of, people_behind
from loke.improvement.models import ImprovementCycle
from loke.publishing.control import written
from loke.publishing.followed import Followed, Point, Prediction
from loke.publishing.marks import Picture
from loke.publishing.readings import TOO_FEW
from loke.publishing.run_chart import run_chart
from loke.publishing.sentences import followed_in
from loke.publishing.tables import Cell, Table, TableRow

BEFORE = 2  # whole years before the month of the start, which it is held against


@dataclass(frozen=True)
class Shown:
    """A followed measure as a page shows it."""

    followed: Followed
    says: list[str]
    note: str
    reminder: str
    picture: Picture | None
    table: Table | None


def everything(service: Service, today: date, language: str) -> Reading | None:
    """What is recorded since the beginning; None when nobody has begun."""
    snapshot = snapshot_for(service)
    return reading_of(service, snapshot, today, ALL, "", language) if len(snapshot.opened) else None


def followable(service: Service, today: date, language: str) -> list[Measure]:
    reading = everything(service, today, language)
    return measures_of(reading) if reading else []


def follow(cycle: ImprovementCycle, today: date, language: str) -> Followed | None:
    """As it is counted today; before the start all of it is before. None when the measure cannot be followed."""
    reading = everything(cycle.service, today, language) if cycle.measure else None
    measure = reading and next((one for one in measures_of(reading) if one.key == cycle.measure), None)
    if reading is None or not measure:
        return None
    start = cycle.started or today + timedelta(days=1)
    first = start.replace(year=start.year - BEFORE, day=1)
    before = _figure(reading, measure, first, start - timedelta(days=1))
    since = _figure(reading, measure, start, today) if cycle.started else Figure(0)
    meant = first if measure.counted_by == "opened" else earliest_opened(reading.snapshot, first)
    same = is_one(reading.service, measure.key, meant, today)
    return Followed(
        measure=measure.key,
        name=measure.name,
        unit=measure.unit,
        is_share=measure.is_share,
        counted_by=measure.counted_by,
        started=cycle.started.isoformat() if cycle.started else "",
        as_of=today.isoformat(),
        before=before,
        since=since,
        difference=difference(since, before) if same else Difference(),
        points=_points(reading, measure, first, start),
        prediction=prediction_of(cycle),
        same=same,
    )


def prediction_of(cycle: ImprovementCycle) -> Prediction | None:
    if cycle.up is None:
        return None
    size = None if cycle.size is None else float(cycle.size)
    return Prediction(cycle.up, size, cycle.seen_by.isoformat() if cycle.seen_by else "")


def _figure(reading: Reading, measure: Measure, first: date, last: date) -> Figure:
    found = _counted(reading, measure, Options(as_of=reading.today, from_day=first, to_day=last))
    return replace(found.get(ALL, Figure(0)), people=people_behind(reading, measure.key, first, last))


def _counted(reading: Reading, measure: Measure, options: Options) -> dict[str, Figure]:
    table = measure.key.partition("/")[0]
    if table == "expectations" and measure.counted_by != "opened":
        return figures_of(analyse_when_known(reading.snapshot, options), measure.key)
    return figures_of(analyse_alone((table,), reading.snapshot, options), measure.key)


def _points(reading: Reading, measure: Measure, first: date, start: date) -> list[Point]:
    """By the shortest periods of which most have at least five; those that are over, from the first day on."""
    points: list[Point] = []
    for grain in FINER:
        figures = _counted(reading, measure, Options(as_of=reading.today, period=grain))
        points = [
            _point(label, figures.get(label, Figure(0)), start) for label in _periods(grain, first, reading.today)
        ]
        while points and not points[0].n:
            del points[0]
        based = [one.n for one in points if one.n]
        if based and sum(n >= TOO_FEW for n in based) >= ENOUGH * len(based):
            return points
    return points


def _periods(grain: str, first: date, today: date) -> list[str]:
    codes = range(period_number(grain, first), period_number(grain, today) + 1)
    return [label for code in codes if is_over(label := period_label(grain, code), today)]


def _point(label: str, figure: Figure, start: date) -> Point:
    return Point(label, figure.n, figure.value, _since(label, start))


def _since(label: str, start: date) -> bool | None:
    months, begun = months_of(label), 12 * start.year + start.month
    if begun not in months:
        return months[0] > begun
    return True if months[0] == begun and start.day == 1 else None


def to_show(followed: Followed, language: str) -> Shown:
    say = followed_in(language)
    started = bool(followed.started)
    sides = [say.predicted(followed), say.side(followed.before, _("De två senaste åren"), followed)]
    return Shown(
        followed=followed,
        says=list(say.says(followed)) if started else [one for one in sides if one],
        note=say.COUNTED_BY[followed.counted_by],
        reminder=say.REMINDER if started else "",
        picture=run_chart(followed, language=language),
        table=_table(followed, language),
    )


def _table(followed: Followed, language: str) -> Table | None:
    """Every point with the number it rests on; a value of fewer than five is not written."""
    if not followed.points:
        return None
    say, drawn = followed_in(language), {one.period for one in followed.shown}
    rows = [
        TableRow(
            (
                Cell(say.row(one.period)),
                Cell(str(one.n), True),
                Cell(written(one.value or 0, followed.is_share, language) if one.period in drawn else "–", True),
                Cell(say.WHEN[one.since]),
            ),
            one.since is True,
        )
        for one in followed.points
    ]
    head = tuple(Cell(words, place in (1, 2)) for place, words in enumerate(say.HEAD))
    return Table(followed.name, followed.unit, head, tuple(rows))


def frozen(followed: Followed | None) -> dict[str, Any] | None:
    """What is kept when a cycle ends."""
    return asdict(followed) if followed else None


def thawed(kept: Mapping[str, Any] | None) -> Followed | None:
    """What `frozen` wrote, as it was; a measure that is named alike in every service in the reader's language."""
    if not kept:
        return None
    made = {
        "name": _(kept["name"]),
        "before": Figure(**kept["before"]),
        "since": Figure(**kept["since"]),
        "difference": Difference(*kept["difference"]),
        "points": [Point(**one) for one in kept["points"]],
        "prediction": Prediction(**kept["prediction"]) if kept["prediction"] else None,
    }
    whole = {one.name: kept[one.name] for one in fields(Followed) if one.name in kept}
    return Followed(**{**whole, **made})


def followed_of(cycle: ImprovementCycle, today: date, language: str) -> Followed | None:
    """Of one that has ended as it was then, else as it is."""
    if cycle.is_open:
        return follow(cycle, today, language)
    kept = thawed(cycle.figures)
    return replace(kept, over=True) if kept else None
