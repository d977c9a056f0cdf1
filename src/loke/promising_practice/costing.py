"""What the work costs beside what comes of it, and the ways in which a group may say that somebody was helped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from loke.analysis.cost import Cost as Spent
from loke.analysis.cost import Helped, Support, each, each_helped, each_hour, spent
from loke.analysis.participation import helped_by_goals
from loke.analysis.summary import Row
from loke.followup.dataset import clients_of, support_of
from loke.promising_practice.found import evidence, part
from loke.promising_practice.ground import Ground, readable
from loke.promising_practice.models import Cost


@dataclass(frozen=True)
class Meaning:
    """A way to say that somebody was helped: how many were, and of how many it could have been known.

    `counted` raises HiddenColumn for what may not be seen.
    """

    code: str
    words: str
    counted: Callable[[], tuple[Helped, int]]


def spent_in(ground: Ground) -> tuple[Cost, Spent] | None:
    """What somebody has said that the period cost."""
    if ground.cost is None:
        cost = ground.service.costs.filter(period=ground.reading.period).first()
    else:
        cost = Cost(**ground.cost)
    told = cost and spent(*(None if one is None else float(one) for one in (cost.kr, cost.hours, cost.hourly)))
    return (cost, told) if told else None


def meanings(ground: Ground) -> list[Meaning]:
    """The ways to choose among in the period, each known of some of those who closed."""
    closed = ground.closed()
    if not closed:
        return []
    goals = [] if ground.outside else [_goals(ground, closed)]
    return [*(_better(ground, row, closed) for row in ground.seen("better", "pairs")), *goals]


def _better(ground: Ground, row: Row, closed: int) -> Meaning:
    code = ":".join(("better", row.instrument, row.scale, row.respondent or ""))
    words = _("bättre vid slut än vid start på %(scale)s") % {"scale": ground.reading.scale_name(row)}
    return Meaning(code, words, lambda: (Helped(row.better, row.pairs), closed))


def _goals(ground: Ground, closed: int) -> Meaning:
    words = _("alla bedömda mål nåddes helt eller i stor utsträckning")
    return Meaning("goals", words, lambda: (helped_by_goals(ground.reading.snapshot, *ground.days), closed))


def cost(ground: Ground) -> dict[str, Any] | None:
    """What it costs, and what has been counted."""
    found = spent_in(ground)
    if found is None:
        return None
    kept, told = found
    included = _("Så är det räknat: %(what)s") % {"what": kept.included} if kept.included else None
    return evidence(ground, _("Kostnad"), [ground.say.spent(told), included])


def cost_per_participant(ground: Ground) -> dict[str, Any] | None:
    """For each who took part, each hour of support and each who completed; of the first two no table may be shown."""
    if (found := spent_in(ground)) is None:
        return None
    told, completed = found[1], ground.seen("completion", "completed")
    n = None if ground.outside else clients_of(ground.service, *ground.days)
    support = Support(0, 0, 0) if ground.outside else support_of(ground.service, *ground.days)
    counts = {
        "participant": each(told, n or 0),
        "hour": each_hour(told, support),
        "completed": each(told, completed[0].completed if completed else 0),
    }
    says = [ground.say.each(what, one, told.unit) for what, one in counts.items() if one]
    whole = [ground.say.spent(told), *says, ground.say.lengths(support)]
    return _with_cost(found[0], evidence(ground, _("Kostnad för var och en"), whole, n=n)) if says else None


def _with_cost(cost: Cost, found: dict[str, Any]) -> dict[str, Any]:
    """The evidence, and what it was counted with, so that the same can be counted outside."""
    amounts = {name: getattr(cost, name) for name in ("kr", "hours", "hourly")}
    told = {name: None if one is None else str(one) for name, one in amounts.items()}
    return {**found, "cost": {**told, "helped": cost.helped}}


def cost_per_helped(ground: Ground) -> dict[str, Any] | None:
    """For each who was helped, as the group has said what that is."""
    found = spent_in(ground)
    chosen = found and next((one for one in meanings(ground) if one.code == found[0].helped), None)
    return readable(lambda: _per_helped(ground, chosen, *found)) if chosen else None


def _per_helped(ground: Ground, chosen: Meaning, cost: Cost, told: Spent) -> dict[str, Any] | None:
    helped, could = chosen.counted()
    one = each_helped(told, could, helped)
    if one is None:
        return None
    words = ground.reading.words
    says = [
        ground.say.spent(told),
        ground.say.each_helped(one, told.unit, helped, could, words),
        _("Som hjälpt räknas: %(means)s.") % {"means": chosen.words},
    ]
    figures = [part(ground, _("Hjälpta"), helped.n, helped.of)]
    return _with_cost(cost, evidence(ground, _("Kostnad för var och en som blev hjälpt"), says, figures, n=helped.of))
