"""Tables that may leave the unit: frozen, with the hidden columns of every row named, and made only here."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from loke.analysis.calculation import Result
from loke.analysis.disclosure import special
from loke.analysis.disclosure.admission import THERE
from loke.analysis.disclosure.columns import Columns
from loke.analysis.disclosure.cube import cubes, results, variables_of
from loke.analysis.disclosure.declared import DECLARED, Declared
from loke.analysis.disclosure.hiding import hidden_in
from loke.analysis.disclosure.knowledge import NAMES
from loke.analysis.disclosure.proof import attacked_together, faults, mended
from loke.analysis.disclosure.rectangles import THRESHOLD
from loke.analysis.options import Options, WrongOption
from loke.analysis.retention import FIXED
from loke.analysis.summary import Row
from loke.dataset.definitions import Instrument, Service
from loke.dataset.snapshot import Snapshot

APART = {"trend": special.trend, "groups": special.groups, "retention": special.retention}
ATTEMPTS = 8  # after which the tables are closed
NOTHING = Declared(())
_MAKER = object()


@dataclass(frozen=True)
class PublishableRow:
    """One row: every column by name, None for those in `hidden`."""

    columns: Mapping[str, Any]
    hidden: tuple[str, ...]

    def with_hidden(self) -> dict[str, Any]:
        """For JSON, which names what it leaves out."""
        return {**self.columns, "hidden": list(self.hidden)}

    def hiding(self, more: Iterable[str]) -> "PublishableRow":
        """The same with more of it hidden."""
        gone = {*self.hidden, *more}
        columns = {name: None if name in gone else value for name, value in self.columns.items()}
        return PublishableRow(columns, tuple(name for name in columns if name in gone))

    def without(self, columns: Container[str]) -> "PublishableRow":
        kept = {name: value for name, value in self.columns.items() if name not in columns}
        return PublishableRow(kept, tuple(name for name in self.hidden if name in kept))

    def __getattr__(self, name: str) -> Any:
        try:
            return self.columns[name]
        except KeyError:
            raise AttributeError(name) from None


class PublishableTable(tuple[PublishableRow, ...]):
    """The rows of one table. Only this module makes one, so whoever takes one takes nothing that should be hidden."""

    def __new__(cls, maker: object, rows: list[PublishableRow]) -> "PublishableTable":
        if maker is not _MAKER:
            raise TypeError("only disclosure control makes a table to publish")
        return super().__new__(cls, rows)

    def less(self, change: Callable[[PublishableRow], PublishableRow | None]) -> "PublishableTable":
        """The rows that `change` keeps, with as much or less told in each."""
        kept = [made for row in self if (made := change(row)) is not None]
        return PublishableTable(_MAKER, kept)


class Said(NamedTuple):
    """What was asked, and the names of things: nobody's answers."""

    options: Options
    services: tuple[Service, ...]
    instruments: tuple[Instrument, ...]


@dataclass(frozen=True)
class PublishableResult:
    """What `Result` is inside the unit."""

    dataset: Mapping[str, Any]
    tables: Mapping[str, PublishableTable]
    summary: Said


class Cubes:
    """A dataset on one day, its small numbers found once for everything that may be published from it.

    That is everything over all and by year, of everybody and by every variable.
    """

    def __init__(self, snapshot: Snapshot, options: Options) -> None:
        over_all, by_year = results(snapshot, options.as_of, variables_of(snapshot))
        self.results: dict[str, Result] = {"all": over_all, "year": by_year}
        definitions = {service.service: service for service in over_all.summary.services}
        self.columns = {
            cube.service: Columns(hidden_in(cube, definitions[cube.service]), definitions[cube.service])
            for cube in cubes(over_all, by_year)
        }
        for service, columns in self.columns.items():
            self._prove(service, columns)

    def _prove(self, service: str, columns: Columns) -> None:
        """Attack what would be shown, and mend it until nothing is found."""
        rows = [
            (table, row)
            for result in self.results.values()
            for table in NAMES
            for row in result.tables.get(table, ())
            if row.service == service
        ]
        shown: dict[int, Mapping[str, Any]] = {}  # as long as nothing has been found
        for splits, together in attacked_together(rows):
            real = [(table, vars(row)) for table, row in together]
            for _ in range(ATTEMPTS):
                for table, row in together:
                    if id(row) not in shown:
                        shown[id(row)] = _row(self.columns, table, row, []).with_hidden()
                found = faults([(table, shown[id(row)]) for table, row in together], real, columns.service)
                if found:
                    shown.clear()
                if not mended(columns.proof, found, splits):
                    break
            else:
                columns.proof.shut |= {(table, by) for table in NAMES for by in splits or (None,)}

    def result(self, options: Options) -> PublishableResult:
        head = {
            **self.results[options.period].dataset,
            "services": [code for code in self.columns if not options.services or code in options.services],
            "by": list(options.by),
            "public": {"threshold": THRESHOLD, "rows": "that show somebody"},
        }
        found = self.results["all"]
        said = Said(options, found.summary.services, found.summary.instruments)
        return PublishableResult(head, {name: self._table(name, options) for name in found.tables}, said)

    def _table(self, name: str, options: Options) -> PublishableTable:
        found = self.results["year" if name == "trend" else options.period].tables[name]
        table = publishable(self.columns, name, [row for row in found if _asked(name, row, options)], found)
        return table.less(lambda row: row if _tells_of_somebody(name, row) else None)


def publishable(
    everyone: Mapping[str, Columns], name: str, rows: Iterable[Row], beside: Iterable[Row]
) -> PublishableTable:
    """Rows of a table with what each service hides in them; services are held against all those `beside`."""
    return PublishableTable(_MAKER, [_row(everyone, name, row, beside) for row in rows])


def _row(everyone: Mapping[str, Columns], table: str, row: Row, beside: Iterable[Row]) -> PublishableRow:
    hidden = _hidden(everyone, table, row, beside)
    columns = {name: None if name in hidden else value for name, value in vars(row).items()}
    return PublishableRow(columns, tuple(hidden))


def _hidden(everyone: Mapping[str, Columns], table: str, row: Row, beside: Iterable[Row]) -> list[str]:
    if DECLARED.get(table, NOTHING).apart and everyone[row.service].proof.is_shut(row.by):
        return undeclared(row)  # these are made of counts of other tables, which have been closed
    if table == "services":
        if any(columns.proof.is_shut(None) for columns in everyone.values()):
            return undeclared(row)
        return special.services(everyone, beside, row, row.period)
    if table not in DECLARED:
        return undeclared(row)
    columns = everyone[row.service]
    place = columns.cube.place(row)
    return APART[table](columns, row, place) if table in APART else columns.of(table, row, place)


def _tells_of_somebody(table: str, row: PublishableRow) -> bool:
    """Whether it is told of how many it is, and one of its counts is not 0.

    Without that the row would tell that there is somebody all the same.
    """
    counts = special.COUNTS.get(table) or DECLARED.get(table, NOTHING).parts
    if table in THERE and row.columns[THERE[table]] is None:
        return False
    return any(row.columns[column] for column in counts)


def undeclared(row: Row) -> list[str]:
    """Of a table that nobody has declared, every figure is hidden."""
    return [name for name, value in vars(row).items() if isinstance(value, int | float)]


def _asked(table: str, row: Row, options: Options) -> bool:
    if options.services and row.service not in options.services:
        return False
    if table == "retention" and row.day not in FIXED:  # type: ignore[attr-defined]
        return False
    return table == "services" or row.by is None or row.by in options.by


def check(options: Options) -> None:
    """Raises WrongOption for what would let numbers be told apart that are hidden."""
    if options.from_day or options.to_day:
        raise WrongOption("--public räknar alltid hela tiden: ta bort --from och --to.")
    if options.period not in ("all", "year"):
        raise WrongOption(f"--public delar upp i år eller inte alls: perioden {options.period} går inte.")
    if len(options.by) > 1:
        raise WrongOption("--public delar upp efter högst en uppgift i taget: ange --by en gång.")


def publish(snapshot: Snapshot, options: Options | None = None) -> PublishableResult:
    """The tables asked for, with every small number hidden."""
    asked = options or Options()
    check(asked)
    settled = asked.settled(snapshot)
    return Cubes(snapshot, settled).result(settled)
