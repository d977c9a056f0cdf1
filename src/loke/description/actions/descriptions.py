"""What can be done to a verksamhetsbeskrivning while it is open: write, choose between wordings, move parts."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import clean_save
from loke.description.adopting import hold_open
from loke.description.codes import next_code
from loke.description.headings import field_of
from loke.description.models import Part, Passage, ServiceDescription, Wording
from loke.description.texts import clean

SITTING = timedelta(minutes=10)  # what one person writes on and on is one wording in the history


@action("write_passage")
def write_passage(
    *,
    by: User | None,
    description: ServiceDescription,
    field: str,
    text: str,
    seen: int,
    part: Part | None = None,
    anew: bool = False,
) -> Wording:
    """Write `text` where `seen` is the number of the passage it was written on.

    What one person writes on and on is one wording in the history, unless it is begun `anew`. Gives the wording that
    holds it: with `aside` waiting when somebody else wrote in between, so that both stand until one is chosen. Raises
    ValidationError for what may not be stored, and KeyError for a field that there is not.
    """
    description = hold_open(by, description)
    text = clean(field_of(field, part.kind if part else ""), text)
    passage, _made = Passage.objects.get_or_create(description=description, part=part, field=field)
    last = passage.wordings.filter(aside="", number=passage.number).first()
    if not 0 <= seen <= passage.number:
        raise ValidationError(_("Sidan är för gammal. Ladda om den och försök igen."))
    if text == passage.text:
        return last or Wording(passage=passage, number=passage.number, text=text)
    if seen != passage.number:
        return passage.wordings.create(number=seen, text=text, by=by, aside=Wording.Aside.WAITING)
    return _write(passage, None if anew or not text else last, text, by)


def _write(passage: Passage, last: Wording | None, text: str, by: User | None) -> Wording:
    now = timezone.now()
    passage.text, passage.number, passage.changed, passage.changed_by = text, passage.number + 1, now, by
    passage.save()
    ServiceDescription.objects.filter(pk=passage.description_id).update(changed=now, changed_by=by)
    if last and by and last.by_id == by.pk and now - last.begun < SITTING:
        last.text, last.number, last.at = text, passage.number, now
        last.save()
        return last
    return passage.wordings.create(number=passage.number, text=text, by=by, begun=now, at=now)


@action("settle_passage")
def settle_passage(*, by: User | None, aside: Wording, text: str, seen: int) -> Wording:
    """Choose between what stands and the wording set aside: `text` is what shall stand; both stay in the history.

    Gives a wording that waits in its turn when somebody has written since the two were shown.
    """
    passage = aside.passage
    found = write_passage(
        by=by,
        description=passage.description,
        field=passage.field,
        text=text,
        seen=seen,
        part=passage.part,
        anew=True,
    )
    aside.aside = Wording.Aside.SETTLED
    aside.save()
    return found


@action("add_part")
def add_part(*, by: User | None, description: ServiceDescription, kind: str) -> Part:
    """An empty phase or type of intervention, last among its kind, with a code that none has had in any version."""
    description = hold_open(by, description)
    order = max(description.parts.filter(kind=kind).values_list("order", flat=True), default=0) + 1
    used = Part.objects.filter(description__service=description.service).values_list("code", flat=True)
    return clean_save(Part(description=description, kind=kind, order=order, code=next_code("d", used)))


@action("move_part")
def move_part(*, by: User | None, part: Part, up: bool) -> Part:
    """Change places with the one before or after; at the end nothing happens."""
    description = hold_open(by, part.description)
    there = list(description.parts.filter(kind=part.kind, removed=None))
    place = next(n for n, one in enumerate(there) if one.pk == part.pk)
    there.insert(max(place - 1, 0) if up else place + 1, there.pop(place))
    for order, one in enumerate(there, 1):
        Part.objects.filter(pk=one.pk).update(order=order)
    return part


@action("remove_part")
def remove_part(*, by: User | None, part: Part) -> Part:
    """Take it away, with what is written in it; `restore_part` brings both back."""
    hold_open(by, part.description)
    part.removed = timezone.now()
    part.save(update_fields=["removed"])
    return part


@action("restore_part")
def restore_part(*, by: User | None, part: Part) -> Part:
    hold_open(by, part.description)
    part.removed = None
    part.save(update_fields=["removed"])
    return part
