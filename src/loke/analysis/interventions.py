"""Who gets what: how many received each intervention, and how many contacts the receivers had."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from loke.analysis.counts import Column, Counts
from loke.analysis.estimates import quartiles, wilson
from loke.analysis.frame import CELL, Frame
from loke.analysis.held import ATTENDED
from loke.analysis.summary import Row, Summary


@dataclass(eq=False, repr=False)
class InterventionsRow(Row):
    """Those who received one intervention among all who opened, and how many contacts they had."""

    intervention: str
    intended: bool
    received: int
    of: int
    share: float | None
    low: float | None
    high: float | None
    contacts: int
    q1: float | None
    median: float | None
    q3: float | None


def count_interventions(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`interventions`: cell, intervention, attended contacts of an episode that has some."""
    attended = frame.facts.contacts[:, ATTENDED]
    interventions, episodes = np.nonzero(attended)
    if len(episodes):
        contacts = attended[interventions, episodes]
        which = Column(interventions, len(attended))
        yield "interventions", frame.opened.of(episodes).count(which, Column(contacts, int(contacts.max()) + 1))


def interventions(summary: Summary) -> Iterator[InterventionsRow]:
    """Nothing at all for data without contacts, which do not say that nobody received anything."""
    counted = summary.by("interventions", CELL + 1)
    cells = summary.totals("opened") if "attendance" in summary.counts else {}
    for cell, of in cells.items():
        for index, intervention in enumerate(summary.service(cell).interventions):
            counts = counted.get((*cell, index))
            often = counts.histogram() if counts else {}
            received = sum(often.values())
            yield InterventionsRow(
                *summary.where(cell),
                intervention.intervention,
                intervention.intended,
                received,
                of,
                received / of,
                *wilson(received, of),
                sum(contacts * episodes for contacts, episodes in often.items()),
                *quartiles(list(often), list(often.values())),
            )
