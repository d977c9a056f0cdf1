"""What the library knows about an instrument: every fact with how sure it is and where it comes from."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

STATUSES = ("verified", "derived", "secondary", "memory")
SURE = ("verified", "derived")  # the others take no part in scoring or limits until an organisation confirms them


@dataclass(frozen=True)
class Source:
    code: str
    what: str
    address: str = ""


@dataclass(frozen=True)
class Fact:
    """One thing that is said; `path` is its name within the instrument, by which it is confirmed."""

    path: str
    value: Any
    status: str
    source: Source
    note: str = ""

    @property
    def sure(self) -> bool:
        return self.status in SURE

    def on(self, confirmed: Collection[str]) -> bool:
        return self.sure or self.path in confirmed

    @property
    def written(self) -> str:
        """The value as it is kept with a confirmation: if the library changes, the confirmation no longer holds."""
        return repr(self.value)


@dataclass(frozen=True)
class Answers:
    """What some of the items may be answered with: `allowed` values, or everything between with so many decimals."""

    fact: Fact
    items: tuple[int, ...]
    lowest: Fraction
    highest: Fraction
    allowed: tuple[Fraction, ...] = ()
    decimals: int = 0

    def allows(self, value: Fraction) -> bool:
        if self.allowed:
            return value in self.allowed
        return self.lowest <= value <= self.highest and (value * 10**self.decimals).denominator == 1


@dataclass(frozen=True)
class Band:
    """A named stretch of the score, shown beside it; `of` tells for whom it holds."""

    fact: Fact
    name: str
    low: Fraction | None
    high: Fraction | None
    of: str


@dataclass(frozen=True)
class NormGroup:
    fact: Fact
    code: str
    name: str
    mean: Fraction
    sd: Fraction | None
    n: int | None
    country: str
    year: int | None


@dataclass(frozen=True)
class LibraryScale:
    """A scale with its facts by name: better, items, reversed, need, score or parts, range, and limits where known."""

    code: str
    name: str
    facts: Mapping[str, Fact]
    score: str = ""
    multiply: Fraction = Fraction(1)
    add: Fraction = Fraction(0)
    reliability_kind: str = ""
    bands: tuple[Band, ...] = ()
    norms: tuple[NormGroup, ...] = ()

    def value(self, name: str, confirmed: Collection[str] = (), default: Any = None) -> Any:
        """The value of a fact that is on, else `default`."""
        fact = self.facts.get(name)
        return fact.value if fact and fact.on(confirmed) else default

    @property
    def key(self) -> tuple[Fact, ...]:
        """The facts without which answers do not become a score."""
        return tuple(self.facts[name] for name in ("items", "reversed", "need", "score", "parts") if name in self.facts)


@dataclass(frozen=True)
class Licence:
    """`own` when each organisation needs a licence; `text` is free when anybody may write the questions down."""

    fact: Fact
    own: bool
    text: str


@dataclass(frozen=True)
class Change:
    """Whether the instrument may be used to measure change; when not, what to use `instead`."""

    fact: Fact
    use: bool
    reason: str
    instead: tuple[str, ...]


@dataclass(frozen=True)
class Alarm:
    """Items whose answer staff must see at once when it is `lowest` or more."""

    fact: Fact
    items: tuple[int, ...]
    lowest: Fraction
    say: str


@dataclass(frozen=True)
class Vector:
    """Answers with the scores they must give; None is not answered, and no score."""

    why: str
    answers: tuple[Fraction | None, ...]
    scores: Mapping[str, Fraction | None]


@dataclass(frozen=True)
class Given:
    """Ready scores of one scale that must be taken, and that must be refused."""

    scale: str
    taken: tuple[Fraction, ...]
    refused: tuple[Fraction, ...]


@dataclass(frozen=True)
class Entry:
    """An instrument of the library. `scored` from its items, by ready scores only, or not at all."""

    code: str
    measures: tuple[str, ...]
    scored: str
    facts: Mapping[str, Fact]
    licence: Licence
    change: Change | None
    alarm: Alarm | None
    answers: tuple[Answers, ...]
    scales: tuple[LibraryScale, ...]
    vectors: tuple[Vector, ...]
    refused: tuple[tuple[int, Fraction], ...]
    given: tuple[Given, ...]

    @property
    def name(self) -> str:
        return str(self.facts["name"].value)

    def scale(self, code: str) -> LibraryScale:
        return next(one for one in self.scales if one.code == code)

    def answers_to(self, item: int) -> Answers:
        return next(one for one in self.answers if item in one.items)

    def all_facts(self) -> Iterator[tuple[str, Fact]]:
        """Every fact with the name of the scale it is about, or nothing, in the order of the file."""
        rules = [rule.fact for rule in (self.licence, self.change, self.alarm) if rule]
        yield from (("", fact) for fact in (*self.facts.values(), *rules, *(one.fact for one in self.answers)))
        for scale in self.scales:
            groups = [one.fact for one in (*scale.bands, *scale.norms)]
            yield from ((scale.name, fact) for fact in (*scale.facts.values(), *groups))

    def fact(self, path: str) -> Fact | None:
        return next((fact for _, fact in self.all_facts() if fact.path == path), None)
