"""The fixed cube: all tables of a dataset for everybody and every split, over all and for each year."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from loke.analysis.calculation import Result, analyse
from loke.analysis.counts import Array
from loke.analysis.disclosure.declared import DECLARED
from loke.analysis.options import ALWAYS_GROUPS, GROUP_TYPES, Options
from loke.analysis.summary import Row, Summary
from loke.dataset.snapshot import Snapshot

Group = tuple[str, str] | None  # None for everybody
Name = tuple[object, ...]
Place = tuple[int, int]  # group and period
Rows = list[tuple[str, Row]]
Unit = tuple[str, tuple[Group, str], int]  # opened or closed, of whom and when, and how many


@dataclass(frozen=True, eq=False)
class Cube:
    """One service: `groups` (everybody first) by `periods` ("all" first); `whole` counts the units in each."""

    service: str
    groups: list[Group]
    periods: list[str]
    whole: dict[str, Array]  # "opened", "closed": [groups, periods]
    rows: dict[str, dict[Name, dict[Place, list[Row]]]]

    def place(self, row: Row) -> Place:
        return self.groups.index(_group(row.by, row.group)), self.periods.index(row.period)

    @property
    def variables(self) -> dict[str, list[int]]:
        """Each variable of --by with its columns."""
        found: dict[str, list[int]] = {}
        for column, group in enumerate(self.groups):
            if group:
                found.setdefault(group[0], []).append(column)
        return found


def variables_of(snapshot: Snapshot) -> tuple[str, ...]:
    """Everything that --by may name in one of the services."""
    own = [one.variable for service in snapshot.services for one in service.variables if one.type in GROUP_TYPES]
    return tuple(dict.fromkeys([*ALWAYS_GROUPS, *own]))


def results(snapshot: Snapshot, as_of: date | None, by: tuple[str, ...]) -> tuple[Result, Result]:
    """Everything over all, and for each year, of everybody and by each of the variables."""
    options = Options(as_of=as_of, by=by)
    return analyse(snapshot, options), analyse(snapshot, replace(options, period="year"))


def cubes(over_all: Result, by_year: Result) -> Iterator[Cube]:
    for service in over_all.summary.services:
        yield _cube(service.service, over_all, by_year)


def _cube(service: str, over_all: Result, by_year: Result) -> Cube:
    rows = [
        (table, row)
        for result in (over_all, by_year)
        for table, found in result.tables.items()
        for row in found
        if row.service == service and table in DECLARED and (table != "trend" or result is by_year)
    ]
    counted = list(_units(service, over_all.summary)) + list(_units(service, by_year.summary))
    periods = ["all", *sorted({place[1] for _, place, _ in counted} | {row.period for _, row in rows} - {"all"})]
    return _filled(service, list(dict.fromkeys(periods)), rows, counted)


def cube_of_year(service: str, year: str, rows: Rows, by_year: Summary) -> Cube:
    """A year alone, with these rows of it."""
    counted = [one for one in _units(service, by_year) if one[1][1] == year]
    return _filled(service, [year], rows, counted)


def _filled(service: str, periods: list[str], rows: Rows, counted: list[Unit]) -> Cube:
    there = {place[0] for _, place, _ in counted} | {_group(row.by, row.group) for _, row in rows}
    groups: list[Group] = [None, *sorted(group for group in there if group)]
    whole = {name: np.zeros((len(groups), len(periods)), np.int64) for name in ("opened", "closed")}
    for name, (group, period), n in counted:
        whole[name][groups.index(group), periods.index(period)] = n
    return Cube(service, groups, periods, whole, _placed(rows, groups, periods))


def _units(service: str, summary: Summary) -> Iterator[Unit]:
    grouped = summary.in_quartile_groups()
    for name, counts in (("opened", "opened"), ("closed", "endings")):
        for cell, n in grouped.totals(counts).items():
            where = grouped.where(cell)
            if where[0] == service:
                yield name, (_group(where[2], where[3]), where[1]), n


def _group(by: str | None, group: str | None) -> Group:
    return None if by is None or group is None else (by, group)


def _placed(rows: Rows, groups: list[Group], periods: list[str]) -> dict[str, dict[Name, dict[Place, list[Row]]]]:
    column = {group: place for place, group in enumerate(groups)}
    when = {period: place for place, period in enumerate(periods)}
    placed: dict[str, dict[Name, dict[Place, list[Row]]]] = {}
    for table, row in rows:
        group = _group(row.by, row.group)
        if group in column:
            name = name_of(table, row)
            at = (column[group], when[row.period])
            placed.setdefault(table, {}).setdefault(name, {}).setdefault(at, []).append(row)
    return placed


def name_of(table: str, row: Row) -> Name:
    return tuple(getattr(row, column) for column in DECLARED[table].name)
