"""The steps of the method as Översikt shows them, and the one that is next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

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
