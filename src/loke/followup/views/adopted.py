"""Anta: what is about to be frozen, what has been adopted, and each of them as it was."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from loke import __version__
from loke.accounts.access import may
from loke.accounts.models import User
from loke.accounts.pages import fresh, needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.followup import actions
from loke.followup.downloads import note_fetched, offered
from loke.followup.forms import AdoptForm
from loke.followup.frozen import Altered, freeze, seal_of, unaltered
from loke.followup.models import FollowUp
from loke.followup.place import Place, place_of
from loke.followup.views.saving import in_place


@needs("follow_up", "adopt")
def adopt_follow_up(request: HttpRequest, service: str) -> HttpResponse:
    """What is answered and what is not, when the group met and who was there; the last step before it is frozen.

    A period that is adopted leads to what was adopted, until somebody begins anew.
    """
    place = in_place(request, service, "follow_up", "adopt")
    if place.is_adopted and request.method != "POST":
        return redirect("adopted_follow_up", place.service.code, place.follow_up.pk)
    form = AdoptForm(request.POST or None, seal=lambda: _seal(place, request.user))

    def act(**told) -> str:
        made = actions.adopt_follow_up(by=request.user, service=place.service, reading=place.reading, **told)
        return reverse("adopted_follow_up", args=[place.service.code, made.pk])

    context = {"place": place, "page": place.page, "talk": place.conversation}
    return stored(request, form, act) or form_page(request, form, "followup/adopt.html", **context)


def _seal(place: Place, user: User) -> str:
    """Of what would be frozen now, read afresh."""
    now = place_of(place.service, user, place.choice.chosen, place.reading.today, get_language())
    at_hand = now.follow_up if not now.is_adopted else None
    at_hand = at_hand or FollowUp(service=place.service, period=place.reading.period)
    return seal_of(freeze(at_hand, now.reading, __version__))


@needs("figures", "see")
def adopted_follow_ups(request: HttpRequest, service: str) -> HttpResponse:
    """All that have been adopted, the latest first."""
    service = service_for(request, service, "figures", "see")
    found = service.follow_ups.adopted().select_related("adopted_by")
    return render(request, "followup/adopted_follow_ups.html", {"service": service, "found": found})


@needs("figures", "see")
def adopted_follow_up(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """One as it was, and under it what has been answered since."""
    service = service_for(request, service, "figures", "see")
    follow_up = get_object_or_404(service.follow_ups.exclude(adopted=None), pk=number)
    context = {"service": service, "follow_up": follow_up, "late": follow_up.answers.given().filter(late=True)}
    context["may_answer"] = may(request.user, "follow_up", "answer", unit=service.unit)
    context |= {"offered": offered(), "published": follow_up.releases.there().without_content()}
    context["may_propose"] = may(request.user, "release", "propose", unit=service.unit)
    try:
        context["frozen"] = unaltered(follow_up)
    except Altered:
        return render(request, "followup/altered.html", context)
    return render(request, "followup/adopted_follow_up.html", context)


@needs("figures", "see")
@fresh
def adopted_content(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """The frozen form itself, byte for byte, to keep or to check against its digest; raw figures as the other files."""
    service = service_for(request, service, "figures", "see")
    follow_up = get_object_or_404(service.follow_ups.exclude(adopted=None), pk=number)
    note_fetched(by=request.user, service=service, file=f"{follow_up.pk}.json")
    answer = HttpResponse(follow_up.content.encode(), content_type="application/json")
    name = f"uppfoljning-{service.code}-{follow_up.period}-{follow_up.adopted}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-SHA256"] = follow_up.digest
    return answer
