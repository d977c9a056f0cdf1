"""Two versions of a description beside each other, word by word."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from loke.description.access import described_for, needs_description
from loke.description.changes import described
from loke.description.models import ProcessDescription, ServiceDescription
from loke.description.said import KINDS

Versions = list[ServiceDescription] | list[ProcessDescription]


@needs_description("see")
def compare_descriptions(request: HttpRequest, service: str) -> HttpResponse:
    return compared(request, service, "verksamhet", described, "description/_compare_description.html")


def compared(
    request: HttpRequest, service: str, kind: str, differences: Callable[[Any, Any], Any], shown: str
) -> HttpResponse:
    """The two versions that the address names, else the latest and the one before it; `shown` is the template."""
    service = described_for(request, service)
    versions = list(KINDS[kind].objects.filter(service=service).latest_first())
    new = _named(versions, request.GET.get("till"), versions[:1])
    old = _named(versions, request.GET.get("fran"), _before(versions, new))
    context = {"service": service, "versions": versions, "old": old, "new": new, "shown": shown}
    context["name"] = KINDS[kind]._meta.verbose_name
    if old and new:
        context["change"] = differences(old, new)
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
