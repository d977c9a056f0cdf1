"""The municipality's identity provider, whichever of the two languages it speaks: what both tell and answer."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.urls import reverse

LEEWAY = 60  # seconds that two clocks may differ
LONGEST = 3600  # seconds that what the provider says may be meant for
SMALLEST = 2048  # bits of an RSA key


class NotTrusted(Exception):  # noqa: N818 - the log reads it, never the page
    """What the provider says does not hold, and which of the demands it fails."""


@dataclass(frozen=True, kw_only=True)
class Provider(ABC):
    """What stands in the file that LOKE_SSO names."""

    posts: ClassVar[bool] = False  # whether the browser brings its answer from there in a form

    name: str
    levels: list[str]
    only: bool = False
    local: tuple[str, ...] = ()

    @abstractmethod
    def way_in(self, begun: dict, *, again: bool) -> str:
        """The address at the provider that a person is sent to; `again` has it ask even whom it knows."""

    @abstractmethod
    def vouched(self, sent: Mapping[str, str], begun: dict) -> tuple[str, object]:
        """The address of whom it vouches for, and when they showed it their factors. Raises NotTrusted."""


def demand(holds: bool, what: str) -> None:
    if not holds:
        raise NotTrusted(what)


def here(page: str) -> str:
    """The whole address of one of our pages, as the provider is to know it."""
    return f"{settings.SITE}{reverse(page)}"


def alike(said: dict) -> dict:
    """What the file says alike in both languages. Raises ValueError or KeyError."""
    levels, local, only = said["levels"], said.get("local", []), said.get("only", False)
    if not _is_list_of_words(levels) or not levels or not _is_list_of_words(local) or not isinstance(only, bool):
        raise ValueError("levels or local: a list of strings; only: true or false")
    local = tuple(address.lower() for address in local)
    return {"name": word(said, "name"), "levels": levels, "only": only, "local": local}


def word(said: dict, name: str, otherwise: str | None = None) -> str:
    found = said.get(name, otherwise) if otherwise is not None else said[name]
    if not isinstance(found, str) or not (found or otherwise == ""):
        raise ValueError(f"{name}: a string")
    return found


def _is_list_of_words(said: object) -> bool:
    return isinstance(said, list) and all(isinstance(one, str) and one for one in said)
