"""The doors in: a package of files or rows in memory, checked as a whole, as a dataset or straight as a snapshot."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loke.dataset.assemble import Facts, assemble
from loke.dataset.cells import Value, parse
from loke.dataset.declarations import Row, Rows, instruments, read_idea, services
from loke.dataset.definitions import Instrument, Service
from loke.dataset.findings import Findings
from loke.dataset.intentions import check_idea
from loke.dataset.pack import is_packed, unpack
from loke.dataset.reality import read_reality
from loke.dataset.schema import TABLES
from loke.dataset.snapshot import Snapshot
from loke.dataset.source import Source, open_source, rows_source

BLOCK = 10_000


@dataclass(frozen=True, eq=False)
class Dataset:
    """A checked dataset, open for as long as its `with`."""

    source: Source
    services: tuple[Service, ...]
    instruments: tuple[Instrument, ...]
    respondents: tuple[str, ...]
    facts: Facts

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that were there, in the order of the schema."""
        return tuple(name for name in TABLES if name in self.source.sheets)

    def rows(self, table: str, service: str | None = None) -> Iterator[dict[str, Value]]:
        """Every row of a table, or of what a service has in it, with every column as a typed value or None."""
        columns = TABLES[table].columns
        texts = ", ".join(f'CAST("{column.name}" AS VARCHAR)' for column in columns)
        of, given = (_of_service(table), [service]) if service else ("true", [])
        query = f'SELECT {texts} FROM "{table}" WHERE {of} ORDER BY row'  # noqa: S608
        found = self.source.con.cursor().execute(query, given)
        while block := found.fetchmany(BLOCK):
            for cells in block:
                yield {column.name: parse(column, text) for column, text in zip(columns, cells, strict=True)}

    def snapshot(self) -> Snapshot:
        warnings = tuple(self.source.warnings)
        return assemble(self.services, self.instruments, self.respondents, self.facts, warnings)


def _of_service(table: str) -> str:
    """SQL that holds for the rows of one service; what is shared by all services is each one's own."""
    names = {column.name for column in TABLES[table].columns}
    if "service" in names:
        return "service = ?"
    owner = {"episode": "episodes", "measurement": "measurements"}
    for name, its_table in owner.items():
        if name in names and table != its_table:
            return f"{name} IN (SELECT {name} FROM {its_table} WHERE {_of_service(its_table)})"  # noqa: S608
    return "? IS NOT NULL"


@contextmanager
def read(path: Path | str) -> Iterator[Dataset]:
    """A dataset from a folder or .zip of CSV or Parquet. Raises Refused with everything that is wrong."""
    with open_source(Path(path)) as source:
        yield _dataset(source)


@contextmanager
def read_rows(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Dataset]:
    """A dataset from rows of texts, numbers, days or None. Raises Refused with everything that is wrong."""
    with rows_source(tables) as source:
        yield _dataset(source)


def snapshot_of_rows(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Snapshot:
    """The snapshot of rows in memory, checked like files. Raises Refused."""
    with read_rows(tables) as dataset:
        return dataset.snapshot()


def open_dataset(path: Path | str) -> Snapshot:
    """The snapshot of a folder, a .zip or a packed file. Raises Refused, or Damaged (a packed file)."""
    if is_packed(Path(path)):
        return unpack(Path(path))
    with read(path) as dataset:
        return dataset.snapshot()


def _dataset(source: Source) -> Dataset:
    findings = Findings()
    idea = read_idea(source, findings)
    check_idea(idea, findings)
    idea["phase_plan"] += _entered_phases(source, idea)
    declared, measured = services(idea), instruments(idea)
    facts, respondents = read_reality(source, declared, measured, findings)
    findings.refuse(source)
    return Dataset(source, declared, measured, respondents, facts)


def _entered_phases(source: Source, idea: Rows) -> list[Row]:
    """The phases of services without a plan, in the order of their codes."""
    planned = {row["service"] for row in idea["phase_plan"]}
    if planned >= {row["service"] for row in idea["services"]}:
        return []
    found = source.query(
        "SELECT DISTINCT e.service, p.phase FROM phases p JOIN episodes e ON e.episode = p.episode"
        " WHERE regexp_full_match(p.phase, '[a-z0-9][a-z0-9_-]*') ORDER BY ALL"
    )
    return [
        {"row": n, "service": service, "phase": phase, "name": phase, "order": n}
        for n, (service, phase) in enumerate(found)
        if service not in planned
    ]
