"""What one may ask for: the day the data are looked at, the days counted, the periods, the groups and the services."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from loke.analysis.counts import Array
from loke.dataset.definitions import Service, Variable
from loke.dataset.plain import Plain
from loke.dataset.snapshot import EPOCH, NO_DAY, Snapshot, day_number

MONTHS_IN = {"year": 12, "half": 6, "quarter": 3, "month": 1}
PERIODS = ("all", *MONTHS_IN)
ALWAYS_GROUPS = ("age", "sex", "ending")
GROUP_TYPES = ("choice", "number", "yes_no")


class WrongOption(ValueError):  # noqa: N818 - it is the person who asked that reads it
    """Something asked for that cannot be given; the text is in Swedish, for whoever asked."""


@dataclass(eq=False, repr=False)
class Options(Plain):
    """`as_of` None is the latest day of the data; `from_day` and `to_day` are both included; no services is all."""

    as_of: date | None = None
    from_day: date | None = None
    to_day: date | None = None
    period: str = "all"
    by: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.period not in PERIODS:
            raise WrongOption(f"Perioden {self.period} finns inte. Välj bland {', '.join(PERIODS)}.")
        if self.from_day and self.to_day and self.from_day > self.to_day:
            raise WrongOption(f"Från och med {self.from_day} ligger efter till och med {self.to_day}.")
        if len(set(self.by)) < len(self.by):
            raise WrongOption("Samma uppdelning är angiven mer än en gång.")

    def settled(self, snapshot: Snapshot) -> "Options":
        """The same, with the day filled in; raises WrongOption for what these data do not have."""
        for code in self.services:
            if code not in (service.service for service in snapshot.services):
                raise WrongOption(f"Verksamheten {code} finns inte i underlaget.")
        for name in self.by:
            _check_group(name, [service for service in snapshot.services if self.wants(service)])
        return replace(self, as_of=self.as_of or snapshot.as_of or snapshot.last_day)

    @property
    def points(self) -> str:
        """The periods that a series is made of: months where nothing shorter than all time is asked for."""
        return "month" if self.period == "all" else self.period

    def wants(self, service: Service) -> bool:
        return not self.services or service.service in self.services


def _check_group(name: str, services: list[Service]) -> None:
    if name in ALWAYS_GROUPS:
        return
    types = {variable.type for variable in _named(name, services)}
    if not types:
        raise WrongOption(f"Det går inte att dela upp efter {name}: variabeln finns inte.")
    if not types.intersection(GROUP_TYPES):
        raise WrongOption(f"Det går inte att dela upp efter {name}: bara val, ja/nej och tal kan delas upp.")


def _named(name: str, services: list[Service]) -> Iterator[Variable]:
    return (variable for service in services for variable in service.variables if variable.variable == name)


@dataclass(frozen=True)
class Calendar:
    """Which period each day belongs to, as a number: the months since 1970-01, a quarter's number and so on."""

    period: str
    from_day: date | None = None
    to_day: date | None = None

    def of(self, days: Array) -> Array:
        """int16: the period of each day, -1 for days that are not counted."""
        if self.period == "all" and not (self.from_day or self.to_day):
            not_counted: Array = days == NO_DAY  # much cheaper than to look each day up
            return -not_counted.astype(np.int16)
        periods: Array = self.codes.take(days, mode="clip")  # every day has its place; to ask takes as long as to look
        return periods

    @cached_property
    def in_points(self) -> "Calendar":
        """The same days in the periods that a series is made of."""
        return replace(self, period="month") if self.period == "all" else self

    @cached_property
    def codes(self) -> Array:
        """int16 [65536]: the period of every day number, -1 for days that are not counted."""
        days = np.arange(NO_DAY + 1)
        if self.period == "all":
            codes = np.zeros(len(days), np.int16)
        else:
            months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int16)
            codes = months // np.int16(MONTHS_IN[self.period])
        codes[NO_DAY] = -1
        if self.from_day:
            codes[: max(0, day_number(self.from_day))] = -1
        if self.to_day:
            codes[max(0, day_number(self.to_day) + 1) :] = -1
        return codes


calendar_of = lru_cache(maxsize=32)(Calendar)  # with its codes, which take longer to find than to count an episode


def period_number(period: str, day: date) -> int:
    """The number of the period that a day belongs to, as in a Calendar."""
    return (12 * (day.year - EPOCH.year) + day.month - 1) // MONTHS_IN[period]


@lru_cache(maxsize=4096)
def period_label(period: str, code: int) -> str:
    """`2016`, `2016-H1`, `2016-Q1`, `2016-03` or `all`."""
    if period == "all":
        return "all"
    year, part = divmod(code, 12 // MONTHS_IN[period])
    year += EPOCH.year
    return {"year": f"{year}", "half": f"{year}-H{part + 1}", "quarter": f"{year}-Q{part + 1}"}.get(
        period, f"{year}-{part + 1:02}"
    )
