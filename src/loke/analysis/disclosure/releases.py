"""One year to publish beside all that was published of it before: nothing new that would tell of fewer than five."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

from loke.analysis.disclosure.admission import there_for_somebody
from loke.analysis.disclosure.attack import Fault
from loke.analysis.disclosure.declared import DECLARED, Declared
from loke.analysis.disclosure.proof import attacked_together, faults
from loke.analysis.disclosure.publishable import PublishableRow, PublishableTable
from loke.analysis.disclosure.rectangles import THRESHOLD
from loke.analysis.disclosure.year import TABLES, Year
from loke.analysis.summary import Row

# What adds up other years, whose releases it would be differenced with.
ACROSS = dict.fromkeys(
    ("completion", "expectations"), ("earlier", "earlier_of", "difference", "difference_low", "difference_high")
) | {"services": ("centre", "lower95", "upper95", "lower998", "upper998", "outside")}
NOT_PEOPLE = ("contacts", "goals")  # bases of which one person may be many
Tables = Mapping[str, PublishableTable]
Earlier = Mapping[str, Sequence[Mapping[str, Any]]]  # as it was published: rows by column, with `hidden`
Key = tuple[object, ...]


@dataclass(frozen=True)
class Refusal:
    """A number that cannot be published beside an earlier one, which it differs from by so few.

    `differ` is None for an average of the same people, and for contacts or goals where no count of people has changed.
    """

    table: str
    row: Mapping[str, Any]
    column: str
    differ: int | None


@dataclass(frozen=True)
class Proposal:
    """What may be published, what of it stands too near an earlier release, and what the two would tell together."""

    tables: Tables
    refused: Sequence[Refusal]
    together: Sequence[Fault]


def propose(year: Year, earlier: Sequence[Earlier]) -> Proposal:
    """A closed year beside every release of it before this one."""
    tables = kept_back(own(year), earlier)
    return Proposal(tables, refused(tables, earlier), told_together(year, tables, earlier))


def own(year: Year) -> dict[str, PublishableTable]:
    """The year's own figures, without what adds up others."""
    return {name: _alone(table, ACROSS.get(name, ())) for name, table in year.tables.items()}


def _alone(table: PublishableTable, across: Container[str]) -> PublishableTable:
    return table.less(lambda row: row.without(across))


def key_of(table: str, row: Mapping[str, Any]) -> Key:
    declared = DECLARED[table]
    names = ("measure",) if table == "services" else (*declared.name, *filter(None, [declared.category]))
    groups = () if table == "services" else (row["by"], row["group"])
    return (*groups, *(row[name] for name in names))


def kept_back(new: Tables, earlier: Iterable[Earlier]) -> dict[str, PublishableTable]:
    """The same, hiding also what was hidden in a release of the year before this one."""
    hidden: dict[tuple[str, Key], set[str]] = {}
    for release in earlier:
        for table, rows in release.items():
            for row in rows:
                hidden.setdefault((table, key_of(table, row)), set()).update(row["hidden"])

    return {name: _hiding(name, table, hidden) for name, table in new.items()}


def _hiding(name: str, table: PublishableTable, hidden: Mapping[tuple[str, Key], set[str]]) -> PublishableTable:
    return table.less(lambda row: row.hiding(hidden.get((name, key_of(name, row.columns)), ())))


def refused(new: Tables, earlier: Iterable[Earlier]) -> list[Refusal]:
    """Every number that would tell of fewer than five beside one of the earlier releases."""
    return [refusal for release in earlier for refusal in _beside(new, release)]


def _beside(new: Tables, old: Earlier) -> list[Refusal]:
    pairs = list(_pairs(new, old))
    changed = [(one, one.changes()) for one in pairs]
    few = [Refusal(one.table, one.row, column, n) for one, found in changed for column, n in found if n < THRESHOLD]
    same = [Refusal(one.table, one.row, column, None) for one in pairs for column in one.averages_alone()]
    people = any(one.counts_people(column) for one, found in changed for column, _ in found)
    others = [
        Refusal(one.table, one.row, column, None) for one, found in changed for column, n in found if n >= THRESHOLD
    ]
    return [*few, *same, *([] if people else others)]


@dataclass(frozen=True)
class _Pair:
    """The same row before and now; an empty one where there was none."""

    table: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    @property
    def row(self) -> Mapping[str, Any]:
        return self.new or self.old

    @property
    def declared(self) -> Declared:
        return DECLARED[self.table]

    def changes(self) -> list[tuple[str, int]]:
        """The counts shown both times that are not the same, and by how many."""
        names = ("n", "of") if self.table == "services" else (*self.declared.parts, *self.declared.loose)
        found = []
        for name in names:
            now, then = _count(self.new, name), _count(self.old, name)
            if now is not None and then is not None and now != then:
                found.append((name, abs(now - then)))
        return found

    def averages_alone(self) -> Iterator[str]:
        """The averages that have changed while so many people are behind them as before."""
        moved = dict(self.changes())
        for name, people in self.declared.averages.items():
            now, then = self.new.get(name), self.old.get(name)
            if now is not None and then is not None and not _same(now, then) and moved.get(people, 0) < THRESHOLD:
                yield name

    def counts_people(self, column: str) -> bool:
        declared = self.declared
        return self.table != "services" and declared.base not in NOT_PEOPLE and column not in declared.loose


def _count(row: Mapping[str, Any], column: str) -> int | None:
    """0 where there is no such row; None where it is hidden."""
    return row.get(column) if row else 0


def _same(one: Any, other: Any) -> bool:
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-12) if numbers else bool(one == other)


def _pairs(new: Tables, old: Earlier) -> Iterator[_Pair]:
    for table in TABLES:
        before = {key_of(table, row): row for row in old.get(table, ())}
        now = {key_of(table, row.columns): row.columns for row in new.get(table, ())}
        for key in {**before, **now}:
            yield _Pair(table, before.get(key, {}), now.get(key, {}))


def is_news(new: Tables, earlier: Earlier) -> bool:
    """Whether any count that was published has changed, or the year has been counted by something else."""
    return any(pair.changes() for pair in _pairs(new, earlier))


def told_together(year: Year, new: Tables, earlier: Sequence[Earlier]) -> list[Fault]:
    """What could be told of fewer than five by whoever keeps the earlier releases beside the new one.

    They know at worst which of the numbers have not changed, so that those once shown are theirs though hidden now.
    """
    if not earlier:
        return []  # nothing was let in that tells anything by itself
    shown = {
        (table, key_of(table, row), name): value
        for release in earlier
        for table, rows in release.items()
        for row in rows
        for name, value in row.items()
        if value is not None
    }
    published = {(table, key_of(table, row.columns)): row for table, rows in new.items() for row in rows}
    found = []
    rows = [(table, row) for table, rows in year.rows.items() if table != "services" for row in rows]
    there = there_for_somebody([(table, vars(row)) for table, row in rows], year.service.several)
    for _, together in attacked_together(rows):
        real = [(table, vars(row)) for table, row in together]
        told = [(table, _known(table, row, published, shown)) for table, row in together]
        found += [one for one in faults(told, real, year.service, there) if one.value < THRESHOLD]
    return found


def _known(
    table: str,
    row: Row,
    published: Mapping[tuple[str, Key], PublishableRow],
    shown: Mapping[tuple[str, Key, str], Any],
) -> dict[str, Any]:
    key, now = key_of(table, vars(row)), vars(row)
    columns = published[table, key].columns
    told = {name: value if columns.get(name) is not None else None for name, value in now.items()}
    again = {name for name, value in now.items() if told[name] is None and shown.get((table, key, name)) == value}
    told |= {name: now[name] for name in again}
    return {**told, "hidden": [name for name, value in told.items() if value is None and now[name] is not None]}
