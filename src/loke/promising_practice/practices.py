"""The ways of working of some services: each by its latest revision, how far it has come and what is next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from loke.description.models import Service
from loke.promising_practice.models import DevelopmentArea, PracticeReview
from loke.promising_practice.progress import NextStep, Standing, standings


@dataclass(frozen=True)
class Practice:
    """A way of working by its latest revision; `areas` are what is to be developed, the most important first."""

    standing: Standing
    areas: Sequence[DevelopmentArea]

    @property
    def review(self) -> PracticeReview:
        return self.standing.review

    @property
    def next(self) -> NextStep:
        """Go on with it; when it is judged, develop what is most important, or see whether it still holds."""
        if step := self.standing.next:
            return step
        place = [self.review.service.code, self.review.pk]
        if self.areas:
            return NextStep(
                _("Utveckla: %(what)s") % {"what": self.areas[0].text}, reverse("guide_judgement", args=place)
            )
        return NextStep(_("Se om bedömningen stämmer än"), reverse("guide_review", args=place))


def practices_of(services: Sequence[Service]) -> list[Practice]:
    """Of these services in order, by name; as many queries for many as for one."""
    reviews = PracticeReview.objects.own().filter(service__in=services).select_related("service__unit")
    latest: dict[tuple[int, str], PracticeReview] = {}
    for review in reviews.order_by("practice", "number"):
        latest[review.service_id, review.practice] = review
    areas: dict[int, list[DevelopmentArea]] = {}
    for area in DevelopmentArea.objects.there().filter(review__in=list(latest.values())):
        areas.setdefault(area.review_id, []).append(area)
    return [Practice(one, areas.get(one.review.pk, [])) for one in standings(latest.values())]
