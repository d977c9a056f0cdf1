"""What can be done to a description: make a service, write its intention down, adopt it."""

from collections.abc import Iterable, Mapping
from datetime import date

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import Unit, User
from loke.description.models import (
    IntendedOutcome,
    Intervention,
    PlannedPhase,
    ProcessDescription,
    Service,
    ServiceDescription,
    TargetGroup,
    Version,
)


@action("make_service")
def make_service(
    *, by: User | None, unit: Unit, code: str, name: str, client_term: str = "", group: str = ""
) -> Service:
    require(by, "service", "change", unit=unit)
    service = Service(unit=unit, code=code, name=name, client_term=client_term, group=group)
    service.full_clean()
    service.save()
    return service


@action("add_intervention")
def add_intervention(*, by: User | None, service: Service, code: str, name: str, intended: bool = True) -> Intervention:
    require(by, "service", "change", unit=service.unit)
    intervention = Intervention(service=service, code=code, name=name, intended=intended)
    return _saved(intervention, service)


@action("add_phase")
def add_phase(*, by: User | None, service: Service, code: str, name: str, order: int) -> PlannedPhase:
    require(by, "service", "change", unit=service.unit)
    return _saved(PlannedPhase(service=service, code=code, name=name, order=order), service)


@action("adopt_service_description")
def adopt_service_description(
    *, by: User | None, service: Service, version: int, adopted: date, texts: Mapping[str, str]
) -> ServiceDescription:
    """A new version takes over; `texts` by field name (purpose, target_group, …)."""
    require(by, "service", "change", unit=service.unit)
    service.descriptions.filter(status=Version.ADOPTED).update(status=Version.REPLACED)
    return _saved(
        ServiceDescription(service=service, version=version, adopted=adopted, status=Version.ADOPTED, **texts), service
    )


@action("adopt_process_description")
def adopt_process_description(
    *,
    by: User | None,
    service: Service,
    version: str,
    adopted: date,
    target_groups: Iterable[tuple[str, Iterable[str]]] = (),
    outcomes: Iterable[tuple[str, Iterable[str]]] = (),
) -> ProcessDescription:
    """A new version takes over; `target_groups` and `outcomes` are rows of text with their interventions' codes."""
    require(by, "service", "change", unit=service.unit)
    service.processes.filter(status=Version.ADOPTED).update(status=Version.REPLACED)
    process = _saved(
        ProcessDescription(service=service, version=version, adopted=adopted, status=Version.ADOPTED), service
    )
    for model, rows in ((TargetGroup, target_groups), (IntendedOutcome, outcomes)):
        for order, (text, codes) in enumerate(rows, 1):
            row = model(process=process, text=text, order=order)
            row.full_clean()
            row.save()
            row.interventions.set(service.interventions.filter(code__in=list(codes)))
    return process


def _saved(thing, service: Service):
    thing.full_clean()
    thing.save()
    service.touch()
    return thing
