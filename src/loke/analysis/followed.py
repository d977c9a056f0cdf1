"""One measure before and since a day: two figures and their difference, and runs beside the median of what was before.

Runs are judged as in a run chart (Anhøj & Olesen 2014): an unusually long run on one side, or unusually few crossings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, log2

from loke.analysis.comparisons import Spread, one_sample, spread_of, welch
from loke.analysis.estimates import Difference, newcombe, wilson

RUNS_FROM = 10  # points beside the median: where the tables of limits in the authors' own qicharts begin
RARE = 0.05  # of series in which chance alone gives fewer crossings than this many


@dataclass(frozen=True)
class Figure:
    """A share, of `hits` among `n`, or a mean of `n` values with `sd`, and its 95 % interval where there is one.

    `people` is how many are behind it where somebody may be counted more than once.
    """

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    hits: int | None = None
    sd: float | None = None
    people: int | None = None


def share_figure(hits: int, of: int) -> Figure:
    return Figure(of, hits / of if of else None, *wilson(hits, of), hits=hits)


def mean_figure(values: Sequence[float], often: Sequence[int]) -> Figure:
    """Of values in ascending order and how often each was met."""
    if not sum(often):
        return Figure(0)
    found = spread_of(values, often)
    mean, low, high = one_sample(found, 0.0)
    return Figure(found.n, mean, low, high, sd=found.sd)


def difference(since: Figure, before: Figure) -> Difference:
    """Since less before: Newcombe's interval for shares and Welch's for means; nothing where either has no spread."""
    if since.hits is not None and before.hits is not None:
        return newcombe(since.hits, since.n, before.hits, before.n)
    if min(since.n, before.n) < 2 or not (since.sd and before.sd):
        return Difference()
    return welch(_spread(since), _spread(before))


def _spread(figure: Figure) -> Spread:
    return Spread(figure.value or 0.0, figure.sd or 0.0, figure.n)


@dataclass(frozen=True)
class Runs:
    """What the points beside a median do; `longest` is the longest run with a point since the start, above if `up`."""

    useful: int
    longest: int = 0
    up: bool = False
    crossings: int = 0

    @property
    def enough(self) -> bool:
        return self.useful >= RUNS_FROM

    @property
    def most(self) -> int:
        """The longest run that chance is expected to give."""
        return round(log2(self.useful)) + 3 if self.useful else 0

    @property
    def fewest(self) -> int:
        """The fewest crossings that chance is expected to give: the fifth percentile of crossings."""
        steps, summed, k = self.useful - 1, 0, 0
        while steps > 0 and (summed := summed + comb(steps, k)) < RARE * 2**steps:
            k += 1
        return k

    @property
    def is_shift(self) -> bool:
        return self.enough and self.longest > self.most

    @property
    def is_crossing(self) -> bool:
        return self.enough and self.crossings < self.fewest


def runs(values: Sequence[float], since: Sequence[bool], median: float) -> Runs:
    """Of points in the order of time. Those on the median count as no points: they neither end a run nor cross."""
    sides = [(value > median, after) for value, after in zip(values, since, strict=True) if value != median]
    longest, up, crossings, length, reaches = 0, False, 0, 0, False
    for place, (side, after) in enumerate(sides):
        turned = place > 0 and side != sides[place - 1][0]
        crossings += turned
        length, reaches = (1, after) if turned else (length + 1, reaches or after)
        if reaches and length > longest:
            longest, up = length, side
    return Runs(len(sides), longest, up, crossings)
