"""How the way through goes: phases entered, how long they last, and those skipped or entered in another order."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from loke.analysis.counts import Array, Counts, distinct, whole
from loke.analysis.estimates import quartiles
from loke.analysis.frame import CELL, Frame
from loke.analysis.part import Part
from loke.analysis.summary import Row, Summary
from loke.dataset.definitions import Service
from loke.dataset.snapshot import NO_DAY

LEFT, ONGOING, SKIPPED, OUT_OF_ORDER = range(4)


@dataclass(eq=False, repr=False)
class PhasesRow(Row):
    """The stays in one phase: days of those left, and how often it was skipped or entered out of order."""

    phase: str
    entered: int
    left: int
    ongoing: int
    q1: float | None
    median: float | None
    q3: float | None
    skipped: int
    out_of_order: int


def in_order(service: Service) -> list[int]:
    """The service's phases in the order of its plan."""
    return sorted(range(len(service.phases)), key=lambda code: (service.phases[code].order, service.phases[code].phase))


def count_phases(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`phases`: cell by the day of entering, place in the plan, what happened, days (of those left, else 0)."""
    stays, part = frame.part.stays, frame.part
    if not len(stays.day):
        return
    cells = frame.cells(stays.day, stays.episode)
    place = np.argsort(in_order(part.service))[stays.code]
    first = _first_entered(part, place)
    ongoing = stays.until == NO_DAY
    passed, skipped = _skipped(cells.column.codes, stays.episode, place, first)
    late = _out_of_order(part, place, first)
    rows = np.concatenate([np.arange(len(place)), passed, late])
    what = np.concatenate([ongoing, np.full(len(passed), SKIPPED), np.full(len(late), OUT_OF_ORDER)])
    days = np.where(ongoing, 0, stays.until.astype(np.int64) - stays.day)
    others = np.zeros(len(passed) + len(late), np.int64)
    where = whole(np.concatenate([place, skipped, place[late]]))
    yield "phases", cells.of(rows).count(where, whole(what), whole(np.append(days, others)))


def _first_entered(part: Part, place: Array) -> Array:
    """The day each phase was first entered [n, phases], NO_DAY for never."""
    phases = len(part.service.phases)
    first = np.full(len(part) * phases, NO_DAY, np.uint16)
    np.minimum.at(first, part.stays.episode * phases + place, part.stays.day)
    return first.reshape(-1, phases)


def _skipped(cell: Array, episode: Array, place: Array, first: Array) -> tuple[Array, Array]:
    """For each episode and cell once: a stay there, and the place of a phase never entered before the furthest one."""
    phases, unit = first.shape[1], episode * (int(cell.max()) + 2) + cell  # also where the cell is -1
    order = np.argsort(unit * phases + place, kind="stable")  # nearly in order already
    unit = unit[order]
    ends = np.append(unit[1:] != unit[:-1], True)
    furthest = order[ends]
    before = np.arange(phases) < place[furthest, None]
    stay, skipped = np.nonzero(before & (first[episode[furthest]] == NO_DAY))
    return furthest[stay], skipped


def _out_of_order(part: Part, place: Array, first: Array) -> Array:
    """The stays in which an episode first entered a phase before it first entered some phase earlier in the plan."""
    entered = np.where(first == NO_DAY, 0, first)
    latest = np.maximum.accumulate(entered, axis=1)
    late = np.zeros(first.shape, bool)
    late[:, 1:] = first[:, 1:] < latest[:, :-1]
    stays = part.stays
    found = np.flatnonzero(late[stays.episode, place] & (stays.day == first[stays.episode, place]))
    entries = stays.episode[found] * first.shape[1] + place[found]
    once = np.empty(first.size, np.int64)
    once[entries[::-1]] = found[::-1]  # the first of each is written last
    return distinct(np.sort(once[entries]))


def phases(summary: Summary) -> Iterator[PhasesRow]:
    counted = summary.by("phases", CELL + 2)
    for cell in summary.totals("phases"):
        service = summary.service(cell)
        for place, code in enumerate(in_order(service)):
            left, ongoing, skipped, late = (
                counted.get((*cell, place, what)) for what in (LEFT, ONGOING, SKIPPED, OUT_OF_ORDER)
            )
            days = left.histogram() if left else {}
            still = ongoing.total if ongoing else 0
            yield PhasesRow(
                *summary.where(cell),
                service.phases[code].phase,
                sum(days.values()) + still,
                sum(days.values()),
                still,
                *quartiles(list(days), list(days.values())),
                skipped.total if skipped else 0,
                late.total if late else 0,
            )
