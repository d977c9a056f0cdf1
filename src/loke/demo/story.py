"""Who comes to a service and what happens to them, drawn by chance from the figures of its file."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random

from loke.dataset.months import months_later
from loke.dataset.snapshot import ATTAINMENT
from loke.demo import answers, meetings
from loke.demo.calendar import beginning, progress, workday, year_of
from loke.demo.draws import about, one_of, pick
from loke.demo.life import Life

KINDS = ("completed", "discontinued", "other")
NEW = 42  # days: whoever came so lately may still lack something
RETURNS = 0.05
EVENLY = 0.618033988749895  # multiples of the golden ratio, taken modulo 1, lie as evenly as can be


def lives(plan: Mapping, instruments: Mapping[str, Mapping], day: date) -> list[Life]:
    """Everybody who has come to the service by `day`, in the order they came.

    Every client has a chance of their own, so that another day moves the story in time but tells the same one.
    """
    told: list[Life] = []
    for number, opened in enumerate(sorted(_openings(plan["story"], day))):
        chance = Random(f"{plan['code']} {plan['story']['seed']} {number}")  # noqa: S311
        life = _arrival(plan["story"], opened, day, told, chance)
        _tell(life, plan, instruments, day, chance)
        told.append(life)
    return told


def _openings(story: Mapping, day: date) -> Iterator[date]:
    begin, chance = beginning(day), Random(story["seed"])  # noqa: S311
    for year, opened in enumerate(story["opened"]):
        first, after = months_later(begin, 12 * year), months_later(begin, 12 * (year + 1))
        for _ in range(opened):
            came = workday(first + timedelta(days=int(chance.random() * (after - first).days)))
            if came < day:
                yield came


def _arrival(story: Mapping, opened: date, day: date, told: list[Life], chance: Random) -> Life:
    before = _returning(story, opened, told, chance)
    sex, birth_year, age = _known(before, opened) if before else _new(story, opened, day, chance)
    kind, until = _end(story, beginning(day), opened, len(told) * EVENLY % 1, chance)
    return Life(opened, sex, birth_year, age, kind if until <= day else "", min(until, day), until, before)


def _returning(story: Mapping, opened: date, told: list[Life], chance: Random) -> Life | None:
    """Now and then somebody who left some months ago, has not been back since and is not too old by now."""
    left = opened - timedelta(days=90)
    back = {id(life.before) for life in told}
    old = [one for one in told if one.closed and one.closed < left and id(one) not in back]
    young = [one for one in old if _known(one, opened)[2] <= story["age"]["highest"]]
    return chance.choice(young) if young and chance.random() < RETURNS else None


def _known(life: Life, opened: date) -> tuple[str, int, int]:
    return life.sex, life.birth_year, life.age + opened.year - life.opened.year


def _new(story: Mapping, opened: date, day: date, chance: Random) -> tuple[str, int, int]:
    """Sex, year of birth and age of a new client; the mean age moves over the years."""
    first, last = story["age"]["mean"]
    mean = first + (last - first) * progress(beginning(day), opened)
    age = min(max(round(about(chance, mean, story["age"]["sd"])), story["age"]["lowest"]), story["age"]["highest"])
    return "female" if chance.random() < story["female"] else "male", opened.year - age - chance.randint(0, 1), age


def _end(story: Mapping, begin: date, opened: date, turn: float, chance: Random) -> tuple[str, date]:
    """How and when it ends; `turn` (0–1) deals the endings out evenly, by the share of the year they fall in."""
    midway = opened + timedelta(days=story["days"]["completed"][0] // 2)
    completed = story["completed"][year_of(begin, midway)]
    kind = KINDS[(turn >= completed) + (turn >= 1 - story["other"])]
    mean, sd = story["days"][kind]
    return kind, workday(opened + timedelta(days=max(10, round(chance.gammavariate((mean / sd) ** 2, sd * sd / mean)))))


def _tell(life: Life, plan: Mapping, instruments: Mapping[str, Mapping], day: date, chance: Random) -> None:
    late = (day - life.opened).days < NEW
    how_far = progress(beginning(day), life.opened)
    asked = [one for one in plan["variables"] if one.get("occasion", "opening") == "opening"]
    at_closing = [one for one in plan["variables"] if one.get("occasion") == "closing"]
    life.values = answers.values(asked, how_far, 0.12 if late else 0.04 if life.kind else 0.015, chance)
    life.contacts = meetings.planned(life, plan, beginning(day), chance)
    life.phases = _phases(life, plan, chance)
    life.measurements = [
        filled for one in plan["measurements"] for filled in answers.filled(life, one, instruments, day, late, chance)
    ]
    life.goals = _goals(life, plan["story"]["goals"], day, chance)
    if life.kind:
        just_closed = (day - life.last).days < 14
        life.ending = one_of(chance, [ending for ending in plan["endings"] if ending["kind"] == life.kind])["code"]
        life.closing_values = answers.values(at_closing, how_far, 0.35 if just_closed else 0.1, chance)


def _phases(life: Life, plan: Mapping, chance: Random) -> list[tuple[str, date]]:
    entered, stays = life.opened, []
    for phase in plan["phases"]:
        if entered >= life.last:
            break
        stays.append((phase["code"], entered))
        mean, sd = phase.get("days", (10_000, 0))
        entered = workday(entered + timedelta(days=max(14, round(about(chance, mean, sd)))))
    return stays


HOW_FAR = {"completed": (4, 4, 2, 0.5), "discontinued": (0.5, 1, 3, 4), "other": (1, 2, 3, 2), "": (1, 4, 4, 1)}


def _goals(life: Life, texts: list[str], day: date, chance: Random) -> list[tuple[str, str, date, date]]:
    """Goals set in the first weeks and judged at the end; of those that go on, half have been judged on the way."""
    set_on = workday(life.opened + timedelta(days=chance.randint(10, 35)))
    judged_on = life.last if life.kind else workday(life.opened + timedelta(days=120))
    if set_on >= judged_on or judged_on > day or chance.random() < (0.12 if life.kind else 0.5):
        return []
    chosen = chance.sample(texts, chance.randint(1, 3))
    return [(text, pick(chance, ATTAINMENT, HOW_FAR[life.kind]), set_on, judged_on) for text in chosen]
