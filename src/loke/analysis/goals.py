"""Do they reach their goals: goals judged in the period, by the day of judgement or else of closing."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from loke.analysis.counts import Column, Counts
from loke.analysis.estimates import wilson
from loke.analysis.frame import Frame
from loke.analysis.summary import Row, Summary
from loke.dataset.snapshot import ATTAINMENT, NO_CODE, NO_DAY


@dataclass(frozen=True)
class GoalsRow(Row):
    """How many of the goals judged were reached so far."""

    attainment: str
    n: int
    of: int
    share: float
    low: float | None
    high: float | None


def count_goals(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`goals`: cell by judgement, else closing; attainment."""
    part, goals = frame.part, frame.part.goals
    if len(goals.day):
        days = np.where(goals.day == NO_DAY, part.closed[goals.episode], goals.day)
        cells = frame.cells(days, goals.episode)
        yield "goals", cells.count(Column(goals.code, NO_CODE + 1), where=goals.code != NO_CODE)


def goals(summary: Summary) -> Iterator[GoalsRow]:
    for cell, counts in summary.groups("goals"):
        often, of = counts.histogram(), counts.total
        for code, attainment in enumerate(ATTAINMENT):
            n = often.get(code, 0)
            yield GoalsRow(*summary.where(cell), attainment, n, of, n / of, *wilson(n, of))
