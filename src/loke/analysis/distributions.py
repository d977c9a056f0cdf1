"""What lies behind the tables, for pictures: values behind each expectation, and starts and ends behind each scale."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from loke.analysis.better import measured
from loke.analysis.expectations import values_seen
from loke.analysis.frame import CELL
from loke.analysis.summary import Row, Summary


@dataclass(frozen=True)
class ExpectationDistribution(Row):
    """`values`: (value, episodes) in ascending order; numbers, option codes, or `yes` and `no`."""

    expectation: str
    version: str
    kind: str
    values: tuple[tuple[float | str, int], ...]


@dataclass(frozen=True)
class ScaleDistribution(Row):
    """`pairs`: (start, end, episodes), exact, in ascending order."""

    instrument: str
    scale: str
    respondent: str | None
    pairs: tuple[tuple[Fraction, Fraction, int], ...]


@dataclass(frozen=True)
class Distributions:
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
    for found in measured(summary):
        pairs = found.pairs
        tops_and_bottoms = (pairs.start.top, pairs.start.bottom, pairs.end.top, pairs.end.bottom, pairs.often)
        often: dict[tuple[Fraction, Fraction], int] = {}
        for a, b, c, d, times in zip(*(column.tolist() for column in tops_and_bottoms), strict=True):
            key = Fraction(a, b), Fraction(c, d)
            often[key] = often.get(key, 0) + times
        listed = tuple((start, end, times) for (start, end), times in sorted(often.items()))
        yield ScaleDistribution(
            *summary.where(found.cell), found.instrument, found.scale.scale, found.respondent, listed
        )
