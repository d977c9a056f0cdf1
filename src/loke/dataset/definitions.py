"""What a service has said beforehand, as plain values: variables, interventions, endings, scales, norms and more."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class Option:
    """One answer to choose from; `becomes` is the option of the same variable that its answers count as, if any."""

    option: str
    name: str
    order: int | None = None
    becomes: str = ""


@dataclass(frozen=True)
class Variable:
    """What is asked about everybody, at some occasions."""

    variable: str
    name: str
    role: str
    type: str
    occasions: tuple[str, ...] = ("opening",)
    component: str = ""
    purpose: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Intervention:
    """Something that the service does."""

    intervention: str
    name: str
    intended: bool


@dataclass(frozen=True)
class Ending:
    """A way in which an episode may close."""

    ending: str
    name: str
    kind: str
    planned: bool | None = None


@dataclass(frozen=True)
class PlannedPhase:
    """A phase of the way through."""

    phase: str
    name: str
    order: int


@dataclass(frozen=True)
class Expectation:
    """One checkable expectation in one version; `options` holds every accepted option of kind category."""

    expectation: str
    version: str
    valid_from: date
    valid_to: date | None
    kind: str
    text: str
    variable: str = ""
    options: tuple[str, ...] = ()
    intervention: str = ""
    phase: str = ""
    instrument: str = ""
    scale: str = ""
    lowest: Fraction | None = None
    highest: Fraction | None = None
    months: int | None = None
    share: Fraction | None = None


@dataclass(frozen=True)
class Service:
    """A service with all that it has said; everything in the order in which it is told."""

    service: str
    name: str
    organisation: str = ""
    group: str = ""
    client_term: str = ""
    variables: tuple[Variable, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    endings: tuple[Ending, ...] = ()
    phases: tuple[PlannedPhase, ...] = ()
    expectations: tuple[Expectation, ...] = ()

    @property
    def several(self) -> set[str]:
        """The variables to which several answers may be given."""
        return {one.variable for one in self.variables if one.type == "choices"}


@dataclass(frozen=True)
class Item:
    """The limits of one item; `allowed` is empty when every whole number between them may be answered."""

    item: str
    lowest: Fraction | None
    highest: Fraction | None
    allowed: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class Scale:
    """How the answers become a score; every number exact, as written in the dataset."""

    scale: str
    name: str
    better: str
    step: Fraction
    items: tuple[str, ...] = ()
    reversed: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    score: str = ""
    lowest: Fraction | None = None
    highest: Fraction | None = None
    need: int | None = None
    multiply: Fraction = Fraction(1)
    add: Fraction = Fraction(0)
    sd: Fraction | None = None
    reliability: Fraction | None = None
    reliability_kind: str = ""
    reliable: Fraction | None = None
    cutoff: Fraction | None = None
    cutoff_female: Fraction | None = None
    cutoff_male: Fraction | None = None
    source: str = ""


@dataclass(frozen=True)
class Norm:
    """How people in general score on one scale."""

    scale: str
    norm: str
    name: str
    mean: Fraction
    sd: Fraction | None = None
    n: int | None = None
    country: str = ""
    year: int | None = None
    ages: str = ""
    source: str = ""


@dataclass(frozen=True)
class Instrument:
    """An instrument; `items` in the order of the answer matrix, each with its own limits."""

    instrument: str
    items: tuple[Item, ...] = ()
    scales: tuple[Scale, ...] = ()
    norms: tuple[Norm, ...] = ()
