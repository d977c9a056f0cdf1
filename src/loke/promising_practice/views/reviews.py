"""Ways of working: which there are, the list of elements of one, what it is about and who is in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from loke.accounts.access import may
from loke.accounts.pages import needs
from loke.accounts.submissions import attempt, form_page, status_of, stored
from loke.description.access import service_for
from loke.description.models import Service
from loke.followup.views.saving import saved, wants_words
from loke.forms import number_of
from loke.promising_practice import actions
from loke.promising_practice.access import Place, needs_guide, place_for, sent_to
from loke.promising_practice.forms.reviews import AboutForm, BeginForm, ParticipantForm
from loke.promising_practice.guide import source
from loke.promising_practice.models import Participant, PracticeReview
from loke.promising_practice.practices import practices_of
from loke.promising_practice.progress import standing_of
from loke.promising_practice.said import said_of


@needs("guide", "see")
def guide(request: HttpRequest, service: str) -> HttpResponse:
    """The only way of working, the choice between several, or the page of a service that has not begun."""
    service = service_for(request, service, "guide", "see")
    practices = practices_of([service], request.user)
    if len(practices) == 1:
        return redirect("guide_review", service.code, practices[0].review.pk)
    may_write = may(request.user, "guide", "write", unit=service.unit)
    context = {"service": service, "practices": practices, "may_write": may_write, "source": source()}
    return render(request, "promising_practice/guide.html", context)


@needs("guide", "see")
def practices(request: HttpRequest) -> HttpResponse:
    """Våra arbetssätt: every service that one sees the ways of working of, how far each has come, and what is next."""
    services = list(Service.objects.for_user(request.user, "guide", "see").order_by("unit__name", "name"))
    found = practices_of(services, request.user)
    by_service = [(service, [one for one in found if one.review.service_id == service.pk]) for service in services]
    context = {"by_service": by_service, "practices": found, "begun": sum(bool(each) for _, each in by_service)}
    context["judged"] = sum(one.judged is not None for one in found)
    return render(request, "promising_practice/practices.html", context)


@needs("guide", "write")
def begin(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service, "guide", "write")
    form = BeginForm(request.POST or None)

    def act(**told) -> str:
        review = actions.begin_practice_review(by=request.user, service=service, **told)
        return reverse("guide_about", args=[service.code, review.pk])

    return stored(request, form, act) or form_page(request, form, "promising_practice/begin.html", source=source())


@needs_guide("see")
def review(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """The elements by category, how far each has come, and one next step."""
    place = place_for(request, service, number)
    standing = standing_of(place.review)
    same = PracticeReview.objects.own().filter(service=place.service)
    context = {
        "service": place.service,
        "place": place,
        "review": place.review,
        "standing": standing,
        "says": said_of(standing, get_language()),
        "participants": place.review.participants.there(),
        "revisions": same.filter(practice=place.review.practice).order_by("-number"),
        "others": same.exclude(practice=place.review.practice).exists(),
        "assessments": (place.review.of or place.review).assessments.select_related("begun_by"),
        "may_revise": may(request.user, "guide", "write", unit=place.review.access_unit),
        "may_assess": may(request.user, "guide", "assess", unit=place.review.access_unit),
        "source": source(),
    }
    return render(request, "promising_practice/review.html", context)


@needs_guide("see")
def about(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """What the review is about, why and how, and who is in it."""
    place = place_for(request, service, number)
    if request.method != "POST":
        return _show_about(request, place)
    place = place_for(request, service, number, "write")
    form = _about_form(request, place)

    def act(**told) -> str:
        actions.describe_practice(by=request.user, review=place.review, **told)
        return reverse("guide_about", args=[service, number])

    done = stored(request, form, act)
    if wants_words(request):
        return saved(form, done)
    return done or _show_about(request, place, form=form)


def _about_form(request: HttpRequest, place: Place) -> AboutForm:
    found = PracticeReview.objects.select_related("changed_by")
    return AboutForm(
        request.POST if request.method == "POST" else None,
        find=lambda: found.get(pk=place.review.pk),
        quiet=wants_words(request),
    )


def _show_about(request: HttpRequest, place: Place, **forms) -> HttpResponse:
    removed = number_of(request.GET.get("borttagen", ""))
    forms = {"form": AboutForm(find=lambda: place.review), "participant_form": ParticipantForm()} | forms
    context = {
        "service": place.service,
        "place": place,
        "review": place.review,
        "participants": place.review.participants.there(),
        "removed": removed and place.review.participants.exclude(removed=None).filter(pk=removed).first(),
        **forms,
    }
    status = max(status_of(one) for one in forms.values())
    return render(request, "promising_practice/about.html", context, status=status)


@sent_to("guide_about")
@needs_guide("write")
def add_participant(request: HttpRequest, service: str, number: int) -> HttpResponse:
    place = place_for(request, service, number, "write")
    form = ParticipantForm(request.POST)

    def act(**told) -> str:
        actions.add_practice_participant(by=request.user, review=place.review, **told)
        return f"{reverse('guide_about', args=[service, number])}#deltagare"

    return stored(request, form, act) or _show_about(request, place, participant_form=form)


@sent_to("guide_about")
@needs_guide("write")
def remove_participant(request: HttpRequest, service: str, number: int, participant: int) -> HttpResponse:
    """Take somebody off the list, or, when `undo` is posted, put them back."""
    place = place_for(request, service, number, "write")
    one = get_object_or_404(Participant.objects.select_related("review"), review=place.review, pk=participant)
    undo = "undo" in request.POST
    attempt(request, lambda: actions.remove_practice_participant(by=request.user, participant=one, undo=undo))
    query = None if undo else {"borttagen": one.pk}
    return redirect(f"{reverse('guide_about', args=[service, number], query=query)}#deltagare")


@sent_to("guide_review")
@needs("guide", "write")
def revise(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Begin a new revision of a judged review."""
    place = place_for(request, service, number, "write")
    begun = actions.begin_revision(by=request.user, review=place.review)
    return redirect("guide_review", service, begun.pk)
