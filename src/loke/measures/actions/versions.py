"""What can be done to a whole version of the processbeskrivning, its expectations included: begin it and adopt it."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.actions import begin_process_description
from loke.description.adopting import hold, put_in_force, take_into_use
from loke.description.models import OPEN, ProcessDescription, Service
from loke.measures.models import Expectation, Variable


@action("begin_process_version")
def begin_process_version(*, by: User | None, service: Service, reason: str = "") -> ProcessDescription:
    """A draft with rows, threads and expectations of the adopted version; the one that is open, if there is one."""
    service = hold(service)  # two could begin one at once
    there = service.processes.open().first()
    if there:
        return there
    draft = begin_process_description(by=by, service=service, reason=reason)
    if adopted := service.processes.adopted().first():
        _copy_expectations(adopted, draft)
    return draft


def _copy_expectations(old: ProcessDescription, new: ProcessDescription) -> None:
    rows = {row.code: row for row in new.rows.all()}
    for one in old.expectations.select_related("row"):
        one.row = rows.get(one.row.code) if one.row else None
        one.pk, one.process, one.valid_to = None, new, None
        one._state.adding = True
        one.save()


@action("adopt_process_version")
def adopt_process_version(
    *, by: User | None, process: ProcessDescription, participants: str, adopted: date | None = None
) -> ProcessDescription:
    """From now on the version holds and never changes; whoever comes from that day on is held against it.

    Raises ValidationError by field.
    """
    require(by, "description", "adopt", unit=process.access_unit)
    if not process.rows.there().exists():
        raise ValidationError(_("Sidan är tom. Skriv minst en rad innan ni antar den."))
    before = {row.code: row.text for one in process.service.processes.adopted() for row in one.rows.there()}
    hold(process.service)
    process.expectations.filter(row__removed__isnull=False, process__status__in=OPEN).delete()
    process = put_in_force(by, process, participants, adopted)
    take_into_use(process)
    _check_named(process)
    process.expectations.update(valid_from=process.adopted, valid_to=None)
    _end_earlier(process)
    _follow(process, before)
    return process


def _check_named(process: ProcessDescription) -> None:
    """Nobody can be held against what may not be recorded, since the row that brought it up is gone."""
    for one in process.expectations.select_related("intervention", "phase"):
        for named in filter(None, (one.intervention, one.phase)):
            if named.proposed:
                words = _("Förväntan ”%(text)s” gäller ”%(name)s”, som inte är kvar på sidan. Ändra eller ta bort den.")
                raise ValidationError(words % {"text": one.text, "name": named.name})


def _end_earlier(process: ProcessDescription) -> None:
    """Those of earlier versions end on the day before; an imported one may begin later than its version did."""
    earlier = Expectation.objects.filter(process__service=process.service, valid_to=None).exclude(process=process)
    earlier = earlier.in_force()
    if last := earlier.filter(valid_from__gte=process.adopted).order_by("-valid_from").first():
        words = _("En förväntan i den förra versionen gäller från %(day)s. Välj en senare dag.")
        raise ValidationError({"adopted": words % {"day": last.valid_from.isoformat()}})
    earlier.update(valid_to=process.adopted - timedelta(days=1))


def _follow(process: ProcessDescription, before: dict[str, str]) -> None:
    """Variables that follow a row by its old words follow it by its new."""
    for row in process.rows.there():
        if (was := before.get(row.code)) and was != row.text:
            Variable.objects.filter(service=process.service, component=was).update(component=row.text)
