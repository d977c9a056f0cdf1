"""Who comes to a service and what happens to them, drawn by chance from the figures of its file."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random

from loke.demo import answers, meetings
from loke.demo.calendar import YEARS, beginning, months_later, progress, workday, year_of
from loke.demo.draws import about, one_of, pick
from loke.demo.life import Life

KINDS = ("completed", "discontinued", "other")
NEW = 42  # days: whoever came so lately may still lack something
RETURNS = 0.05


def lives(plan: Mapping, instruments: Mapping[str, Mapping], day: date) -> list[Life]:
    """Everybody who has come to the service by `day`, in the order they came; the same plan and day give the same."""
    chance = Random(f"{plan['code']} {day}")  # noqa: S311
    told: list[Life] = []
    for opened in sorted(_openings(plan, day, chance)):
        life = _arrival(plan, opened, day, told, chance)
        _tell(life, plan, instruments, day, chance)
        told.append(life)
    return told


def _openings(plan: Mapping, day: date, chance: Random) -> Iterator[date]:
    begin = beginning(day)
    for year in range(YEARS):
        first, after = months_later(begin, 12 * year), months_later(begin, 12 * (year + 1))
        for _ in range(plan["story"]["opened"][year]):
            opened = workday(first + timedelta(days=chance.randrange((after - first).days)))
            if opened < day:
                yield opened


def _arrival(plan: Mapping, opened: date, day: date, told: list[Life], chance: Random) -> Life:
    story, begin = plan["story"], beginning(day)
    back = [life for life in told if life.closed and life.closed + timedelta(days=90) < opened]
    before = chance.choice(back) if back and chance.random() < RETURNS else None
    low, high = story["age"]["mean"]
    age = round(about(chance, low + (high - low) * progress(begin, opened), story["age"]["sd"]))
    age = min(max(age, story["age"]["lowest"]), story["age"]["highest"])
    birth_year = opened.year - age - chance.randint(0, 1)
    sex = "female" if chance.random() < story["female"] else "male"
    if before is not None:
        sex, birth_year = before.sex, before.birth_year
        age = before.age + opened.year - before.opened.year
    kind, until = _end(story, begin, opened, chance)
    return Life(opened, sex, birth_year, age, kind if until <= day else "", min(until, day), until, before)


def _end(story: Mapping, begin: date, opened: date, chance: Random) -> tuple[str, date]:
    """How and when it ends: the shares are those of the year in which a whole episode would end."""
    usual = opened + timedelta(days=story["days"]["completed"][0])
    completed = story["completed"][year_of(begin, usual)]
    kind = pick(chance, KINDS, (completed, 1 - completed - story["other"], story["other"]))
    mean, sd = story["days"][kind]
    return kind, workday(opened + timedelta(days=max(10, round(chance.gammavariate((mean / sd) ** 2, sd * sd / mean)))))


def _tell(life: Life, plan: Mapping, instruments: Mapping[str, Mapping], day: date, chance: Random) -> None:
    late = (day - life.opened).days < NEW
    how_far = progress(beginning(day), life.opened)
    asked = [one for one in plan["variables"] if one.get("occasion", "opening") == "opening"]
    at_closing = [one for one in plan["variables"] if one.get("occasion") == "closing"]
    life.values = answers.values(asked, how_far, 0.2 if late else 0.04, chance)
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


ATTAINED = ("fully", "largely", "slightly", "not_at_all")
HOW_FAR = {"completed": (4, 4, 2, 0.5), "discontinued": (0.5, 1, 3, 4), "other": (1, 2, 3, 2), "": (1, 4, 4, 1)}


def _goals(life: Life, texts: list[str], day: date, chance: Random) -> list[tuple[str, str, date, date]]:
    """Goals set in the first weeks and judged at the end; of those that go on, half have been judged on the way."""
    set_on = workday(life.opened + timedelta(days=chance.randint(10, 35)))
    judged_on = life.last if life.kind else workday(life.opened + timedelta(days=120))
    if set_on >= judged_on or judged_on > day or chance.random() < (0.12 if life.kind else 0.5):
        return []
    chosen = chance.sample(texts, chance.randint(1, 3))
    return [(text, pick(chance, ATTAINED, HOW_FAR[life.kind]), set_on, judged_on) for text in chosen]
