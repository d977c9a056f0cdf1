"""What can be done to the measurement plan."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import clean_save
from loke.description.adopting import hold
from loke.description.models import Service
from loke.measures.models import Instrument, MeasurementPlan
from loke.measures.seen import still, unchanged
from loke.measures.use import check_plan

NO_MOMENT = {"at_start": False, "every_weeks": None, "at_end": False, "months_after": "", "said": True}


@action("plan_measurement")
def plan_measurement(*, by: User | None, service: Service, instrument: Instrument, **moments) -> MeasurementPlan:
    """At start and end unless `moments` says otherwise: at_start, every_weeks, at_end, months_after ("6 12").

    It may also hold how, responsible, minutes and note. One that was dropped but kept for its answers is taken up
    again. Raises ValidationError by field.
    """
    require(by, "measures", "write", unit=service.unit)
    hold(service)  # two could plan the same at once
    if instrument.organisation_id != service.unit.organisation_id:
        raise ValidationError({"instrument": _("Välj ett av kommunens egna instrument.")})
    plan = service.plans.filter(instrument=instrument).first() or MeasurementPlan(
        service=service, instrument=instrument, **NO_MOMENT
    )
    if plan.asked:
        raise ValidationError({"instrument": _("%(name)s finns redan i mätplanen.") % {"name": instrument}})
    return _planned(plan, {"at_start": True, "at_end": True, **moments})


@action("change_plan")
def change_plan(*, by: User | None, plan: MeasurementPlan, seen: str | None = None, **moments) -> MeasurementPlan:
    """Other moments, another way or somebody else who sees to it.

    Raises Stale when it has changed since it was seen, and ValidationError by field.
    """
    require(by, "measures", "write", unit=plan.service.unit)
    held = still(hold(plan.service).plans, plan)
    unchanged(seen, held)
    return _planned(held, moments)


def _planned(plan: MeasurementPlan, moments: dict) -> MeasurementPlan:
    for name, value in {**moments, "said": True}.items():
        setattr(plan, name, value)
    if not plan.asked:
        raise ValidationError(_("Välj minst ett tillfälle. Ska det inte frågas alls, ta bort det ur planen."))
    check_plan(plan.instrument, shows_change=plan.shows_change)
    clean_save(plan)
    plan.service.touch()
    return plan


@action("drop_from_plan")
def drop_from_plan(*, by: User | None, plan: MeasurementPlan) -> MeasurementPlan:
    """No longer asked. `kept` tells whether it stays, without moments, because somebody has answered it here."""
    require(by, "measures", "write", unit=plan.service.unit)
    hold(plan.service)
    try:
        with transaction.atomic():
            MeasurementPlan.objects.filter(pk=plan.pk).delete()
        plan.kept = False
    except IntegrityError:  # the database keeps a plan that has answers
        MeasurementPlan.objects.filter(pk=plan.pk).update(**NO_MOMENT)
        plan.kept = True
    plan.service.touch()
    return plan
