"""What can be done with whole services: take one in from a dataset, write one out as a dataset."""

from collections.abc import Callable
from pathlib import Path

from django.db import connection

from loke.accounts.access import require
from loke.accounts.actions import action, make_unit
from loke.accounts.models import Unit, User
from loke.accounts.organisations import called
from loke.dataset.cells import Value
from loke.dataset.findings import Findings
from loke.dataset.reader import Dataset
from loke.dataset.writer import write
from loke.description.actions import make_service
from loke.description.models import Service
from loke.exchange.checks import refuse, rows_where
from loke.exchange.columns import intention_of, tables_of
from loke.exchange.declared import check_types, check_versions, declare, expect
from loke.exchange.happened import Arrival, store
from loke.exchange.instruments import instruments_of
from loke.exchange.models import Origin


def _silent(_line: str) -> None:
    pass


@action("import_service")
def import_service(
    *,
    by: User | None,
    dataset: Dataset,
    code: str,
    unit: Unit | None = None,
    organisation: str = "",
    progress: Callable[[str], object] = _silent,
) -> Service:
    """Make or update the service with this code as the dataset says; episodes that it does not mention stay.

    A new service comes to `unit`, or to one of its own in the `organisation` of that name, which is made if need be.
    The dataset must have passed `checks.check`. Raises Refused for what cannot stand beside what is in the database
    already.
    """
    row = next(dataset.rows("services", code))
    service = _found(dataset, code, unit) or _made(by, row, unit, organisation)
    require(by, "service", "change", unit=service.unit)
    service.name, service.group, service.client_term = row["name"], row["group"] or "", row["client_term"] or ""
    service.save(update_fields=["name", "group", "client_term"])
    Origin.objects.update_or_create(service=service, defaults={"organisation": row["organisation"] or ""})
    check_types(service, dataset)
    check_versions(service, dataset)
    declared = declare(service, dataset, instruments_of(service, dataset))
    expect(service, dataset, declared)
    store(Arrival(service, dataset, declared, progress))
    service.touch()
    return service


def _found(dataset: Dataset, code: str, unit: Unit | None) -> Service | None:
    service = Service.objects.select_related("unit__organisation").filter(code=code).first()
    if service and unit and service.unit != unit:
        findings, place = Findings(), f"en verksamhet i enheten {unit.code}, men den finns i {service.unit.code}"
        findings.add("services", "service", rows_where(dataset, "services", "service = ?", code), place)
        refuse(dataset, findings)
    return service


def _made(by: User | None, row: dict[str, Value], unit: Unit | None, organisation: str) -> Service:
    code, name = row["service"], row["name"]
    if unit is None:
        owner = called(organisation)
        unit = owner.units.filter(code=code).first() or make_unit(by=by, organisation=owner, code=code, name=name)
    return make_service(by=by, unit=unit, code=code, name=name)


@action("export_service")
def export_service(*, by: User | None, service: Service, path: Path, ending: str = "csv") -> Service:
    """Write everything about the service as a package, as it stands at one moment. Raises OSError."""
    require(by, "client", "export", unit=service.unit)
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    write(tables_of(service), path, ending)
    return service


@action("export_intention")
def export_intention(*, by: User | None, service: Service, path: Path) -> Service:
    """Write what the service has said beforehand, and nothing of its clients, as a package. Raises OSError."""
    require(by, "service", "see", unit=service.unit)
    write(intention_of(service), path)
    return service
