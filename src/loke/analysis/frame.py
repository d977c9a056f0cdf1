"""The cells that episodes, contacts and stays are counted in: service, group of a --by variable, and period."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

import numpy as np

from loke.analysis.counts import Array, Column, Counts, count, numbers, whole
from loke.analysis.facts import Facts
from loke.analysis.held import Held, held_in
from loke.analysis.options import Calendar, Options
from loke.analysis.part import KINDS, Part
from loke.dataset.definitions import Service
from loke.dataset.snapshot import ATTENDANCE, NO_CODE, SEX, YES_NO

EVERYBODY = -1
CELL = 4  # the first columns of most counted rows: service, by, group, period


@dataclass(eq=False, repr=False)
class Cells:
    """The cell of each unit: a column of (service, by, group, period), with -1 for units that are not counted."""

    column: Column
    everyone: bool  # whether every unit is counted

    def of(self, units: Array) -> "Cells":
        """The cells of things that belong to these units, such as an episode's values."""
        return Cells(self.column.of(units), self.everyone)

    def count(self, *columns: Column | int, where: Array | None = None) -> Counts:
        """Count the units by cell and `columns`; the bool array `where` narrows them down."""
        if not self.everyone:
            counted = self.column.codes >= 0
            where = counted if where is None else counted & where
        return count([self.column, *columns], where)


@dataclass(eq=False, repr=False)
class Frame:
    """The facts of a part, seen as everybody (`by` -1) or split in the groups of the options' variable number `by`."""

    facts: Facts
    look: Callable[[], tuple[Held, ...]]
    calendar: Calendar
    by: int
    group: Column  # one code for each episode

    @property
    def part(self) -> Part:
        return self.facts.part

    @property
    def held(self) -> tuple[Held, ...]:
        """The episodes held against each expectation; looked up when first asked for, and once for all frames."""
        return self.look()

    @cached_property
    def opened(self) -> Cells:
        return self.cells(self.part.opened)

    @cached_property
    def closed(self) -> Cells:
        return self.cells(self.part.closed)

    @cached_property
    def contacted(self) -> Cells:
        return self.cells(self.part.contacts.day, self.part.contacts.episode)

    @cached_property
    def contacts(self) -> Counts:
        """The contacts by cell, in the periods of a series, and kind (intervention and attendance in one number)."""
        kinds = len(ATTENDANCE) * len(self.part.service.interventions)
        return self.in_points.contacted.count(Column(self.part.contacts.code, kinds))

    @property
    def in_points(self) -> "Frame":
        """The same in the periods that a series over time is made of."""
        return self if self.calendar.in_points is self.calendar else self._points

    @cached_property
    def _points(self) -> "Frame":
        return replace(self, calendar=self.calendar.in_points)

    def cells(self, days: Array, episodes: Array | None = None) -> Cells:
        """The cells of units with these days, which belong to these episodes or else are all the episodes."""
        periods = self.calendar.of(days)
        first, last = (int(periods.min()), int(periods.max())) if len(periods) else (0, 0)
        everyone, first = first >= 0, max(first, 0)
        span = max(last - first + 1, 1)
        codes = (periods - periods.dtype.type(first)).astype(np.int32 if self._split.size * span < 2**31 else np.int64)
        if self._split.size > 1:
            splits = (span * self._split.codes).astype(codes.dtype, copy=False)
            codes += splits if episodes is None else splits.take(episodes)
        if not everyone:
            codes[periods < 0] = -1
        spelled = partial(_cell, self.part.whose, self.group, self.by, first, span)
        return Cells(Column(codes, self._split.size * span, spelled), everyone)

    @cached_property
    def _split(self) -> Column:
        """Of each episode the service and the group, as one number."""
        whose = self.part.whose
        return Column(whose.codes * self.group.size + self.group.codes, whose.size * self.group.size)


def _cell(whose: Column, group: Column, by: int, first: int, span: int, codes: Array) -> Array:
    """The cells that codes stand for. Nothing here holds a frame, which would then hold itself, and all its arrays."""
    split, cells = codes // span, np.empty((len(codes), CELL), np.int64)
    service = split // group.size
    cells[:, :1], cells[:, 1] = whose.spelled_out(service), by
    cells[:, 2:3] = group.spelled_out(split - service * group.size)
    cells[:, 3] = codes - split * span + first
    return cells


def frames(part: Part, options: Options, calendar: Calendar) -> Iterator[Frame]:
    """Everybody, and then every variable of --by that this service has."""
    facts = Facts(part)
    look = cache(lambda: tuple(held_in(facts)))
    yield Frame(facts, look, calendar, EVERYBODY, Column(np.zeros(len(part), np.int64), 1))
    for by, name in enumerate(options.by):
        group = _groups(part, name)
        if group is not None:
            yield Frame(facts, look, calendar, by, group)


def _groups(part: Part, name: str) -> Column | None:
    """The episodes' values at opening: codes, or for numbers the bits of the number itself, cut in quartiles later."""
    if name == "sex":
        return whole(part.sex)
    if name == "ending":
        return whole(part.ending_kind)
    if name == "age":
        return numbers(part.ages)
    variable = part.variable(name)
    if variable is None or variable.type not in ("choice", "yes_no", "number"):
        return None
    values = part.values.get((name, "opening"))
    if values is None:
        return whole(np.full(len(part), NO_CODE))
    return numbers(values) if variable.type == "number" else whole(values)


def is_number(service: Service, name: str) -> bool:
    """Whether the groups of this --by variable are numbers, to be cut at their quartiles."""
    return name == "age" or any(
        variable.variable == name and variable.type == "number" for variable in service.variables
    )


def group_label(service: Service, name: str, code: int) -> str:
    """The `group` of a row, once numbers have been cut in quartiles 0 .. 3."""
    if code == NO_CODE:
        return "missing"
    if is_number(service, name):
        return str(code + 1)
    if name in ("sex", "ending"):
        return (SEX if name == "sex" else KINDS)[code]
    variable = next(variable for variable in service.variables if variable.variable == name)
    return YES_NO[code] if variable.type == "yes_no" else variable.options[code].option
