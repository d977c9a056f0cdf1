"""What can be done to the measurement plan."""

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import Service
from loke.measures.models import Instrument, MeasurementPlan


@action("plan_measurement")
def plan_measurement(*, by: User | None, service: Service, instrument: Instrument) -> MeasurementPlan:
    require(by, "measures", "write", unit=service.unit)
    service.touch()
    return MeasurementPlan.objects.create(service=service, instrument=instrument)
