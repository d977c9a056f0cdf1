"""What can be done to what is to be developed: written, changed, taken away, made an improvement of, and done."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import write
from loke.description.adopting import hold
from loke.improvement.actions import begin_cycle
from loke.improvement.beginning import Start
from loke.improvement.models import Origin
from loke.improvement.staff import called
from loke.promising_practice.access import require_in
from loke.promising_practice.actions.reviews import _held, _removed, _stripped, _write_part
from loke.promising_practice.models import DevelopmentArea, PracticeReview


@action("add_development_area")
def add_development_area(*, by: User | None, review: PracticeReview, text: str, **told) -> DevelopmentArea:
    """Something to develop; `told` may hold element, priority (the last), responsible and until."""
    held = _held(by, review)
    return write(by, DevelopmentArea(review=held, text=text.strip(), **_placed(held.areas.all(), _stripped(told))))


def _placed(others: QuerySet[DevelopmentArea], told: dict) -> dict:
    """With a priority: without one it comes after the others."""
    if told.get("priority") is not None:
        return told
    last = others.there().last()
    return {**told, "priority": last.priority + 1 if last else 1}


def _held_area(area: DevelopmentArea) -> DevelopmentArea:
    """It as it stands, held until what is done to it is stored. Raises ValidationError when it is taken away."""
    there = DevelopmentArea.objects.there().select_for_update(of=("self",))
    if held := there.select_related("review__service", "cycle").filter(pk=area.pk).first():
        return held
    raise ValidationError(_("Det är borttaget."))


@action("change_development_area")
def change_development_area(
    *, by: User | None, area: DevelopmentArea, seen: str | None = None, **told
) -> DevelopmentArea:
    """Write it otherwise; `told` holds text, element, priority, responsible and until.

    Raises Stale when it has changed since it was seen, and ValidationError by field.
    """
    review = _held(by, area.review)
    return _write_part(by, _held_area(area), seen, _placed(review.areas.exclude(pk=area.pk), told))


@action("remove_development_area")
def remove_development_area(*, by: User | None, area: DevelopmentArea, undo: bool = False) -> DevelopmentArea:
    """Take it away, or, to `undo` it, bring it back."""
    return _removed(by, area, undo)


def _current(by: User | None, area: DevelopmentArea) -> DevelopmentArea:
    """It, held together with its service, also when the review is judged; not when it goes on in a later revision."""
    require_in(by, "write", area.review)
    hold(area.review.service)
    if DevelopmentArea.objects.filter(before=area.pk).exists():
        raise ValidationError(_("Ni har börjat på en ny revidering. Gå till den: det som är kvar att göra står där."))
    return _held_area(area)


@action("finish_development_area")
def finish_development_area(*, by: User | None, area: DevelopmentArea, undo: bool = False) -> DevelopmentArea:
    """Say that it is done, or, to `undo` it, that it is not after all."""
    held = _current(by, area)
    if held.cycle_id and not undo:
        raise ValidationError(_("Det har blivit en förbättring, och den visar när det är klart."))
    held.done = None if undo else timezone.localdate()
    held.save(update_fields=["done"])
    return held


@action("improve_area")
def improve_area(*, by: User | None, area: DevelopmentArea) -> DevelopmentArea:
    """A cycle in Förbättra of what is to be developed; the one there is, if so."""
    held = _current(by, area)
    if held.cycle_id is None:
        if held.done:
            raise ValidationError(_("Det är klart. Välj ”Det är inte klart” först om ni ska göra mer."))
        service = held.review.service
        told = {"title": held.text, "owner": called(service, held.responsible), "seen_by": held.until}
        held.cycle = begin_cycle(by=by, service=service, start=Start(Origin.AREA, held.text), **told)
        held.save(update_fields=["cycle"])
    return held
