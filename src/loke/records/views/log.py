"""Who has read what, going through it every month, and telling a client who has read about them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from loke.accounts.files import as_file
from loke.accounts.log import last_look
from loke.accounts.models import AccessedClient, AccessEntry, User
from loke.accounts.pages import fresh, needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.forms import number_of
from loke.publishing.documents.excel import workbook
from loke.publishing.documents.pdf import plan_pdf
from loke.records import actions, reading
from loke.records.extract import extract_document, readings_of
from loke.records.fields import Day
from loke.records.forms.reviews import ReviewForm, SeekForm
from loke.records.models import Client, LogReview
from loke.records.pseudonyms import spaced
from loke.records.review import after, due, months_to_review, proposal, reviews_overdue
from loke.records.sittings import ERASED, Sitting, as_signed, readers, reasons


@needs("access_log", "see")
def readings(request: HttpRequest, service: str) -> HttpResponse:
    """Who in the unit has been shown which clients, the latest first: all of it, or what is looked for.

    What is looked for is posted, so that no code ever stands in an address.
    """
    service = service_for(request, service, "access_log", "see")
    sought = _sought(request, service)
    shown = {**sought, "code": sought["code"] and spaced(sought["code"].code)}
    form = SeekForm(request.POST or None, unit=service.unit, initial=shown)
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(_address_of(service, form.cleaned_data), status=303)
    page = reading.page_of(request, _entries(service, sought).select_related("by").prefetch_related("clients"))
    rows = [(entry, [shown.client_number for shown in entry.clients.all()]) for entry in page]
    codes = _codes(service, (client for _entry, clients in rows for client in clients))
    reading.log(request, service, {*codes, *([sought["code"].pk] if sought["code"] else [])})
    context = {"page": page, "rows": rows, "codes": codes, "sought": any(sought.values())}
    context["overdue"] = reviews_overdue(service.unit, timezone.localdate())
    return form_page(request, form, "records/readings.html", **context)


def _sought(request: HttpRequest, service) -> dict[str, User | Client | date | bool | None]:
    """What the address names, as numbers and as a day; `lost` where something of it is not to be found."""
    who, client, day = (request.GET.get(name, "") for name in ("vem", "klient", "dag"))
    found = {
        "who": readers(service.unit).filter(pk=number_of(who)).first(),
        "code": service.unit.clients.filter(pk=number_of(client)).first(),
        "day": _day(day),
    }
    erased = client == ERASED
    named = {"who": who, "code": client and not erased, "day": day}
    return {**found, "erased": erased, "lost": any(named[name] and not found[name] for name in found)}


def _day(text: str) -> date | None:
    try:
        return Day(required=False).clean(text)
    except ValidationError:
        return None


def _address_of(service, sought: Mapping) -> str:
    told = {"vem": sought["who"] and sought["who"].pk, "klient": sought["code"] and sought["code"].pk}
    told["dag"] = sought["day"] and sought["day"].isoformat()
    wanted = urlencode({name: value for name, value in told.items() if value})
    return "?".join(filter(None, [reverse("readings", args=[service.code]), wanted]))


def _entries(service, sought: Mapping) -> QuerySet[AccessEntry]:
    if sought["lost"]:  # never everybody's readings in place of somebody's
        return AccessEntry.objects.none()
    found = AccessEntry.objects.filter(unit=service.unit)
    if sought["erased"]:
        found = found.filter(pk__in=AccessedClient.objects.filter(client_number=None).values("entry"))
    if sought["who"]:
        found = found.filter(by=sought["who"])
    if sought["code"]:
        found = found.filter(clients__client_number=sought["code"].pk)
    if sought["day"]:
        found = found.filter(at__range=[make_aware(datetime.combine(sought["day"], at)) for at in (time.min, time.max)])
    return found


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
    first = reading.month_of(month)
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
