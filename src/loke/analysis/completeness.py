"""How complete it is: what was due to be asked or measured for those who opened, and what was done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from loke.analysis.counts import Array, Column, Counts
from loke.analysis.estimates import share, wilson
from loke.analysis.facts import Facts
from loke.analysis.frame import CELL, Frame
from loke.analysis.options import period_number
from loke.analysis.pairs import Scored
from loke.analysis.summary import USED, Cell, Row, Summary
from loke.analysis.who import OCCASIONS
from loke.dataset.definitions import Service
from loke.dataset.snapshot import AFTER, END, NO_CODE, START


@dataclass(eq=False, repr=False)
class CompletenessRow(Row):
    """One instrument or variable on one occasion: how often it was due and how often it was done."""

    what: str
    occasion: str
    due: int
    done: int
    share: float | None
    low: float | None
    high: float | None


def count_given(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`given`: cell by opening, variable, occasion: episodes with a value, at closing only of those closed."""
    part, episodes, asked = frame.part, list[Array](), list[tuple[int, int]]()
    for number, occasion in _asked(part.service):
        values = part.values.get((part.service.variables[number].variable, OCCASIONS[occasion]))
        if values is not None:
            given = _is_given(values)
            episodes.append(np.flatnonzero(given & part.has_closed if occasion else given))
            asked.append((number, occasion))
    if asked:
        which = np.repeat(np.arange(len(asked)), [len(found) for found in episodes])
        cells = frame.opened.of(np.concatenate(episodes))
        yield "given", cells.count(Column(which, len(asked), np.array(asked)))


def _asked(service: Service) -> list[tuple[int, int]]:
    return [
        (number, OCCASIONS.index(occasion))
        for number, variable in enumerate(service.variables)
        for occasion in OCCASIONS
        if occasion in variable.occasions
    ]


def _is_given(values: Array) -> Array:
    given: Array = values != NO_CODE
    if values.dtype.kind == "f":
        given = np.asarray(~np.isnan(values))
    elif values.dtype == bool:
        given = np.asarray(values.any(axis=1)) if values.ndim == 2 else values
    return given


def count_opened(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`opened`: cell by opening, whether the episode has closed."""
    yield "opened", frame.opened.count(Column(frame.part.has_closed, 2))


def count_measured(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`measured`: cell by opening, instrument, occasion, months after: episodes with a valid score that was due."""
    done = [(found.instrument, *each) for found in frame.facts.instruments for each in _done(frame.facts, found)]
    if done:
        labels = np.array([key for *key, _ in done])
        which = np.repeat(np.arange(len(done)), [len(episodes) for *_, episodes in done])
        cells = frame.opened.of(np.concatenate([episodes for *_, episodes in done]))
        yield "measured", cells.count(Column(which, len(done), labels))


def _done(facts: Facts, found: Scored) -> Iterator[tuple[int, int, Array]]:
    """Occasion, months after and the episodes with a valid score then, among those for whom it was due."""
    measured, part = found.measured, facts.part
    for occasion, due in ((START, np.ones(len(part), bool)), (END, part.has_closed)):
        yield occasion, 0, _among(due, measured.episode[found.any_valid & (measured.occasion == occasion)])
    for months in part.follow_ups:
        rows = facts.measured_after(measured, months)
        yield AFTER, months, _among(facts.due_after[months], measured.episode[rows[found.any_valid[rows]]])


def _among(due: Array, episodes: Array) -> Array:
    done = np.zeros(len(due), bool)
    done[episodes] = True
    return np.flatnonzero(done & due)


def count_due(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`due`: cell by opening, months after: those whose follow-up should be done, for all months in use anywhere."""
    for months in frame.part.follow_ups:
        yield "due", frame.opened.count(months, where=frame.facts.due_after[months])


def completeness(summary: Summary) -> Iterator[CompletenessRow]:
    given, measured = summary.totals("given", CELL + 2), summary.totals("measured", CELL + 3)
    due, used = summary.totals("due", CELL + 1), _used(summary)
    for cell, opened in summary.groups("opened"):
        of = (opened.total, opened.histogram().get(1, 0))
        service = summary.service(cell)
        for instrument, occasion, months in used.get(cell[0], ()):
            name = {START: "start", END: "end"}.get(occasion, f"after_{months}")
            base = due.get((*cell, months), 0) if occasion == AFTER else of[occasion == END]
            done = measured.get((*cell, instrument, occasion, months), 0)
            yield _row(summary, cell, summary.instruments[instrument].instrument, name, base, done)
        gone = {one.variable for one in service.retired if not _ended_before(summary, cell, one.day)}
        for number, at in _asked(service):
            variable, done = service.variables[number].variable, given.get((*cell, number, at), 0)
            if variable not in gone:
                yield _row(summary, cell, variable, OCCASIONS[at], of[at], done)


def _ended_before(summary: Summary, cell: Cell, day: date) -> bool:
    """Whether the period of the cell was over when somebody was asked for the last time, the day before."""
    options = summary.options
    if options.period == "all":
        return options.to_day is not None and options.to_day < day
    return cell[-1] < period_number(options.period, day)


def _used(summary: Summary) -> dict[int, list[tuple[int, int, int]]]:
    """For each service: its instruments at start, at end and at every follow-up in use, as far as they are planned."""
    used: dict[int, list[tuple[int, int, int]]] = {}
    for (service, instrument), counts in summary.groups(USED, 2):
        rows = counts.rows.tolist()
        after = sorted({months for _, occasion, months in rows if occasion == AFTER and months != NO_CODE})
        due = [(START, 0), (END, 0), *((AFTER, months) for months in after)]
        planned = _planned(summary.services[service], summary.instruments[instrument].instrument)
        used.setdefault(service, []).extend((instrument, *each) for each in due if planned is None or each in planned)
    return used


def _planned(service: Service, instrument: str) -> set[tuple[int, int]] | None:
    """The occasions, with months after, at which the service asks with an instrument; None where it has not said."""
    said = next((one for one in service.plan if one.instrument == instrument), None)
    if said is None:
        return None
    always = {(START, 0): said.at_start, (END, 0): said.at_end}
    return {moment for moment, asked in always.items() if asked} | {(AFTER, months) for months in said.months_after}


def _row(summary: Summary, cell: Cell, what: str, occasion: str, due: int, done: int) -> CompletenessRow:
    return CompletenessRow(*summary.where(cell), what, occasion, due, done, share(done, due), *wilson(done, due))
