"""The days of a series of meetings."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice, takewhile

LONGEST = 100  # meetings; one who plans more has most likely written the wrong year


def days_of(
    first: date, *, weekday: int, weeks: int, number: int | None = None, until: date | None = None
) -> list[date]:
    """Every so many weeks on the weekday (0 is Monday), from the first such day on: so many, or until a day.

    Gives one day more than LONGEST, and no more, where the series would be longer.
    """
    every = _every(first + timedelta(days=(weekday - first.weekday()) % 7), weeks)
    reached = every if until is None else takewhile(lambda day: day <= until, every)
    return list(islice(reached, LONGEST + 1 if number is None else min(number, LONGEST + 1)))


def _every(first: date, weeks: int) -> Iterator[date]:
    return (first + timedelta(weeks=weeks * turn) for turn in count())
