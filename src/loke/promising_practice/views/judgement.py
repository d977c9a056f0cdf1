"""The judgement of the whole: the verdict with its motive, what is to be developed, and that it is finished."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from loke.accounts.submissions import attempt, form_page, status_of, stored
from loke.followup.views.saving import saved, wants_words
from loke.forms import number_of
from loke.promising_practice import actions
from loke.promising_practice.access import Place, needs_guide, place_for, sent_to
from loke.promising_practice.forms.reviews import AreaForm, ChangeAreaForm, JudgeForm, VerdictForm
from loke.promising_practice.guide import element_of, source
from loke.promising_practice.models import DevelopmentArea, PracticeReview
from loke.promising_practice.progress import standing_of
from loke.promising_practice.seen import as_seen


@needs_guide("see")
def judgement(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """All the elements as they are judged, and what is held of the whole; what is posted is the verdict."""
    place = place_for(request, service, number, "write" if request.method == "POST" else "see")
    if request.method != "POST":
        return _show(request, place)
    found = PracticeReview.objects.select_related("changed_by")
    find = {"find": lambda: found.get(pk=number), "quiet": wants_words(request)}
    form = VerdictForm(request.POST, **find)

    def act(**told) -> str:
        actions.write_verdict(by=request.user, review=place.review, **told)
        return reverse("guide_judgement", args=[service, number])

    done = stored(request, form, act)
    if wants_words(request):
        return saved(form, done)
    return done or _show(request, place, verdict_form=form)


def _show(request: HttpRequest, place: Place, **forms) -> HttpResponse:
    review = place.review
    if place.may_write:
        forms = {"verdict_form": VerdictForm(find=lambda: review), "area_form": AreaForm()} | forms
    standing = standing_of(review)
    if place.may_judge and standing.is_ready:
        forms = {"judge_form": JudgeForm(review=review)} | forms
    removed = number_of(request.GET.get("borttaget", ""))
    judgements = {one.element: one for one in as_seen(place.user, review, review.judgements.all())}
    participants = list(review.participants.there())
    areas = [(one, one.element and element_of(one.element)) for one in as_seen(place.user, review, _there(place))]
    areas.sort(key=lambda each: not each[0].is_open)  # what is done comes last
    goes_on = any(one.goes_on for one, _ in areas)
    context = {
        "service": place.service,
        "place": place,
        "review": review,
        "standing": standing,
        "elements": [(one, judgements.get(one.element.number)) for one in standing.elements],
        "areas": areas,
        "later": PracticeReview.objects.own().filter(before=review).first() if goes_on else None,
        "may_improve": place.may("write") and not place.is_assessment,
        "removed": removed and review.areas.exclude(removed=None).filter(pk=removed).first(),
        "assessors": [one for one in participants if one.assessor],
        "source": source(),
        **forms,
    }
    status = max((status_of(form) for form in forms.values()), default=200)
    return render(request, "promising_practice/judgement.html", context, status=status)


@sent_to("guide_judgement")
@needs_guide("judge")
def judge(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Finish the review; from now on it is read."""
    place = place_for(request, service, number, "judge")
    form = JudgeForm(request.POST, review=place.review)

    def act(**told) -> str:
        actions.judge_practice(by=request.user, review=place.review, **told)
        return reverse("guide_review", args=[service, number])

    return stored(request, form, act) or _show(request, place, judge_form=form)


@sent_to("guide_judgement")
@needs_guide("write")
def add_area(request: HttpRequest, service: str, number: int) -> HttpResponse:
    place = place_for(request, service, number, "write")
    form = AreaForm(request.POST)

    def act(**told) -> str:
        actions.add_development_area(by=request.user, review=place.review, **told)
        return _areas(service, number)

    return stored(request, form, act) or _show(request, place, area_form=form)


def _areas(service: str, number: int, **query) -> str:
    return f"{reverse('guide_judgement', args=[service, number], query=query or None)}#utveckla"


def _there(place: Place) -> QuerySet[DevelopmentArea]:
    """Each with whether it goes on in the next revision."""
    found = place.review.areas.there().select_related("review__service", "cycle", "before__review", "changed_by")
    return found.annotate(goes_on=Exists(DevelopmentArea.objects.filter(before=OuterRef("pk"))))


@needs_guide("write")
def change_area(request: HttpRequest, service: str, number: int, area: int) -> HttpResponse:
    """What is to be developed, written otherwise."""
    place = place_for(request, service, number, "write")
    if not place.review.is_open:
        return redirect(_areas(service, number))
    one = get_object_or_404(_there(place), pk=area)
    form = ChangeAreaForm(request.POST or None, find=lambda: _there(place).filter(pk=area).first())

    def act(**told) -> str:
        actions.change_development_area(by=request.user, area=one, **told)
        return _areas(service, number)

    return stored(request, form, act) or form_page(request, form, "promising_practice/area.html", area=one)


@sent_to("guide_judgement")
@needs_guide("write")
def improve_area(request: HttpRequest, service: str, number: int, area: int) -> HttpResponse:
    """On to a cycle in Förbättra, which is begun when there is none."""
    place = place_for(request, service, number, "write")
    one = get_object_or_404(_there(place), pk=area)
    attempt(request, lambda: actions.improve_area(by=request.user, area=one))
    one.refresh_from_db(fields=["cycle"])
    return redirect("cycle", service, one.cycle_id) if one.cycle_id else redirect(_areas(service, number))


@sent_to("guide_judgement")
@needs_guide("write")
def finish_area(request: HttpRequest, service: str, number: int, area: int) -> HttpResponse:
    """It is done, or, when `undo` is posted, not after all."""
    place = place_for(request, service, number, "write")
    one, undo = get_object_or_404(_there(place), pk=area), "undo" in request.POST
    attempt(request, lambda: actions.finish_development_area(by=request.user, area=one, undo=undo))
    return redirect(_areas(service, number))


@sent_to("guide_judgement")
@needs_guide("write")
def remove_area(request: HttpRequest, service: str, number: int, area: int) -> HttpResponse:
    """Take away what was to be developed, or, when `undo` is posted, bring it back."""
    place = place_for(request, service, number, "write")
    one = get_object_or_404(DevelopmentArea.objects.select_related("review"), review=place.review, pk=area)
    undo = "undo" in request.POST
    attempt(request, lambda: actions.remove_development_area(by=request.user, area=one, undo=undo))
    return redirect(_areas(service, number) if undo else _areas(service, number, borttaget=one.pk))
