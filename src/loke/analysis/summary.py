"""The summary: everything the tables are made of, as counts that add up exactly, in any order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from loke.analysis.counts import Counts, add, floats
from loke.analysis.estimates import quartiles
from loke.analysis.frame import CELL, EVERYBODY, group_label
from loke.analysis.options import Options, period_label
from loke.dataset.definitions import Instrument, Service
from loke.dataset.plain import Plain
from loke.dataset.snapshot import NO_CODE

# Two names whose rows do not begin with a cell:
SPLIT = "split"  # service, by, number: how the numbers of --by are spread over all the service's episodes
USED = "used"  # service, instrument, respondent, occasion, months after: all measurements
Cell = tuple[int, ...]  # service, by, group, period


@dataclass(eq=False, repr=False)
class Row(Plain):
    """What every row of every table begins with; `by` and `group` are None for everybody."""

    service: str
    period: str
    by: str | None
    group: str | None


@dataclass(frozen=True)
class Summary:
    """Counts by name, with what is needed to read them. Adds to summaries of the same services and options."""

    options: Options
    services: tuple[Service, ...]
    instruments: tuple[Instrument, ...]
    respondents: tuple[str, ...]
    counts: dict[str, Counts] = field(hash=False)

    def __add__(self, other: "Summary") -> "Summary":
        if (self.options, self.services, self.instruments) != (other.options, other.services, other.instruments):
            raise ValueError("summaries of different services, instruments or options do not add up")
        return replace(self, counts=gathered([*self.counts.items(), *other.counts.items()]))

    def groups(self, name: str, depth: int = CELL) -> Iterator[tuple[Cell, Counts]]:
        """The counts of one name by their first columns, the cell first."""
        return self.counts[name].groups(depth) if name in self.counts else iter(())

    def by(self, name: str, depth: int = CELL) -> dict[Cell, Counts]:
        return dict(self.groups(name, depth))

    def totals(self, name: str, depth: int = CELL) -> dict[Cell, int]:
        if name not in self.counts:
            return {}
        counts = self.counts[name]
        starts = counts.starts(depth)
        totals = np.add.reduceat(counts.often, starts).tolist()
        return dict(zip(map(tuple, counts.rows[starts, :depth].tolist()), totals, strict=True))

    def service(self, cell: Cell) -> Service:
        return self.services[cell[0]]

    def where(self, cell: Cell) -> tuple[str, str, str | None, str | None]:
        """The first four values of a row."""
        return self._labels.get(cell) or self._labels.setdefault(cell, self._where(cell))

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What more than one table is made of."""
        return {}

    @cached_property
    def _labels(self) -> dict[Cell, tuple[str, str, str | None, str | None]]:
        return {}

    def _where(self, cell: Cell) -> tuple[str, str, str | None, str | None]:
        service, by, group, period = cell[:CELL]
        label = period_label(self.options.period, period)
        if by == EVERYBODY:
            return self.services[service].service, label, None, None
        name = self.options.by[by]
        return self.services[service].service, label, name, group_label(self.services[service], name, group)

    @cached_property
    def cuts(self) -> dict[Cell, list[float]]:
        """For each service and number of --by: the quartiles of all the service's episodes, between the groups."""
        return {key: _cuts(counts) for key, counts in self.groups(SPLIT, 2)}

    def in_quartile_groups(self) -> "Summary":
        """The same, with numbers of --by cut at the quartiles of all the service's episodes."""
        cuts = self.cuts
        if not cuts:
            return self
        named = {name: counts for name, counts in self.counts.items() if name not in (SPLIT, USED)}
        return replace(self, counts=self.counts | {name: _regrouped(counts, cuts) for name, counts in named.items()})


def _cuts(counts: Counts) -> list[float]:
    numbers = floats(counts.rows[:, 0])
    known = ~np.isnan(numbers)
    order = np.argsort(numbers[known])
    found = quartiles(numbers[known][order].tolist(), counts.often[known][order].tolist())
    return [cut for cut in found if cut is not None]


def _regrouped(counts: Counts, cuts: dict[Cell, list[float]]) -> Counts:
    """Numbers as their quartile group 0 .. 3; a number on a cut belongs below it."""
    rows = counts.rows.copy()
    for (service, by), limits in cuts.items():
        at = np.flatnonzero((rows[:, 0] == service) & (rows[:, 1] == by))
        numbers = floats(rows[at, 2])
        rows[at, 2] = np.where(np.isnan(numbers), NO_CODE, np.searchsorted(limits, numbers))
    return add([Counts(rows, counts.often)])


def gathered(parts: Iterable[tuple[str, Counts]]) -> dict[str, Counts]:
    """Named counts, those of the same name added; a name that counts nothing is not there."""
    named: dict[str, list[Counts]] = {}
    for name, counts in parts:
        if len(counts.often):
            named.setdefault(name, []).append(counts)
    return {name: add(counts) for name, counts in named.items()}
