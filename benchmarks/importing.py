"""How long 10,000 rows take to try, take in and undo: python -m benchmarks.importing [--rows 10000]."""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

CLIENTS = 500
ITEMS = 10
FIRST = date(2024, 1, 1)


def prepare(home: Path, database: str | None) -> None:
    """An installation without anything in it."""
    os.environ |= {"LOKE_HOME": str(home), "LOKE_BEHIND_PROXY": "1"}
    for name in ("LOKE_DEMO", "DATABASE_URL"):
        os.environ.pop(name, None)
    if database:
        os.environ["DATABASE_URL"] = database
    if not import_module("loke.serving").prepare("real"):
        raise SystemExit(2)


def service() -> tuple[Any, Any]:
    """A service with two interventions and an instrument of ten items, and its manager."""
    accounts, description = import_module("loke.accounts.actions"), import_module("loke.description.models")
    measures = import_module("loke.measures.models")
    organisation = accounts.make_organisation(by=None, code="bench", name="Bench")
    unit = accounts.make_unit(by=None, organisation=organisation, code="bench", name="Bench")
    person = accounts.add_person(by=None, email="bench@bench.example", name="Bench")
    accounts.give_role(by=None, user=person, role="manager", organisation=organisation, unit=unit)
    made = import_module("loke.description.actions").make_service(by=None, unit=unit, code="bench", name="Bench")
    for name in ("Samtal", "Grupp"):
        description.Intervention.objects.create(service=made, code=name.lower(), name=name)
    instrument = measures.Instrument.objects.create(organisation=organisation, code="tio", name="Tio")
    items = [
        measures.Item(instrument=instrument, code=f"f{n}", order=n, lowest=0, highest=4) for n in range(1, ITEMS + 1)
    ]
    measures.Item.objects.bulk_create(items)
    measures.MeasurementPlan.objects.create(service=made, instrument=instrument)
    return made, person


def book(heads: list[str], rows: list[list[object]]) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as made:
        sheet = made.add_worksheet("Blad")
        for number, row in enumerate([heads, *rows]):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def clients() -> bytes:
    return book(["Kod", "Start", "Kön"], [[f"K-{n}", FIRST, "KM"[n % 2]] for n in range(CLIENTS)])


def contacts(count: int) -> bytes:
    rows = [
        [f"K-{n % CLIENTS}", FIRST + timedelta(days=7 * (n // CLIENTS)), "Samtal", "kom" if n % 7 else "uteblev", 45]
        for n in range(count)
    ]
    return book(["Kod", "Datum", "Insats", "Närvaro", "Minuter"], rows)


def measurements(count: int) -> bytes:
    rows = [
        [
            f"K-{n % CLIENTS}",
            FIRST + timedelta(days=7 * (n // CLIENTS)),
            "under tiden",
            *[(n + i) % 5 for i in range(ITEMS)],
        ]
        for n in range(count)
    ]
    return book(["Kod", "Svarsdag", "Tillfälle", *(f"f{n}" for n in range(1, ITEMS + 1))], rows)


def timed(what: str, act: Callable[[], Any]) -> Any:
    """Do it, and say how long it took and the most memory that the process has used."""
    wall, processor = time.perf_counter(), time.process_time()
    done = act()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"| {what} | {wall:.1f} | {processor:.1f} | {most} |", flush=True)
    return done


def take_in(name: str, data: bytes, kind: str, made: Any, person: Any, *, keep: bool) -> None:
    actions = import_module("loke.exchange.actions")
    struck_out = import_module("loke.exchange.files.identify").struck_out
    read_rows = import_module("loke.publishing.documents.rows_in").read_rows
    trial = import_module("loke.exchange.files.trial").trial

    def begin() -> Any:
        book = struck_out(read_rows("a.xlsx", data))
        draft = actions.begin_import(by=person, service=made, name="a.xlsx", book=book)
        actions.choose_sheet(by=person, draft=draft, sheet=0, header=0, kind=kind)
        actions.map_values(by=person, draft=draft, values={})
        return draft

    def tried(draft: Any) -> Any:
        return trial(draft, person)

    draft = timed(f"{name}: read the file and keep it as a draft (one process more)", begin)
    found = timed(f"{name}: dry run", lambda: tried(draft))
    assert not found.problems, found.problems[:3]
    told = {"by": person, "draft": draft, "made": found, "version": found.version}
    done = timed(f"{name}: import", lambda: actions.run_import(**told))
    if not keep:
        again = begin()
        assert timed(f"{name}: dry run of the same file again", lambda: tried(again)).coming == 0
        timed(f"{name}: undo", lambda: actions.undo_import(by=person, imported=done))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--database", help="an empty PostgreSQL database; else SQLite in a folder of its own")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        prepare(Path(home), given.database)
        made, person = service()
        print("| step | s | processor s | most MB so far |\n|---|---|---|---|")
        take_in(f"{CLIENTS} clients", clients(), "client", made, person, keep=True)
        for name, data, kind in (
            ("contacts", contacts(given.rows), "contact"),
            (f"measurements of {ITEMS} items", measurements(given.rows), "instrument:tio"),
        ):
            take_in(f"{given.rows:,} {name}", data, kind, made, person, keep=False)


if __name__ == "__main__":
    main()
