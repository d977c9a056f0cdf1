"""Seeing somebody for a time: a colleague's client by saying why, a coach let in, a person protected."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from loke.accounts.models import Grant
from loke.accounts.pages import fresh, needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.records import actions, reading
from loke.records.forms.access import GrantForm, ReasonForm
from loke.records.lookup import found_lately
from loke.records.models import Client, OpenedForReason
from loke.records.reading import address_of


@needs("client", "reason")
def open_with_reason(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Say why, and a colleague's client that was found by its code is open for twelve hours."""
    service = service_for(request, service, "client", "reason")
    client = found_lately(request, service, number)
    if client is None:
        raise Http404
    reading.log(request, service, [client.pk])
    form = ReasonForm(request.POST or None)

    def act(reason, words) -> str:
        actions.open_with_reason(by=request.user, service=service, client=client, reason=reason, words=words)
        return reverse("client", args=[service.code, client.pk])

    return stored(request, form, act) or form_page(request, form, "records/open_with_reason.html", client=client)


@needs("client", "read")
def openings(request: HttpRequest, service: str) -> HttpResponse:
    """Who has opened clients by saying why: to those responsible their own, to the manager all of the unit's."""
    service = service_for(request, service, "client", "read")
    mine = Client.objects.filter(unit=service.unit, pk__in=Client.objects.for_user(request.user))
    found = OpenedForReason.objects.filter(client__in=mine).select_related("client", "by")
    page = reading.page_of(request, found)
    reading.log(request, service, [one.client_id for one in page])
    return render(request, "records/openings.html", {"service": service, "page": page})


@needs("grant", "give")
@fresh
def grants(request: HttpRequest, service: str) -> HttpResponse:
    """Which coaches are let in to read, and the form that lets one in."""
    service = service_for(request, service, "grant", "give")
    given = Grant.objects.filter(rows__service=service).select_related("to", "by").prefetch_related("rows__clients")
    form = GrantForm(request.POST or None, service=service)

    def act(to, what, codes, until, purpose) -> str:
        told = {"to": to, "until": until, "purpose": purpose, "clients": codes, "whole": what == GrantForm.WHOLE}
        actions.give_grant(by=request.user, service=service, **told)
        return reverse("grants", args=[service.code])

    if receipt := stored(request, form, act):
        return receipt
    page = reading.page_of(request, given)
    reading.log(request, service, [client.pk for grant in page for client in grant.rows.clients.all()])
    return form_page(request, form, "records/grants.html", page=page)


@needs("grant", "give")
@fresh
def end_grant(request: HttpRequest, service: str, grant: int) -> HttpResponse:
    service = service_for(request, service, "grant", "give")
    given = get_object_or_404(Grant, rows__service=service, pk=grant)
    if request.method == "POST":
        actions.end_grant(by=request.user, grant=given)
        messages.success(request, _("Tillgången för %(name)s är avslutad.") % {"name": given.to})
    return redirect("grants", service.code)


@needs("client", "protect")
def protect(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Mark the client's personal data as protected, or take the mark away; asked once more."""
    here = service_for(request, service, "client", "protect")
    episode = reading.episodes_of(request, here, number, "protect")[0]
    if request.method == "POST":
        actions.protect_client(by=request.user, episode=episode, protected="protected" in request.POST)
        return redirect(address_of("client", episode))
    return render(request, "records/protect.html", {"service": here, "episode": episode})
