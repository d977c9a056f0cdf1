"""Erasing in an organisation, for who gives the second approval: numbers, years and rules, and not one client."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from loke.accounts.access import may, reach
from loke.accounts.pages import fresh, needs
from loke.accounts.submissions import form_page, stored
from loke.description.models import Service
from loke.records import actions
from loke.records.forms.retention import ApproveForm, RetentionForm, SpareForm
from loke.records.models import Erasure
from loke.records.retention import due, showing
from loke.records.retention.law import law


@needs("retention", "confirm")
def erasures(request: HttpRequest) -> HttpResponse:
    """What waits for a second approval, what is in quarantine and what has gone, unit by unit."""
    found = Erasure.objects.for_user(request.user, "confirm").select_related("unit", "first_by", "second_by")
    rules = due.kept(_services(request).order_by("name"))
    context = {
        "half_way": showing.in_numbers(found.half_way()),
        "quarantined": showing.in_numbers(found.quarantined()),
        "erased": showing.in_numbers(found.exclude(erased=None)),
        "kept": rules,
        "law": law(),
    }
    return render(request, "records/erasures.html", context)


@needs("retention", "confirm")
@fresh
def confirm_erasure(request: HttpRequest, number: int) -> HttpResponse:
    found = Erasure.objects.for_user(request.user, "confirm").filter(erased=None).exclude(first_by=None)
    erasure = get_object_or_404(found.filter(Q(second_by=None) | ~Q(withdrawn=None)), pk=number)
    if erasure.withdrawn:
        return over(request, erasure, _back(request, erasure))
    form = ApproveForm(request.POST or None)

    def act(**fields) -> str:
        done = actions.confirm_erasure(by=request.user, erasure=erasure, day=timezone.localdate())
        form.said = showing.confirmed(done)
        return _back(request, erasure)

    own = request.user in (erasure.first_by, erasure.proposed_by)
    context = {"counted": showing.counted(erasure), "own": own, "back": _back(request, erasure)}
    context["rule"] = showing.rule_since(erasure)
    return stored(request, form, act) or form_page(request, form, "records/confirm_erasure.html", **context)


@needs("retention", "confirm")
@fresh
def withdraw_erasure(request: HttpRequest, number: int) -> HttpResponse:
    """Everything back out of quarantine, or out of what waits."""
    found = Erasure.objects.for_user(request.user, "confirm").open().exclude(first_by=None)
    erasure = get_object_or_404(found, pk=number)
    form = SpareForm(request.POST or None)

    def act(**fields) -> str:
        actions.withdraw_erasure(by=request.user, erasure=erasure, **form.told())
        return _back(request, erasure)

    context = {"counted": showing.counted(erasure), "back": _back(request, erasure)}
    return stored(request, form, act) or form_page(request, form, "records/withdraw_erasure.html", **context)


@needs("retention", "change")
@fresh
def decide_retention(request: HttpRequest, service: str) -> HttpResponse:
    """How long one service keeps its records."""
    here = get_object_or_404(_services(request), code=service)
    form = RetentionForm(request.POST or None, service=here)

    def act(months, ground, why, **fields) -> str:
        form.staying = showing.reached(here, months, timezone.localdate()).staying
        actions.decide_retention(by=request.user, service=here, months=months, ground=ground, why=why)
        return reverse("erasures")

    if form.has_been_shown() and (receipt := stored(request, form, act)):
        return receipt
    context = {"of": here, "kept": due.kept([here])[0], "law": law()}
    if chosen := form.to_show():
        context["months"] = None if chosen == form.WAIT else chosen
        context["reached"] = showing.reached(here, context["months"], timezone.localdate())
    return form_page(request, form, "records/decide_retention.html", **context)


def over(request: HttpRequest, erasure: Erasure, back: str) -> HttpResponse:
    """What has become of a proposal that came to nothing."""
    spared = erasure.clients.exclude(spared_until=None).count()
    context = {"erasure": erasure, "rule": showing.rule_since(erasure), "spared": spared, "back": back}
    return render(request, "records/erasure_over.html", context)


def _services(request: HttpRequest):
    """Those whose rules the person decides; only they are shown."""
    return Service.objects.filter(unit__organisation__in=reach(request.user, "retention", "change").organisations)


def _back(request: HttpRequest, erasure: Erasure) -> str:
    """The list that the person came from: the unit's own, or the organisation's."""
    if may(request.user, "retention", "approve", unit=erasure.unit):
        return reverse("retention", args=[erasure.unit.services.first().code])
    return reverse("erasures")
