"""A table of a library file, from which each key is taken once and checked; what is left over is a fault."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

from loke.measures.library.facts import STATUSES, Fact, Source


class LibraryError(ValueError):
    """A file of the library that is not as it should be: which, where, and what was expected there."""


class Place:
    """Where in the file we are, and what of it has not been taken yet."""

    def __init__(self, file: str, path: str, table: object, known: Mapping[str, Source]):
        self.file, self.path, self.known = file, path, known
        if not isinstance(table, dict):
            self.fault("", "en tabell")
        self.table = dict(table)

    def fault(self, key: str, expected: str) -> NoReturn:
        where = ".".join(filter(None, (self.path, key)))
        raise LibraryError(f"{self.file}: {where or 'filen'}: här väntades {expected}")

    def take(self, key: str, kind: type | tuple[type, ...], expected: str, default: Any = ...) -> Any:
        found = self.table.pop(key, default)
        right = isinstance(found, kind) and isinstance(found, bool) == (kind is bool)
        if found is ... or not (right or found is default):
            self.fault(key, expected)
        return found

    def text(self, key: str, default: Any = ...) -> str:
        return str(self.take(key, str, "en text", default))

    def number(self, key: str, default: Any = ...) -> Any:
        found = self.take(key, (int, Decimal, str), "ett tal", default)
        return found if found is default else self.exact(key, found)

    def exact(self, key: str, found: Any) -> Fraction:
        try:
            return Fraction(found)
        except (ValueError, TypeError, ZeroDivisionError):
            self.fault(key, "ett tal")

    def choice(self, key: str, *choices: str) -> str:
        found = self.text(key)
        if found not in choices:
            self.fault(key, "något av " + ", ".join(choices))
        return found

    def numbers(self, key: str, found: Any) -> tuple[int, ...]:
        """Numbers of items: a list, or text as "1-3 7"."""
        try:
            ends = [str(part).split("-") for part in (found.split() if isinstance(found, str) else found)]
            return tuple(n for end in ends for n in range(int(end[0]), int(end[-1]) + 1))
        except (ValueError, TypeError, AttributeError):
            self.fault(key, "nummer på frågor")

    def within(self, key: str, table: object) -> "Place":
        return Place(self.file, ".".join(filter(None, (self.path, key))), table, self.known)

    def several(self, key: str) -> list["Place"]:
        rows = self.take(key, list, "en lista av tabeller", [])
        return [self.within(f"{key}.{number}", row) for number, row in enumerate(rows, 1)]

    def fact(self, value: Any) -> Fact:
        """The fact that the table states, with its value already taken."""
        source = self.text("source")
        if source not in self.known:
            self.fault("source", "en källa i sources.toml")
        return Fact(self.path, value, self.choice("status", *STATUSES), self.known[source], self.text("note", ""))

    def done(self) -> None:
        if self.table:
            self.fault(next(iter(self.table)), "inget mer än det som finns i bibliotekets andra filer")

    def one_fact(self, name: str, take: Callable[["Place"], Any]) -> Fact:
        """The fact in a table of its own; `take` takes its value."""
        at = self.within(name, self.take(name, dict, "en tabell med value, status och source"))
        fact = at.fact(take(at))
        at.done()
        return fact
