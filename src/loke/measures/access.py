"""The doors to a variable, an option and a plan: the service's own, for whoever may do this in it."""

from django.http import Http404, HttpRequest

from loke.description.access import service_for
from loke.measures.models import MeasurementPlan, Option, Variable


def variable_for(request: HttpRequest, service: str, number: int) -> Variable:
    """The variable, to change. Raises Http404 for strangers."""
    return _found(service_for(request, service, "measures", "write").variables.select_related("service__unit"), number)


def option_for(request: HttpRequest, service: str, number: int) -> Option:
    """The option, to change. Raises Http404 for strangers."""
    here = service_for(request, service, "measures", "write")
    found = Option.objects.filter(variable__service=here).select_related("variable__service__unit", "becomes")
    return _found(found, number)


def plan_for(request: HttpRequest, service: str, number: int) -> MeasurementPlan:
    """The instrument of the plan, to change. Raises Http404 for strangers."""
    here = service_for(request, service, "measures", "write")
    return _found(here.plans.select_related("instrument", "service__unit"), number)


def _found(among, number: int):
    one = among.filter(pk=number).first()
    if one is None:
        raise Http404
    return one
