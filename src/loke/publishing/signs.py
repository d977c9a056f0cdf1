"""What a series over time allows to be said: whether it has a chart, limits, and a sign of more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from loke.analysis.charts import LIMITS_FROM, MEDIAN_FROM
from loke.publishing.readings import TOO_FEW, Row


class Sign(NamedTuple):
    """So many neighbouring points that one rule names, above the centre or rising if `up`, and their periods."""

    rule: str
    up: bool
    points: int
    first: str
    last: str


@dataclass(frozen=True)
class Series:
    """One measure's rows in the order of time; `now` are the periods read, `better` the good way: higher, lower or
    nothing where neither is."""

    rows: Sequence[Row]
    now: frozenset[str]
    better: str = ""

    @cached_property
    def points(self) -> list[Row]:
        return [row for row in self.rows if row.value is not None]

    @property
    def has_chart(self) -> bool:
        return len(self.points) >= MEDIAN_FROM

    @property
    def has_limits(self) -> bool:
        return len(self.points) >= LIMITS_FROM

    @property
    def latest(self) -> Row | None:
        """The last point of the periods read."""
        return next((row for row in reversed(self.points) if row.period in self.now), None)

    @cached_property
    def sign(self) -> Sign | None:
        """The latest sign with a point in the periods read."""
        found = [sign for sign in signs(self.points) if any(sign.first <= now <= sign.last for now in self.now)]
        return found[-1] if found else None

    @property
    def reading(self) -> str:
        """improvement, deterioration, more, fewer, none, early (no limits yet), absent (no point in the periods
        read) or short (no chart)."""
        if not self.has_chart:
            return "short"
        if self.latest is None:
            return "absent"
        if self.sign is None:
            return "none" if self.has_limits else "early"
        if not self.better:
            return "more" if self.sign.up else "fewer"
        return "improvement" if self.sign.up == (self.better == "higher") else "deterioration"


def shown(row: Row) -> bool:
    """Whether a point may be drawn: a share of fewer than five is a gap."""
    return row.value is not None and (row.of is None or row.of >= TOO_FEW)


def signs(points: Sequence[Row]) -> list[Sign]:
    """The signs in the order of time; neighbours named by the same rule on the same side belong together."""
    sides = [_is_up(points, place) for place in range(len(points))]
    found = []
    for (rule, up), those in groupby(range(len(points)), key=lambda place: (points[place].signal, sides[place])):
        places = list(those)
        if rule is not None:
            found.append(Sign(rule, up, len(places), points[places[0]].period, points[places[-1]].period))
    return found


def _is_up(points: Sequence[Row], place: int) -> bool:
    """Above the centre; for a point of a run of rises or falls, whether that run rises."""
    row = points[place]
    if row.signal != "trend":
        return row.centre is not None and row.value > row.centre
    last = len(points) - 1
    starts = place == 0 or (place < last and points[place - 1].signal is None)
    one, other = (place, place + 1) if starts else (place - 1, place)
    return bool(points[other].value > points[one].value)
