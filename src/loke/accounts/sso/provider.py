"""The municipality's identity provider, whichever of the two languages it speaks: what both tell and answer."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.urls import reverse

LEEWAY = 60  # seconds that two clocks may differ
LONGEST = 3600  # seconds that what the provider says may be meant for
SMALLEST = 2048  # bits of an RSA key
ALIKE = {"name", "levels", "only", "local"}  # what the file may say in both languages


class Unusable(Exception):  # noqa: N818 - whoever wrote the file reads it
    """What is wrong in the file that LOKE_SSO names, or in one that it names in its turn, and in which."""


class NotTrusted(Exception):  # noqa: N818 - the log reads it, never the page
    """What the provider says does not hold, which of the demands it fails, and what of it may be told."""

    def __init__(self, what: str, told: str = ""):
        super().__init__(what)
        self.what, self.told = what, told


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


def demand(holds: bool, what: str, told: str = "") -> None:
    if not holds:
        raise NotTrusted(what, told)


def here(page: str) -> str:
    """The whole address of one of our pages, as the provider is to know it."""
    return f"{settings.SITE}{reverse(page)}"


def alike(said: dict, *more: str) -> dict:
    """What the file says alike in both languages; `more` is what else it may say in one. Raises Unusable."""
    for name in said:
        if name not in ALIKE.union(more):  # a slip in `only` would open what it was to close
            raise Unusable(f"{name} är inget som Loke känner till")
    levels, local, only = _words(said, "levels"), _words(said, "local", []), yes_or_no(said, "only")
    if not levels:
        raise Unusable("levels får inte vara tom")
    return {"name": word(said, "name"), "levels": levels, "only": only, "local": tuple(map(str.lower, local))}


def word(said: dict, name: str, otherwise: str | None = None) -> str:
    found = said.get(name, otherwise)
    if found is None:
        raise Unusable(f"{name} saknas")
    if not isinstance(found, str) or not (found or otherwise == ""):
        raise Unusable(f"{name} ska vara en text inom citattecken")
    return found


def yes_or_no(said: dict, name: str) -> bool:
    found = said.get(name, False)
    if not isinstance(found, bool):
        raise Unusable(f"{name} ska vara true eller false, utan citattecken")
    return found


def _words(said: dict, name: str, otherwise: list | None = None) -> list[str]:
    found = said.get(name, otherwise)
    if found is None:
        raise Unusable(f"{name} saknas")
    if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
        raise Unusable(f'{name} ska vara en lista av texter, som ["ett", "två"]')
    return found


def file_in(said: dict, name: str) -> bytes:
    """What stands in the file that one of the file's lines names."""
    try:
        return content(Path(word(said, name)))
    except OSError as error:
        raise Unusable(f"{name}: {why(error)}") from None


def content(file: Path) -> bytes:
    """What stands in a file. Raises OSError, and Unusable when it is empty."""
    if found := file.read_bytes():
        return found
    raise Unusable(f"{file} är tom")


def why(error: OSError) -> str:
    """Which file could not be read, and why, in words."""
    if isinstance(error, FileNotFoundError):
        return f"{error.filename} finns inte"
    if isinstance(error, PermissionError):
        return f"{error.filename} får inte läsas av den som kör Loke"
    return f"{error.filename} går inte att läsa ({error.strerror})"
