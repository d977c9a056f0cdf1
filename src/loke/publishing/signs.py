"""What a series over time allows to be said: whether it has a chart, limits, and a sign of more than chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple

from loke.analysis.charts import LIMITS_FROM, MEDIAN_FROM, RUN
from loke.publishing.readings import TOO_FEW, Row


class Sign(NamedTuple):
    """So many neighbouring points by one rule, above the centre or rising if `up`, and the first and last period."""

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
    def signs(self) -> list[Sign]:
        """Those with a point in the periods read, in the order of time."""
        return [sign for sign in signs(self.points) if any(sign.first <= now <= sign.last for now in self.now)]

    @property
    def reading(self) -> str:
        """improvement, deterioration, more, fewer, both, run, none, early (no limits yet), absent (no point in the
        periods read) or short (no chart).

        Points that rise or fall in a row say nothing of where they lie: alone they are a run, which is neither more
        nor fewer.
        """
        if not self.has_chart:
            return "short"
        if self.latest is None:
            return "absent"
        if not self.signs:
            return "none" if self.has_limits else "early"
        sides = {sign.up for sign in self._beside}
        if len(sides) != 1:
            return "both" if sides else "run"
        (up,) = sides
        if not self.better:
            return "more" if up else "fewer"
        return "improvement" if up == (self.better == "higher") else "deterioration"

    @property
    def _beside(self) -> list[Sign]:
        """Those that say where points lie."""
        return [sign for sign in self.signs if sign.rule != "trend"]

    @property
    def until(self) -> str:
        """The last period of what the reading says, where the periods read go on after it; else nothing. What goes
        both ways has several."""
        if self.reading == "both":
            return ""
        last = max((sign.last for sign in self._beside or self.signs), default="")
        return last if self.latest is not None and last < self.latest.period else ""


def shown(row: Row) -> bool:
    """Whether a point may be drawn: a share of fewer than five is a gap."""
    return row.value is not None and (row.of is None or row.of >= TOO_FEW)


def signs(points: Sequence[Row]) -> list[Sign]:
    """The signs in the order of time. Of a run every point belongs, also those that another rule names before it."""
    steps = [_side(one.value, other.value) for one, other in pairwise(points)]
    sides = [_side(row.centre, row.value) for row in points]
    found = [*_runs(points, "trend", steps, 1), *_runs(points, "shift", sides, 0)]
    for (rule, side), those in groupby(range(len(points)), key=lambda place: (points[place].signal, sides[place])):
        if rule in ("beyond", "two_of_three"):
            places = list(those)
            found.append(_sign(points, rule, side, places[0], places[-1]))
    return sorted(found, key=lambda sign: (sign.last, sign.first))


def _side(one: float | None, other: float) -> int:
    return 0 if one is None or one == other else 1 if other > one else -1


def _runs(points: Sequence[Row], rule: str, sides: Sequence[int], between: int) -> Iterator[Sign]:
    """The runs in which the rule names a point; `sides` are of the points, or if 1 `between` them."""
    for side, those in groupby(range(len(sides)), key=sides.__getitem__):
        places = list(those)
        first, last = places[0], places[-1] + between
        if side and last - first >= RUN - 1 and any(row.signal == rule for row in points[first : last + 1]):
            yield _sign(points, rule, side, first, last)


def _sign(points: Sequence[Row], rule: str, side: int, first: int, last: int) -> Sign:
    return Sign(rule, side > 0, last - first + 1, points[first].period, points[last].period)
