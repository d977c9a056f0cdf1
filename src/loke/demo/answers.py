"""What is answered: variables at opening and closing, questionnaires before, during, at the end and after."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from loke.demo.calendar import workday
from loke.demo.draws import about, pick
from loke.demo.life import Filled, Life

SKIPPED = 0.015  # of the items
REASONS = ("declined", "do_not_know", "not_applicable")


def values(variables: Sequence[Mapping], how_far: float, missing: float, chance: Random) -> dict[str, object]:
    """An answer to each variable by code, where there is one; the weights go from `draw` to `later` over the years."""
    return {one["code"]: _value(one, how_far, chance) for one in variables if chance.random() >= missing}


def _value(variable: Mapping, how_far: float, chance: Random) -> object:
    if variable["type"] == "number":
        mean, sd, lowest, highest = variable["number"]
        return min(max(round(about(chance, mean, sd)), lowest), highest)
    codes = [code for code, _ in variable.get("options", ())]
    later = variable.get("later", variable["draw"])
    weights = [first + (last - first) * how_far for first, last in zip(variable["draw"], later, strict=True)]
    if variable["type"] == "yes_no":
        return "yes" if chance.random() < weights[0] else "no"
    if variable["type"] == "choices":
        return [c for c, weight in zip(codes, weights, strict=True) if chance.random() < weight] or codes[:1]
    return pick(chance, codes, weights)


def filled(
    life: Life, plan: Mapping, instruments: Mapping[str, Mapping], day: date, late: bool, chance: Random
) -> Iterator[Filled]:
    """The planned fillings-in that came about; a person's level changes on the way to the end and then stays."""
    level, change = about(chance, *plan["start"]), about(chance, *plan["change"][life.kind or "other"])
    for occasion, when, months, share in _occasions(life, plan, late):
        come = chance.random() < share
        part = min(1.0, (when - life.opened).days / max(60, (life.until - life.opened).days))
        answers = _answers(plan, instruments[plan["instrument"]], level, change * part, chance)
        mode = pick(chance, ("alone", "with_staff", "paper"), (6, 3, 1))
        if come and when <= day:
            yield Filled(plan["instrument"], occasion, when, months, mode, answers)


def _occasions(life: Life, plan: Mapping, late: bool) -> Iterator[tuple[str, date, int | None, float]]:
    yield "start", min(workday(life.opened + timedelta(days=6)), life.last), None, 0.6 if late else plan["at_start"]
    every = plan.get("every", 10_000)
    for days in range(every, (life.last - life.opened).days - 20, every):
        yield "during", workday(life.opened + timedelta(days=days)), None, 0.78
    if life.kind:
        yield "end", life.last, None, plan["at_end"][life.kind]
        if "after" in plan:
            yield "after", life.last + timedelta(days=round(30.4 * plan["after"])), plan["after"], plan["at_after"]


def _answers(plan: Mapping, instrument: Mapping, level: float, change: float, chance: Random) -> dict:
    return {item: _answer(plan, item, instrument["limits"], level, change, chance) for item in instrument["items"]}


def _answer(
    plan: Mapping, item: str, limits: Sequence[int], level: float, change: float, chance: Random
) -> Decimal | str:
    more = plan.get("more", {}).get(item.partition("-")[0], 0.0) if change else 0.0
    number = about(chance, level + change + more * bool(change), plan["noise"])
    if chance.random() < SKIPPED:
        return chance.choice(REASONS)
    return Decimal(str(round(min(max(number, limits[0]), limits[1]), plan["decimals"] or None)))
