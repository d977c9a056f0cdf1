"""What every section of Följ upp reads: one analysis seen through the chosen period, with the words for its codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from types import ModuleType

from loke.analysis.calculation import Result, analyse
from loke.analysis.options import Options
from loke.analysis.summary import Row
from loke.dataset import definitions
from loke.dataset.snapshot import NO_DAY, Snapshot, day_of
from loke.description.words import words_for
from loke.followup.choices import granularity
from loke.publishing.readings import Words
from loke.publishing.sentences import sentences_in
from loke.publishing.tables import Table, table


@dataclass(frozen=True, eq=False)
class Reading:
    """The tables of one service, read for `period` and, where chosen, split by `by`."""

    service: definitions.Service
    instruments: tuple[definitions.Instrument, ...]
    result: Result
    period: str
    by: str
    language: str

    def rows(self, name: str) -> list[Row]:
        """The rows of everybody in the chosen period."""
        return [row for row in self.result.tables[name] if row.period == self.period and row.by is None]

    def all_periods(self, name: str) -> list[Row]:
        """The rows of everybody in every period of the chosen kind up to the chosen one, in the order of time."""
        return [row for row in self.result.tables[name] if row.period <= self.period and row.by is None]

    def groups(self, name: str) -> list[Row]:
        """The rows of the chosen split in the chosen period."""
        return [row for row in self.result.tables[name] if row.period == self.period and row.by is not None]

    def table(self, name: str, rows: Sequence[Row] | None = None) -> Table | None:
        """The rows, and the groups' under them, as a finished table; None where there are none."""
        shown = [*(self.rows(name) if rows is None else rows), *self.groups(name)]
        return table(name, shown, names=self.names, language=self.language, now=self.period) if shown else None

    @property
    def say(self) -> ModuleType:
        return sentences_in(self.language)

    @cached_property
    def words(self) -> Words:
        return words_for(self.service.client_term, self.language)

    @cached_property
    def names(self) -> dict[str, str]:
        """The word for each code; options and scales under their owner's code and a full stop."""
        service = self.service
        found = {one.variable: one.name for one in service.variables}
        found |= {f"{v.variable}.{option.option}": option.name for v in service.variables for option in v.options}
        found |= {one.intervention: one.name for one in service.interventions}
        found |= {one.ending: one.name for one in service.endings}
        found |= {one.phase: one.name for one in service.phases}
        found |= {one.expectation: one.text for one in service.expectations}
        found |= {f"{i.instrument}.{scale.scale}": scale.name for i in self.instruments for scale in i.scales}
        return found | {one.instrument: self.instrument_name(one) for one in self.instruments}

    def instrument_name(self, instrument: definitions.Instrument) -> str:
        """An instrument's own name is not in a dataset: the name of its only scale stands for it, else its code."""
        return instrument.scales[0].name if len(instrument.scales) == 1 else instrument.instrument

    def scale(self, row: Row) -> definitions.Scale:
        instrument = next(one for one in self.instruments if one.instrument == row.instrument)
        return next(one for one in instrument.scales if one.scale == row.scale)

    def expectation(self, row: Row) -> definitions.Expectation:
        key = (row.expectation, row.version)
        return next(one for one in self.service.expectations if (one.expectation, one.version) == key)


@lru_cache(maxsize=16)
def analysed(snapshot: Snapshot, today: date, period: str, by: str) -> Result:
    """The tables of one kind of period; kept while the snapshot is, and a snapshot is made anew at every change."""
    return analyse(snapshot, Options(as_of=today, period=period, by=(by,) if by else ()))


def reading_of(snapshot: Snapshot, today: date, period: str, by: str, language: str) -> Reading:
    result = analysed(snapshot, today, granularity(period), by)
    return Reading(snapshot.services[0], snapshot.instruments, result, period, by, language)


def days_of(snapshot: Snapshot) -> tuple[date, date]:
    """The first and the last day on which an episode opened or closed."""
    closed = snapshot.closed[snapshot.closed != NO_DAY]
    last = max(int(snapshot.opened.max()), int(closed.max(initial=0)))
    return day_of(snapshot.opened.min()), day_of(last)
