"""What the figures allow to be said, before it is put into any language: words follow the interval, never the point."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from loke.analysis.change import FEWEST_PAIRS
from loke.publishing.numbers import Number, in_percent, rounded

TOO_FEW = 5  # people; below that no share is shown
FEW = 20  # people; below that an open question is not leaned either way, and every share is marked
KNOWN_AT_THE_END = ("completion", "duration", "phase", "improvement")
SHOWN_WHOLE = 0.6  # of those who started: with fewer pairs the change gets no word for its size
SHOWN_AT_ALL = 0.4
MOST_NAMED = 4  # things in one sentence
CHANCE = 0.05  # a p below it is taken as more than chance

Row = Any  # a row of loke.analysis, known by the column names of its table


@dataclass(frozen=True)
class Words:
    """The service's own word for its clients."""

    singular: str
    plural: str


class Edges(NamedTuple):
    """An interval, and for each end that is written as the target is: whether it lies below or above it, else ""."""

    low: Number
    high: Number
    low_side: str = ""
    high_side: str = ""


def verdict(row: Row) -> str:
    """met, not_met, maybe, maybe_fewer, undecided, too_few or no_target.

    Only an interval clear of the target gives met or not_met; with an interval that holds it the share leans one way,
    and with fewer than 20 people it does not lean at all. What is known only when an episode or a phase is over says
    nothing sure while most are not: those that end early are not like the others, and no interval covers that.
    """
    if row.verdict in ("met", "not_met") and is_early(row):
        return "undecided"
    if row.verdict != "uncertain":
        return str(row.verdict)
    if row.assessable < FEW or is_early(row):
        return "undecided"
    return "maybe" if row.share >= row.target else "maybe_fewer"


def is_early(row: Row) -> bool:
    """Whether most of those it concerns cannot be judged until what they are in is over."""
    return getattr(row, "kind", "") in KNOWN_AT_THE_END and bool(row.not_assessable > row.assessable)


def against_earlier(row: Row) -> str:
    """none (nothing to compare with), higher, lower, same or uncertain; nothing sure of fewer than five on a side."""
    if row.difference is None or not row.earlier_of:
        return "none"
    if is_early(row):
        return "uncertain"
    if row.difference == 0:
        return "same"
    if min(_of(row), row.earlier_of) < TOO_FEW or row.difference_low <= 0 <= row.difference_high:
        return "uncertain"
    return "higher" if row.difference_low > 0 else "lower"


def _of(row: Row) -> int:
    """How many a share is of: an expectation's those who can be judged."""
    assessable = getattr(row, "assessable", None)
    return int(row.of if assessable is None else assessable)


def edges(low: Number, high: Number, target: Number | None) -> Edges:
    """The ends of the interval of a share, so that no end is written as the target it has not reached or has passed."""
    return Edges(low, high, _side(low, target), _side(high, target))


def _side(end: Number, target: Number | None) -> str:
    if target is None or end == target or rounded(in_percent(end)) != in_percent(target):
        return ""
    return "below" if end < target else "above"


def direction(row: Row) -> str:
    """up, down or uncertain: which way a mean went, as far as its interval says; none without one."""
    if row.low is None or row.high is None:
        return "none"
    return "up" if row.low > 0 else "down" if row.high < 0 else "uncertain"


def is_better(row: Row) -> bool | None:
    """Whether a change is for the better; None when its interval or the effect cannot tell."""
    if direction(row) not in {"up", "down"} or row.effect is None or row.effect == 0:
        return None
    return bool(row.effect > 0)


def moved(row: Row) -> str:
    """up, down or uncertain: which way the share of yes went; sure when both its interval and its exact p are."""
    if row.low is None or row.pairs < TOO_FEW:
        return "none"
    if row.p_exact >= CHANCE or row.low <= 0 <= row.high:
        return "uncertain"
    return "up" if row.low > 0 else "down"


def shown(row: Row) -> str:
    """whole, unnamed (below 60 % pairs: no word for the size), counts (below 40 %), few (below ten pairs) or none (no
    pair); of counts and few the counts alone are said.

    Outside the unit it may be hidden how many started; then there is no word for the size either.
    """
    if not row.pairs:
        return "none"
    if row.pairs < FEWEST_PAIRS:
        return "few"
    if row.started is None:
        return "whole"
    kept = row.pairs / row.started if row.started else 0.0
    return "whole" if kept >= SHOWN_WHOLE else "unnamed" if kept >= SHOWN_AT_ALL else "counts"


def half_left(rows: Sequence[Row]) -> Row | None:
    """Of how long they stay the first day on which at most half are still here, as long as five have been here so
    long."""
    return next((row for row in rows if row.at_risk >= TOO_FEW and row.in_service <= 0.5), None)


def size(row: Row) -> str | None:
    """The word for the size of a change; where it is hidden, its interval alone may still say that it is uncertain."""
    if row.label or row.effect_low is None or row.effect_high is None:
        return row.label or None
    return "uncertain" if row.effect_low <= 0 <= row.effect_high else None


def commonest(rows: Sequence[Row]) -> list[Row]:
    """The categories that most people have, several when they are equal; missing is none of them."""
    most = max((row.n for row in rows if row.category != "missing"), default=0)
    return [row for row in rows if row.category != "missing" and row.n == most and most > 0]


def missing(rows: Sequence[Row]) -> int:
    """How many have no value in the rows of one variable."""
    return sum(row.n for row in rows if row.category == "missing")


def tally(rows: Sequence[Row]) -> dict[str, int]:
    """How many of the expectations have each verdict, the surest first."""
    order = ("met", "not_met", "maybe", "maybe_fewer", "undecided", "too_few", "no_target")
    verdicts = [verdict(row) for row in rows]
    return {name: verdicts.count(name) for name in order if name in verdicts}
