"""Instruments out of a dataset: an organisation has each of them once, and its services agree about it."""

from collections.abc import Iterator
from typing import Any

from loke.dataset.cells import text_of
from loke.dataset.definitions import Instrument as Definition
from loke.dataset.faults import shown
from loke.dataset.findings import Findings
from loke.dataset.reader import Dataset
from loke.description.models import Service
from loke.exchange.checks import refuse
from loke.exchange.columns import TABLES, stored
from loke.exchange.kept import by_key, changes, keep
from loke.measures.models import Instrument, Item, MeasurementPlan, Norm, Scale

USED = (
    "SELECT m.instrument AS used, e.service FROM measurements m JOIN episodes e ON e.episode = m.episode"
    " UNION SELECT instrument, service FROM expectations WHERE instrument IS NOT NULL"
    " UNION SELECT instrument, service FROM measurement_plan"
)
Fields = dict[str, Any]


def instruments_of(service: Service, dataset: Dataset) -> dict[str, Instrument]:
    """The dataset's instruments, stored for the organisation and planned where the service uses them, by code.

    One that no service uses or plans is planned by them all. Raises Refused if a service outside the dataset uses the
    same instrument with another definition.
    """
    used = dataset.source.query(f"SELECT used, service FROM ({USED})")  # noqa: S608
    somewhere, here = {code for code, _ in used}, {code for code, of in used if of == service.code}
    wanted = [one for one in dataset.instruments if one.instrument in here or one.instrument not in somewhere]
    findings = Findings()
    kept = {one.instrument: _instrument(service, dataset, one, findings) for one in wanted}
    refuse(dataset, findings)
    _plan(service, dataset, kept)
    return kept


def _plan(service: Service, dataset: Dataset, instruments: dict[str, Instrument]) -> None:
    """Each at the moments that the dataset says, else as it was planned, else at start and end.

    The last is not taken for what the service has said: nothing is then due that was not, and it comes out unsaid.
    """
    rows, of = dataset.rows("measurement_plan", service.code), {"service_id": service.pk, "said": True}
    said = [
        {**of, "instrument_id": instruments[row["instrument"]].pk, **TABLES["measurement_plan"].fields(row)}
        for row in rows
    ]
    kept = keep(MeasurementPlan, said, "instrument_id", service=service)
    unsaid = [one for one in instruments.values() if (one.pk,) not in kept]
    MeasurementPlan.objects.bulk_create(MeasurementPlan(service=service, instrument=one, said=False) for one in unsaid)


def _instrument(service: Service, dataset: Dataset, definition: Definition, findings: Findings) -> Instrument:
    instrument, _new = Instrument.objects.get_or_create(organisation=service.organisation, code=definition.instrument)
    others = [one.service for one in dataset.services]
    if instrument.plans.exclude(service__code__in=others).exists():
        _check_same(instrument, dataset, findings)
    else:
        _keep(instrument, dataset, definition)
    return instrument


def _keep(instrument: Instrument, dataset: Dataset, definition: Definition) -> None:
    keep(Item, _items(instrument, dataset, definition), "instrument_id", "code", instrument=instrument)
    scales = [{"instrument_id": instrument.pk, **fields} for _, fields in _rows(dataset, "scales", instrument)]
    kept = keep(Scale, scales, "code", instrument=instrument)
    norms = [
        {"scale_id": kept[(row["scale"],)].pk, **TABLES["norms"].fields(row)}
        for row in dataset.rows("norms")
        if row["instrument"] == instrument.code
    ]
    keep(Norm, norms, "scale_id", "code", scale__instrument=instrument)


def _items(instrument: Instrument, dataset: Dataset, definition: Definition) -> Iterator[Fields]:
    """Every item with its limits: its own, or the tightest of its scales' (none where these contradict each other)."""
    own = {fields["code"]: fields for _, fields in _rows(dataset, "items", instrument)}
    for order, item in enumerate(definition.items, 1):
        limits = {"lowest": stored(item.lowest, False), "highest": stored(item.highest, False), "allowed": ""}
        if None not in limits.values() and item.lowest > item.highest:
            limits |= {"lowest": None, "highest": None}
        yield {
            "instrument_id": instrument.pk,
            "code": item.item,
            "order": order,
            "own_limits": item.item in own,
            **limits,
            **own.get(item.item, {}),
        }


def _rows(dataset: Dataset, table: str, instrument: Instrument) -> Iterator[tuple[int, Fields]]:
    """The instrument's rows of a table, numbered."""
    for number, row in enumerate(dataset.rows(table)):
        if row["instrument"] == instrument.code:
            yield number, TABLES[table].fields(row)


def _check_same(instrument: Instrument, dataset: Dataset, findings: Findings) -> None:
    """Add every cell that says something else than the organisation's instrument does."""
    own = {"scales": {"instrument": instrument}, "items": {"instrument": instrument, "own_limits": True}}
    for table, of in own.items():
        names = {path: column for column, path in TABLES[table].columns.items()}
        present = by_key(TABLES[table].model, "code", **of)
        rows = list(_rows(dataset, table, instrument))
        for number, fields in rows:
            one = present.pop((fields["code"],), None)
            if one is None:
                findings.add(table, table[:-1], [number], f"en som finns i organisationens {instrument.code}")
            for name in changes(one, fields) if one else ():
                wanted = shown(text_of(getattr(one, name)))
                findings.add(table, names[name], [number], f"{wanted} som i organisationens {instrument.code}")
        if present and rows:
            missing = ", ".join(sorted(code for (code,) in present))
            findings.add(table, table[:-1], [rows[-1][0]], f"också {missing} som i organisationens {instrument.code}")
