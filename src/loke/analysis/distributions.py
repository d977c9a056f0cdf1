"""What lies behind the tables, for pictures: values behind each expectation, and starts and ends behind each scale."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from loke.analysis.better import before_after
from loke.analysis.expectations import values_seen
from loke.analysis.frame import CELL
from loke.analysis.summary import Row, Summary
from loke.dataset.plain import Plain


@dataclass(eq=False, repr=False)
class ExpectationDistribution(Row):
    """`values`: (value, episodes) in ascending order; numbers, option codes, or `yes` and `no`."""

    expectation: str
    version: str
    kind: str
    values: tuple[tuple[float | str, int], ...]


@dataclass(eq=False, repr=False)
class ScaleDistribution(Row):
    """`pairs`: (start, end, episodes), exact, in ascending order."""

    instrument: str
    scale: str
    respondent: str | None
    pairs: tuple[tuple[Fraction, Fraction, int], ...]


@dataclass(eq=False, repr=False)
class Distributions(Plain):
    """Both kinds."""

    expectations: tuple[ExpectationDistribution, ...]
    scales: tuple[ScaleDistribution, ...]


def distributions(summary: Summary) -> Distributions:
    grouped = summary.in_quartile_groups()
    return Distributions(tuple(_expectations(grouped)), tuple(_scales(grouped)))


def _expectations(summary: Summary) -> Iterator[ExpectationDistribution]:
    for (*cell, index), counts in summary.groups("expectations", CELL + 1):
        service = summary.services[cell[0]]
        one = service.expectations[index]
        values = tuple(values_seen(service, one, counts))
        yield ExpectationDistribution(*summary.where(tuple(cell)), one.expectation, one.version, one.kind, values)


def _scales(summary: Summary) -> Iterator[ScaleDistribution]:
    rows = before_after(summary)
    if rows is None:
        return
    found: list[dict[tuple[Fraction, Fraction], int]] = [{} for _ in rows.places]
    at = np.flatnonzero(rows.complete)
    columns = (rows.place, rows.start.top, rows.start.bottom, rows.end.top, rows.end.bottom, rows.often)
    for number, a, b, c, d, times in zip(*(column[at].tolist() for column in columns), strict=True):
        key = Fraction(a, b), Fraction(c, d)
        found[number][key] = found[number].get(key, 0) + times
    for place, often in zip(rows.places, found, strict=True):
        listed = tuple((start, end, times) for (start, end), times in sorted(often.items()))
        names = (place.instrument, place.scale.scale, place.respondent)
        yield ScaleDistribution(*summary.where(place.cell), *names, listed)
