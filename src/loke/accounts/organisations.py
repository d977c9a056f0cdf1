"""Which organisation somebody at the command line means: a name with a slip in it never makes another municipality."""

from argparse import ArgumentParser

from loke.accounts.actions import make_organisation
from loke.accounts.codes import free_code
from loke.accounts.models import Organisation

NEW = "--new-organisation"
MISSING = "Det finns ingen organisation än. Ange kommunens namn med --organisation."


class Unfit(ValueError):  # noqa: N818 - it is the person who asked that reads it
    """What was asked for is not there; the text is in Swedish."""


def add_arguments(parser: ArgumentParser, what: str) -> None:
    parser.add_argument("--organisation", metavar="NAMN", default="", help=f"{what}; behövs inte om det bara finns en")
    parser.add_argument(NEW, action="store_true", help="lägg upp en organisation till, med det namnet")


def meant(name: str, *, new: bool = False, otherwise: str = "") -> str:
    """The name of the organisation that `name` says, else of the only one there is, else of the one called `otherwise`.

    One that is not there may be named where there is none at all, or when it is to be `new`. Raises Unfit.
    """
    there = sorted(Organisation.objects.values_list("name", flat=True))
    known = f"Här finns: {', '.join(there)}."
    if name:
        if name in there or new or not there:
            return name
        raise Unfit(f"Ingen organisation heter {name}. {known} Rätta namnet, eller lägg till {NEW} om den är ny.")
    if len(there) == 1:
        return there[0]
    if otherwise and (otherwise in there or not there):
        return otherwise
    raise Unfit(f"Det finns flera organisationer. {known} Ange vilken med --organisation." if there else MISSING)


def called(name: str) -> Organisation:
    """The organisation of that name, which is made if need be."""
    code = free_code(name, "organisation", Organisation.objects.values_list("code", flat=True))
    return Organisation.objects.filter(name=name).first() or make_organisation(by=None, code=code, name=name)
