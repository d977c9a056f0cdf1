"""The steps of the method as Översikt shows them, and the one that is next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from loke.accounts.models import User
from loke.description.models import Service
from loke.publishing.marks import Picture


@dataclass(frozen=True)
class Step:
    """A step of the method: `state` is done, now, ongoing or todo; no address where there is no page to go to."""

    name: str
    text: str
    state: str
    url: str = ""
    by: str = ""

    @property
    def status(self) -> str:
        words = {"done": _("Klart"), "now": _("Nästa steg"), "ongoing": _("Pågår"), "todo": _("Inte påbörjat")}
        return words[self.state]


@dataclass(frozen=True)
class Deviation:
    text: str
    happened: str
    picture: Picture | None


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now; `step` is the address of the step of the method it belongs to."""

    title: str
    text: str
    url: str
    button: str
    step: str
    deviations: Sequence[Deviation] = ()


# The steps that rooms above this one add at the end of the list, in the order they come: each a function from a
# service, a person, a day and a language to a step, or to None for whoever has no part in it.
LATER: list[Callable[[Service, User, date, str], Step | None]] = []
