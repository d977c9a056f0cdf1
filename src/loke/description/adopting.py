"""A version of either description, held: written in while it is open, and put in force in place of the one before."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loke.accounts.models import User
from loke.accounts.submissions import clean_save
from loke.description.access import require_invited_or
from loke.description.models import Intervention, PlannedPhase, ProcessDescription, Service, Version
from loke.forms import NOT_YET

CLOSED = gettext_lazy("Versionen är antagen och ändras inte längre. Börja på en ny version.")


def put_in_force(by: User | None, version, participants: str, adopted: date | None):
    """Adopt a version of either kind, held so that nobody writes in it meanwhile. Raises ValidationError by field."""
    hold(version.service)
    version = type(version).objects.select_for_update().get(pk=version.pk)
    version.adopted = adopted or timezone.localdate()
    version.participants, version.status, version.changed_by = participants.strip(), Version.ADOPTED, by
    _check(version)
    others = type(version).objects.filter(service=version.service).exclude(pk=version.pk)
    others.adopted().update(status=Version.REPLACED)
    version.changed = timezone.now()
    clean_save(version)
    version.service.touch()
    return version


def _check(version) -> None:
    others = type(version).objects.filter(service=version.service).exclude(pk=version.pk).in_force()
    if type(version).objects.filter(pk=version.pk).in_force().exists():
        raise ValidationError(_("Versionen är redan antagen."))
    if not version.participants:
        raise ValidationError({"participants": _("Skriv vilka som var med och antog den.")})
    if version.adopted > timezone.localdate():
        raise ValidationError({"adopted": NOT_YET})
    if others.filter(adopted__gte=version.adopted).exists():
        raise ValidationError({"adopted": _("Den förra versionen antogs då eller senare. Välj en senare dag.")})


def hold(service: Service) -> Service:
    """The service, held until the transaction ends, so that its versions are begun and adopted one at a time."""
    return Service.objects.select_for_update(of=("self",)).select_related("unit__organisation").get(pk=service.pk)


def hold_open(by: User | None, version):
    """The version, held so that one writes in it at a time, if it is open and `by` may write in it."""
    require_invited_or(by, "write", version.service)
    version = type(version).objects.select_for_update().get(pk=version.pk)
    if not version.is_open:
        raise ValidationError(CLOSED)
    return version


def take_into_use(process: ProcessDescription) -> None:
    """What the adopted version names is what may be recorded: by its rows' names, and phases in its rows' order."""
    rows = list(process.rows.there().select_related("intervention", "phase"))
    interventions = {row.intervention_id: row.text for row in rows if row.intervention_id}
    for pk, text in interventions.items():
        Intervention.objects.filter(pk=pk).update(name=text, intended=True, proposed=None)
    if interventions:
        process.service.interventions.exclude(pk__in=interventions).update(intended=False)
    phases = {row.phase_id: row.text for row in rows if row.phase_id}
    for order, (pk, text) in enumerate(phases.items(), 1):
        PlannedPhase.objects.filter(pk=pk).update(name=text, order=order, proposed=None)
    others = process.service.phases.in_use().exclude(pk__in=phases) if phases else ()
    for order, phase in enumerate(others, len(phases) + 1):  # last, for the records may speak of them
        PlannedPhase.objects.filter(pk=phase.pk).update(order=order)
