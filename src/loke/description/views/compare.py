"""Two versions of a description beside each other, word by word."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from loke.description import changes
from loke.description.access import described_for, needs_description
from loke.description.models import ProcessDescription, ServiceDescription
from loke.description.said import KINDS

Versions = list[ServiceDescription] | list[ProcessDescription]


@needs_description("see")
def compare(request: HttpRequest, service: str, kind: str) -> HttpResponse:
    """The two versions that the address names, else the latest and the one before it."""
    service = described_for(request, service)
    if kind not in KINDS:
        raise Http404
    versions = list(KINDS[kind].objects.filter(service=service).latest_first())
    new = _named(versions, request.GET.get("till"), versions[:1])
    old = _named(versions, request.GET.get("fran"), _before(versions, new))
    context = {"service": service, "kind": kind, "versions": versions, "old": old, "new": new}
    context["name"] = KINDS[kind]._meta.verbose_name
    if old and new:
        told = changes.processed if kind == "process" else changes.described
        context["change"] = told(old, new)
    return render(request, "description/compare.html", context)


def _named(versions: Versions, number: str | None, usual: Versions):
    if number is None:
        return next(iter(usual), None)
    found = next((one for one in versions if str(one.version) == number), None)
    if found is None:
        raise Http404
    return found


def _before(versions: Versions, new) -> Versions:
    place = versions.index(new) if new else 0
    return versions[place + 1 : place + 2]
