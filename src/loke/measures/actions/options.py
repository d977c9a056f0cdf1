"""What can be done to the options of a variable: they are renamed and retired, and never lose or change their code."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import clean_save
from loke.description.texts import tidy
from loke.measures.models import LEAST_OPTIONS, Option, Variable
from loke.measures.naming import check_name, free_code
from loke.measures.ordering import move
from loke.measures.seen import unchanged


@action("add_option")
def add_option(*, by: User | None, variable: Variable, name: str) -> Option:
    """Last in the list, with a code of its own for ever. Raises ValidationError by field."""
    there = _held(by, variable).values()
    check_name(name, there)
    code = free_code(Option, name, [option.code for option in there])
    order = max((option.order or 0 for option in there), default=0) + 1
    return _saved(Option(variable=variable, code=code, name=tidy(name), order=order))


@action("rename_option")
def rename_option(*, by: User | None, option: Option, name: str, seen: str | None = None) -> Option:
    """Another word for the same answer; the code stays.

    Raises Stale when it has changed since it was seen, and ValidationError by field.
    """
    there = _held(by, option.variable)
    held = there.pop(option.pk)
    unchanged(seen, held)
    check_name(name, there.values())
    held.name = tidy(name)
    return _saved(held)


@action("retire_option")
def retire_option(*, by: User | None, option: Option, becomes: Option | None = None) -> Option:
    """No longer offered; its answers stay, and count as those of `becomes` if one is given.

    Raises ValidationError by field.
    """
    there = _held(by, option.variable)
    held = there[option.pk]
    if becomes is not None:
        _check_becomes(there, option, becomes)
    left = [one for one in there.values() if not one.retired and one.pk != option.pk]
    if not held.retired and len(left) < LEAST_OPTIONS:
        words = _("Det behöver finnas minst två alternativ. Lägg till ett nytt först, eller ta hela variabeln ur bruk.")
        raise ValidationError(words)
    held.retired, held.becomes = held.retired or timezone.localdate(), becomes
    return _saved(held)


def _check_becomes(there: dict[int, Option], option: Option, becomes: Option) -> None:
    if becomes.pk not in there:
        raise ValidationError({"becomes": _("Välj ett alternativ i samma variabel.")})
    last = becomes.pk
    while last is not None and last != option.pk:
        last = there[last].becomes_id
    if last == option.pk:
        raise ValidationError({"becomes": _("Det alternativet räknas redan som det här. Välj ett annat.")})


@action("bring_back_option")
def bring_back_option(*, by: User | None, option: Option) -> Option:
    """Offered again, and counted as itself."""
    held = _held(by, option.variable)[option.pk]
    held.retired = held.becomes = None
    return _saved(held)


@action("move_option")
def move_option(*, by: User | None, option: Option, steps: int) -> Option:
    """So many places down the list of those that are offered; up when negative."""
    move(list(_held(by, option.variable).values()), option, steps, among=lambda one: not one.retired)
    option.variable.service.touch()
    return option


def _held(by: User | None, variable: Variable) -> dict[int, Option]:
    """All options by number, also those out of use, while nobody else changes any of them."""
    require(by, "measures", "write", unit=variable.service.unit)
    Variable.objects.select_for_update().get(pk=variable.pk)
    return {option.pk: option for option in variable.options.all()}


def _saved(option: Option) -> Option:
    clean_save(option)
    option.variable.service.touch()
    return option
