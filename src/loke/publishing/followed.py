"""What a measure before and since a start allows to be said beside a prediction: words follow the interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from loke.analysis.disclosure.rounding import BASE, rounded_count
from loke.analysis.estimates import Difference
from loke.analysis.followed import Figure, Runs, runs
from loke.publishing.numbers import Number, in_percent
from loke.publishing.readings import TOO_FEW

BEFORE_FROM = 8  # points before the start: a middle of fewer is too loose, and chance alone crosses it too seldom
TOLD_FROM = 50  # what a figure outside the unit rests on: of fewer, rounding alone may turn a fall into a rise
SEVERAL = ("contact", "judged")  # where a person may count more than once, and intervals are narrower than they should


@dataclass(frozen=True)
class Point:
    """One period: `since` the start or before it; None for the one that the start lies within, which is neither."""

    period: str
    n: int
    value: float | None
    since: bool | None


@dataclass(frozen=True)
class Prediction:
    """Which way, by how much at least (in percentage points of a share, else in the unit) and to be seen by when."""

    up: bool
    size: float | None = None
    by: str = ""


@dataclass(frozen=True)
class Followed:
    """One measure as it was counted on a day, with all that its words and pictures are made of."""

    measure: str
    name: str
    unit: str
    is_share: bool
    counted_by: str  # the day that says which side of the start somebody is on: opened, closed, left, contact or judged
    started: str
    as_of: str
    before: Figure
    since: Figure
    difference: Difference
    points: Sequence[Point]
    prediction: Prediction | None = None
    same: bool = True  # whether the same thing is counted all the way
    over: bool = False  # whether the improvement has ended: then what was predicted has been, whatever its day

    @property
    def shown(self) -> list[Point]:
        """The points that may be drawn and judged: those that rest on at least five."""
        return [one for one in self.points if one.value is not None and one.n >= TOO_FEW]

    @property
    def median(self) -> float | None:
        """Of the points before the start."""
        before = [one.value for one in self.shown if one.since is False and one.value is not None]
        return median(before) if self.same and len(before) >= BEFORE_FROM else None

    @property
    def runs(self) -> Runs:
        """Beside the median; the point that is neither before nor since is left out."""
        if self.median is None:
            return Runs(0)
        judged = [(one.value, one.since) for one in self.shown if one.since is not None and one.value is not None]
        return runs([value for value, _ in judged], [since for _, since in judged], self.median)

    @property
    def outcome(self) -> str:
        """came, came_maybe (the way, but the size is open), less (the way, but surely less), not_so_much (surely less,
        and the way is open), opposite, uncertain, several (its people count more than once), redefined, or too_few."""
        if not self.same:
            return "redefined"
        _value, low, high = self.difference
        if min(self.before.n, self.since.n) < TOO_FEW or low is None or high is None or self.prediction is None:
            return "too_few"
        if self.counted_by in SEVERAL:
            return "several"
        low, high = (low, high) if self.prediction.up else (-high, -low)
        return _outcome(float(self.scaled(low)), float(self.scaled(high)), self.prediction.size)

    @property
    def is_early(self) -> bool:
        """Whether the day on which it was to be seen has not come."""
        return bool(self.prediction and self.prediction.by > self.as_of)

    @property
    def is_believed(self) -> bool:
        """Whether it has started and what was predicted is still to come."""
        return bool(self.started) and self.is_early and not self.over

    @property
    def may_be_told(self) -> bool:
        """Whether both figures may be shown outside the unit, and with them how they stand to each other."""
        return about(self.before) is not None and about(self.since) is not None

    def scaled(self, value: float) -> Number:
        """A value of the measure as it is written: a share in per cent."""
        return in_percent(value) if self.is_share else value


def _outcome(low: float, high: float, size: float | None) -> str:
    """From the interval of the difference, turned so that the predicted way is up."""
    if high < 0:
        return "opposite"
    if low > 0:
        return "came" if size is None or low >= size else "less" if high < size else "came_maybe"
    return "not_so_much" if size is not None and high < size else "uncertain"


@dataclass(frozen=True)
class About:
    """A figure as others may see it: a number to the nearest five, and a share or mean that nobody is known by."""

    n: int
    value: float


def about(figure: Figure) -> About | None:
    """None where a part of it is somebody, but fewer than eight, or the whole fewer than fifty, or than ten people."""
    n = rounded_count(figure.n)
    people = figure.n if figure.people is None else figure.people
    if n is None or figure.n < TOLD_FROM or people < BASE or figure.value is None:
        return None
    if figure.hits is None:
        return About(n, figure.value)
    hits, rest = rounded_count(figure.hits), rounded_count(figure.n - figure.hits)
    return None if hits is None or rest is None else About(n, min(hits / n, 1.0))
