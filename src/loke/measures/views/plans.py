"""The pages of the measurement plan, and the one that tells staff and clients how it is followed up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from loke.accounts.access import may
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.description.models import Service
from loke.measures import actions
from loke.measures.access import plan_for
from loke.measures.followed import moments
from loke.measures.forms.plans import PlanForm
from loke.measures.forms.variables import ReasonForm
from loke.measures.page import Page

FORM = "measures/form.html"


@needs("service", "see")
def plan(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service)
    context = {"service": service, "page": Page(service), "moments": moments(service)}
    context["may_write"] = may(request.user, "measures", "write", unit=service.unit)
    return render(request, "measures/plan.html", context)


@needs("measures", "write")
def plan_measurement(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service, "measures", "write")
    form = PlanForm(request.POST or None, service=service)

    def act(seen, **fields) -> str:
        actions.plan_measurement(by=request.user, service=service, **fields)
        return _plan(service)

    words = {"title": _("Lägg till i mätplanen"), "button": _("Lägg till")}
    return stored(request, form, act) or form_page(request, form, FORM, back=_plan(service), **words)


@needs("measures", "write")
def change_plan(request: HttpRequest, service: str, number: int) -> HttpResponse:
    plan = plan_for(request, service, number)
    form = PlanForm(request.POST or None, service=request.service, plan=plan)

    def act(**fields) -> str:
        actions.change_plan(by=request.user, plan=plan, **fields)
        return _plan(request.service)

    words = {"title": str(plan), "button": _("Spara"), "back": _plan(request.service)}
    return stored(request, form, act) or form_page(request, form, "measures/change_plan.html", plan=plan, **words)


@needs("measures", "write")
def drop_from_plan(request: HttpRequest, service: str, number: int) -> HttpResponse:
    plan = plan_for(request, service, number)
    form = ReasonForm(request.POST or None)

    def act(**fields) -> str:
        dropped = actions.drop_from_plan(by=request.user, plan=plan)
        kept = _("%(name)s frågas inte längre. Svaren som finns är kvar och räknas i Följ upp.")
        form.said = (kept if dropped.kept else _("%(name)s är borttaget ur mätplanen.")) % {"name": plan}
        return _plan(request.service)

    text = _("Det frågas inte längre. Finns det svar här så ligger de kvar och räknas i Följ upp.")
    words = {"title": _("Ta bort %(name)s ur mätplanen?") % {"name": plan}, "text": text, "button": _("Ta bort")}
    return stored(request, form, act) or form_page(request, form, FORM, back=_plan(request.service), **words)


@needs("service", "see")
def how_we_follow_up(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service)
    context = {"service": service, "page": Page(service), "moments": moments(service)}
    return render(request, "measures/how_we_follow_up.html", context)


def _plan(service: Service) -> str:
    return reverse("plan", args=[service.code])
