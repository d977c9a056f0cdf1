"""What the pages of a follow-up have in common: standing at a period, and saving while somebody writes."""

import uuid

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loke.accounts.submissions import EditForm, status_of
from loke.description.access import service_for
from loke.followup.place import Place, place_of


def in_place(request: HttpRequest, code: str, resource: str = "figures", verb: str = "see") -> Place:
    """The service at the period and split of the address. Raises Http404 for strangers and before anybody began."""
    service = service_for(request, code, resource, verb)
    place = place_of(service, request.user, request.GET, timezone.localdate(), get_language())
    if place is None or (request.method == "POST" and _elsewhere(request, place)):
        raise Http404
    return place


def _elsewhere(request: HttpRequest, place: Place) -> bool:
    """Whether the address names a period that is not offered: what was written for one is not stored in another."""
    return request.GET.get("period", place.reading.period) != place.reading.period


def wants_words(request: HttpRequest) -> bool:
    """Whether it is the script that saves while somebody writes, which asks for a few words and no page."""
    return request.headers.get("Accept") == "application/json"


def saved(form: EditForm, done: HttpResponse | None) -> JsonResponse:
    """When it was saved and what the next save is to send, or why it was not."""
    if done:
        at = timezone.localtime().strftime("%H.%M")
        return JsonResponse({"saved": at, "seen": form.as_it_stands().initial["seen"], "submission": str(uuid.uuid4())})
    if status_of(form) == 409:
        words = _("Någon annan har skrivit här samtidigt. Spara med knappen, så ser du båda.")
        return JsonResponse({"error": words}, status=409)
    return JsonResponse({"error": _("Inte sparat än. %(why)s") % {"why": _why(form)}}, status=422)


def _why(form: Form) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
