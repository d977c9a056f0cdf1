"""Comparable services side by side: each share with the limits that chance sets for its size, and never a rank."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

from loke.analysis.attendance import attendance
from loke.analysis.better import better, measure_of, measures_of
from loke.analysis.counts import Array
from loke.analysis.endings import completion
from loke.analysis.estimates import Z
from loke.analysis.summary import Row, Summary

FEWEST, OVERDISPERSED_FROM = 5, 10  # services for limits at all, and for telling how much more than chance they differ
WINSORISED = 0.1  # of the services at each end count as the one beside them (Spiegelhalter 2005)
Z998 = 3.090232306167813  # the standard normal distribution's 99.9th percentile
LEVELS = (0.001, 0.025, 0.975, 0.999)
MADE_OF = {"completion": completion, "attendance": attendance, "better": better}
TIE = 1e-12  # a probability so close to a level has reached it


@dataclass(eq=False, repr=False)
class ServicesRow(Row):
    """One service among those of its group; `group` is theirs, and `by` is always None."""

    measure: str
    n: int
    of: int
    value: float
    centre: float | None
    lower95: float | None
    upper95: float | None
    lower998: float | None
    upper998: float | None
    outside: str | None


class Counted(NamedTuple):
    """What a service's share is made of; `place` orders the measures as they are first told."""

    group: str
    place: int
    measure: str
    period: str
    service: str
    n: int
    of: int


class Limits(NamedTuple):
    lower998: float
    lower95: float
    upper95: float
    upper998: float


def services(summary: Summary) -> Iterator[ServicesRow]:
    return of_rows(summary, {name: table(summary) for name, table in MADE_OF.items()})


def of_rows(summary: Summary, tables: Mapping[str, Iterable[Any]]) -> Iterator[ServicesRow]:
    return compared(counted(summary, tables))


def compared(counts: Iterable[Counted]) -> Iterator[ServicesRow]:
    """A row for each service, beside the others of its group in the same measure and period."""
    for _, each in groupby(sorted(counts), key=lambda one: one[:4]):
        those = list(each)
        limits = limits_of([(one.n, one.of) for one in those])
        for one in those:
            yield _row(one, *(limits.centre, limits.of(one.of)) if limits else (None, None))


def _row(one: Counted, centre: float | None, limits: Limits | None) -> ServicesRow:
    value = one.n / one.of
    named = (one.service, one.period, None, one.group, one.measure, one.n, one.of, value, centre)
    if limits is None:
        return ServicesRow(*named, None, None, None, None, None)
    lower998, lower95, upper95, upper998 = limits
    return ServicesRow(*named, lower95, upper95, lower998, upper998, outside(value, limits))


def counted(summary: Summary, tables: Mapping[str, Iterable[Any]]) -> Iterator[Counted]:
    """From the tables it is MADE_OF: every share of every service that has a group, where it is of anybody; all kinds
    of respondents together."""
    groups = {service.service: service.group for service in summary.services}
    found: dict[tuple[str, str, str], list[int]] = {}
    for measure, row, n, of in _told(tables):
        if row.by is None and of and groups[row.service]:
            both = found.setdefault((measure, row.period, row.service), [0, 0])
            both[0], both[1] = both[0] + n, both[1] + of
    order = {name: place for place, name in enumerate(["completed", "missed", *measures_of(summary.instruments)])}
    for (measure, period, service), (n, of) in found.items():
        yield Counted(groups[service], order[measure], measure, period, service, n, of)


def _told(tables: Mapping[str, Iterable[Any]]) -> Iterator[tuple[str, Row, int, int]]:
    yield from (("completed", row, row.completed, row.of) for row in tables["completion"])
    yield from (("missed", row, row.missed, row.planned) for row in tables["attendance"] if row.intervention == "all")
    yield from ((measure_of(row.instrument, row.scale), row, row.better, row.pairs) for row in tables["better"])


def outside(value: float, limits: Limits) -> str | None:
    if not limits.lower998 <= value <= limits.upper998:
        return "998"
    return None if limits.lower95 <= value <= limits.upper95 else "95"


class Funnel(NamedTuple):
    """The share of all services together, and how much they vary beside chance; None where no more than chance."""

    centre: float
    extra: float | None

    def of(self, size: int) -> Limits:
        """The limits for a service of that size."""
        if self.extra is None:
            return Limits(*(k / size for k in binomial_quantiles(size, self.centre)))
        return _widened(size, self.centre, self.extra)


def limits_of(counts: Sequence[tuple[int, int]]) -> Funnel | None:
    """From each service's (n, of), at least five of them."""
    if len(counts) < FEWEST:
        return None
    n, of = np.array(counts, np.int64).T
    centre = int(n.sum()) / int(of.sum())
    return Funnel(centre, between(n, of, centre) if len(counts) >= OVERDISPERSED_FROM else None)


def between(n: Array, of: Array, centre: float) -> float | None:
    """How much the services vary beside chance, tau squared (DerSimonian & Laird 1986), on the arcsine scale; None
    where they do not vary more than chance explains (Spiegelhalter 2005)."""
    weight = 4.0 * of
    z = (np.arcsin(np.sqrt(n / of)) - math.asin(math.sqrt(centre))) * np.sqrt(weight)
    ends = np.interp(np.array([WINSORISED, 1 - WINSORISED]) * (len(z) - 1), np.arange(len(z)), np.sort(z))
    phi = float((np.clip(z, *ends) ** 2).mean())
    if phi <= 1:
        return None
    total = weight.sum()
    return float((len(z) * phi - (len(z) - 1)) / (total - (weight**2).sum() / total))


def _widened(of: int, centre: float, extra: float) -> Limits:
    middle, spread = math.asin(math.sqrt(centre)), math.sqrt(1 / (4 * of) + extra)
    angles = (middle + z * spread for z in (-Z998, -Z, Z, Z998))
    return Limits(*(math.sin(min(max(angle, 0.0), math.pi / 2)) ** 2 for angle in angles))


def binomial_quantiles(size: int, share: float) -> list[int]:
    """The least k with P(X <= k) at LEVELS or above, for X of `size` that each hold with probability `share`.

    From ratios of neighbouring probabilities, far enough out that what is left has no say.
    """
    if share in (0, 1):
        return [round(size * share)] * len(LEVELS)
    reach = 12 * math.sqrt(size * share * (1 - share)) + 40
    low, high = max(0, math.floor(size * share - reach)), min(size, math.ceil(size * share + reach))
    k = np.arange(low, high)
    log = np.append(0.0, np.cumsum(np.log((size - k) / (k + 1)) + math.log(share) - math.log1p(-share)))
    below = np.cumsum(np.exp(log - log.max()))
    reached = np.searchsorted(below / below[-1], np.array(LEVELS) - TIE)
    return [low + int(place) for place in reached]
