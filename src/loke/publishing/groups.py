"""Groups side by side: what a group of numbers is called, and which groups the figures allow us to tell apart."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from statistics import NormalDist
from typing import NamedTuple

from loke.analysis.estimates import newcombe, wilson
from loke.publishing.numbers import EN_DASH, Number, shortest
from loke.publishing.readings import CHANCE, TOO_FEW

SEVERAL = ("missed",)  # measures that one person may count in more than once, so that no interval covers a difference
UNADJUSTED = 2  # comparisons
COMPARED_FROM = 10  # people in a group; below that it is shown but not compared (methods.md 2.7)
AGES = {"sv": ("{} och yngre", "{} och äldre"), "en": ("{} and younger", "{} and older")}
NUMBERS = {"sv": ("högst {}", "över {}", "över {} till {}"), "en": ("at most {}", "over {}", "over {} to {}")}


class Group(NamedTuple):
    """A group of a split: `n` of `of` people; `known` is False for those whose group is missing."""

    name: str
    n: int
    of: int
    known: bool = True

    @property
    def share(self) -> float:
        return self.n / self.of

    @property
    def interval(self) -> tuple[float, float]:
        low, high = wilson(self.n, self.of)
        return low or 0.0, high or 0.0


Pair = tuple[Group, Group]


def comparable(groups: Sequence[Group]) -> list[Group]:
    return [group for group in groups if group.known and group.of >= COMPARED_FROM]


def too_few(groups: Sequence[Group]) -> tuple[list[Group], list[Group]]:
    """Those too small for a share, and those that have one but are too small to compare."""
    tiny = [group for group in groups if group.of < TOO_FEW]
    return tiny, [group for group in groups if group.known and TOO_FEW <= group.of < COMPARED_FROM]


def differing(groups: Sequence[Group]) -> list[Pair]:
    """The pairs of comparable groups whose shares differ by more than chance when all pairs are looked at."""
    return differing_in([groups])[0]


def differing_in(splits: Sequence[Sequence[Group]]) -> list[list[Pair]]:
    """The same for each of several splits that are read together, all of their pairs judged as one.

    Newcombe's interval of the difference at the level that Holm (1979) gives the pairs not yet told apart.
    """
    waiting = [(place, pair) for place, groups in enumerate(splits) for pair in combinations(comparable(groups), 2)]
    found: list[list[Pair]] = [[] for _groups in splits]
    few = len(waiting) <= UNADJUSTED
    while apart := [one for one in waiting if _differ(*one[1], of=1 if few else len(waiting))]:
        for place, pair in apart:
            found[place].append(pair)
        waiting = [one for one in waiting if one not in apart]
    return found


def _differ(one: Group, other: Group, of: int) -> bool:
    z = NormalDist().inv_cdf(1 - 0.025 / of)
    difference = newcombe(one.n, one.of, other.n, other.of, z)
    return difference.low is not None and difference.high is not None and not difference.low <= 0 <= difference.high


def surely(ps: Sequence[float]) -> list[bool]:
    """Which comparisons show more than chance; of more than two each must pass the level that Holm (1979) gives it."""
    if len(ps) <= UNADJUSTED:
        return [p < CHANCE for p in ps]
    found = [False] * len(ps)
    for rank, place in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        if ps[place] >= CHANCE / (len(ps) - rank):
            break
        found[place] = True
    return found


def age_groups(cuts: Sequence[Number], language: str = "sv") -> Iterator[str]:
    """As "16 och yngre", "17–18", "19", "20 och äldre" for ages cut at three quartiles, the cut belonging below."""
    ends = [int(cut) for cut in cuts]
    youngest, oldest = AGES[language]
    yield youngest.format(ends[0])
    for low, high in pairwise(ends):
        yield str(high) if high <= low + 1 else f"{low + 1}{EN_DASH}{high}"
    yield oldest.format(ends[-1] + 1)


def number_groups(cuts: Sequence[Number], language: str = "sv") -> Iterator[str]:
    """As "högst 4", "över 4 till 7", "över 7 till 12", "över 12" for numbers cut at three quartiles."""
    ends = [shortest(cut, language) for cut in cuts]
    least, most, between = NUMBERS[language]
    yield least.format(ends[0])
    yield from (between.format(low, high) for low, high in pairwise(ends))
    yield most.format(ends[-1])
