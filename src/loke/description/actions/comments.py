"""What can be said of a description, and who may be let in from outside to say it."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import may, memberships, require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import clean_save
from loke.description.access import require_invited_or
from loke.description.models import Comment, ProcessDescription, Review, Service, ServiceDescription, Version

LONGEST_VISIT = 183  # days that somebody from outside may be let in for at a time: half a year


@action("add_comment")
def add_comment(
    *,
    by: User | None,
    version: ServiceDescription | ProcessDescription,
    text: str,
    place: str = "",
    question: str = "",
) -> Comment:
    """Say something of a version, beside the field or row that `place` names. Raises ValidationError by field."""
    require_invited_or(by, "comment", version.service)
    if version.status == Version.REPLACED:
        raise ValidationError(_("Versionen är ersatt av en nyare. Kommentera den i stället."))
    which = "process" if isinstance(version, ProcessDescription) else "description"
    return clean_save(Comment(text=text.strip(), place=place, question=question, by=by, **{which: version}))


@action("answer_comment")
def answer_comment(*, by: User | None, comment: Comment, answer: str, why: str) -> Comment:
    """The group's answer: taken in, or not and why. May be given anew. Raises ValidationError by field."""
    require(by, "description", "write", unit=comment.access_unit)
    if answer == Comment.Answer.NOT_TAKEN and not why.strip():
        raise ValidationError({"why": _("Skriv varför, så att den som kommenterade förstår.")})
    comment.answer, comment.why, comment.answered_by, comment.answered = answer, why.strip(), by, timezone.now()
    comment.full_clean()
    if not answer:
        raise ValidationError({"answer": _("Välj om kommentaren tas in eller inte.")})
    comment.save()
    return comment


@action("invite_partner")
def invite_partner(
    *, by: User | None, service: Service, partner: User, task: str, until: date, message: str = ""
) -> Review:
    """Let somebody from another unit read the service's descriptions until a day, that included.

    Only whoever is to assess a way of working may be of another organisation. Raises ValidationError by field.
    """
    require(by, "description", "ask", unit=service.unit)
    _check_partner(service, partner, anywhere=task == Review.Task.ASSESS)
    return _saved(Review(service=service, partner=partner, task=task, until=until, message=message, invited_by=by))


def _check_partner(service: Service, partner: User, *, anywhere: bool = False) -> None:
    held = memberships(partner)
    if not any(anywhere or one.organisation_id == service.unit.organisation_id for one in held):
        raise ValidationError({"partner": _("Välj någon som arbetar i organisationen.")})
    if may(partner, "description", "write", unit=service.unit):
        raise ValidationError({"partner": _("Personen arbetar redan i enheten och kan läsa, skriva och kommentera.")})
    if Review.objects.open().filter(service=service, partner=partner).exists():
        raise ValidationError({"partner": _("Personen är redan inbjuden. Avsluta den inbjudan först.")})


def _saved(review: Review) -> Review:
    """Raises ValidationError by field for a last day that has passed or lies too far ahead."""
    days = (review.until - timezone.localdate()).days
    if not 0 <= days <= LONGEST_VISIT:
        raise ValidationError({"until": _("Välj en dag från i dag och högst ett halvår framåt.")})
    _end_what_is_over(review)
    return clean_save(review)


def _end_what_is_over(review: Review) -> None:
    """An earlier invitation whose last day has passed stands no longer in the way of a new one."""
    earlier = Review.objects.filter(service=review.service, partner=review.partner, ended=None).exclude(pk=review.pk)
    earlier.filter(until__lt=timezone.localdate()).update(ended=timezone.now())


@action("end_review")
def end_review(*, by: User | None, review: Review) -> Review:
    """From now on the partner is let in no longer; what was said stays. The partner may leave too."""
    if by is None or by.pk != review.partner_id:
        require(by, "description", "ask", unit=review.access_unit)
    review.ended = review.ended or timezone.now()
    review.save()
    return review


@action("ask_to_pair")
def ask_to_pair(
    *, by: User | None, service: Service, other: Service, own: User, theirs: User, until: date, message: str = ""
) -> Review:
    """Two services of one organisation read each other: `theirs` is let in here at once, `own` when they agree."""
    require(by, "description", "ask", unit=service.unit)
    if other.unit_id == service.unit_id or other.organisation != service.organisation:
        raise ValidationError({"other": _("Välj en verksamhet i en annan enhet.")})
    here = invite_partner(by=by, service=service, partner=theirs, task="comment", until=until, message=message)
    there = _saved(
        Review(service=other, partner=own, until=until, message=message, invited_by=by, agreed=False, pair=here)
    )
    here.pair = there
    here.save()
    return here


@action("answer_pair")
def answer_pair(*, by: User | None, review: Review, agree: bool) -> Review:
    """The other service's manager says yes, which lets the asker's colleague in, or no, which ends both."""
    require(by, "description", "ask", unit=review.access_unit)
    if review.agreed or review.ended or review.pair is None:
        raise PermissionDenied
    if agree:
        if review.pair.ended or review.until < timezone.localdate():
            raise ValidationError(_("Frågan gäller inte längre. Fråga dem på nytt om ni vill läsa varandra."))
        _check_partner(review.service, review.partner)
        _end_what_is_over(review)
        review.agreed = True
    else:
        review.ended = timezone.now()
        Review.objects.filter(pk=review.pair_id).update(ended=timezone.now())
    review.save()
    return review
