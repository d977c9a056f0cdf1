"""A second assessor's way in, and two reviews side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from loke.accounts.access import may
from loke.accounts.pages import posted
from loke.promising_practice import actions
from loke.promising_practice.access import Place, assessed_for, needs_guide, place_for
from loke.promising_practice.compared import judgements_compared, revisions_compared
from loke.promising_practice.models import PracticeReview
from loke.promising_practice.seen import hidden_from


@needs_guide("assess")
def assessments(request: HttpRequest, service: str) -> HttpResponse:
    """What there is to judge on one's own, what one has begun, and what one has finished."""
    service = assessed_for(request, service)
    reviews = service.practice_reviews.own().order_by("practice", "-number")
    mine = {one.of_id: one for one in service.practice_reviews.filter(begun_by=request.user).exclude(of=None)}
    found = [(one, mine.get(one.pk)) for one in reviews]
    context = {"service": service, "found": found}
    context["reads_all"] = may(request.user, "guide", "write", unit=service.unit)
    return render(request, "promising_practice/assessments.html", context)


def _assessments(request: HttpRequest, service: str, number: int) -> str:
    return reverse("guide_assessments", args=[assessed_for(request, service).code])


@posted(_assessments)
@needs_guide("assess")
def assess(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Begin a judgement of one's own."""
    service = assessed_for(request, service)
    review = get_object_or_404(service.practice_reviews.own().select_related("service__unit"), pk=number)
    begun = actions.begin_assessment(by=request.user, review=review)
    return redirect("guide_review", service.code, begun.pk)


@needs_guide("see")
def compare(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """A second assessor's judgement beside the group's, or a revision beside another of the same way of working."""
    place = place_for(request, service, number)
    context = {"service": place.service, "place": place, "review": place.review}
    if place.is_assessment:
        return _show_assessed(request, place, context)
    same = PracticeReview.objects.own().filter(service=place.service, practice=place.review.practice)
    others = list(same.exclude(pk=number).order_by("-number"))
    asked = request.GET.get("med", "")
    other = next((one for one in others if str(one.number) == asked), None) or _nearest(place.review, others)
    if other:
        before, now = sorted((other, place.review), key=lambda one: one.number)
        compared = revisions_compared(before, now, hidden_from(request.user, now))
        context |= {"before": before, "now": now, "compared": compared}
    return render(request, "promising_practice/compare.html", {**context, "others": others, "other": other})


def _nearest(review: PracticeReview, others: list[PracticeReview]) -> PracticeReview | None:
    """The revision before, else the one after."""
    earlier = [one for one in others if one.number < review.number]
    return earlier[0] if earlier else others[-1] if others else None


def _show_assessed(request: HttpRequest, place: Place, context: dict) -> HttpResponse:
    """Only when it is finished: until then each judges without knowing how the other does."""
    if place.review.is_open:
        raise Http404
    group, own = place.review.of, place.review
    compared = judgements_compared(group, own, hidden_from(request.user, group))
    return render(request, "promising_practice/compare.html", {**context, "compared": compared})
