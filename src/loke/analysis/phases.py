"""How the way through goes: phases entered, how long they last, and those skipped or entered in another order."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from loke.analysis.counts import Array, Column, Counts, dense
from loke.analysis.estimates import quartiles
from loke.analysis.frame import CELL, Cells, Frame
from loke.analysis.part import Part
from loke.analysis.summary import Row, Summary
from loke.dataset.definitions import Service
from loke.dataset.snapshot import NO_DAY

LEFT, ONGOING, SKIPPED, OUT_OF_ORDER = range(4)


@dataclass(frozen=True)
class PhasesRow(Row):
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
    cells = frame.cells(stays.day, frame.group.codes[stays.episode])
    size = len(part.service.phases)
    place = np.argsort(in_order(part.service))[stays.code]
    ongoing = stays.until == NO_DAY
    days = np.where(ongoing, 0, stays.until.astype(np.int64) - stays.day)
    yield "phases", cells.count(Column(place, size), Column(ongoing, 2), dense(days))
    first = _first_entered(part, place)
    yield from _skipped(cells, part, place, first)
    late = _before_an_earlier(first)[stays.episode, place] & _is_first(part, place, first)
    yield "phases", cells.count(Column(place, size), OUT_OF_ORDER, 0, where=late)


def _first_entered(part: Part, place: Array) -> Array:
    """The day each phase was first entered [n, phases], NO_DAY for never."""
    first = np.full((len(part), len(part.service.phases)), NO_DAY, np.uint16)
    np.minimum.at(first, (part.stays.episode, place), part.stays.day)
    return first


def _skipped(cells: Cells, part: Part, place: Array, first: Array) -> Iterator[tuple[str, Counts]]:
    """Once for each episode and cell: every phase never entered before the furthest that was entered there."""
    furthest = _furthest_of_cell(cells, part.stays.episode, place)
    for phase in range(first.shape[1] - 1):
        passed = furthest & (place > phase) & (first[part.stays.episode, phase] == NO_DAY)
        yield "phases", cells.count(phase, SKIPPED, 0, where=passed)


def _furthest_of_cell(cells: Cells, episode: Array, place: Array) -> Array:
    """One stay for each episode and cell: that in the furthest phase."""
    order = np.lexsort((place, cells.column.codes, episode))
    last = np.ones(len(order), bool)
    same = (episode[order][1:] == episode[order][:-1]) & (
        cells.column.codes[order][1:] == cells.column.codes[order][:-1]
    )
    last[:-1] = ~same
    furthest = np.zeros(len(order), bool)
    furthest[order] = last
    return furthest


def _before_an_earlier(first: Array) -> Array:
    """Whether each phase was first entered before some phase that comes earlier in the plan [n, phases]."""
    entered = np.where(first == NO_DAY, 0, first)
    latest = np.maximum.accumulate(entered, axis=1)
    earlier = np.concatenate([np.zeros((len(first), 1), first.dtype), latest[:, :-1]], axis=1)
    return first < earlier


def _is_first(part: Part, place: Array, first: Array) -> Array:
    """The one stay in which an episode first entered a phase."""
    stays = part.stays
    candidates = np.flatnonzero(stays.day == first[stays.episode, place])
    _, chosen = np.unique(stays.episode[candidates] * first.shape[1] + place[candidates], return_index=True)
    found = np.zeros(len(stays.day), bool)
    found[candidates[chosen]] = True
    return found


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
