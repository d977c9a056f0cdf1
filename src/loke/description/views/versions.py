"""The life of a verksamhetsbeskrivning's versions: begun, sent for comments, adopted, looked at again every year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from loke.accounts.access import reach
from loke.accounts.models import Unit
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description import actions
from loke.description.access import described_for, needs_description, service_for
from loke.description.forms.descriptions import AdoptForm, YearlyForm
from loke.description.forms.making import ChangeServiceForm, ServiceForm
from loke.description.reading import told_of
from loke.description.yearly import to_look_at


@needs("service", "change")
def new_service(request: HttpRequest) -> HttpResponse:
    """A service of one's own unit, to begin from nothing with."""
    units = Unit.objects.filter(pk__in=reach(request.user, "service", "change").units)
    form = ServiceForm(request.POST or None, units=units)

    def act(unit, name, client_term, **fields) -> str:
        told = {"unit": unit, "name": name, "client_term": client_term}
        service = actions.make_service(by=request.user, code=form.code(), **told)
        return reverse("overview", args=[service.code])

    return stored(request, form, act) or form_page(request, form, "description/new_service.html")


@needs("service", "change")
def change_service(request: HttpRequest, service: str) -> HttpResponse:
    """What it is called, the word for its clients, and what it is compared with."""
    found = service_for(request, service, "service", "change")
    form = ChangeServiceForm(request.POST or None, service=found)

    def act(**fields) -> str:
        actions.change_service(by=request.user, service=found, **fields)
        return reverse("describe", args=[found.code])

    return stored(request, form, act) or form_page(request, form, "description/change_service.html")


@require_POST
@needs_description("write")
def begin_version(request: HttpRequest, service: str) -> HttpResponse:
    """A new version of the verksamhetsbeskrivning, which begins as a copy; the first one begins empty."""
    service = described_for(request, service, "write")
    actions.begin_service_description(by=request.user, service=service)
    return redirect("describe", service.code)


@require_POST
@needs("description", "write")
def turn_version(request: HttpRequest, service: str) -> HttpResponse:
    """Send the open version for comments, or take it back from there."""
    service = service_for(request, service, "description", "write")
    turn = actions.send_for_comments if "send" in request.POST else actions.take_back_from_comments
    turn(by=request.user, version=get_object_or_404(service.descriptions.open()))
    return redirect("describe", service.code)


@needs("description", "adopt")
def adopt_version(request: HttpRequest, service: str) -> HttpResponse:
    """What is about to be adopted, by whom and from when."""
    service = service_for(request, service, "description", "adopt")
    description = service.descriptions.open().first()
    if description is None:
        return redirect("describe", service.code)
    form = AdoptForm(request.POST or None)

    def act(adopted, participants, **fields) -> str:
        told = {"adopted": adopted, "participants": participants}
        actions.adopt_service_description(by=request.user, description=description, **told)
        return reverse("describe", args=[service.code])

    return stored(request, form, act) or form_page(
        request, form, "description/adopt.html", description=description, told=told_of(description)
    )


@needs("description", "write")
def yearly(request: HttpRequest, service: str) -> HttpResponse:
    """Stämmer den fortfarande? Once a year, with three answers."""
    service = service_for(request, service, "description", "write")
    description = to_look_at(service, timezone.localdate())
    if description is None:
        return redirect("describe", service.code)
    form = YearlyForm(request.POST or None)

    def act(answer, **fields) -> str:
        actions.answer_yearly(by=request.user, description=description, answer=answer)
        return reverse("describe", args=[service.code])

    return stored(request, form, act) or form_page(request, form, "description/yearly.html", description=description)
