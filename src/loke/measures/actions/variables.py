"""What can be done to variables: add, change, move, take out of use and bring back; none is ever deleted."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import clean_save
from loke.description.adopting import hold
from loke.description.models import Service
from loke.description.texts import tidy
from loke.measures.burden import check_reason
from loke.measures.models import LEAST_OPTIONS, Option, Variable
from loke.measures.naming import check_name, free_code
from loke.measures.ordering import move
from loke.measures.seen import still, unchanged


@action("add_variable")
def add_variable(
    *,
    by: User | None,
    service: Service,
    name: str,
    role: str,
    type: str,
    purpose: str,
    options: Iterable[tuple[str, str]] = (),
    **more,
) -> Variable:
    """`options` are codes with names, in order; a code that is empty is made from the name, and so is the variable's.

    `more` may hold code, occasion, component, quality, registered_by, minutes, and reason, which is needed when there
    are many. Raises ValidationError by field.
    """
    require(by, "measures", "write", unit=service.unit)
    hold(service)
    there = list(service.variables.all())
    check_name(name, there)
    check_reason(service, 1, more.get("reason", ""))
    if not purpose.strip():
        raise ValidationError({"purpose": _("Skriv vad svaret ska användas till. Annars är frågan inte värd tiden.")})
    more["code"] = more.get("code") or free_code(Variable, name, [one.code for one in there])
    order = max((one.order for one in there), default=0) + 1
    variable = clean_save(
        Variable(service=service, name=tidy(name), role=role, type=type, purpose=purpose, order=order, **more)
    )
    _add_options(variable, list(options))
    service.touch()
    return variable


def _add_options(variable: Variable, options: list[tuple[str, str]]) -> None:
    if not variable.has_options:
        return
    if len(options) < LEAST_OPTIONS:
        raise ValidationError({"options": _("Skriv minst två alternativ att välja mellan.")})
    made: list[Option] = []
    for code, name in options:
        try:
            check_name(name, made)
        except ValidationError as error:
            raise ValidationError({"options": error.messages}) from error
        code = code or free_code(Option, name, [one.code for one in made])  # noqa: PLW2901
        option = Option(variable=variable, code=code, name=tidy(name), order=len(made) + 1)
        option.full_clean(exclude=["variable"])
        made.append(option)
    Option.objects.bulk_create(made)


@action("change_variable")
def change_variable(*, by: User | None, variable: Variable, seen: str | None = None, **fields) -> Variable:
    """The words of a question may be mended at any time; its type only until the first answer.

    `fields` may hold name, role, type, occasion, component, purpose, quality, registered_by and minutes.
    Raises Stale when it has changed since it was seen, and ValidationError by field.
    """
    service = variable.service
    require(by, "measures", "write", unit=service.unit)
    hold(service)
    stored = still(service.variables, variable)
    unchanged(seen, stored)
    if "name" in fields:
        fields["name"] = tidy(fields["name"])
        check_name(fields["name"], service.variables.exclude(pk=stored.pk))
    if fields.get("type", stored.type) != stored.type:
        _check_type_is_free(stored)
    for name, value in fields.items():
        setattr(stored, name, value)
    clean_save(stored)
    service.touch()
    return stored


def _check_type_is_free(variable: Variable) -> None:
    if variable.answered:
        words = _("Det finns svar. De går inte att läsa med en annan svarstyp. Ta den här ur bruk och lägg till en ny.")
        raise ValidationError({"type": words})
    if variable.expectation_set.exists():
        raise ValidationError({"type": _("En förväntan i processbeskrivningen räknar med den här svarstypen.")})


@action("move_variable")
def move_variable(*, by: User | None, variable: Variable, steps: int) -> Variable:
    """So many places down the list of those in use with the same role; up when negative."""
    require(by, "measures", "write", unit=variable.service.unit)
    hold(variable.service)
    shown = set(variable.service.variables.filter(role=variable.role, retired=None).values_list("pk", flat=True))
    move(list(variable.service.variables.all()), variable, steps, among=lambda one: one.pk in shown)
    variable.service.touch()
    return variable


@action("retire_variable")
def retire_variable(*, by: User | None, variable: Variable, day: date | None = None) -> Variable:
    """No longer asked from the day (today); what has been answered stays and can be read."""
    require(by, "measures", "write", unit=variable.service.unit)
    variable.retired = variable.retired or day or timezone.localdate()
    variable.save(update_fields=["retired"])
    variable.service.touch()
    return variable


@action("bring_back_variable")
def bring_back_variable(*, by: User | None, variable: Variable, reason: str = "") -> Variable:
    """Asked again. Raises ValidationError by field."""
    require(by, "measures", "write", unit=variable.service.unit)
    service = hold(variable.service)
    stored = still(service.variables, variable)
    if stored.retired:
        check_reason(service, 1, reason)
        stored.retired, stored.reason = None, reason or stored.reason
        clean_save(stored)
        service.touch()
    return stored
