"""What can be done to a service itself: make it, and name what its records may speak of."""

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import Unit, User
from loke.accounts.submissions import check_seen, clean_save
from loke.description.adopting import hold
from loke.description.models import Intervention, PlannedPhase, Service


@action("make_service")
def make_service(
    *, by: User | None, unit: Unit, code: str, name: str, client_term: str = "", group: str = ""
) -> Service:
    require(by, "service", "change", unit=unit)
    return clean_save(Service(unit=unit, code=code, name=name, client_term=client_term, group=group))


@action("change_service")
def change_service(
    *, by: User | None, service: Service, name: str, client_term: str, group: str, seen: str | None = None
) -> Service:
    """What it is called, the word for its clients, and the name that it shares with services it is compared with.

    Raises Stale when any of it has changed since it was seen, and ValidationError by field.
    """
    require(by, "service", "change", unit=service.unit)
    held = hold(service)
    check_seen(held.seal, seen)
    held.name, held.client_term, held.group = name, client_term, group
    return _saved(held, held)


@action("add_intervention")
def add_intervention(*, by: User | None, service: Service, code: str, name: str, intended: bool = True) -> Intervention:
    require(by, "service", "change", unit=service.unit)
    intervention = Intervention(service=service, code=code, name=name, intended=intended)
    return _saved(intervention, service)


@action("add_phase")
def add_phase(*, by: User | None, service: Service, code: str, name: str, order: int) -> PlannedPhase:
    require(by, "service", "change", unit=service.unit)
    return _saved(PlannedPhase(service=service, code=code, name=name, order=order), service)


def _saved(thing, service: Service):
    clean_save(thing)
    service.touch()
    return thing
