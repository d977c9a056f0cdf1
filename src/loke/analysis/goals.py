"""Do they reach their goals: goals judged in the period, by the day of judgement or else of closing."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from loke.analysis.counts import Column, Counts
from loke.analysis.estimates import wilson
from loke.analysis.frame import Frame
from loke.analysis.summary import Row, Summary
from loke.dataset.snapshot import ATTAINMENT, NO_CODE, NO_DAY


@dataclass(eq=False, repr=False)
class GoalsRow(Row):
    """How many of the goals judged were reached so far."""

    attainment: str
    n: int
    of: int
    share: float
    low: float | None
    high: float | None


def count_goals(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`goals`: cell by judgement, else closing; attainment, or NO_CODE for those that were never judged."""
    part, goals = frame.part, frame.part.goals
    if len(goals.day):
        days = np.where(goals.day == NO_DAY, part.closed[goals.episode], goals.day)
        cells = frame.cells(days, goals.episode)
        yield "goals", cells.count(Column(goals.code, NO_CODE + 1))


def goals(summary: Summary) -> Iterator[GoalsRow]:
    for cell, counts in summary.groups("goals"):
        often = counts.histogram()
        of = counts.total - often.get(NO_CODE, 0)
        for code, attainment in enumerate(ATTAINMENT if of else ()):
            n = often.get(code, 0)
            yield GoalsRow(*summary.where(cell), attainment, n, of, n / of, *wilson(n, of))


def not_judged(summary: Summary) -> dict[tuple[str, str, str | None, str | None], int]:
    """How many goals of the closed were never judged, by the first four values of a row."""
    met = {summary.where(cell): counts.histogram().get(NO_CODE, 0) for cell, counts in summary.groups("goals")}
    return {where: n for where, n in met.items() if n}
