"""Who has read what, going through it every month, and telling a client who has read about them."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.files import as_file
from loke.accounts.log import last_look
from loke.accounts.models import AccessEntry, User
from loke.accounts.pages import fresh, needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.publishing.documents.excel import workbook
from loke.publishing.documents.pdf import plan_pdf
from loke.records import actions, reading
from loke.records.extract import extract_document, readings_of
from loke.records.forms.reviews import ReviewForm
from loke.records.models import Client, LogReview
from loke.records.review import after, due, months_to_review, proposal, reviews_overdue
from loke.records.sittings import Sitting, as_signed, reasons


@needs("access_log", "see")
def readings(request: HttpRequest, service: str) -> HttpResponse:
    """Who in the unit has been shown which clients, the latest first."""
    service = service_for(request, service, "access_log", "see")
    entries = AccessEntry.objects.filter(unit=service.unit).select_related("by").prefetch_related("clients")
    page = reading.page_of(request, entries)
    codes = _codes(service, (shown.client_number for entry in page for shown in entry.clients.all()))
    reading.log(request, service, codes)
    context = {"service": service, "page": page, "codes": codes}
    context["overdue"] = reviews_overdue(service.unit, timezone.localdate())
    return render(request, "records/readings.html", context)


def _codes(service, numbers) -> dict[int, str]:
    return dict(Client.objects.filter(unit=service.unit, pk__in=set(numbers)).values_list("pk", "code"))


@needs("access_log", "review")
def review_readings(request: HttpRequest, service: str) -> HttpResponse:
    """The months that wait for a review, and those that have had one."""
    service = service_for(request, service, "access_log", "review")
    today = timezone.localdate()
    waiting = [
        {"month": one, "due": due(one), "late": today >= due(one)} for one in months_to_review(service.unit, today)
    ]
    context = {"service": service, "waiting": waiting, "now": today.replace(day=1)}
    context["signed"] = service.unit.log_reviews.select_related("by")
    context["look"] = last_look(AccessEntry)
    return render(request, "records/review_readings.html", context)


@needs("access_log", "review")
def review(request: HttpRequest, service: str, month: str) -> HttpResponse:
    """A month's readings, the oddest first: to note and to sign, or as they were signed."""
    service = service_for(request, service, "access_log", "review")
    first = _month(month)
    if signed := service.unit.log_reviews.filter(month=first).select_related("by").first():
        return _signed(request, service, signed)
    told = proposal(service.unit, first)
    form = ReviewForm(request.POST or None, proposal=told)

    def act(seen, note, **fields) -> str:
        told = {"unit": service.unit, "month": first, "seen": seen, "note": note, "notes": form.notes()}
        actions.sign_review(by=request.user, **told)
        return reverse("review", args=[service.code, month])

    if receipt := stored(request, form, act):
        return receipt
    context = {
        "told": told,
        **_beside(request, service, told.rows),
        "own": sum(len(row.pages) for row in told.rows if row.reading.by == request.user.pk),
        "whose": request.user,
        "over": after(first) <= timezone.localdate(),
    }
    return form_page(request, form, "records/review.html", month=first, **context)


def _signed(request: HttpRequest, service, signed: LogReview) -> HttpResponse:
    rows = as_signed(signed)
    context = {"service": service, "signed": signed, "rows": rows, "whose": signed.by}
    context |= _beside(request, service, [row for row, _note in rows])
    return render(request, "records/review_signed.html", context)


def _beside(request: HttpRequest, service, rows: Sequence[Sitting]) -> dict[str, object]:
    """What the rows are told with: the codes of the clients, the people, and the reasons that were given. Logged."""
    codes = _codes(service, (client for row in rows for client in row.clients))
    reading.log(request, service, codes)
    people = User.objects.in_bulk({row.reading.by for row in rows})
    return {"codes": codes, "people": people, "reasons": reasons(service.unit, rows)}


def _month(text: str) -> date:
    """2026-10 as its first day. Raises Http404."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error
    if first > timezone.localdate():
        raise Http404
    return first


@needs("access_log", "extract")
@fresh
def log_extract(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Everybody who has been shown one client: to print and hand over."""
    service = service_for(request, service, "access_log", "extract")
    episode = reading.episodes_of(request, service, number)[0]
    context = {"service": service, "episode": episode, "rows": readings_of(service.unit, episode.client)}
    return render(request, "records/log_extract.html", context)


@needs("access_log", "extract")
@fresh
def log_extract_file(request: HttpRequest, service: str, number: int, ending: str) -> HttpResponse:
    if ending not in ("xlsx", "pdf"):
        raise Http404
    service = service_for(request, service, "access_log", "extract")
    episode = reading.episodes_of(request, service, number)[0]
    told = extract_document(service, episode.client)
    data = plan_pdf(told) if ending == "pdf" else workbook(told.title, told.municipality, told.tables)
    return as_file(_("Vem har läst"), ending, data)
