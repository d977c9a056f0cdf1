"""How long they stay: time in service, the open episodes among those at risk, and how many had ended in each way."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np

from loke.analysis.counts import Array, Column, Counts, distinct, whole
from loke.analysis.estimates import Z
from loke.analysis.frame import Frame
from loke.analysis.part import KINDS
from loke.analysis.summary import Row, Summary

COMPLETED, DISCONTINUED, OTHER, OPEN = range(4)  # a closing whose kind is not told is another
FIXED = (0, 90, 180, 365, 730)  # days that always have a row, within the longest time


@dataclass(eq=False, repr=False)
class RetentionRow(Row):
    """One day after opening: those who had been there so long, and the shares still there and ended since."""

    day: int
    at_risk: int
    in_service: float
    low: float | None
    high: float | None
    completed: float
    discontinued: float


class Curve(NamedTuple):
    """After each day on which somebody's episode ended: at risk that day, and the shares with their interval."""

    day: Array
    in_service: Array
    low: Array
    high: Array
    completed: Array
    discontinued: Array


def count_retention(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`retention`: cell by opening, days from opening to closing or else to the as-of day, how it ended or that it is
    open."""
    part = frame.part
    until = np.where(part.has_closed, part.closed, part.as_of)
    days = until.astype(np.int64) - part.opened
    how = np.where(part.has_closed, np.minimum(part.ending_kind, OTHER), OPEN)
    yield "retention", frame.opened.count(whole(days), Column(how, len(KINDS) + 1))


def retention(summary: Summary) -> Iterator[RetentionRow]:
    return map(RetentionRow, *columns(summary))


def columns(summary: Summary) -> list[list[Any]]:
    """What the fields of all rows hold, field by field."""
    found: list[list[Any]] = [[] for _ in fields(RetentionRow)]
    for cell, counts in summary.groups("retention"):
        days, how = counts.rows.T
        if (how != OPEN).any():
            curve = curve_of(days, how, counts.often)
            fixed = np.array([day for day in FIXED if day <= days[-1]], np.int64)
            told = distinct(np.sort(np.concatenate([curve.day, fixed])))
            named = ([name] * len(told) for name in summary.where(cell))
            figures = (told.tolist(), _at_risk(days, counts.often, told).tolist(), *_after(curve, told))
            for column, more in zip(found, (*named, *figures), strict=True):
                column.extend(more)
    return found


def _after(curve: Curve, told: Array) -> list[list[float | None]]:
    """The figures of the curve after each of the days, which begins with everybody and has no interval at its ends."""
    place = np.searchsorted(curve.day, told, side="right")
    share, low, high, completed, discontinued = (
        np.append(first, column)[place] for first, column in zip((1.0, 1.0, 1.0, 0.0, 0.0), curve[1:], strict=True)
    )
    interval = np.stack([low, high]).astype(object)
    interval[:, (share == 0) | (share == 1)] = None
    return [share.tolist(), *interval.tolist(), completed.tolist(), discontinued.tolist()]


def _at_risk(days: Array, often: Array, told: Array) -> Array:
    """How many have been there at least so many days; `days` ascend."""
    left = np.append(np.cumsum(often[::-1])[::-1], 0)
    risk: Array = left[np.searchsorted(days, told)]
    return risk


def curve_of(days: Array, how: Array, often: Array) -> Curve:
    """Kaplan and Meier's estimate with Greenwood's variance and a log-log interval (Kalbfleisch & Prentice 1980), and
    Aalen and Johansen's of each way of ending beside the others. `days` ascend."""
    ends = distinct(days[how != OPEN])
    risk = _at_risk(days, often, ends)
    ended = np.zeros((OPEN, len(ends)), np.int64)
    closed = how != OPEN
    np.add.at(ended, (how[closed], np.searchsorted(ends, days[closed])), often[closed])
    leaving = ended.sum(axis=0)
    share = np.cumprod(1 - leaving / risk)
    before = np.append(1.0, share[:-1])
    completed, discontinued, _ = np.cumsum(before * ended / risk, axis=1)
    return Curve(ends, share, *_interval(share, leaving, risk), completed, discontinued)


def _interval(share: Array, leaving: Array, risk: Array) -> tuple[Array, Array]:
    """By the complementary log-log of the share; no number where everybody has left."""
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(leaving / (risk * (risk - leaving)))) / np.log(share)
        return share ** np.exp(-Z * spread), share ** np.exp(Z * spread)
