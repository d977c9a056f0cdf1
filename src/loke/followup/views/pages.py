"""The pages that say where one is and how it went: Översikt and Följ upp, and figures beside an expectation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from loke.accounts.access import may, reach
from loke.accounts.pages import needs, signed_in
from loke.description.access import may_describe, service_for
from loke.description.models import Service
from loke.description.said import invitations_of, questions_to
from loke.followup.choices import days_of_period
from loke.followup.dataset import alarms_of, erasures_of, nameless_in, opened_of, overdue_of
from loke.followup.discussion import questions_for
from loke.followup.downloads import offered
from loke.followup.overview import overview_of
from loke.followup.place import place_of
from loke.followup.since import since_of
from loke.followup.trial import so_far_of, trial_of
from loke.followup.views.meeting import with_forms
from loke.measures.definitions import expectation_definition
from loke.measures.views.expectations import expectation_form
from loke.measures.views.process import address_of, row_of, show


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
    for page, resource in (("people", "people"), ("oversight", "oversight"), ("published", "release")):
        if reach(request.user, resource, "see").organisations:
            return redirect(page)
    if reach(request.user, "service", "see").units:
        return redirect("choose_service")
    return render(request, "followup/no_role.html")


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
    context["opened"] = opened_of(service, request.user)
    context["overdue"] = overdue_of(service, request.user, timezone.localdate())
    context |= {"alarms": alarms_of(service, request.user), "erasures": erasures_of(service, request.user)}
    return render(request, "followup/overview.html", context)


@needs("figures", "see")
def follow_up(request: HttpRequest, service: str) -> HttpResponse:
    """One long page: idé mot verklighet first, then a section for each question."""
    service = service_for(request, service, "figures", "see")
    place = place_of(service, request.user, request.GET, timezone.localdate(), get_language())
    if place is None:
        may_open = may(request.user, "client", "open", unit=service.unit)
        return render(request, "followup/nothing_yet.html", {"service": service, "may_open": may_open})
    may_answer = may(request.user, "follow_up", "answer", unit=service.unit)
    context = {
        "service": service,
        "place": place,
        "choice": place.choice,
        "page": place.page,
        "turns": with_forms(place, may_answer),
        "nameless": nameless_in(service, *days_of_period(place.reading.period)),
        "since": since_of(service, place.reading),
        "sections": [(one, place.texts.get(one.anchor, ""), questions_for(one.anchor)) for one in place.page.sections],
        "idea": place.texts.get("idea", ""),
        "talk": questions_for("idea"),
        "may_answer": may_answer,
        "may_adopt": may(request.user, "follow_up", "adopt", unit=service.unit),
        "offered": offered(),
        "any_adopted": service.follow_ups.adopted().exists(),
    }
    return render(request, "followup/follow_up.html", context)


@needs("figures", "see")
def try_expectation(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """What an expectation that is being written would have said of those who have been here; nothing is stored."""
    service = service_for(request, service, "figures", "see")
    row = row_of(service, number)
    if not may_describe(request.user, "write", service):
        raise Http404
    if request.method != "POST":
        return redirect(address_of(row))
    form, trial = expectation_form(request, row), None
    if form.is_valid():
        tried = expectation_definition(form.rows())
        trial = trial_of(service, tried, timezone.localdate(), get_language())
    if request.htmx:
        return render(request, "followup/_trial.html", {"trial": trial, "expectation_form": form})
    return show(request, row.process, code=row.code, expectation_form=form, trial=trial)


@needs("figures", "see")
def held_so_far(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """How it went last for what stands under a row, as a part of its page."""
    service = service_for(request, service, "figures", "see")
    found = so_far_of(service, row_of(service, number), timezone.localdate(), get_language())
    return render(request, "followup/_so_far.html", {"service": service, "found": found})
