"""What evidence stands on: a service's figures of one period as they are, or as they may be seen outside the unit."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import ModuleType
from typing import Any, TypeVar

from django.utils.translation import get_language

from loke.analysis.summary import Row, Summary
from loke.description.models import Service
from loke.followup.choices import Days, days_of_period, is_period, periods, usual_period
from loke.followup.dataset import snapshot_for
from loke.followup.models import Release
from loke.followup.page import named_period
from loke.followup.published.disclosed import told
from loke.followup.published.reading import read_published
from loke.followup.reading import Reading, days_of, reading_of
from loke.publishing.sentences import practice_in
from loke.publishing.watched import HiddenColumn, Watched

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Ground:
    """`outside` means that the tables hold what disclosure control lets through, and hidden columns cannot be read."""

    service: Service
    reading: Reading
    outside: bool = False
    cost: Mapping[str, Any] | None = None  # as it was when evidence of it was taken, instead of as it stands

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the period, none of them to come."""
        first, last = days_of_period(self.reading.period)
        return max(first, date(1970, 1, 1)), min(last, self.reading.today)

    @property
    def say(self) -> ModuleType:
        return practice_in(self.reading.language)

    @property
    def period_name(self) -> str:
        return named_period(self.reading)

    def seen(self, table: str, count: str) -> list[Row]:
        """The rows of a table whose count may be read and is not nought."""
        return [row for row in self.reading.rows(table) if readable(lambda row=row: getattr(row, count))]

    def closed(self) -> int | None:
        rows = self.seen("completion", "of")
        return rows[0].of if rows else None


@dataclass(frozen=True)
class Outward:
    """What a Reading takes for a Result."""

    tables: Mapping[str, Sequence[Watched]]
    summary: Summary


def readable(make: Callable[[], T]) -> T | None:
    """What is made, or None where it would be made out of something hidden."""
    try:
        return make()
    except HiddenColumn:
        return None


def whole_year(days: Days, today: date) -> str:
    """The last whole year, where anybody had begun by then; else the latest in which somebody closed, or at all."""
    last = today.year - 1
    return str(last) if days.first.year <= last <= days.last.year else usual_period(days)


def offered(service: Service, today: date) -> list[tuple[str, str]]:
    """The periods to choose among, by code and name."""
    days = days_of(snapshot_for(service), today)
    return periods(days, today) if days else []


def ground_of(service: Service, today: date, period: str = "") -> Ground | None:
    """What stands inside the unit; None before anybody has begun. What is no period is the usual one."""
    snapshot = snapshot_for(service)
    days = days_of(snapshot, today)
    if days is None:
        return None
    chosen = period if is_period(period, days) else whole_year(days, today)
    return Ground(service, reading_of(service, snapshot, today, chosen, "", get_language() or "sv"))


def outside(ground: Ground) -> Ground | None:
    """The same as the unit has published it for leadership; None where the year is not published.

    Figures leave the unit by releases alone, which stand in one registry and are held against each other.
    """
    reading = ground.reading
    there = Release.objects.there().filter(follow_up__service=ground.service, level=Release.Level.OUTSIDE)
    release = there.filter(follow_up__period=reading.period).first()
    if release is None:
        return None
    published = told(read_published(release).tables).items()
    tables = defaultdict(list, {name: [Watched(row) for row in rows] for name, rows in published})
    return Ground(ground.service, replace(reading, result=Outward(tables, reading.result.summary)), outside=True)
