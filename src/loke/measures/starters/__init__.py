"""Sets of variables to begin from, one file each, in our own words; what a group takes over is from then on its own."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from loke.description.models import Service
from loke.description.texts import tidy

MOST_TICKED = 7
FILES = ("karna", "beroende", "foraldraskap", "unga", "samverkan")


@dataclass(frozen=True)
class Suggestion:
    """One variable of a set; `ticked` when it is suggested to begin with."""

    code: str
    name: str
    role: str
    type: str
    occasion: str
    quality: str
    purpose: str
    registered_by: str = ""
    options: tuple[tuple[str, str], ...] = ()
    ticked: bool = True

    def fields(self) -> dict[str, Any]:
        """What `add_variable` takes."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "ticked"}


@dataclass(frozen=True)
class Starter:
    code: str
    name: str
    text: str
    suggestions: tuple[Suggestion, ...] = field(default=())


def _suggestion(facts: Mapping[str, Any]) -> Suggestion:
    return Suggestion(**{**facts, "options": tuple(map(tuple, facts.get("options", ())))})


@cache
def starters() -> dict[str, Starter]:
    """Every set by code, in the order they are shown."""
    return {code: _read(code) for code in FILES}


def _read(code: str) -> Starter:
    facts = tomllib.loads((files(__name__) / f"{code}.toml").read_text("utf-8"))
    return Starter(code, facts["name"], facts["text"], tuple(map(_suggestion, facts["variables"])))


def there_already(service: Service, suggestions: Collection[Suggestion]) -> list[Suggestion]:
    """Those whose name or code a variable of the service has, in use or not."""
    there = list(service.variables.all())
    names, codes = {tidy(one.name).casefold() for one in there}, {one.code for one in there}
    return [one for one in suggestions if one.code in codes or tidy(one.name).casefold() in names]
