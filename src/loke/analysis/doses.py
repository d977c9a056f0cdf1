"""How much a dose comes to: contacts in the first months of the episodes whose dose can be judged."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from loke.analysis.counts import Array, Counts, whole
from loke.analysis.estimates import quartiles
from loke.analysis.frame import CELL, Frame
from loke.analysis.held import CANCELLED, MISSED, Held, of_intervention
from loke.analysis.summary import Row, Summary


@dataclass(eq=False, repr=False)
class DosesRow(Row):
    """Attended contacts within the window of one dose, and what came of the others."""

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
    found = [_in_window(frame, one) for one in frame.held if one.expectation.kind == "dose"]
    if found:
        rows = np.concatenate(found)
        yield "doses", frame.opened.of(rows[:, 0]).count(*(whole(column) for column in rows.T[1:]))


def _in_window(frame: Frame, held: Held) -> Array:
    """Rows of episode, expectation, missed, cancelled, closed inside, for those whose window is over."""
    episodes = held.episodes[held.seen.assessable]
    window = frame.facts.windows[held.expectation.months or 0]
    contacts = of_intervention(frame.part, held.expectation, window.contacts).take(episodes, axis=1)
    inside = frame.part.closed[episodes] < window.end[episodes]
    index = np.full(len(episodes), held.number)
    return np.stack([episodes, index, contacts[MISSED], contacts[CANCELLED], inside], axis=1)


def doses(summary: Summary) -> Iterator[DosesRow]:
    others = summary.by("doses", CELL + 1)
    for (*cell, index), counts in summary.groups("expectations", CELL + 1):
        expectation = summary.services[cell[0]].expectations[index]
        if expectation.kind == "dose":
            attended, often, n = counts.rows[:, 0].tolist(), counts.often.tolist(), counts.total
            mean = sum(contacts * times for contacts, times in zip(attended, often, strict=True)) / n
            kinds = others[*cell, index]
            missed, cancelled, inside = (kinds.rows * kinds.often[:, None]).sum(axis=0).tolist()
            version = (expectation.expectation, expectation.version)
            quarters = quartiles(attended, often)
            yield DosesRow(*summary.where(tuple(cell)), *version, n, mean, *quarters, missed, cancelled, inside)
