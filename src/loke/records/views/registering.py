"""The unit's own codes, help that is counted without identity, and corrections of a client's page."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page
from loke.description.access import service_for
from loke.records import actions, reading
from loke.records.counted import corrections_of, counted_by_month
from loke.records.forms.registering import CodesForm, CorrectCountedForm, CorrectForm, CountedForm
from loke.records.reading import address_of
from loke.records.receipts import stored
from loke.records.views.clients import to_write


@needs("client", "open")
def add_codes(request: HttpRequest, service: str) -> HttpResponse:
    """Codes that the unit has made itself, taken over as clients to be opened by and by."""
    service = service_for(request, service, "client", "open")
    form = CodesForm(request.POST or None, request.FILES or None)

    def act(codes, **fields) -> str:
        actions.add_codes(by=request.user, service=service, codes=codes)
        return reverse("clients", args=[service.code])

    return stored(request, form, act) or form_page(request, form, "records/add_codes.html", service=service)


@needs("client", "write")
def counted(request: HttpRequest, service: str) -> HttpResponse:
    """Help given without identity: registered, and how much there has been of it by month."""
    service = service_for(request, service, "client", "write")
    form = CountedForm(request.POST or None, service=service)

    def act(date, intervention, persons, age, **fields) -> str:
        told = {"day": date, "intervention": intervention, "persons": persons, "age": age, "values": form.answers()}
        actions.register_counted(by=request.user, service=service, **told)
        return reverse("counted", args=[service.code])

    months = counted_by_month(service)
    return stored(request, form, act) or form_page(request, form, "records/counted.html", months=months)


@needs("client", "write")
def correct_counted(request: HttpRequest, service: str, month: str) -> HttpResponse:
    """How many were counted in a month and what help they had, set right; and what has been corrected before."""
    service, first = service_for(request, service, "client", "write"), reading.month_of(month)
    form = CorrectCountedForm(request.POST or None, service=service, month=first)

    def act(seen, why, **fields) -> str:
        told = {"month": first, "seen": seen, "told": form.told(), "why": why}
        actions.correct_counted(by=request.user, service=service, **told)
        return reverse("counted", args=[service.code])

    context = {"month": first, "history": corrections_of(service, first)}
    return stored(request, form, act) or form_page(request, form, "records/correct_counted.html", **context)


@needs("client", "write")
def correct_episode(request: HttpRequest, service: str, number: int) -> HttpResponse:
    episode = to_write(request, service, number)[0]
    form = CorrectForm(request.POST or None, episode=episode)

    def act(opened, seen, why, code=None, **fields) -> str:
        told = {"opened": opened, "seen": seen, "why": why, "code": code, "stays": form.days()}
        actions.correct_episode(by=request.user, episode=episode, **told)
        return address_of("client", episode)

    return stored(request, form, act) or form_page(request, form, "records/correct.html", episode=episode)
