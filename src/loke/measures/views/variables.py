"""The first page of Mät, and those where variables are added, changed and taken out of use."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from loke.accounts.access import may
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.measures import actions
from loke.measures.access import variable_for
from loke.measures.forms.options import MoveForm
from loke.measures.forms.starters import StarterForm
from loke.measures.forms.variables import ReasonForm, VariableForm
from loke.measures.page import Page
from loke.measures.starters import starters as sets

FORM = "measures/form.html"


@needs("service", "see")
def measures(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service)
    context = {"service": service, "page": Page(service), "sets": sets().values()}
    context["may_write"] = may(request.user, "measures", "write", unit=service.unit)
    return render(request, "measures/measures.html", context)


@needs("measures", "write")
def add_variable(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service, "measures", "write")
    form = VariableForm(request.POST or None, service=service)

    def act(seen, **fields) -> str:
        actions.add_variable(by=request.user, service=service, **fields)
        return reverse("measures", args=[service.code])

    words = {"title": _("Ny variabel"), "button": _("Lägg till variabeln")}
    return stored(request, form, act) or form_page(request, form, FORM, **words)


@needs("measures", "write")
def change_variable(request: HttpRequest, service: str, number: int) -> HttpResponse:
    variable = variable_for(request, service, number)
    form = VariableForm(request.POST or None, service=request.service, variable=variable)

    def act(**fields) -> str:
        changed = actions.change_variable(by=request.user, variable=variable, **fields)
        page = "variable_options" if changed.has_options and not variable.has_options else "measures"
        return reverse(page, args=[service, *([number] if page == "variable_options" else [])])

    move = MoveForm(auto_id=False)
    context = {"title": variable.name, "button": _("Spara"), "variable": variable, "move": move}
    return stored(request, form, act) or form_page(request, form, "measures/change_variable.html", **context)


@needs("measures", "write")
def move_variable(request: HttpRequest, service: str, number: int) -> HttpResponse:
    variable = variable_for(request, service, number)
    form = MoveForm(request.POST or None)

    def act(steps: int, **fields) -> str:
        actions.move_variable(by=request.user, variable=variable, steps=steps)
        return reverse("change_variable", args=[service, number])

    return stored(request, form, act) or redirect("change_variable", service, number)


@needs("measures", "write")
def retire_variable(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Out of use, or, for one that is, into use again."""
    variable = variable_for(request, service, number)
    return _bring_back(request, variable) if variable.retired else _retire(request, variable)


def _retire(request: HttpRequest, variable) -> HttpResponse:
    said = _("”%(name)s” är tagen ur bruk.") % {"name": variable}
    form = ReasonForm(request.POST or None, said=said)

    def act(**fields) -> str:
        actions.retire_variable(by=request.user, variable=variable)
        return reverse("measures", args=[variable.service.code])

    title = _("Ta ”%(name)s” ur bruk?") % {"name": variable}
    text = _("Den frågas inte längre. Svar som finns ligger kvar, går att läsa och räknas i Följ upp. Ni kan ångra er.")
    words = {"title": title, "text": text, "button": _("Ta ur bruk")}
    return stored(request, form, act) or form_page(request, form, FORM, **words)


def _bring_back(request: HttpRequest, variable) -> HttpResponse:
    said = _("”%(name)s” frågas igen.") % {"name": variable}
    form = ReasonForm(request.POST or None, number=request.service.variables.in_use().count(), said=said)

    def act(reason: str = "", **fields) -> str:
        actions.bring_back_variable(by=request.user, variable=variable, reason=reason)
        return reverse("measures", args=[variable.service.code])

    words = {"title": _("Ta ”%(name)s” i bruk igen?") % {"name": variable}, "button": _("Ta i bruk")}
    return stored(request, form, act) or form_page(request, form, FORM, **words)


@needs("measures", "write")
def starters(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service, "measures", "write")
    return render(request, "measures/starters.html", {"service": service, "sets": sets().values()})


@needs("measures", "write")
def starter(request: HttpRequest, service: str, code: str) -> HttpResponse:
    service = service_for(request, service, "measures", "write")
    chosen = sets().get(code)
    if chosen is None:
        raise Http404
    form = StarterForm(request.POST or None, service=service, starter=chosen)

    def act(codes: list[str], reason: str = "", **fields) -> str:
        actions.add_from_starter(by=request.user, service=service, starter=chosen, codes=codes, reason=reason)
        return reverse("measures", args=[service.code])

    return stored(request, form, act) or form_page(request, form, "measures/starter.html", starter=chosen)
