"""What can be done to the places that people work in: an installation, its organisations and their units."""

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions.frame import action
from loke.accounts.codes import free_code
from loke.accounts.models import Installation, Organisation, Unit, User


@action("make_installation")
def make_installation(*, by: User | None, kind: str) -> Installation:
    """Say once what this database is for. Raises IntegrityError the second time."""
    return Installation.objects.create(pk=1, kind=kind)


@action("make_organisation")
def make_organisation(*, by: User | None, code: str, name: str) -> Organisation:
    return Organisation.objects.create(code=code, name=name)


@action("make_unit")
def make_unit(*, by: User | None, organisation: Organisation, name: str, code: str = "") -> Unit:
    """Without a code it gets one after its name, which no other there may have then: raises ValidationError."""
    require(by, "units", "change", organisation=organisation)
    if not code:
        _check_name(organisation, name)
        code = free_code(name, "enhet", organisation.units.values_list("code", flat=True))
    return Unit.objects.create(organisation=organisation, code=code, name=name)


@action("rename_unit")
def rename_unit(*, by: User | None, unit: Unit, name: str) -> Unit:
    """Another name, and the same code. Raises ValidationError for a name that another unit there has."""
    require(by, "units", "change", organisation=unit.organisation)
    _check_name(unit.organisation, name, unit)
    unit.name = name
    unit.save(update_fields=["name"])
    return unit


@action("remove_unit")
def remove_unit(*, by: User | None, unit: Unit) -> Organisation:
    """Take away one that was never used. Raises ValidationError where anything is or has been done in it."""
    require(by, "units", "change", organisation=unit.organisation)
    try:
        Unit.objects.select_for_update().get(pk=unit.pk).delete()
    except ProtectedError as error:
        raise ValidationError(_("Något står i enheten eller är antecknat om den, så den kan inte tas bort.")) from error
    return unit.organisation


def _check_name(organisation: Organisation, name: str, but: Unit | None = None) -> None:
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two could take the same name
    if organisation.units.filter(name__iexact=name).exclude(pk=but and but.pk).exists():
        raise ValidationError({"name": _("Det finns redan en enhet som heter så.")})
