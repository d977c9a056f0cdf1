"""The ways of working of some services: each by its latest revision, how far it has come and what is next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.accounts.access import may
from loke.accounts.models import User
from loke.description.models import Service
from loke.followup.steps import Step
from loke.promising_practice.access import hiding
from loke.promising_practice.models import DevelopmentArea, PracticeReview
from loke.promising_practice.progress import NextStep, Standing, standings
from loke.promising_practice.seen import as_seen


@dataclass(frozen=True)
class Practice:
    """A way of working by its latest revision; `areas` are what is left to develop, the most important first.

    `judged` is the latest revision that is judged. `own` is the reader's own judgement, while it hides the group's.
    """

    standing: Standing
    areas: Sequence[DevelopmentArea]
    judged: PracticeReview | None
    own: PracticeReview | None

    @property
    def review(self) -> PracticeReview:
        return self.standing.review

    @property
    def next(self) -> NextStep:
        """Go on with it; when it is judged, develop what is most important, or see whether it still holds."""
        if self.own:
            url = reverse("guide_review", args=[self.own.service.code, self.own.pk])
            return NextStep(_("Fortsätt med din bedömning"), url)
        if step := self.standing.next:
            return step
        place = [self.review.service.code, self.review.pk]
        if self.areas:
            return NextStep(
                _("Utveckla: %(what)s") % {"what": self.areas[0].text}, reverse("guide_judgement", args=place)
            )
        return NextStep(_("Se om bedömningen stämmer än"), reverse("guide_review", args=place))


def step_of(service: Service, user: User, today: date, language: str) -> Step | None:
    """The step on Översikt, for those who see the ways of working: how far each has come."""
    if not may(user, "guide", "see", unit=service.unit):
        return None
    name, url, found = _("Lovande arbetssätt"), reverse("guide", args=[service.code]), standings(_latest([service]))
    if not found:
        return Step(name, _("Inget arbetssätt är beskrivet än."), "todo", url)
    if any(one.review.is_open for one in found):
        return Step(name, " ".join(_so_far(one) for one in found if one.review.is_open), "ongoing", url)
    judged = ngettext("%(n)s arbetssätt är bedömt.", "%(n)s arbetssätt är bedömda.", len(found))
    return Step(name, judged % {"n": len(found)}, "done", url)


def _so_far(one: Standing) -> str:
    told = {"name": one.review.practice, "judged": len(one.judged), "of": len(one.elements)}
    words = ngettext(
        "%(name)s: %(judged)s av %(of)s element är bedömt.",
        "%(name)s: %(judged)s av %(of)s element är bedömda.",
        told["judged"],
    )
    return words % told


def practices_of(services: Sequence[Service], user: User) -> list[Practice]:
    """Of these services in order, by name, as `user` reads them."""
    latest = _latest(services)
    found = DevelopmentArea.objects.there().filter(review__in=latest)
    found = [one for one in found.select_related("review__service__unit", "cycle") if one.is_open]
    areas: dict[int, list[DevelopmentArea]] = {}
    for area in found:
        areas.setdefault(area.review_id, []).append(area)
    seen = {pk: as_seen(user, found[0].review, found) for pk, found in areas.items()}
    judged, own = _by_practice(_reviews(services).exclude(judged=None)), _by_practice(hiding(user))
    found = ((one, (one.review.service_id, one.review.practice)) for one in standings(latest))
    return [Practice(one, seen.get(one.review.pk, []), judged.get(key), own.get(key)) for one, key in found]


def _latest(services: Sequence[Service]) -> list[PracticeReview]:
    """The latest revision of each way of working."""
    return list(_by_practice(_reviews(services)).values())


def _reviews(services: Sequence[Service]) -> QuerySet[PracticeReview]:
    found = PracticeReview.objects.own().filter(service__in=services).select_related("service__unit")
    return found.order_by("practice", "number")


def _by_practice(reviews: Iterable[PracticeReview]) -> dict[tuple[int, str], PracticeReview]:
    """The last of each way of working."""
    return {(one.service_id, one.practice): one for one in reviews}
