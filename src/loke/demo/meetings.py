"""The meetings of one episode: planned at an uneven pace, missed and cancelled, groups on a day of their own."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random

from loke.dataset.snapshot import ATTENDANCE
from loke.demo.calendar import is_workday, on_weekday, workday, year_of
from loke.demo.draws import about, pick
from loke.demo.life import Life, Meeting

BEGINNING = 90  # days with the closer meetings
JULY = 0.65  # of what would be booked in July is left out


def planned(life: Life, plan: Mapping, begin: date, chance: Random) -> list[Meeting]:
    """The meetings up to the closing day or the story's, in order; who will leave misses more.

    Two of the same kind that fall on one Monday, because of a weekend, are one.
    """
    pace = plan["story"]["pace"][year_of(begin, life.opened)] * chance.lognormvariate(0, 0.32)
    misses = chance.lognormvariate(0, 0.35) * (1.5 if life.kind == "discontinued" else 1.0)
    meetings = [
        _meeting(day, each, plan["code"], misses, chance)
        for each in plan["interventions"]
        if chance.random() < each.get("share", 1.0)
        for day in _days(life, each, pace, chance)
    ]
    return sorted({(one.date, one.intervention): one for one in meetings}.values())


def _days(life: Life, each: Mapping, pace: float, chance: Random) -> Iterator[date]:
    day = life.opened + timedelta(days=round(each.get("first", 2) * chance.uniform(0.6, 1.5)))
    for _ in range(each.get("at_most", 10_000)):
        met = on_weekday(day, each["weekday"]) if "weekday" in each else workday(day)
        if met > life.last:
            return
        if is_workday(met) and (met.month != 7 or chance.random() > JULY):
            yield met
        if "weekday" in each:
            day = met + timedelta(days=1)
        else:
            days = each["every"][(met - life.opened).days > BEGINNING]
            day += timedelta(days=max(1, round(about(chance, days, days * 0.3) / pace)))


def _meeting(day: date, each: Mapping, service: str, misses: float, chance: Random) -> Meeting:
    missed = min(0.6, each["missed"] * misses)
    how = pick(chance, ATTENDANCE, (1 - missed - each["cancelled"], missed, each["cancelled"]))
    minutes = max(5, each["minutes"] + 5 * round(about(chance, 0, 1.2))) if how == "attended" else None
    if "weekday" in each:
        return Meeting(day, each["code"], how, each["minutes"], f"{each['code']}-{day}")
    return Meeting(day, each["code"], how, minutes, "")
