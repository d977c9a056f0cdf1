"""What it costs: for each who took part, each hour of support, each who completed and each who was helped."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from loke.analysis.estimates import wilson

LIMITS = tomllib.loads((files("loke.analysis") / "cost.toml").read_text("utf-8"))
LEAST_TOLD: int = LIMITS["told"]["least"]  # contacts whose length is told
OF: int = LIMITS["told"]["of"]  # of so many
FEWEST: int = LIMITS["fewest"]["people"]  # for whom it is known if they were helped, or that a cost is divided among


@dataclass(frozen=True)
class Cost:
    """What was spent: `unit` is "kr", or "hours" of work when nobody has said what an hour costs."""

    amount: float
    unit: str


@dataclass(frozen=True)
class Support:
    """How long the contacts took together, of the `told` among them all whose length was told."""

    minutes: int
    told: int
    contacts: int

    @property
    def is_told(self) -> bool:
        """Whether the length of enough of the contacts is told to say what an hour costs."""
        return OF * self.told >= LEAST_TOLD * self.contacts


@dataclass(frozen=True)
class Helped:
    """How many were helped, of so many for whom it is known."""

    n: int
    of: int


@dataclass(frozen=True)
class Each:
    """The cost for each of `n`, and its 95 % interval; no `high` where there is no upper limit."""

    cost: float | None
    n: float
    low: float | None = None
    high: float | None = None


def spent(kr: float | None, hours: float | None, hourly: float | None) -> Cost | None:
    """Kronor as they are, else hours by what an hour costs, else hours alone; None when nothing was said."""
    if kr is not None:
        return Cost(kr, "kr")
    if hours is None:
        return None
    return Cost(hours, "hours") if hourly is None else Cost(hours * hourly, "kr")


def each(cost: Cost, n: int) -> Each | None:
    """The cost for each of `n` people; None for fewer than five."""
    return Each(cost.amount / n, n) if n >= FEWEST else None


def each_hour(cost: Cost, support: Support) -> Each | None:
    """The cost for each hour of support; None without any, and where the length of too many contacts is not told."""
    if support.minutes <= 0 or not support.is_told:
        return None
    return Each(60 * cost.amount / support.minutes, support.minutes / 60)


def each_helped(cost: Cost, closed: int, helped: Helped) -> Each | None:
    """The cost for each helped of those who closed: the cost for each, divided by the share helped and its interval.

    Those for whom it is not known are taken to be helped as often as the others. Where the share may be nought there
    is no upper limit, and where nobody was helped no cost either. None when it is known for fewer than five.
    """
    low, high = wilson(helped.n, helped.of)
    if helped.of < FEWEST or closed < helped.of or low is None or high is None:
        return None
    one = cost.amount / closed
    cost_each = one * helped.of / helped.n if helped.n else None
    return Each(cost_each, helped.n, one / high, one / low if low else None)
