"""Over time, month by month: how many come, leave, miss, complete and get better, and how much of it is chance."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from loke.analysis.better import measures_of
from loke.analysis.charts import of_counts, of_shares
from loke.analysis.counts import Array, Column, Counts, distinct
from loke.analysis.frame import Frame
from loke.analysis.held import CANCELLED, MISSED
from loke.analysis.options import Options, period_label, period_number
from loke.analysis.part import KINDS as ENDED
from loke.analysis.summary import Cell, Row, Summary
from loke.dataset.snapshot import ATTENDANCE

KINDS = len(ATTENDANCE)
OPENED, COMPLETED, PLANNED, SCALES = range(4)  # what is counted, the last with one number for each scale
MEASURES = ("opened", "closed", "contacts", "missed", "completed")  # and then one for each scale
MISSING, COMPLETING = MEASURES.index("missed"), MEASURES.index("completed")


@dataclass(eq=False, repr=False)
class TrendRow(Row):
    """One measure in one period; `of` is None for what is only counted."""

    measure: str
    n: int
    of: int | None
    value: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    signal: str | None


def count_trend(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`trend`: cell by the point in time, what is counted, whether it was so (opened, completed, missed, better)."""
    points, part = frame.in_points, frame.part
    yield "trend", points.opened.count(OPENED, 1)
    completed = Column(part.ending_kind == ENDED.index("completed"), 2)
    yield "trend", points.closed.count(COMPLETED, completed)
    if len(part.contacts.day):
        yield "trend", _planned(frame.contacts)
    compared = frame.facts.outcomes
    if compared is not None:
        scale = Column(compared.scale, compared.scales, np.arange(compared.scales)[:, None] + SCALES)
        yield "trend", points.closed.of(compared.episode).count(scale, Column(compared.better, 2))


def _planned(counts: Counts) -> Counts:
    """Contacts attended and missed, whatever the intervention."""
    *cell, codes = counts.rows.T
    planned = codes % KINDS != CANCELLED
    rows = np.stack([*cell, np.full_like(codes, PLANNED), codes % KINDS == MISSED], axis=1)
    return Counts(rows[planned], counts.often[planned])


class Pairs(NamedTuple):
    """Whole numbers [pairs, periods]: of what is counted in one group of one service, and how many it was so for."""

    group: Array  # numbers of the groups
    what: Array
    hits: Array
    of: Array


class Points(NamedTuple):
    """The points of many series: the numbers of their groups, measures and periods, and their figures."""

    group: Array
    measure: Array
    period: Array
    n: Array
    of: Array  # -1 where there is none
    levels: Array  # [4, points]: value, centre, lower, upper; NaN where there is none
    signal: Array


def trend(summary: Summary) -> Iterator[TrendRow]:
    return map(TrendRow, *columns(summary))


def columns(summary: Summary) -> list[list[Any]]:
    """What the fields of all rows hold, field by field."""
    counts, over = summary.counts.get("trend"), periods_over(summary.options)
    if counts is None or not (counts.rows[:, 3] < over).any():
        return [[] for _ in fields(TrendRow)]
    told = counts.rows[:, 3] < over
    seen = Counts(counts.rows[told], counts.often[told])
    first, starts = int(seen.rows[:, 3].min()), seen.starts(3)
    heads = seen.rows[starts, :3].tolist()
    pairs = _pairs(seen, starts, first)
    ends = np.array([bool(summary.services[service].endings) for service, *_ in heads])
    return _told(summary, heads, first, _counted(pairs), _shares(pairs, ends))


def periods_over(options: Options) -> int:
    """The number of the first period of the series that is not over on the as-of day."""
    return period_number(options.points, (options.as_of or date.max) + timedelta(1))


def _pairs(seen: Counts, starts: Array, first: int) -> Pairs:
    """Rows are service, by, group, period, what, whether it was so; the first three begin to be others at `starts`."""
    group = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(seen.often)))
    period, what, so = seen.rows[:, 3] - first, seen.rows[:, 4], seen.rows[:, 5]
    kinds = int(what.max()) + 1
    pairs = distinct(np.sort(group * kinds + what))
    table = np.zeros((2, len(pairs), int(period.max()) + 1), np.int64)
    table[so, np.searchsorted(pairs, group * kinds + what), period] = seen.often
    return Pairs(pairs // kinds, pairs % kinds, table[1], table[0] + table[1])


def _counted(pairs: Pairs) -> Points:
    """What is only counted: opened, closed and contacts, in the order in which they are told."""
    at = np.flatnonzero(pairs.what < SCALES)
    what, hits, of = pairs.what[at], pairs.hits[at], pairs.of[at]
    n = np.where((what == OPENED)[:, None], hits, np.where((what == COMPLETED)[:, None], of, of - hits))
    there = _from_first_to_last(n)
    series, period = np.nonzero(there)
    chart, n = of_counts(n[there], there.sum(axis=1)), n[there]
    levels = np.stack([n.astype(float), *chart[:3]])
    nothing = np.full(len(n), -1)
    return Points(pairs.group[at][series], what[series], period, n, nothing, levels, np.array(chart.signal, object))


def _shares(pairs: Pairs, ends: Array) -> Points:
    """Missed, completed (where the group is of a service that `ends`) and better; a period of nobody has no figures."""
    at = np.flatnonzero((pairs.what != OPENED) & ((pairs.what != COMPLETED) | ends[pairs.group]))
    what, hits, of = pairs.what[at], pairs.hits[at], pairs.of[at]
    measure = np.where(what >= SCALES, what - SCALES + len(MEASURES), np.where(what == PLANNED, MISSING, COMPLETING))
    there, some = _from_first_to_last(of), of > 0
    series, period = np.nonzero(there)
    n, of = hits[there], of[there]
    levels, signal = np.full((4, len(n)), np.nan), np.full(len(n), None)
    points = np.flatnonzero(of)
    chart = of_shares(n[points], of[points], some.sum(axis=1))
    levels[:, points] = np.stack([n[points] / of[points], *chart[:3]])
    signal[points] = chart.signal
    return Points(pairs.group[at][series], measure[series], period, n, of, levels, signal)


def _from_first_to_last(numbers: Array) -> Array:
    """From the first period of each series with anything to the last such."""
    some = numbers > 0
    since = np.logical_or.accumulate(some, axis=1)
    until = np.logical_or.accumulate(some[:, ::-1], axis=1)[:, ::-1]
    there: Array = since & until
    return there


def _told(summary: Summary, heads: list[Cell], first: int, *some: Points) -> list[list[Any]]:
    """The points in the order of their groups, measures and periods."""
    points = Points(*(np.concatenate(each, axis=-1) for each in zip(*some, strict=True)))
    order = np.lexsort((points.period, points.measure, points.group))
    service, _, by, group = np.array([summary.where((*head, 0)) for head in heads], object)[points.group[order]].T
    measures = np.array([*MEASURES, *measures_of(summary.instruments)], object)
    codes = range(first, first + int(points.period.max()) + 1)
    periods = np.array([period_label(summary.options.points, code) for code in codes], object)
    named = (service, periods[points.period[order]], by, group, measures[points.measure[order]])
    of, levels = points.of.astype(object), points.levels.astype(object)
    of[points.of < 0], levels[np.isnan(points.levels)] = None, None
    told = (*named, points.n[order], of[order], *levels[:, order], points.signal[order])
    return [column.tolist() for column in told]
