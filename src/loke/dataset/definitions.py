"""What a service has said beforehand, as plain values: variables, interventions, endings, scales, norms and more."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from loke.dataset.plain import Plain


@dataclass(eq=False, repr=False)
class Option(Plain):
    """One answer to choose from; `becomes` is the option of the same variable that its answers count as, if any."""

    option: str
    name: str
    order: int | None = None
    becomes: str = ""


@dataclass(eq=False, repr=False)
class Variable(Plain):
    """What is asked about everybody, at some occasions."""

    variable: str
    name: str
    role: str
    type: str
    occasions: tuple[str, ...] = ("opening",)
    component: str = ""
    purpose: str = ""
    options: tuple[Option, ...] = ()


@dataclass(eq=False, repr=False)
class Intervention(Plain):
    """Something that the service does."""

    intervention: str
    name: str
    intended: bool


@dataclass(eq=False, repr=False)
class Ending(Plain):
    """A way in which an episode may close."""

    ending: str
    name: str
    kind: str
    planned: bool | None = None


@dataclass(eq=False, repr=False)
class PlannedPhase(Plain):
    """A phase of the way through."""

    phase: str
    name: str
    order: int


@dataclass(eq=False, repr=False)
class PlannedInstrument(Plain):
    """The occasions on which a service asks with an instrument; of others than these nothing is due."""

    instrument: str
    at_start: bool
    every_weeks: int | None
    at_end: bool
    months_after: tuple[int, ...] = ()


@dataclass(eq=False, repr=False)
class Expectation(Plain):
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


@dataclass(eq=False, repr=False)
class Retired(Plain):
    """A variable that is asked no longer from a day."""

    variable: str
    day: date


@dataclass(eq=False, repr=False)
class Service(Plain):
    """A service with all that it has said; everything in the order in which it is told.

    Of an instrument that is not in its `plan` it has not said when it asks; `retired` are variables it no longer asks.
    """

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
    plan: tuple[PlannedInstrument, ...] = ()
    retired: tuple[Retired, ...] = ()

    @property
    def several(self) -> set[str]:
        """The variables to which several answers may be given."""
        return {one.variable for one in self.variables if one.type == "choices"}


@dataclass(eq=False, repr=False)
class Item(Plain):
    """The limits of one item; `allowed` is empty when every whole number between them may be answered."""

    item: str
    lowest: Fraction | None
    highest: Fraction | None
    allowed: tuple[Fraction, ...] = ()


@dataclass(eq=False, repr=False)
class Scale(Plain):
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


@dataclass(eq=False, repr=False)
class Norm(Plain):
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


@dataclass(eq=False, repr=False)
class Instrument(Plain):
    """An instrument; `items` in the order of the answer matrix, each with its own limits."""

    instrument: str
    items: tuple[Item, ...] = ()
    scales: tuple[Scale, ...] = ()
    norms: tuple[Norm, ...] = ()
