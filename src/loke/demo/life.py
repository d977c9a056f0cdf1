"""One client's time in a service as plain data, before anything of it is registered."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Meeting(NamedTuple):
    """`session` names a group meeting: whoever was there that day has the same."""

    date: date
    intervention: str
    attendance: str
    minutes: int | None
    session: str


class Filled(NamedTuple):
    """One filling-in; `answers` are numbers or reasons by item code."""

    instrument: str
    occasion: str
    date: date
    months_after: int | None
    mode: str
    answers: dict[str, Decimal | str]


@dataclass
class Life:
    """One episode to be; `kind` is the ending's, empty while it goes on."""

    opened: date
    sex: str
    birth_year: int
    age: int
    kind: str
    last: date  # the closing day, or the story's day
    until: date  # the closing day, also when the story will not see it
    before: "Life | None" = None  # the earlier one of the same client
    ending: str = ""
    values: dict[str, object] = field(default_factory=dict)
    closing_values: dict[str, object] = field(default_factory=dict)
    contacts: list[Meeting] = field(default_factory=list)
    phases: list[tuple[str, date]] = field(default_factory=list)
    measurements: list[Filled] = field(default_factory=list)
    goals: list[tuple[str, str, date, date]] = field(default_factory=list)

    @property
    def closed(self) -> date | None:
        return self.last if self.kind else None
