"""What can be done to a review of a way of working: begun, answered, talked about, judged and begun anew."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import Stale, check_seen, clean_save, write
from loke.description.adopting import hold
from loke.description.models import Service
from loke.forms import NOT_YET
from loke.promising_practice.access import GUIDE, may_assess, require_in
from loke.promising_practice.content import seal_of
from loke.promising_practice.copying import copy_parts
from loke.promising_practice.guide import element_of, elements, row_of
from loke.promising_practice.models import (
    Comment,
    ElementJudgement,
    Participant,
    PracticeReview,
    RowAnswer,
)
from loke.promising_practice.outside import scrubbed
from loke.promising_practice.seen import hidden_from


@action("begin_practice_review")
def begin_practice_review(*, by: User | None, service: Service, practice: str, **told: str) -> PracticeReview:
    """Begin with a way of working; `told` may hold about, motive and plan. Raises ValidationError by field."""
    require(by, GUIDE, "write", unit=service.unit)
    service, practice = hold(service), practice.strip()
    if service.practice_reviews.named(practice).exists():
        raise ValidationError({"practice": _("Det arbetssättet har ni redan börjat med. Ge det här ett annat namn.")})
    return clean_save(PracticeReview(service=service, practice=practice, begun_by=by, changed_by=by, **_stripped(told)))


def _stripped(told: dict) -> dict:
    return {name: value.strip() if isinstance(value, str) else value for name, value in told.items()}


def _held(by: User | None, review: PracticeReview, verb: str = "write") -> PracticeReview:
    """The review, held so that nobody judges it meanwhile. Raises ValidationError when that is done already."""
    found = PracticeReview.objects.select_for_update(of=("self",)).select_related("service__unit__organisation")
    held = found.get(pk=review.pk)
    require_in(by, verb, held)
    if not held.is_open:
        raise ValidationError(_("Bedömningen är klar och ändras inte. Börja på en ny revidering."))
    return held


def _write_review(by: User | None, review: PracticeReview, seen: str | None, told: dict) -> PracticeReview:
    held = _held(by, review)
    check_seen(held.written, seen)
    for name, value in _stripped(told).items():
        setattr(held, name, value)
    held.written, held.changed, held.changed_by = held.written + 1, timezone.now(), by
    return clean_save(held)


@action("describe_practice")
def describe_practice(
    *, by: User | None, review: PracticeReview, about: str, motive: str, plan: str, seen: str | None = None
) -> PracticeReview:
    """Raises Stale when it has changed since it was seen."""
    return _write_review(by, review, seen, {"about": about, "motive": motive, "plan": plan})


@action("add_practice_participant")
def add_practice_participant(*, by: User | None, review: PracticeReview, name: str = "", **told) -> Participant:
    """Somebody who takes part; `told` may hold function, organisation, external and assessor."""
    return clean_save(Participant(review=_held(by, review), name=name.strip(), **_stripped(told)))


@action("remove_practice_participant")
def remove_practice_participant(*, by: User | None, participant: Participant, undo: bool = False) -> Participant:
    """Take somebody off the list, or, to `undo` it, put them back."""
    return _removed(by, participant, undo)


def _removed(by: User | None, one, undo: bool):
    _held(by, one.review)
    one.removed = None if undo else timezone.now()
    one.save(update_fields=["removed"])
    return one


@action("answer_row")
def answer_row(*, by: User | None, review: PracticeReview, row: str, seen: str | None = None, **told) -> RowAnswer:
    """Answer a row of the guide; `told` may hold answer, reason, status, status_text and description.

    Raises Stale when it has changed since it was seen, and ValidationError by field.
    """
    held, code = _held(by, review), row_of(row).code
    one = held.answers.filter(row=code).first() or RowAnswer(review=held, row=code)
    if told.get("answer") == RowAnswer.Answer.NOT_RELEVANT and not told.get("reason", "").strip():
        raise ValidationError({"reason": _("Skriv varför frågan inte är relevant för er.")})
    return _write_part(by, one, seen, told)


def _write_part(by: User | None, one, seen: str | None, told: dict):
    check_seen(one.number, seen)
    for name, value in _stripped(told).items():
        setattr(one, name, value)
    return write(by, one)


@action("judge_element")
def judge_element(
    *, by: User | None, review: PracticeReview, element: int, seen: str | None = None, **told
) -> ElementJudgement:
    """Say how it is with one element; `told` may hold summary, comment and status.

    Raises Stale when it has changed since it was seen, and ValidationError by field.
    """
    held, number = _held(by, review), element_of(element).number
    one = held.judgements.filter(element=number).first() or ElementJudgement(review=held, element=number)
    return _write_part(by, one, seen, told)


@action("comment_on_practice")
def comment_on_practice(*, by: User | None, review: PracticeReview, element: int, text: str, row: str = "") -> Comment:
    """Say something to the others beside a row, or beside the element as a whole."""
    held = _held(by, review, "comment")
    if row and row_of(row).element != element:
        raise ValidationError({"row": _("Frågan hör till ett annat element.")})
    return clean_save(Comment(review=held, element=element_of(element).number, row=row, text=text.strip(), by=by))


@action("settle_practice_comment")
def settle_practice_comment(*, by: User | None, comment: Comment, undo: bool = False) -> Comment:
    """Put a comment aside as dealt with, or, to `undo` it, bring it back."""
    _held(by, comment.review, "comment")
    comment.settled, comment.settled_by = (None, None) if undo else (timezone.now(), by)
    comment.save(update_fields=["settled", "settled_by"])
    return comment


@action("write_verdict")
def write_verdict(
    *,
    by: User | None,
    review: PracticeReview,
    verdict: str,
    verdict_motive: str,
    responsible: str,
    seen: str | None = None,
) -> PracticeReview:
    """What the group holds of the whole, until it is judged. Raises Stale when it was changed meanwhile."""
    told = {"verdict": verdict, "verdict_motive": verdict_motive, "responsible": responsible}
    return _write_review(by, review, seen, told)


@action("judge_practice")
def judge_practice(
    *, by: User | None, review: PracticeReview, judged: date, seen: str | None = None, written: str | None = None
) -> PracticeReview:
    """Finish the review: from now on nothing in it is written.

    Raises Stale when anything in it has changed since it was seen, and ValidationError with what lacks.
    """
    held = _held(by, review, "judge")
    check_seen(held.written, written)
    if seen is not None and seen != seal_of(held):
        raise Stale
    _check_finished(held, judged)
    held.judged, held.changed, held.changed_by = judged, timezone.now(), by
    return clean_save(held)


def _check_finished(review: PracticeReview, judged: date) -> None:
    said = set(review.judgements.exclude(status="").values_list("element", flat=True))
    if left := [str(one.number) for one in elements() if one.number not in said]:
        raise ValidationError(_("Bedöm först element %(which)s.") % {"which": ", ".join(left)})
    if not (review.verdict and review.verdict_motive and review.responsible):
        raise ValidationError(_("Välj en samlad bedömning, motivera den och skriv vem som ansvarar för den."))
    if review.of_id is None and not review.participants.there().filter(assessor=True).exists():
        raise ValidationError(_("Skriv vilka som har varit med och bedömt."))
    if judged > timezone.localdate():
        raise ValidationError({"judged": NOT_YET})


@action("begin_revision")
def begin_revision(*, by: User | None, review: PracticeReview) -> PracticeReview:
    """A new revision of a judged review, with all that it says but the verdict, and what is left to develop.

    The one begun already, if so.
    """
    require(by, GUIDE, "write", unit=review.access_unit)
    hold(review.service)
    same = PracticeReview.objects.own().filter(service=review.service, practice=review.practice)
    latest = same.order_by("number").last()
    if latest.is_open:
        return latest
    begun = PracticeReview(
        service=review.service, practice=latest.practice, number=latest.number + 1, before=latest, begun_by=by
    )
    begun.about, begun.motive, begun.changed_by = latest.about, latest.motive, by
    copy_parts(latest, clean_save(begun))
    return begun


@action("begin_assessment")
def begin_assessment(*, by: User, review: PracticeReview) -> PracticeReview:
    """A judgement of one's own of the same review; the one that is begun already, if so."""
    if review.of_id is not None or not may_assess(by, review.service):
        raise PermissionDenied
    hold(review.service)
    if there := review.assessments.filter(begun_by=by).first():
        return there
    review = PracticeReview.objects.select_related("service__unit").get(pk=review.pk)
    about = scrubbed(review.about, hidden_from(by, review))
    told = {"service": review.service, "practice": review.practice, "number": review.number, "about": about}
    return clean_save(PracticeReview(of=review, begun_by=by, changed_by=by, responsible=by.name, **told))
