"""Who has read what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from loke.accounts.models import AccessEntry
from loke.accounts.pages import needs
from loke.description.access import service_for
from loke.records import reading
from loke.records.models import Client


@needs("access_log", "see")
def readings(request: HttpRequest, service: str) -> HttpResponse:
    """Who in the unit has been shown which clients, the latest first."""
    service = service_for(request, service, "access_log", "see")
    entries = AccessEntry.objects.filter(unit=service.unit).select_related("by").prefetch_related("clients")
    page = reading.page_of(request, entries)
    numbers = {shown.client_number for entry in page for shown in entry.clients.all()}
    codes = dict(Client.objects.filter(unit=service.unit, pk__in=numbers).values_list("pk", "code"))
    reading.log(request, service, codes)
    return render(request, "records/readings.html", {"service": service, "page": page, "codes": codes})
