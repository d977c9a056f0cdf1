"""What can be done to an open processbeskrivning: rows added, written, moved, tied together and taken away."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.actions import action
from loke.accounts.codes import free_code
from loke.accounts.models import User
from loke.accounts.submissions import clean_save
from loke.description.access import require_invited_or
from loke.description.adopting import hold, hold_open
from loke.description.codes import next_code
from loke.description.models import Intervention, PlannedPhase, ProcessDescription, ProcessRow, Service, Thread
from loke.description.texts import tidy

Column = ProcessRow.Column
NEIGHBOURS = {(Column.TARGET_GROUP, Column.INTERVENTION), (Column.INTERVENTION, Column.OUTCOME)}
NAMED = {Column.INTERVENTION: Intervention, Column.PHASE: PlannedPhase}  # what the records speak of by the row's text
MOST_ROWS = 60  # far more than a page holds; a list longer than this was not meant as one


@action("begin_process_description")
def begin_process_description(*, by: User | None, service: Service, reason: str = "") -> ProcessDescription:
    """A draft: rows and threads of the adopted version, or empty. The one that is open already, if there is one."""
    require_invited_or(by, "write", service)
    service = hold(service)
    if there := service.processes.open().first():
        return there
    draft = ProcessDescription(service=service, version=_next_number(service), reason=reason, begun_by=by)
    clean_save(draft)
    if adopted := service.processes.adopted().first():
        _copy(adopted, draft)
    return draft


@action("give_reason")
def give_reason(*, by: User | None, process: ProcessDescription, reason: str) -> ProcessDescription:
    """Write why there is to be a new version, under what stands there already."""
    process = hold_open(by, process)
    if reason not in process.reason:
        process.reason = "\n\n".join(filter(None, [process.reason, reason]))
        clean_save(process)
    return process


def _next_number(service: Service) -> str:
    """One more than the highest number there is; versions that came in a dataset may be called anything."""
    numbers = [int(one) for one in service.processes.values_list("version", flat=True) if one.isdecimal()]
    taken, number = service.processes.count(), max(numbers, default=0) + 1
    return str(number if numbers or not taken else taken + 1)


def _copy(old: ProcessDescription, new: ProcessDescription) -> None:
    copies = {
        row.pk: ProcessRow(
            process=new,
            **{name: getattr(row, name) for name in ("column", "code", "text", "order", "intervention_id", "phase_id")},
        )
        for row in old.rows.there()
    }
    ProcessRow.objects.bulk_create(copies.values())
    threads = Thread.objects.filter(start__in=copies, end__in=copies)
    Thread.objects.bulk_create(Thread(start=copies[one.start_id], end=copies[one.end_id]) for one in threads)


@action("add_row")
def add_row(
    *,
    by: User | None,
    process: ProcessDescription,
    column: str,
    text: str,
    named: Intervention | PlannedPhase | None = None,
) -> ProcessRow:
    """A row last in its column. One of interventions or phases names what may be recorded once the version is adopted:
    `named`, else the service's own with the same name, else a proposed one. Raises ValidationError by field."""
    process = hold_open(by, process)
    if process.rows.there().count() >= MOST_ROWS:
        raise ValidationError(_("Sidan har redan %(n)s rader. Ta bort någon först.") % {"n": MOST_ROWS})
    order = max(process.rows.filter(column=column).values_list("order", flat=True), default=0) + 1
    used = ProcessRow.objects.filter(process__service=process.service).values_list("code", flat=True)  # in any version
    row = ProcessRow(process=process, column=column, text=tidy(text), order=order, code=next_code("r", used))
    row.changed_by = by
    if column in NAMED and row.text:
        setattr(row, column, named or _named(column, process, row.text))
    clean_save(row)
    return _changed(row, by)


def _named(column: str, process: ProcessDescription, text: str) -> Intervention | PlannedPhase:
    """The service's own of that name that no row of this version has, or a new one, proposed until it is adopted."""
    model = NAMED[column]
    taken = set(process.rows.there().filter(column=column).values_list(column, flat=True))
    own = list(model.objects.filter(service=process.service))
    known = [one for one in own if one.name.casefold() == text.casefold() and one.pk not in taken]
    if known:
        return known[0]
    code = free_code(text, "rad", (one.code for one in own))
    new = model(service=process.service, code=code, name=text, proposed=timezone.localdate())
    if model is Intervention:
        new.intended = False
    return clean_save(new)


@action("write_row")
def write_row(*, by: User | None, row: ProcessRow, text: str, seen: int) -> ProcessRow:
    """Write the row anew where `seen` is the number it was read with.

    Raises ValidationError that quotes what somebody else has written since: nothing is overwritten unseen.
    """
    row = _held_row(by, row)
    text = tidy(text)
    if text == row.text:
        return row
    if seen != row.number:
        words = _("%(who)s har ändrat raden under tiden, till: %(text)s. Spara igen om det du skrev ska gälla.")
        raise ValidationError({"text": words % {"who": row.changed_by or _("Någon"), "text": row.text}}, code="stale")
    row.text, row.number, row.changed, row.changed_by = text, row.number + 1, timezone.now(), by
    clean_save(row)
    if (named := row.intervention or row.phase) and named.proposed:
        type(named).objects.filter(pk=named.pk).update(name=text)
    return _changed(row, by)


@action("move_row")
def move_row(*, by: User | None, row: ProcessRow, place: int) -> ProcessRow:
    """To a place in its column, counted from 0; beyond the ends means first or last."""
    row = _held_row(by, row)
    others = [one for one in row.process.rows.there().filter(column=row.column) if one.pk != row.pk]
    others.insert(max(place, 0), row)
    for order, one in enumerate(others, 1):
        ProcessRow.objects.filter(pk=one.pk).update(order=order)
    row.refresh_from_db()
    return _changed(row, by)


@action("tie_rows")
def tie_rows(*, by: User | None, row: ProcessRow, others: list[ProcessRow]) -> ProcessRow:
    """The row's threads are from now on those to `others`, rows in the columns beside it. Raises ValidationError."""
    row = _held_row(by, row)
    before = Thread.objects.filter(end=row, start__removed=None) | Thread.objects.filter(start=row, end__removed=None)
    before.delete()
    Thread.objects.bulk_create(_thread(row, other) for other in others)
    return _changed(row, by)


def _thread(row: ProcessRow, other: ProcessRow) -> Thread:
    for start, end in ((row, other), (other, row)):
        if (start.column, end.column) in NEIGHBOURS and start.process_id == end.process_id:
            return Thread(start=start, end=end)
    raise ValidationError(_("En tråd går från målgrupp till insats eller från insats till resultat."))


@action("remove_row")
def remove_row(*, by: User | None, row: ProcessRow) -> ProcessRow:
    """Take the row off the page with its threads and expectations; `restore_row` brings all of it back."""
    row = _held_row(by, row)
    row.removed = timezone.now()
    row.save()
    return _changed(row, by)


@action("restore_row")
def restore_row(*, by: User | None, row: ProcessRow) -> ProcessRow:
    row = _held_row(by, row)
    row.removed = None
    row.save()
    return _changed(row, by)


def _changed(row: ProcessRow, by: User | None) -> ProcessRow:
    ProcessDescription.objects.filter(pk=row.process_id).update(changed=timezone.now(), changed_by=by)
    return row


def _held_row(by: User | None, row: ProcessRow) -> ProcessRow:
    hold_open(by, row.process)
    return ProcessRow.objects.select_related("process__service", "changed_by", "intervention", "phase").get(pk=row.pk)
