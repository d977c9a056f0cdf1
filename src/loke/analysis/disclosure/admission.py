"""Counts are let in one after another, the most telling first, as long as the attacker can tell nothing from them."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.disclosure.attack import (
    THRESHOLD,
    Search,
    Sums,
    guarded,
    known_to_be_nobody,
    unproved,
    with_rests,
)
from loke.analysis.disclosure.bounds import narrowed
from loke.analysis.disclosure.declared import DECLARED
from loke.analysis.disclosure.knowledge import COUNTS, Flat, Key, Knowledge, key_of, known
from loke.dataset.definitions import Service

# The tables by how much is lost when their numbers are hidden: first what the service set out to do.
IN_ORDER = (
    *("expectations", "completion", "interventions", "goals", "better", "change", "who", "who_numbers", "endings"),
    *("reliable_change", "lasting", "yes_no", "norms", "attendance", "phases", "doses", "completeness"),
)
FIRST = ("opened", "closed")  # how many began and ended, without which there is no share
# What a row is there for somebody of. Of everybody and of a group; there may be a row too many here, never one too few.
THERE = {
    **dict.fromkeys(("who", "interventions", "endings", "completion", "goals"), "of"),
    **{"doses": "n", "norms": "n", "attendance": "planned", "phases": "entered", "completeness": "due"},
    **{"lasting": "closed", "expectations": "assessable"},
}
Rows = Sequence[tuple[str, Flat]]
Unit = tuple[Key, ...]


def let_in(rows: Rows, service: Service) -> set[Key]:
    """The counts of one period that may be shown, of rows with nothing hidden in them."""
    several = service.several
    found = known([(table, {**row, "hidden": []}) for table, row in rows], service)
    truth = {key: n for key, n in found.shown.items() if n is not None}
    there = there_for_somebody(rows, several)
    for part in (rows, [(table, row) for table, row in rows if not row["by"]]):
        admission = Admission(found, truth, there)
        shown = admission.of(units(part, several))
        if admission.is_proved():
            return shown
    return set()


def there_for_somebody(rows: Rows, several: Iterable[str]) -> set[Key]:
    """What is at least one, since there would be no row without it."""
    keys = {key_of(table, row, THERE[table], several) for table, row in rows if table in THERE and row[THERE[table]]}
    groups = {key_of(table, row, "n", several) for table, row in rows if table == "who" and row["n"]}
    return {key for key in keys if key} | {key for key in groups if key and key[0][0] in FIRST and len(key[1]) < 2}


def units(rows: Rows, several: Iterable[str]) -> Iterator[Unit]:
    """Everybody first, then the groups: how many there are, what each row's figures need, and then one at a time."""
    listed = sorted(((t, row) for t, row in rows if t in IN_ORDER), key=lambda each: IN_ORDER.index(each[0]))
    for grouped in (False, True):
        part = [(table, row) for table, row in listed if bool(row["by"]) is grouped]
        counts = [(table, row, column) for table, row in part for column in COUNTS[table]]
        alone = [key for table, row, column in counts if (key := key_of(table, row, column, several))]
        yield from ((key,) for key in alone if key[0][0] in FIRST and len(key[1]) <= grouped)
        for table, row in part:
            needed = [key_of(table, row, column, several) for column in headline(table)]
            yield tuple(key for key in needed if key)
        yield from ((key,) for key in alone)


def headline(table: str) -> list[str]:
    """The counts that the first of a table's figures is worked out from; all of them where there is no such figure."""
    declared = DECLARED[table]
    needed = [*declared.figures.values(), *((people,) for people in declared.averages.values()), COUNTS[table]]
    return [column for column in needed[0] if column in COUNTS[table]]


class Admission:
    """What has been let in so far, of the numbers of everybody and by one variable, and the limits of the others.

    `there` are the numbers that are at least one, as everybody can see.
    """

    def __init__(self, found: Knowledge, truth: Mapping[Key, int], there: Container[Key] = ()) -> None:
        values = with_rests(found, truth)
        self.sums = Sums.of(found, values)
        self.place = {key: number for number, key in enumerate(self.sums.keys)}
        self.values = np.array([values.get(key, 0) for key in self.sums.keys])
        protected = np.array([guarded(key, values) for key in self.sums.keys])
        self.small = np.where(protected < THRESHOLD, protected, -1)  # what may not be told, -1 for all else
        self.never = (self.small > 0) | np.isin(np.arange(len(self.values)), list(self._none_of_few(found, values)))
        self.by_line, self.by_number = self.sums.matrix.tocoo(), self.sums.matrix.tocsc()
        self.shown = np.zeros(len(self.values), bool)
        nobody = [self.place[key] for key in known_to_be_nobody(found, values)]
        self.nobody = np.isin(np.arange(len(self.values)), nobody)
        self.least = np.array([float(key in there) for key in self.place])
        self.limits = self.least, np.where(self.nobody, 0, 2.0 * self.values.max(initial=THRESHOLD))

    def of(self, wanted: Iterable[Unit]) -> set[Key]:
        let = [[self.place[key] for key in unit] for unit in wanted]
        self.admit([unit for unit in let if unit and not self.never[unit].any()])
        return {self.sums.keys[number] for number in np.flatnonzero(self.shown)}

    def admit(self, wanted: list[list[int]]) -> None:
        """By halves: all at once if nothing is told, else what can be of the first half, then of the second."""
        wanted = [unit for unit in wanted if not self.shown[unit].all()]
        if not wanted:
            return
        new = [number for unit in wanted for number in unit if not self.shown[number]]
        limits = self._narrowed(new)
        if not self._tells(new, limits):
            self._show(new, limits)
        elif len(wanted) > 1:
            half = len(wanted) // 2
            self.admit(wanted[:half])
            self.admit(wanted[half:])

    def _none_of_few(self, found: Knowledge, values: Mapping[Key, int]) -> Iterator[int]:
        """Every 0 that leaves 1-4: it tells something of each of them."""
        for rest, sums in found.rests.items():
            if 0 < values.get(rest, 0) < THRESHOLD:
                yield from (self.place[key] for key, times in sums.items() if times < 0 and values.get(key) == 0)

    def _show(self, new: list[int], limits: tuple[Array, Array]) -> None:
        self.shown[new] = True
        self.limits = limits

    def _narrowed(self, new: list[int]) -> tuple[Array, Array]:
        """The limits of every number when these are shown as well."""
        low, high = (limit.copy() for limit in self.limits)
        low[new] = high[new] = self.values[new]
        return narrowed(self.by_line, np.zeros(self.by_line.shape[0]), low, high)

    def _tells(self, new: list[int], limits: tuple[Array, Array]) -> bool:
        """Whether a small number can be told: by its limits, or in no world of those that hang together with these."""
        if unproved(self.small, *limits).any():
            return True
        hidden = ~(self.shown | self.nobody)
        hidden[new] = False
        search = self._search(hidden, self._beside(new))
        return search is not None and bool(search.told.any())

    def is_proved(self) -> bool:
        """Whether nothing is told by all that is let in, even where too much hung together to be searched before."""
        search = self._search(~(self.shown | self.nobody), np.ones(len(self.shown), bool))
        return search is None or (search.searched and not search.told.any())

    def _search(self, hidden: Array, near: Array) -> Search | None:
        """For worlds of what hangs together with these; None where there is nothing small among it."""
        system = self.sums.hiding(hidden, self.values)
        inside = np.isin(system.label, system.label[near[hidden]])
        small = self.small[hidden][inside]
        if not (small > 0).any():
            return None
        real, least = self.values[hidden][inside].astype(float), self.least[hidden][inside]
        search = Search(system.only(inside), small, real, least)
        search.all()
        return search

    def _beside(self, new: list[int]) -> Array:
        """The numbers that are in a sum with one of these."""
        lines = np.unique(self.by_number[:, new].indices)
        there = np.zeros(len(self.values), bool)
        there[self.sums.matrix[lines].indices] = True
        return there
