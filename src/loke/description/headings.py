"""What a verksamhetsbeskrivning asks: the eight headings with their fields, read from headings.toml.

Their words are Swedish, and translated where they are shown.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext

TEXT, LINE, DATE, CHOICE, CONTACT = "text", "line", "date", "choice", "contact"


@dataclass(frozen=True)
class Field:
    """One thing asked: `kind` is text, line, date, choice or contact; `options` are codes with their words."""

    code: str
    kind: str
    label: str
    help: str
    options: tuple[tuple[str, str], ...] = ()

    def words(self, text: str) -> str:
        """What was answered as it is read: the words of a chosen option, else the text itself."""
        return gettext(dict(self.options)[text]) if text in dict(self.options) else text


@dataclass(frozen=True)
class Heading:
    """One of the eight; `parts` are the fields of a row by its kind, where the heading has rows."""

    number: int
    code: str
    name: str
    text: str
    for_analysis: bool
    fields: tuple[Field, ...]
    parts: dict[str, tuple[Field, ...]]


@cache
def headings() -> tuple[Heading, ...]:
    told = tomllib.loads((files("loke.description") / "headings.toml").read_text("utf-8"))["headings"]
    return tuple(_heading(number, one) for number, one in enumerate(told, 1))


def _heading(number: int, told: dict) -> Heading:
    parts = {kind: _fields(told[kind]) for kind in ("phase", "intervention") if kind in told}
    plain = {name: told[name] for name in ("code", "name", "text")}
    return Heading(
        number, **plain, for_analysis=told.get("for_analysis", False), fields=_fields(told["fields"]), parts=parts
    )


def _fields(told: list[dict]) -> tuple[Field, ...]:
    return tuple(Field(**{**one, "options": tuple(map(tuple, one.get("options", ())))}) for one in told)


@cache
def field_of(code: str, part: str = "") -> Field:
    """The field with this code, of a kind of part if one is named. Raises KeyError."""
    found = [one for heading in headings() for one in (heading.parts.get(part, ()) if part else heading.fields)]
    return {one.code: one for one in found}[code]
