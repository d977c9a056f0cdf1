"""The columns that are hidden in a row: its counts, and everything that is worked out from them."""

from typing import NamedTuple

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.disclosure.cube import Cube, Name, Place, name_of
from loke.analysis.disclosure.declared import DECLARED
from loke.analysis.disclosure.hiding import Hidden
from loke.analysis.disclosure.knowledge import COUNTS, Key, key_of
from loke.analysis.disclosure.proof import Proof
from loke.analysis.disclosure.questions import Where, base_of, where_of
from loke.analysis.disclosure.rectangles import THRESHOLD, is_small
from loke.analysis.summary import Row
from loke.dataset.definitions import Service

# What `earlier` and `earlier_of` are sums of.
BEFORE = {"completion": ("completed", "of"), "expectations": ("within", "assessable")}


class Chosen(NamedTuple):
    """What is hidden in a row whatever the attacks find: counts, with all their keys, and what is made of counts."""

    counts: list[str]
    keys: dict[str, Key | None]
    others: set[str]
    averages: set[str]


class Columns:
    """What is hidden in every row of one service."""

    def __init__(self, hidden: Hidden, service: Service) -> None:
        self.hidden = hidden
        self.service = service
        self.several = service.several
        self.proof = Proof()
        self.cube: Cube = hidden.cube
        self._chosen: dict[Row, Chosen] = {}
        self._averages: dict[tuple[str, Name, str], Array] = {}
        self._loose: dict[tuple[str, Name, str], Array] = {}

    def of(self, table: str, row: Row, place: Place) -> list[str]:
        declared, chosen = DECLARED[table], self._chosen.get(row) or self._choose(table, row, place)
        counts = set(self.proof.changed(table, row.by, chosen.keys, chosen.counts))
        gone = counts | chosen.others | {one for one in declared.loose if counts}
        gone |= {one for one, needs in declared.figures.items() if gone.intersection(needs)}
        gone |= chosen.averages | {one for one, people in declared.averages.items() if people in counts}
        return [column for column in vars(row) if column in gone]

    def _choose(self, table: str, row: Row, place: Place) -> "Chosen":
        declared = DECLARED[table]
        counts = [column for column in declared.parts if self.count(table, row, column)[place]]
        loose = {one for one in declared.loose if self._loose_hidden(table, row, one)[place]}
        averages = {one for one, people in declared.averages.items() if self.average(table, row, people)[place]}
        if table == "interventions" and self._attended_hidden(str(row.intervention), place[0]):  # type: ignore[attr-defined]
            averages.add("contacts")
        keys = {column: key_of(table, vars(row), column, self.several) for column in COUNTS.get(table, ())}
        others = {*declared.never, *loose, *self._earlier(table, row, place)}
        return self._chosen.setdefault(row, Chosen(counts, keys, others, averages))

    def _attended_hidden(self, intervention: str, group: int) -> bool:
        """Over all, the contacts of those who received it are all that were attended: planned and not missed."""
        missed, planned = (
            self.hidden.of(Where("attendance", (), intervention, column))[:, 0] for column in ("missed", "planned")
        )
        hidden = missed | planned
        together = next((columns for columns in self.cube.variables.values() if group in columns), [])
        return bool(hidden[[0, *together]].any())

    def count(self, table: str, row: Row, column: str) -> Array:
        where = where_of(table, row, column)
        return self._whole(table, name_of(table, row)) if isinstance(where, str) else self.hidden.of(where)

    def _earlier(self, table: str, row: Row, place: Place) -> set[str]:
        """What was before is the sum of earlier years, and is hidden with any one of them."""
        if table not in BEFORE:
            return set()
        group, period = place
        names = self.cube.rows[table] if table == "completion" else self._versions(table, row)
        return {
            earlier
            for earlier, column in zip(("earlier", "earlier_of"), BEFORE[table], strict=True)
            for name in names
            if self._cells(table, name, column)[group, 1 : max(period, 1)].any()
        }

    def _versions(self, table: str, row: Row) -> list[Name]:
        return [name for name in self.cube.rows[table] if name[0] == name_of(table, row)[0]]

    def _cells(self, table: str, name: Name, column: str) -> Array:
        if DECLARED[table].parts[column] == "*":
            return self._whole(table, name)
        return self.hidden.of(Where(table, name, None, column))

    def _whole(self, table: str, name: Name) -> Array:
        """A base that nobody is in hides nothing."""
        nobody: Array = np.zeros((len(self.cube.groups), len(self.cube.periods)), bool)
        return self.hidden.whole.get(base_of(table, name), nobody)

    def average(self, table: str, row: Row, people: str) -> Array:
        """Where averages of so many people are hidden: below five, or where those of fewer could be worked out."""
        key = (table, name_of(table, row), people)
        if key not in self._averages:
            n = self._values(table, key[1], people)
            self._averages[key] = averages_hidden(n, self._cells(table, key[1], people), self.cube)
        return self._averages[key]

    def _loose_hidden(self, table: str, row: Row, column: str) -> Array:
        key = (table, name_of(table, row), column)
        if key not in self._loose:
            small = is_small(self._values(table, key[1], column))
            within = DECLARED[table].within.get(column)
            if within:
                rest = self._values(table, key[1], within) - self._values(table, key[1], column)
                small |= is_small(rest)
            small |= is_small(self._neither(table, key[1], column))
            self._loose[key] = large_everywhere(small, self.cube)
        return self._loose[key]

    def _neither(self, table: str, name: Name, column: str) -> Array:
        """Those who neither entered a phase nor skipped it; were neither past the cut-off at start nor recovered."""
        n = self._values(table, name, column)
        if column == "skipped":
            rest = self.cube.whole["opened"] - self._values(table, name, "entered") - n
            rest[:, [period != "all" for period in self.cube.periods]] = 0  # some enter it in another year
            return rest
        if column == "functional_at_start":
            return self._values(table, name, "pairs") - self._values(table, name, "recovered") - n
        return np.zeros_like(n)

    def _values(self, table: str, name: Name, column: str) -> Array:
        values = np.zeros((len(self.cube.groups), len(self.cube.periods)), np.int64)
        for place, rows in self.cube.rows[table][name].items():
            values[place] = getattr(rows[0], column) or 0
        return values


def large_everywhere(small: Array, cube: Cube) -> Array:
    """Hidden where it is small, and where any group or year beside it is; by group and year only if none is at all."""
    hidden = np.ones(small.shape, bool)
    if small[0, 0]:
        return hidden
    hidden[0, 0] = False
    hidden[0, 1:] = small[0, 1:].any()
    for columns in cube.variables.values():
        hidden[columns, 0] = small[columns, 0].any()
        hidden[columns, 1:] = small[columns].any() or small[0].any()
    return hidden


def averages_hidden(n: Array, counts_hidden: Array, cube: Cube) -> Array:
    """Averages of `n` people: not of fewer than five, nor of those that are left when the others are taken away."""
    hidden = counts_hidden | is_small(n)
    if hidden[0, 0]:
        return np.ones_like(hidden)
    _leave_enough(n[0, 0], n[0, 1:], hidden[0, 1:])
    for columns in cube.variables.values():
        first = hidden[columns, 0]
        _leave_enough(n[0, 0], n[columns, 0], first)
        hidden[columns, 0] = first
        if hidden[columns].any() or hidden[0].any():
            hidden[columns, 1:] = True
    return hidden


def _leave_enough(whole: int, n: Array, hidden: Array) -> None:
    """Hide the smallest of those shown until what the others leave is nobody or at least five."""
    while 0 < whole - n[~hidden].sum() < THRESHOLD or (hidden & (n > 0)).sum() == 1:
        shown = np.flatnonzero(~hidden & (n > 0))
        if not len(shown):
            return
        hidden[shown[np.argmin(n[shown])]] = True
