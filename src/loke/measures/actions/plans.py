"""What can be done to the measurement plan."""

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import Service
from loke.measures.models import Instrument, MeasurementPlan
from loke.measures.use import check_plan


@action("plan_measurement")
def plan_measurement(*, by: User | None, service: Service, instrument: Instrument) -> MeasurementPlan:
    """Raises ValidationError for an instrument that may not be used, or may not show change, with the reason."""
    require(by, "measures", "write", unit=service.unit)
    check_plan(instrument)
    service.touch()
    return MeasurementPlan.objects.create(service=service, instrument=instrument)
