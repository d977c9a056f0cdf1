"""The pages that say where one is and how it went: Översikt and Följ upp."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from loke.accounts.access import may, reach
from loke.accounts.pages import needs, signed_in
from loke.description.access import service_for
from loke.description.models import Service
from loke.description.said import invitations_of, questions_to
from loke.followup.choices import ChoiceForm
from loke.followup.dataset import snapshot_for
from loke.followup.overview import overview_of
from loke.followup.page import follow_up_of
from loke.followup.reading import days_of, reading_of


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The only service, the choice between several, what one is invited to read, or the page of those who have none."""
    services = Service.objects.for_user(request.user)
    if services.count() == 1:
        return redirect("overview", services[0].code)
    if services:
        return redirect("choose_service")
    if invited := invitations_of(request.user):
        return redirect("my_review", invited[0].service.code) if len(invited) == 1 else redirect("choose_service")
    if reach(request.user, "people", "see").organisations:
        return redirect("people")
    if reach(request.user, "service", "see").units:
        return redirect("choose_service")
    return render(request, "followup/published.html")


@signed_in
def choose_service(request: HttpRequest) -> HttpResponse:
    context = {"services": Service.objects.for_user(request.user), "invited": invitations_of(request.user)}
    context["may_make"] = bool(reach(request.user, "service", "change").units)
    return render(request, "followup/choose_service.html", context)


@needs("service", "see")
def overview(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service)
    overview = overview_of(service, request.user, timezone.localdate(), get_language())
    context = {"service": service, "overview": overview, "invited": invitations_of(request.user)}
    context["asked"] = questions_to(request.user).filter(service=service)
    return render(request, "followup/overview.html", context)


@needs("figures", "see")
def follow_up(request: HttpRequest, service: str) -> HttpResponse:
    """One long page: idé mot verklighet first, then a section for each question."""
    service = service_for(request, service, "figures", "see")
    snapshot, today = snapshot_for(service), timezone.localdate()
    days = days_of(snapshot, today)
    if days is None:
        may_open = may(request.user, "client", "open", unit=service.unit)
        return render(request, "followup/nothing_yet.html", {"service": service, "may_open": may_open})
    choice = ChoiceForm(request.GET, service=snapshot.services[0], days=days, today=today)
    page = follow_up_of(reading_of(service, snapshot, today, **choice.chosen, language=get_language()))
    return render(request, "followup/follow_up.html", {"service": service, "choice": choice, "page": page})
