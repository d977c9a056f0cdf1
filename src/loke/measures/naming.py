"""Codes made from names, each given only once, and names that are told apart."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts import codes
from loke.description.texts import tidy
from loke.measures.models import Instrument, Option, Scale, Variable

LONGEST = 40
TAKEN = {  # codes that mean something of their own where answers are counted
    Variable: {"age", "sex", "ending"},
    Option: {"missing"},
}
OTHERWISE = {  # of a name without a letter that fits in a code
    Variable: "variabel",
    Option: "alternativ",
    Instrument: "formular",
    Scale: "skala",
}


def free_code(kind: type, name: str, given: Collection[str]) -> str:
    """A code that follows the name and that nothing among the `given` has or has had."""
    return codes.free_code(name, OTHERWISE[kind], TAKEN.get(kind, set()) | set(given), LONGEST)


def check_name(name: str, others: Iterable[Variable | Option]) -> None:
    """Refuse a name that another has, however it is written: nobody could tell them apart in a list."""
    for other in others:
        if tidy(other.name).casefold() == tidy(name).casefold():
            raise ValidationError({"name": _taken(other)})


def _taken(other: Variable | Option) -> str:
    if other.retired:
        return _("”%(name)s” finns redan men är tagen ur bruk. Ta den i bruk igen, eller välj ett annat namn.") % {
            "name": other.name
        }
    return _("”%(name)s” finns redan. Välj ett annat namn.") % {"name": other.name}
