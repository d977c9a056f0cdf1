"""The law's time as data, and the arithmetic of days: when records are due, and by when they must be gone."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from loke.dataset.months import months_later


@dataclass(frozen=True)
class Law:
    """One rule of law.toml: how many months, and where that is said."""

    name: str
    source: str
    status: str
    months: int = 0
    latest: str = ""
    address: str = ""
    reading: str = ""


@cache
def _facts() -> dict:
    return tomllib.loads((files(__package__) / "law.toml").read_text("utf-8"))


def law() -> Law:
    return Law(**_facts()["compilation"])


def readings() -> Law:
    return Law(**_facts()["readings"])


def due(ended: date, months: int) -> date:
    """The first day on which records whose circumstances ended then are to go."""
    return months_later(ended, months)


def latest(ended: date, months: int) -> date:
    """The last day on which they may still be there: the end of the year after the one in which they fell due."""
    return date(due(ended, months).year + 1, 12, 31)
