"""What every section of Följ upp reads: one analysis seen through the chosen period, with the words for its codes."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock
from types import ModuleType

from loke.analysis.calculation import Result, analyse, analyse_alone
from loke.analysis.goals import not_judged
from loke.analysis.options import Options
from loke.analysis.renewal import renewed
from loke.analysis.summary import Row
from loke.dataset import definitions
from loke.dataset.snapshot import NO_DAY, Snapshot, day_number, day_of
from loke.description.models import Service
from loke.description.words import words_for
from loke.followup.choices import Days, granularity
from loke.followup.comparable import Told, told_in, told_of
from loke.followup.dataset import exchanged
from loke.followup.names import Names, names_of, quartile_names
from loke.publishing.readings import Words
from loke.publishing.sentences import sentences_in
from loke.publishing.tables import Table, name_of, table

KEPT = 128  # results, the latest used; one of 500 clients is 1 MB, split 3 MB, and takes 20–40 ms to count again
EPISODES = 200_000  # of all results together, each of which holds the snapshot it was counted from

_analysed: OrderedDict[tuple, tuple[Snapshot, Result]] = OrderedDict()
_trends: OrderedDict[tuple, tuple[Snapshot, Sequence[Row]]] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, eq=False)
class Reading:
    """The tables of one service, read for `period` and, where chosen, split by `by`; `titles` names its instruments."""

    service: definitions.Service
    instruments: tuple[definitions.Instrument, ...]
    titles: Mapping[str, str]
    snapshot: Snapshot
    result: Result
    today: date
    period: str
    by: str
    language: str
    others: Sequence[Service] = ()  # comparable ones whose figures the reader may see
    person_by_person: bool = True  # whether pictures may hold a line or a dot with each person's own number

    def is_as(self, other: "Reading") -> bool:
        """Whether it tells of the same services as they stood, by the same names of instruments."""
        return (self.titles, self.snapshot, self._others) == (other.titles, other.snapshot, other._others)

    def rows(self, name: str) -> list[Row]:
        """The rows of everybody in the chosen period."""
        return [row for row in self.result.tables[name] if row.period == self.period and row.by is None]

    def drawn(self, name: str) -> list[Row]:
        """The rows that pictures are made of; outside the unit some of them may be hidden."""
        return self.rows(name)

    def all_periods(self, name: str) -> list[Row]:
        """The rows of everybody in every period of the chosen kind up to the chosen one, in the order of time."""
        return [row for row in self.result.tables[name] if row.period <= self.period and row.by is None]

    def groups(self, name: str) -> list[Row]:
        """The rows of the chosen split in the chosen period."""
        return [row for row in self.result.tables[name] if row.period == self.period and row.by is not None]

    def series(self, unit: str) -> Sequence[Row]:
        """What happens over time since the beginning, for everybody, by month, quarter or half-year."""
        return trend_of(self.snapshot, self.today, unit)

    @cached_property
    def beside(self) -> dict[str, Told]:
        """What is told of this service and of the comparable ones in the chosen period, in the order of their names."""
        told = told_of(self.others, self.today, granularity(self.period))
        told[self.service.service] = told_in(self.result.tables)
        return {code: told[code].within(self.period) for code in self.comparable}

    @cached_property
    def comparable(self) -> dict[str, str]:
        """The names of this service and of the comparable ones by their codes, in the order of the names."""
        own = self.service.service, self.service.name
        return dict(sorted([own, *((one.code, one.name) for one in self.others)], key=lambda one: one[1]))

    @property
    def _others(self) -> list[tuple[str, str, int]]:
        return [(one.code, one.name, one.change) for one in self.others]

    @property
    def not_judged(self) -> int:
        """The goals of the chosen period that nobody has judged."""
        return not_judged(self.result.summary).get((self.service.service, self.period, None, None), 0)

    def table(self, name: str, rows: Sequence[Row] | None = None, groups: Sequence[Row] | None = None) -> Table | None:
        """The rows, and the groups' under them, as a finished table; None where there are none."""
        shown = [*(self.rows(name) if rows is None else rows), *(self.groups(name) if groups is None else groups)]
        return table(name, shown, names=self.names, language=self.language, now=self.period) if shown else None

    def tables(self, *names: str) -> list[Table]:
        return [made for name in names if (made := self.table(name)) is not None]

    def name(self, column: str, code: str, owner: str | None = "") -> str:
        """The word for a code in a column of the tables."""
        return name_of(code, self.names.get(column, {}), self.language, owner)

    def group_name(self, row: Row) -> str:
        return self.name("group", row.group, row.by)

    @property
    def say(self) -> ModuleType:
        return sentences_in(self.language)

    @cached_property
    def words(self) -> Words:
        return words_for(self.service.client_term, self.language)

    @cached_property
    def names(self) -> Names:
        found = names_of(self.service, self.instruments, self.titles)
        found["service"] = self.comparable
        quarters = quartile_names(self.by, self.result.summary.cuts, self.language)
        return found | {column: found[column] | quarters for column in ("group", "against")}

    def scale(self, row: Row) -> definitions.Scale:
        instrument = next(one for one in self.instruments if one.instrument == row.instrument)
        return next(one for one in instrument.scales if one.scale == row.scale)

    def scale_name(self, row: Row) -> str:
        name = self.name("scale", row.scale, row.instrument)
        return f"{name}, {row.respondent}" if row.respondent else name

    def expectation(self, row: Row) -> definitions.Expectation:
        key = (row.expectation, row.version)
        return next(one for one in self.service.expectations if (one.expectation, one.version) == key)


def reading_of(
    service: Service,
    snapshot: Snapshot,
    today: date,
    period: str,
    by: str,
    language: str,
    others: Sequence[Service] = (),
) -> Reading:
    titles = dict(service.plans.values_list("instrument__code", "instrument__name"))
    result = analysed(snapshot, today, granularity(period), by)
    return Reading(
        snapshot.services[0], snapshot.instruments, titles, snapshot, result, today, period, by, language, others
    )


def analysed(snapshot: Snapshot, today: date, period: str, by: str) -> Result:
    """The tables of one kind of period; brought up to date where those of what the snapshot was before are kept."""
    options = Options(as_of=today, period=period, by=(by,) if by else ())
    key = snapshot.services[0].service, period, by
    with _lock:
        before, found = _analysed.get(key, (None, None))
    if before is not snapshot or found is None or found.summary.options != options:
        found = _brought_up(before, found, snapshot, options)
    keep(_analysed, key, (snapshot, found))
    return found


def _brought_up(before: Snapshot | None, found: Result | None, snapshot: Snapshot, options: Options) -> Result:
    change = exchanged(before, snapshot) if before and found and found.summary.options == options else None
    return renewed(found, before, change[0], snapshot, change[1]) if change else analyse(snapshot, options)


def trend_of(snapshot: Snapshot, today: date, unit: str) -> Sequence[Row]:
    """The table trend by month, quarter or half-year, kept while the snapshot is the same."""
    key = snapshot.services[0].service, today, unit
    with _lock:
        before, found = _trends.get(key, (None, None))
    if before is not snapshot or found is None:
        found = analyse_alone(("trend",), snapshot, Options(as_of=today, period=unit)).tables["trend"]
    keep(_trends, key, (snapshot, found))
    return found


def keep(kept: OrderedDict, key: tuple, found: tuple, most: int = KEPT) -> None:
    """Beside its snapshot, first in `found`; what was used longest ago goes."""
    with _lock:
        kept[key] = found
        kept.move_to_end(key)
        while len(kept) > most or (len(kept) > 1 and _episodes(kept) > EPISODES):
            kept.popitem(last=False)


def _episodes(kept: OrderedDict) -> int:
    return sum(len(snapshot.opened) for snapshot, *_ in kept.values())


def days_of(snapshot: Snapshot, today: date) -> Days | None:
    """The days with openings and closings, none of them after today; None when nobody has begun yet."""
    now = day_number(today)
    opened = snapshot.opened[snapshot.opened <= now]
    closed = snapshot.closed[(snapshot.closed != NO_DAY) & (snapshot.closed <= now)]
    if not len(opened):
        return None
    last = max(int(opened.max()), int(closed.max(initial=0)))
    return Days(day_of(opened.min()), day_of(last), day_of(closed.max()) if len(closed) else None)
