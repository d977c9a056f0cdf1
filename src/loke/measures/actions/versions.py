"""What can be done to a whole version of the processbeskrivning, its expectations included: begin it and adopt it."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.actions import begin_process_description
from loke.description.adopting import put_in_force, take_into_use
from loke.description.models import ProcessDescription, Service
from loke.measures.models import Expectation, Variable


@action("begin_process_version")
def begin_process_version(*, by: User | None, service: Service, reason: str = "") -> ProcessDescription:
    """A draft with rows, threads and expectations of the adopted version; the one that is open, if there is one."""
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
    process = put_in_force(by, process, participants, adopted)
    take_into_use(process)
    process.expectations.filter(row__removed__isnull=False).delete()
    process.expectations.update(valid_from=process.adopted, valid_to=None)
    earlier = Expectation.objects.filter(process__service=process.service, valid_to=None).exclude(process=process)
    earlier.in_force().update(valid_to=process.adopted - timedelta(days=1))
    _follow(process, before)
    return process


def _follow(process: ProcessDescription, before: dict[str, str]) -> None:
    """Variables that follow a row by its old words follow it by its new."""
    for row in process.rows.there():
        if (was := before.get(row.code)) and was != row.text:
            Variable.objects.filter(service=process.service, component=was).update(component=row.text)
