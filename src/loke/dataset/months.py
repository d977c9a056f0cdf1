"""Calendar months, of one day or of many; a day that the month lacks becomes its last."""

from calendar import monthrange
from datetime import date

import numpy as np

from loke.dataset.snapshot import Array

DAYS = 30.44  # in a month, on average
MARGIN = 30  # days before and after closing + N months within which a follow-up counts (methods.md 2.8)

# The first day of every month from 1970 on, past the last day that a uint16 can hold and the longest window after it.
STARTS = np.arange(4800).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
MONTH = np.repeat(np.arange(len(STARTS) - 1), np.diff(STARTS))  # of every day


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or earlier when they are below 0."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(first: date, last: date) -> int:
    """How many months it is nearest to."""
    return round((last - first).days / DAYS)


def add_months(days: Array, months: int | Array) -> Array:
    """Days since 1970, none before it, so many months later, int64."""
    month = MONTH[days]
    first, following = STARTS[month + months], STARTS[month + months + 1]
    moved: Array = np.minimum(first + days - STARTS[month], following - 1)
    return moved
