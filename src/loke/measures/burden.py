"""What the measuring asks of a client, in minutes, and whether there is more of it than is good."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from functools import cache
from importlib.resources import files

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.description.models import Service
from loke.measures.models import MeasurementPlan, Variable

HALF = Decimal("0.5")


@cache
def figures() -> dict:
    """The figures of burden.toml with their reasoning."""
    return tomllib.loads((files("loke.measures") / "burden.toml").read_text("utf-8"), parse_float=Decimal)


def few() -> tuple[int, int]:
    """Up to how many variables we praise, and from beyond how many we ask for a reason."""
    return figures()["few"]["praised"], figures()["few"]["reasoned"]


def check_reason(service: Service, adding: int, reason: str) -> None:
    """Refuse to become more than many without a reason in words. Raises ValidationError."""
    number, most = service.variables.in_use().count() + adding, few()[1]
    if adding and number > most and not reason.strip():
        words = _("Det blir %(n)s variabler. Skriv vad ni ska ha en till att göra när ni redan har så många.")
        raise ValidationError({"reason": words % {"n": number}})


def usual_minutes(type: str) -> Decimal:
    return figures()["variables"][type]["minutes"]


def minutes_once(thing: Variable | MeasurementPlan) -> Decimal:
    """For one time: what the service has said, else reckoned from the type or from the number of items."""
    if thing.minutes is not None:
        return thing.minutes
    return usual_minutes(thing.type) if isinstance(thing, Variable) else _of_items(thing.instrument.items.count())


def _of_items(items: int) -> Decimal:
    """In whole and half minutes, upwards."""
    rule = figures()["questionnaires"]
    halves = (Decimal(items * rule["seconds_each"]) / 60 / HALF).to_integral_value(ROUND_UP)
    return max(halves * HALF, rule["least"])


def times(plan: MeasurementPlan) -> int:
    """How often it is asked of everybody who stays until the last follow-up, besides what comes every n weeks."""
    return plan.at_start + plan.at_end + len(plan.months)


@dataclass(frozen=True)
class Burden:
    """How many variables are asked, and the minutes for one client; `meanwhile` comes on top as often as it says."""

    variables: int
    minutes: Decimal
    meanwhile: tuple[tuple[int, Decimal], ...]  # every so many weeks, so many minutes

    @property
    def stance(self) -> str:
        praised, reasoned = few()
        if not self.variables:
            return "none"
        return "few" if self.variables <= praised else "asks" if self.variables <= reasoned else "insists"


def burden_of(variables: Iterable[Variable], plans: Iterable[MeasurementPlan]) -> Burden:
    asked, plans = [one for one in variables if not one.retired], list(plans)
    minutes = sum((minutes_once(one) * len(one.occasions) for one in asked), Decimal(0))
    minutes += sum((minutes_once(plan) * times(plan) for plan in plans), Decimal(0))
    meanwhile: dict[int, Decimal] = {}
    for plan in plans:
        if plan.every_weeks:
            meanwhile[plan.every_weeks] = meanwhile.get(plan.every_weeks, Decimal(0)) + minutes_once(plan)
    return Burden(len(asked), minutes, tuple(sorted(meanwhile.items())))


def burden_of_service(service: Service) -> Burden:
    return burden_of(service.variables.in_use(), plans_of(service))


def plans_of(service: Service) -> list[MeasurementPlan]:
    """The instruments of the plan that have a moment, by name."""
    plans = service.plans.select_related("instrument")
    return sorted((plan for plan in plans if plan.asked), key=lambda plan: str(plan).casefold())
