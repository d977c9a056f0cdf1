"""Small services of people drawn at random, with everything that the tables count."""

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
from tests.analysis.small import Episode, Measured, snapshot

from loke.dataset.definitions import (
    Ending,
    Expectation,
    Instrument,
    Intervention,
    Item,
    Option,
    PlannedPhase,
    Scale,
    Service,
    Variable,
)
from loke.dataset.snapshot import Snapshot

FIRST = date(2020, 1, 1)
MOOD = Instrument(
    "mood",
    tuple(Item(code, Fraction(0), Fraction(4)) for code in "ab"),
    (Scale("sum", "Summa", "higher", Fraction(2), ("a", "b"), score="sum"),),
)


def _expect(kind: str, version: str = "1", valid_from: date = FIRST, valid_to: date | None = None, **needs):
    return Expectation(kind, version, valid_from, valid_to, kind, kind, **needs)


SERVICE = Service(
    "a",
    "A",
    variables=(
        Variable("way", "Väg", "background", "choice", options=(Option("a", "A"), Option("b", "B"), Option("c", "C"))),
        Variable("kids", "Barn", "background", "yes_no", ("opening", "closing")),
        Variable("hours", "Timmar", "background", "number", ("opening",)),
        Variable("needs", "Behov", "background", "choices", options=(Option("x", "X"), Option("y", "Y"))),
    ),
    interventions=(Intervention("talk", "Samtal", True), Intervention("group", "Grupp", False)),
    endings=(
        Ending("done", "Klar", "completed"),
        Ending("half", "Nästan", "completed"),
        Ending("left", "Avbröt", "discontinued"),
        Ending("else", "Annat", "other"),
    ),
    phases=(PlannedPhase("one", "Ett", 1), PlannedPhase("two", "Två", 2)),
    expectations=(
        _expect("range", variable="hours", lowest=Fraction(2), highest=Fraction(6), share=Fraction(1, 2)),
        _expect("dose", "1", valid_to=date(2020, 12, 31), months=1, lowest=Fraction(1)),
        _expect("dose", "2", date(2021, 1, 1), months=2, lowest=Fraction(2), intervention="talk"),
        _expect("completion", share=Fraction(1, 2)),
        _expect("improvement", instrument="mood", scale="sum"),
        _expect("received", intervention="talk"),
    ),
)


def anybody(seed: int, people: int, years: int = 3) -> Snapshot:
    """So many episodes opened over so many years; how uneven everything is differs from service to service."""
    return service_of(episodes(seed, people, years))


def service_of(found: list[Episode]) -> Snapshot:
    return snapshot({SERVICE: found}, [MOOD])


def episodes(seed: int, people: int, years: int = 3) -> list[Episode]:
    rng = np.random.default_rng(seed)
    uneven = rng.uniform(0.3, 3)
    return [_episode(rng, years, uneven) for _ in range(people)]


def _one_of(rng: np.random.Generator, uneven: float, *given):
    weights = np.arange(1, len(given) + 1) ** -float(uneven)
    return given[rng.choice(len(given), p=weights / weights.sum())]


def _episode(rng: np.random.Generator, years: int, uneven: float) -> Episode:
    opened = FIRST + timedelta(int(rng.integers(0, 365 * years)))
    closed = opened + timedelta(int(rng.integers(20, 500))) if rng.random() < 0.8 else None
    ending = _one_of(rng, uneven, "done", "left", "half", "else", None) if closed else None
    day = opened + timedelta(int(rng.integers(0, 40)))
    contacts = [
        (day, _one_of(rng, 1, "talk", "group"), _one_of(rng, uneven, "attended", "missed", "cancelled"))
        for _ in range(int(rng.integers(0, 4)))
    ]
    stays = [("one", opened, closed)] + ([("two", day, closed)] if rng.random() < 0.5 else [])
    values = {
        "way": _one_of(rng, uneven, "a", "b", "c", None),
        "kids": _one_of(rng, uneven, "yes", "no", None),
        "kids:closing": _one_of(rng, uneven, "yes", "no", None) if closed else None,
        "hours": _one_of(rng, 0.3, 4, 1, 9, 2.5, None),
        "needs": _one_of(rng, 1, ("x",), ("x", "y"), ("y",), None),
    }
    sex = _one_of(rng, uneven, "female", "male", "other", None)
    measured = [
        Measured("mood", when, rng.integers(0, 5, 2).tolist(), opened if when == "start" else closed)
        for when in ("start", "end")
        if rng.random() < 0.8 and (closed or when == "start")
    ]
    age = int(rng.integers(15, 40)) if rng.random() < 0.9 else None
    return Episode(opened, closed, ending, age, sex, values, contacts, stays, measured)
