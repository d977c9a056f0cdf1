"""The doors to a review: its unit's people come in by their role, a second assessor to a judgement of their own."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from loke.accounts.access import may, reach
from loke.accounts.models import User
from loke.accounts.pages import posted
from loke.description.access import invited, signed_in_rule
from loke.description.models import Review, Service
from loke.promising_practice.models import PracticeReview
from loke.promising_practice.seen import as_seen

GUIDE = "guide"


@dataclass(frozen=True)
class Place:
    """A review as one person meets it."""

    review: PracticeReview
    user: User

    @property
    def service(self) -> Service:
        return self.review.service

    @property
    def about(self) -> list[tuple[str, str]]:
        """What the whole is about, each with its heading."""
        fields = [PracticeReview._meta.get_field(name) for name in ("about", "motive", "plan")]
        return [(capfirst(str(one.verbose_name)), getattr(self.review, one.name)) for one in fields]

    @property
    def is_assessment(self) -> bool:
        return self.review.of_id is not None

    def may(self, verb: str) -> bool:
        """Whether this person may do it here, were the review open."""
        return may_in(self.user, verb, self.review)

    @property
    def sees_figures(self) -> bool:
        return may(self.user, "figures", "see", unit=self.review.access_unit)

    @property
    def may_write(self) -> bool:
        return self.review.is_open and self.may("write")

    @property
    def may_publish(self) -> bool:
        return not self.is_assessment and self.may("publish")

    @property
    def may_judge(self) -> bool:
        return self.review.is_open and self.may("judge")


def may_in(user: User, verb: str, review: PracticeReview) -> bool:
    """A second assessor does everything in their own judgement; others see it when it is judged, and no more."""
    if review.of_id is None:
        return may(user, GUIDE, verb, unit=review.access_unit)
    if review.begun_by_id == user.pk:
        return may_assess(user, review.service)
    return verb == "see" and not review.is_open and may(user, GUIDE, "see", unit=review.access_unit)


def may_assess(user: User, service: Service) -> bool:
    return may(user, GUIDE, "assess", unit=service.unit) or invited(user, "assess", service, GUIDE)


def require_in(user: User | None, verb: str, review: PracticeReview) -> None:
    """Raise PermissionDenied unless `user` may; None is the operator at the command line, who may."""
    if user is not None and not may_in(user, verb, review):
        raise PermissionDenied


def needs_guide(verb: str) -> Callable:
    """A page for those who may do this to the ways of working of some service, or judge one's on their own.

    To others it does not exist; what is let in here is still held against the review by `place_for`. Whoever is
    judging on their own is led there from what the group has written.
    """

    def decorate(view: Callable) -> Callable:
        def rule(request):
            if (answer := signed_in_rule(request)) is not None:
                return answer
            if any(reach(request.user, GUIDE, each).units for each in (verb, "assess")):
                return None if verb == "assess" else _to_own_judgement(request)
            if not invited(request.user, "assess", resource=GUIDE):
                raise Http404
            return None

        view.rule = rule
        return view

    return decorate


def hiding(user: User, **of: object) -> list[PracticeReview]:
    """The judgements of their own that somebody has not finished, which hide what the group answers until then.

    Those who write with the group read it all.
    """
    found = PracticeReview.objects.filter(begun_by=user, judged=None, **of).exclude(of=None)
    found = found.select_related("service__unit")
    return [one for one in found if not may(user, GUIDE, "write", unit=one.access_unit)]


def _to_own_judgement(request: HttpRequest) -> HttpResponse | None:
    """To the judgement that is going on, from any revision of the same way of working."""
    number = request.resolver_match.kwargs.get("number")
    group = PracticeReview.objects.own().filter(pk=number)
    same = {"service__in": group.values("service"), "practice__in": group.values("practice")}
    own = next(iter(hiding(request.user, **same)), None)
    if own is None:
        return None
    messages.info(request, _("Du bedömer själv. Gruppens svar visas när din bedömning är klar."))
    return redirect("guide_review", own.service.code, own.pk)


def assessed_for(request: HttpRequest, code: str) -> Service:
    """The service whose ways of working the person may assess, kept as `request.service`, with `request.invitation`.

    Raises Http404 for strangers.
    """
    service = get_object_or_404(Service.objects.select_related("unit__organisation"), code=code)
    if not may_assess(request.user, service):
        raise Http404
    request.service, request.invitation = service, None
    if not may(request.user, GUIDE, "see", unit=service.unit):
        request.invitation = _to_assess(request.user, service)
    return service


def _to_assess(user: User, service: Service) -> Review | None:
    """The invitation by which somebody from outside assesses here."""
    return Review.objects.open().of(user).filter(service=service, task=Review.Task.ASSESS).first()


def place_for(request: HttpRequest, code: str, number: int, verb: str = "see") -> Place:
    """The review with this number of this service, if the person may `verb` it. Raises Http404 for strangers."""
    found = PracticeReview.objects.select_related("service__unit__organisation", "of", "begun_by", "changed_by")
    review = get_object_or_404(found, service__code=code, pk=number)
    if not may_in(request.user, verb, review):
        raise Http404
    request.service, request.invitation = review.service, None
    if not may(request.user, GUIDE, "see", unit=review.access_unit):
        request.invitation = _to_assess(request.user, review.service)
    as_seen(request.user, review, [review])
    return Place(review, request.user)


def sent_to(page: str, *names: str) -> Callable:
    """An address of a review that forms are sent to, and the page that has the form."""

    def shown(request: HttpRequest, service: str, number: int, **at: str | int) -> str:
        place_for(request, service, number)
        return reverse(page, args=[service, number, *(at[name] for name in names)])

    return posted(shown)
