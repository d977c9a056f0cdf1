"""A question is a partition: all that is counted on one day falls into exclusive parts, and tables show their sums."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.disclosure.cube import Cube, Name, Place, name_of
from loke.analysis.disclosure.declared import DECLARED
from loke.analysis.summary import Row
from loke.dataset.definitions import Service

BESIDE = {"completion", *(declared.beside for declared in DECLARED.values())}  # taken with `endings` and the others


SHADOW = "*"  # of a count that another question decides over


class Where(NamedTuple):
    """A count in the tables: the table, what the row is about, its category where it has one, and the column."""

    table: str
    name: Name
    category: str | None
    column: str


@dataclass(frozen=True, eq=False)
class Shown:
    """A count that is shown: the parts [k] it is the sum of, and those of the count that it is a part of."""

    where: Where
    parts: Array
    within: Array


@dataclass(eq=False)
class Question:
    """`counts` [parts, groups, periods]: how many of the base fell in each part; the last part is the rest."""

    name: tuple[object, ...]
    base: str
    counts: Array
    shown: list[Shown]
    by: str = ""  # the variable of --by whose groups are the parts
    columns: list[int] = field(default_factory=list)  # of those groups
    places: list[int] = field(default_factory=list)  # the part that each of those groups is

    @property
    def distinct(self) -> list[tuple[Array, Array]]:
        """Parts and whole of everything shown, each once."""
        found = {(one.parts.tobytes(), one.within.tobytes()): (one.parts, one.within) for one in self.shown}
        return list(found.values())


def questions(cube: Cube, service: Service) -> list[Question]:
    found = [*_splits(cube), *_tabled(cube, service)]
    return [one for one in found if one.counts.any()]


def _splits(cube: Cube) -> Iterator[Question]:
    """Each variable of --by is a question too: how everybody falls into its groups."""
    for base, whole in cube.whole.items():
        for variable, columns in cube.variables.items():
            counts = np.zeros((len(columns), *whole.shape), np.int64)
            counts[:, 0, :] = whole[columns]
            everyone = np.ones(len(columns), bool)
            shown = [
                Shown(
                    Where("*" + base, (variable,), str(cube.groups[column]), "of"),
                    np.eye(len(columns), dtype=bool)[n],
                    everyone,
                )
                for n, column in enumerate(columns)
            ]
            yield Question(("split", base, variable), base, counts, shown, variable, columns, list(range(len(columns))))


def _tabled(cube: Cube, service: Service) -> Iterator[Question]:
    several = service.several
    for table, named in cube.rows.items():
        declared = DECLARED[table]
        for name, placed in named.items():
            if not declared.parts or table in BESIDE:
                continue
            if declared.category and table != "attendance":
                yield from _listed(cube, table, name, placed, apart=name[0] in several if name else False)
            elif table == "attendance":
                yield _contacts(cube, placed)
            else:
                found = _in_columns(cube, table, name, placed)
                yield from [_due(found), found] if table == "completeness" and found.counts[-1].any() else [found]


def base_of(table: str, name: Name) -> str:
    if table in ("who", "who_numbers"):
        return "opened" if name[1] == "opening" else "closed"
    return "entered " + str(name[0]) if table == "phases" else DECLARED[table].base


def where_of(table: str, row: Row, column: str) -> str | Where:
    """What a count is in the tables, or of what base it is the whole."""
    declared = DECLARED[table]
    if declared.parts[column] == "*":
        return base_of(table, name_of(table, row))
    category = getattr(row, declared.category) if declared.category else None
    return Where(table, name_of(table, row), category, column)


def _value(row: Row | None, column: str) -> int:
    return int(getattr(row, column) or 0)


def _listed(cube: Cube, table: str, name: Name, placed: dict[Place, list[Row]], apart: bool) -> Iterator[Question]:
    """Categories below each other: one question, or one for each category where somebody may be in several."""
    column = DECLARED[table].category
    categories = list(dict.fromkeys(str(getattr(row, column)) for rows in placed.values() for row in rows))
    shape = len(cube.groups), len(cube.periods)
    counts = np.zeros((len(categories), *shape), np.int64)
    of = np.zeros(shape, np.int64)
    for place, rows in placed.items():
        of[place] = _value(rows[0], "of")
        for row in rows:
            counts[(categories.index(str(getattr(row, column))), *place)] = _value(row, "n")
    base = base_of(table, name)
    if apart:
        for place_of, category in enumerate(categories):
            yield _one_of_several(table, name, category, base, counts[place_of], of)
        return
    everyone, one = np.ones(len(categories), bool), np.eye(len(categories), dtype=bool)
    shown = [Shown(Where(table, name, category, "n"), one[n], everyone) for n, category in enumerate(categories)]
    shown += _kinds(categories, placed) if table == "endings" else []
    question = Question((table, *name), base, counts, [each for each in shown if each.parts.any()])
    if table == "who" and name[1] == "opening":
        _say_groups(question, cube, categories)
    yield question


def _kinds(categories: list[str], placed: dict[Place, list[Row]]) -> Iterator[Shown]:
    """How many completed, and what each way to end is of those of its kind."""
    kinds = {str(row.ending): row.kind for rows in placed.values() for row in rows}  # type: ignore[attr-defined]
    everyone, one = np.ones(len(categories), bool), np.eye(len(categories), dtype=bool)
    for kind in ("completed", "other", "discontinued"):
        inside = np.array([kinds[category] == kind for category in categories])
        if kind != "discontinued":
            yield Shown(Where("completion", (), None, kind), inside, everyone)
        yield from (Shown(Where("endings", (), "", "kind"), one[n], inside) for n in np.flatnonzero(inside))


def _say_groups(question: Question, cube: Cube, categories: list[str]) -> None:
    """The categories of a variable of --by are its groups."""
    variable = str(question.name[1])
    columns = cube.variables.get(variable, [])
    if columns:
        question.by, question.columns = variable, columns
        question.places = [categories.index(str((cube.groups[column] or ("", ""))[1])) for column in columns]


def _one_of_several(table: str, name: Name, category: str, base: str, n: Array, of: Array) -> Question:
    shown = [Shown(Where(table, name, category, "n"), np.array([True, False]), np.array([True, True]))]
    return Question((table, *name, category), base, np.stack([n, of - n]), shown)


def _contacts(cube: Cube, placed: dict[Place, list[Row]]) -> Question:
    """Contacts of each intervention, attended, missed and cancelled, and those of all together."""
    named = sorted({str(row.intervention) for rows in placed.values() for row in rows} - {"all"})  # type: ignore[attr-defined]
    counts = np.zeros((3 * len(named), len(cube.groups), len(cube.periods)), np.int64)
    for place, rows in placed.items():
        for row in rows:
            if row.intervention != "all":  # type: ignore[attr-defined]
                planned, missed, cancelled = (_value(row, name) for name in ("planned", "missed", "cancelled"))
                first = 3 * named.index(row.intervention)  # type: ignore[attr-defined]
                counts[(slice(first, first + 3), *place)] = planned - missed, missed, cancelled
    everything = np.ones(len(counts), bool)
    shown = []
    for one in (*named, "all"):
        here = np.repeat([one in (each, "all") for each in named], 3)
        came, missed, cancelled = (here & (np.arange(len(counts)) % 3 == kind) for kind in range(3))
        for column, parts, within in (
            ("planned", came | missed, everything),
            ("missed", missed, came | missed),
            ("cancelled", cancelled, everything),
        ):
            shown.append(Shown(Where("attendance", (), one, column), parts, within))
    return Question(("attendance",), "contacts", counts, shown)


def _in_columns(cube: Cube, table: str, name: Name, placed: dict[Place, list[Row]]) -> Question:
    """Parts beside each other, worked out from the counts that are their sums; the rest of the base comes last."""
    sums = _sums(table) + _sums(DECLARED[table].beside)
    leaves = list(dict.fromkeys(leaf for *_, parts in sums for leaf in parts))
    matrix = np.array([[leaf in parts for leaf in leaves] for *_, parts in sums], float)
    shape = len(cube.groups), len(cube.periods)
    values, total = np.zeros((len(sums), *shape)), np.zeros(shape, np.int64)
    whole = next((column for column, parts in DECLARED[table].parts.items() if parts == "*"), "")
    for place, rows in placed.items():
        here = {table: rows[0], DECLARED[table].beside: _beside(cube, table, name, place)}
        values[(slice(None), *place)] = [_value(here[of], column) for of, column, _ in sums]
        total[place] = _value(rows[0], whole) if whole else 0
    base = base_of(table, name)
    counts = np.rint(np.einsum("lc,cgt->lgt", np.linalg.pinv(matrix), values)).astype(np.int64)
    counts = np.concatenate([counts, [cube.whole.get(base, total) - counts.sum(axis=0)]])
    masks = {(of, column): np.append(row > 0, False) for (of, column, _), row in zip(sums, matrix, strict=True)}
    everyone = np.ones(len(counts), bool)
    shown = [
        Shown(Where(of, name, None, column), parts, masks.get((of, DECLARED[of].within.get(column, "")), everyone))
        for (of, column), parts in masks.items()
    ]
    return Question((table, *name), base, counts, shown)


def _due(question: Question) -> Question:
    """How many it was due for, which is the same whatever was asked of them; then `done` is looked at within them."""
    due = next(one for one in question.shown if one.where.column == "due")
    counts = np.stack([question.counts[due.parts].sum(axis=0), question.counts[~due.parts].sum(axis=0)])
    both = np.ones(2, bool)
    shadow = Shown(due.where._replace(table=SHADOW), due.parts, due.within)
    question.shown[question.shown.index(due)] = shadow
    return Question(("due", *question.name), question.base, counts, [Shown(due.where, np.array([True, False]), both)])


def _beside(cube: Cube, table: str, name: Name, place: Place) -> Row | None:
    found = cube.rows.get(DECLARED[table].beside, {}).get(name, {}).get(place)
    return found[0] if found else None


def _sums(table: str) -> list[tuple[str, str, list[str]]]:
    """The counts of a table that are less than its whole base, with the parts they are sums of."""
    declared = DECLARED.get(table)
    parts = declared.parts.items() if declared else ()
    return [(table, column, leaves.split()) for column, leaves in parts if leaves != "*"]
