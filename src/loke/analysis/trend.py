"""Over time, month by month: how many come, leave, miss, complete and get better, and how much of it is chance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from loke.analysis.better import measures_of
from loke.analysis.charts import Chart, of_counts, of_shares
from loke.analysis.counts import Array, Column, Counts
from loke.analysis.frame import Frame
from loke.analysis.held import CANCELLED, MISSED
from loke.analysis.options import Options, period_label, period_number
from loke.analysis.part import KINDS as ENDED
from loke.analysis.summary import Row, Summary
from loke.dataset.snapshot import ATTENDANCE

KINDS = len(ATTENDANCE)
OPENED, COMPLETED, PLANNED, SCALES = range(4)  # what is counted, the last with one number for each scale


@dataclass(unsafe_hash=True)
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
        yield "trend", _planned(points)
    compared = frame.facts.outcomes
    if compared is not None:
        scale = Column(compared.scale, compared.scales, np.arange(compared.scales)[:, None] + SCALES)
        yield "trend", points.closed.of(compared.episode).count(scale, Column(compared.better, 2))


def _planned(frame: Frame) -> Counts:
    """Contacts attended and missed, counted by their code as it stands and folded after."""
    column = Column(frame.part.contacts.code, KINDS * len(frame.part.service.interventions))
    counts = frame.contacted.count(column)
    *cell, codes = counts.rows.T
    planned = codes % KINDS != CANCELLED
    rows = np.stack([*cell, np.full_like(codes, PLANNED), codes % KINDS == MISSED], axis=1)
    return Counts(rows[planned], counts.often[planned])


class Series(NamedTuple):
    """A measure's whole numbers, a place for every period; a share has what it is `of`."""

    measure: str
    n: Array
    of: Array | None = None

    @property
    def trimmed(self) -> tuple[int, "Series"]:
        """The first period with anything, and the series from there to the last such."""
        there = np.flatnonzero(self.n if self.of is None else self.of)
        if not len(there):
            return 0, Series(self.measure, self.n[:0])
        span = slice(there[0], there[-1] + 1)
        return int(there[0]), Series(self.measure, self.n[span], None if self.of is None else self.of[span])


def trend(summary: Summary) -> Iterator[TrendRow]:
    over = periods_over(summary.options)
    for head, counts in summary.groups("trend", 3):
        rows, often = counts.rows[counts.rows[:, 0] < over], counts.often[counts.rows[:, 0] < over]
        if len(rows):
            first = int(rows[:, 0].min())
            for series in _series(summary, head[0], rows - [first, 0, 0], often):
                yield from _rows(summary, head, first, series)


def periods_over(options: Options) -> int:
    """The number of the first period of the series that is not over on the as-of day."""
    return period_number(options.points, (options.as_of or date.max) + timedelta(1))


def _series(summary: Summary, service: int, rows: Array, often: Array) -> Iterator[Series]:
    """All measures of one group of one service; rows are period, what, whether it was so."""
    named = measures_of(summary.instruments)
    table = np.zeros((SCALES + len(named), int(rows[:, 0].max()) + 1, 2), np.int64)
    table[rows[:, 1], rows[:, 0], rows[:, 2]] = often
    hits, of = table[..., 1], table.sum(axis=2)
    yield Series("opened", hits[OPENED])
    yield Series("closed", of[COMPLETED])
    yield Series("contacts", of[PLANNED] - hits[PLANNED])
    yield Series("missed", hits[PLANNED], of[PLANNED])
    if summary.services[service].endings:
        yield Series("completed", hits[COMPLETED], of[COMPLETED])
    yield from (Series(name, *each) for name, *each in zip(named, hits[SCALES:], of[SCALES:], strict=True))


def _rows(summary: Summary, head: tuple[int, ...], first: int, series: Series) -> Iterator[TrendRow]:
    start, (measure, n, of) = series.trimmed
    service, _, by, group = summary.where((*head, 0))
    codes = range(first + start, first + start + len(n))
    periods = [period_label(summary.options.points, code) for code in codes]
    bases = [None] * len(n) if of is None else of.tolist()
    for period, count, base, *figures in zip(periods, n.tolist(), bases, *_figures(n, of), strict=True):
        yield TrendRow(service, period, by, group, measure, count, base, *figures)


def _figures(n: Array, of: Array | None) -> list[list[Any]]:
    """value, centre, lower, upper and signal of every period; None throughout where it is of nobody."""
    if of is None:
        return _columns(n.astype(float), of_counts(n))
    points = np.flatnonzero(of)
    columns = _columns(n[points] / of[points], of_shares(n[points], of[points]))
    if len(points) == len(n):
        return columns
    spread = [dict(zip(points.tolist(), column, strict=True)) for column in columns]
    return [[column.get(place) for place in range(len(n))] for column in spread]


def _columns(values: Array, chart: Chart) -> list[list[Any]]:
    """As lists; a chart has a centre and limits at every point or, as NaN, at none."""
    level = ([None] * len(column) if np.isnan(column[:1]).any() else column.tolist() for column in chart[:3])
    return [values.tolist(), *level, chart.signal]
