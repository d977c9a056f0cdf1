"""What the guide Lovande arbetssätt asks: its categories, elements and rows, read from guide.toml.

Their words are Swedish, and translated where they are shown. Nothing counts on how many there are.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import get_language

from loke.publishing.numbers import period_name


@dataclass(frozen=True)
class Row:
    """One answer that is asked for; `question` is our wording, `evidence` names figures that may show it."""

    code: str
    element: int
    question: str
    tip: str
    pages: str
    evidence: str = ""


@dataclass(frozen=True)
class Element:
    """One of the guide's elements; `line` says what it is about, `ask` what we ask ourselves."""

    number: int
    name: str
    line: str
    ask: str
    pages: str
    category: str
    rows: tuple[Row, ...]

    @property
    def offers_evidence(self) -> bool:
        return any(row.evidence for row in self.rows)

    def after(self, row: Row) -> Row | None:
        """The row that follows, None after the last."""
        place = self.rows.index(row) + 1
        return self.rows[place] if place < len(self.rows) else None


@dataclass(frozen=True)
class Category:
    code: str
    name: str
    elements: tuple[Element, ...]


@dataclass(frozen=True)
class Source:
    publisher: str
    title: str
    published: str
    article: str

    @property
    def day(self) -> str:
        """When it was published, in words."""
        return period_name(self.published, get_language() or "sv")


@cache
def _told() -> dict:
    return tomllib.loads((files("loke.promising_practice") / "guide.toml").read_text("utf-8"))


@cache
def source() -> Source:
    return Source(**_told()["source"])


@cache
def categories() -> tuple[Category, ...]:
    return tuple(
        Category(one["code"], one["name"], tuple(_element(one["code"], each) for each in one["elements"]))
        for one in _told()["categories"]
    )


def _element(category: str, told: dict) -> Element:
    rows = tuple(
        Row(
            code=one["code"],
            element=told["number"],
            question=one["question"],
            tip=one["tip"],
            pages=str(one.get("page", told["pages"])),
            evidence=one.get("evidence", ""),
        )
        for one in told["rows"]
    )
    return Element(**{**told, "rows": rows}, category=category)


@cache
def elements() -> tuple[Element, ...]:
    return tuple(element for category in categories() for element in category.elements)


@cache
def rows() -> tuple[Row, ...]:
    return tuple(row for element in elements() for row in element.rows)


@cache
def _by_code() -> dict[str, Row]:
    return {row.code: row for row in rows()}


@cache
def _by_number() -> dict[int, Element]:
    return {element.number: element for element in elements()}


def row_of(code: str) -> Row:
    """The row with this code. Raises KeyError."""
    return _by_code()[code]


def element_of(number: int) -> Element:
    """The element with this number. Raises KeyError."""
    return _by_number()[number]
