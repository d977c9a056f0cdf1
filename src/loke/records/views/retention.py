"""Erasing in a unit, for its manager: what is proposed, who is spared, what is in quarantine and what has gone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from loke.accounts.pages import fresh, needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.description.models import Service
from loke.records import actions, reading
from loke.records.contents import content_in
from loke.records.forms.retention import ApproveForm, RequestErasureForm, SpareForm
from loke.records.models import Client, ErasedClient, Erasure
from loke.records.pseudonyms import is_code
from loke.records.retention import sealing, showing
from loke.records.views.erasures import over


@needs("retention", "approve")
def retention(request: HttpRequest, service: str) -> HttpResponse:
    """Where every erasure of the unit stands, and how long records are kept."""
    service = service_for(request, service, "retention", "approve")
    erasures = Erasure.objects.filter(unit=service.unit).select_related("unit", "first_by", "second_by")
    kept, law = showing.rules(service.unit)
    context = {
        "service": service,
        "kept": kept,
        "law": law,
        "waiting": showing.in_numbers(erasures.waiting()),
        "lapsed": showing.lapsed(service.unit),
        "half_way": showing.in_numbers(erasures.half_way()),
        "quarantined": showing.in_numbers(erasures.quarantined()),
        "erased": showing.in_numbers(erasures.exclude(erased=None)),
    }
    return render(request, "records/retention.html", context)


@needs("retention", "approve")
@fresh
def approve_erasure(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """The clients of one erasure by code; to approve, to spare single ones, or to take them back."""
    service, erasure = _erasure(request, service, number)
    if erasure.withdrawn:
        return over(request, erasure, reverse("retention", args=[service.code]))
    form = ApproveForm(request.POST or None)

    def act(**fields) -> str:
        form.said = showing.approved(actions.approve_erasure(by=request.user, erasure=erasure))
        return reverse("retention", args=[service.code])

    if receipt := stored(request, form, act):
        return receipt
    rows = showing.leaving(erasure)
    reading.log(request, service, [row.one.client_number for row in rows if row.one.client_number])
    going, spared = ([row for row in rows if bool(row.one.spared_until) is kept] for kept in (False, True))
    context = {"erasure": erasure, "going": going, "spared": spared, "counted": showing.counted(erasure)}
    context["rule"] = showing.rule_since(erasure)
    return form_page(request, form, "records/approve_erasure.html", **context)


@needs("retention", "approve")
@fresh
def spare_client(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Take one client out of what is proposed, or back out of quarantine."""
    service = service_for(request, service, "retention", "approve")
    found = ErasedClient.objects.filter(erasure__in=Erasure.objects.open().filter(unit=service.unit))
    one = get_object_or_404(found.filter(spared_until=None).select_related("erasure__unit"), pk=number)
    row = next(row for row in showing.leaving(one.erasure) if row.one == one)
    form = SpareForm(request.POST or None)

    def act(**fields) -> str:
        actions.spare_client(by=request.user, one=one, **form.told())
        return reverse("retention", args=[service.code])

    other = sealing.who_has_the_code(one) if one.sealed else None
    reading.log(request, service, filter(None, [one.client_number, other and other.pk]))
    if receipt := stored(request, form, act):
        return receipt
    context = {"row": row, "in_the_way": other and other.episodes.first_shown_first().first()}
    context["own_code"] = other and not is_code(other.code)
    return form_page(request, form, "records/spare_client.html", **context)


@needs("retention", "approve")
@fresh
def request_erasure(request: HttpRequest, service: str) -> HttpResponse:
    """Erase one client outside the schedule, for a reason; somebody else must approve as well."""
    service = service_for(request, service, "retention", "approve")
    form = RequestErasureForm(request.POST or None, unit=service.unit)

    def act(code, ground, why, **fields) -> str:
        actions.request_erasure(by=request.user, client=code, ground=ground, why=why)
        return reverse("retention", args=[service.code])

    page = "records/request_erasure.html"
    if form.has_been_shown() and (receipt := stored(request, form, act)):
        return receipt
    if client := form.to_show():
        reading.log(request, service, [client.pk])
        episodes = list(client.episodes.all())
        content = content_in(episodes, but=(Client,))  # which the page speaks of itself
        return form_page(request, form, page, client=client, content=content, episodes=len(episodes))
    return form_page(request, form, page)


def _erasure(request: HttpRequest, code: str, number: int) -> tuple[Service, Erasure]:
    service = service_for(request, code, "retention", "approve")
    erasure = Erasure.objects.filter(unit=service.unit, pk=number, erased=None).first()
    if erasure is None:
        raise Http404
    return service, erasure
