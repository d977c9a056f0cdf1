"""What can be done to the versions of a description: begin one, ask for comments, adopt it, look at it every year."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import clean_save
from loke.description.access import require_invited_or
from loke.description.adopting import hold, put_in_force
from loke.description.models import (
    Part,
    Passage,
    ProcessDescription,
    Service,
    ServiceDescription,
    Version,
    Wording,
    YearlyAnswer,
)


@action("begin_service_description")
def begin_service_description(*, by: User | None, service: Service, reason: str = "") -> ServiceDescription:
    """A draft: a copy of the adopted version, or empty. The one that is open already, if there is one."""
    require_invited_or(by, "write", service)
    service = hold(service)
    if there := service.descriptions.open().first():
        return there
    last = service.descriptions.first()  # the highest number
    draft = ServiceDescription(service=service, version=last.version + 1 if last else 1, reason=reason, begun_by=by)
    clean_save(draft)
    if adopted := service.descriptions.adopted().first():
        _copy(adopted, draft)
    return draft


def _copy(old: ServiceDescription, new: ServiceDescription) -> None:
    parts = {
        part.pk: Part(description=new, kind=part.kind, code=part.code, order=part.order)
        for part in old.parts.filter(removed=None)
    }
    Part.objects.bulk_create(parts.values())
    passages = [
        Passage(
            description=new,
            part=parts.get(one.part_id),
            field=one.field,
            text=one.text,
            number=max(one.number, 1),  # so that a page of the old version is too old for the new one
            changed=one.changed,
            changed_by=one.changed_by,
        )
        for one in old.passages.all()
        if one.part_id is None or one.part_id in parts
    ]
    Passage.objects.bulk_create(passages)
    Wording.objects.bulk_create(
        Wording(passage=one, number=one.number, text=one.text, by=one.changed_by, begun=one.changed, at=one.changed)
        for one in passages
    )


@action("send_for_comments")
def send_for_comments(*, by: User | None, version: ServiceDescription | ProcessDescription) -> Service:
    """Say that the draft is ready to be read by others; it may still be written in."""
    return _turn(by, version, Version.DRAFT, Version.COMMENTS)


@action("take_back_from_comments")
def take_back_from_comments(*, by: User | None, version: ServiceDescription | ProcessDescription) -> Service:
    return _turn(by, version, Version.COMMENTS, Version.DRAFT)


def _turn(by: User | None, version, before: str, after: str):
    require(by, "description", "write", unit=version.access_unit)
    type(version).objects.filter(pk=version.pk, status=before).update(status=after)
    version.refresh_from_db()
    return version


@action("adopt_service_description")
def adopt_service_description(
    *, by: User | None, description: ServiceDescription, participants: str, adopted: date | None = None
) -> ServiceDescription:
    """From now on the version holds and never changes; the one before is replaced.

    `participants` are those who took part, in words. Raises ValidationError by field.
    """
    require(by, "description", "adopt", unit=description.access_unit)
    if not description.passages.exclude(text="").exists():
        raise ValidationError(_("Det finns inget skrivet än. Skriv något innan ni antar den."))
    hold(description.service)
    waiting = Wording.objects.filter(passage__description=description, aside=Wording.Aside.WAITING)
    if waiting.filter(passage__part__removed=None).exists():
        raise ValidationError(_("På ett ställe väntar två lydelser på att ni väljer. Gör det först."))
    return put_in_force(by, description, participants, adopted)


@action("answer_yearly")
def answer_yearly(*, by: User | None, description: ServiceDescription, answer: str) -> YearlyAnswer:
    """Say whether the adopted version still holds; for any answer but yes a new version is begun."""
    require(by, "description", "write", unit=description.access_unit)
    given = YearlyAnswer(description=description, answer=answer, by=by)
    clean_save(given)
    if answer != YearlyAnswer.Answer.YES:
        reason = _("Liten ändring efter årets genomgång.") if answer == "small" else ""
        begin_service_description(by=by, service=description.service, reason=reason)
    return given
