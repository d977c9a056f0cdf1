"""How much a dose comes to: contacts in the first months of the episodes whose dose can be judged."""

from collections.abc import Iterator
from dataclasses import dataclass

from loke.analysis.counts import Column, Counts
from loke.analysis.estimates import quartiles
from loke.analysis.expectations import ASSESSABLE
from loke.analysis.frame import CELL, Frame
from loke.analysis.held import CANCELLED, MISSED, in_force, of_intervention
from loke.analysis.summary import Row, Summary


@dataclass(frozen=True)
class DosesRow(Row):
    expectation: str
    version: str
    n: int
    mean: float | None
    q1: float | None
    median: float | None
    q3: float | None
    missed: int
    cancelled: int
    ended_inside: int


def count_doses(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`doses`: cell, expectation, missed, cancelled, closed inside the window; those attended are in `expectations`."""
    part = frame.part
    for index, held in in_force(part.service, part.opened):
        expectation = part.service.expectations[index]
        if expectation.kind == "dose" and len(held):
            window = frame.facts.windows[expectation.months or 0]
            episodes = held[window.end[held] <= part.as_of]
            contacts = of_intervention(frame.facts, expectation, window.contacts)[episodes]
            inside = Column(part.closed[episodes] < window.end[episodes], 2)
            columns = [
                Column(contacts[:, kind], int(contacts[:, kind].max(initial=0)) + 1) for kind in (MISSED, CANCELLED)
            ]
            yield "doses", frame.opened.of(episodes).count(index, *columns, inside)


def doses(summary: Summary) -> Iterator[DosesRow]:
    counted = summary.by("doses", CELL + 1)
    for key, attended in summary.groups("expectations", CELL + 2):
        *cell, index, assessable = key
        service = summary.services[cell[0]]
        expectation = service.expectations[index]
        if expectation.kind == "dose" and assessable == ASSESSABLE:
            n, often = attended.total, attended.often.tolist()
            values = attended.rows[:, 0].tolist()
            mean = sum(value * times for value, times in zip(values, often, strict=True)) / n
            others = counted[*cell, index]
            sums = (others.rows * others.often[:, None]).sum(axis=0).tolist()
            yield DosesRow(
                *summary.where(tuple(cell)),
                expectation.expectation,
                expectation.version,
                n,
                mean,
                *quartiles(values, often),
                *sums,
            )
