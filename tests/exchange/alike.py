"""Compares a dataset with what the database gives back, row by row and whatever the order."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.asking import undone
from tests.dataset.small import small

from loke.dataset.cells import text_of
from loke.dataset.reader import Dataset, read_rows
from loke.description.models import Service
from loke.exchange.columns import tables_of
from loke.exchange.command import import_dataset

USES = ("measurements", "expectations", "measurement_plan")
SHARED = ("scales", "items", "norms")
Tables = Mapping[str, Iterable[Mapping[str, Any]]]


def written(tables: Tables) -> dict[str, list[dict[str, str]]]:
    """Every table with rows, sorted, each row as the texts of the cells that hold something."""
    found = {
        name: [{k: text_of(v) for k, v in row.items() if text_of(v)} for row in rows] for name, rows in tables.items()
    }
    return {name: sorted(rows, key=lambda row: sorted(row.items())) for name, rows in found.items() if rows}


def part(dataset: Dataset, code: str) -> dict[str, list[dict[str, str]]]:
    """What a dataset says of one service, with the instruments that it uses and those that no service uses."""
    tables = {name: list(dataset.rows(name, code)) for name in dataset.tables}
    uses = {row["instrument"] for name in USES for row in tables.get(name, ())}
    used = {r["instrument"] for n in USES if n in tables for r in dataset.rows(n)}
    for name in SHARED:
        tables[name] = [r for r in tables.get(name, ()) if r["instrument"] in uses or r["instrument"] not in used]
    return written(tables)


def stored(code: str) -> dict[str, list[dict[str, str]]]:
    return written(tables_of(Service.objects.get(code=code)))


def taken_in(tables: Mapping[str, Any], **where: Any) -> list[Service]:
    """The services of rows in memory, imported."""
    with read_rows(tables) as dataset:
        return import_dataset(dataset, by=None, **where)


@contextmanager
def small_taken_in(django_db_blocker) -> Iterator[None]:
    """The small dataset in the database for all tests of a file; each puts back what it changes, and this the rest."""
    with django_db_blocker.unblock(), undone():
        taken_in(small(), organisation="Norrby", new=True)  # the world's may be there as well
        yield


def assert_comes_out_equal(tables: Mapping[str, Any], times: int = 1) -> None:
    with read_rows(tables) as dataset:
        for _ in range(times):
            import_dataset(dataset, by=None)
        for service in dataset.services:
            assert stored(service.service) == part(dataset, service.service)
