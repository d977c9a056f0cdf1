"""Services of every shape, drawn by number: what they have said beforehand is drawn too, and what happened in them."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
from tests.analysis.disclosure.odd import made_odd, planned
from tests.analysis.small import Episode, Measured, snapshot

from loke.dataset.definitions import (
    Ending,
    Expectation,
    Instrument,
    Intervention,
    Item,
    Norm,
    Option,
    PlannedPhase,
    Scale,
    Service,
    Variable,
)
from loke.dataset.snapshot import Snapshot

FIRST = date(2020, 1, 1)
ABC = tuple(Option(code, code.upper()) for code in "abc")
BOTH = ("opening", "closing")
VARIABLES = (
    Variable("way", "Väg", "background", "choice", options=ABC),
    Variable("kids", "Barn", "background", "yes_no", BOTH),
    Variable("home", "Boende", "background", "choice", BOTH, options=ABC[:2]),
    Variable("needs", "Behov", "background", "choices", options=ABC),
    Variable("hours", "Timmar", "background", "number", BOTH),
)
ENDINGS = (
    Ending("done", "Klar", "completed"),
    Ending("left", "Avbröt", "discontinued"),
    Ending("else", "Annat", "other"),
    Ending("half", "Nästan", "completed"),
    Ending("gone", "Försvann", "discontinued"),
)
INTERVENTIONS = (Intervention("talk", "Samtal", True), Intervention("group", "Grupp", False))
PHASES = (PlannedPhase("one", "Ett", 1), PlannedPhase("two", "Två", 2), PlannedPhase("three", "Tre", 3))
SCALE = Scale("sum", "Summa", "higher", Fraction(1), ("a", "b"), score="sum")
MEASURED = {"sd": Fraction(1), "reliability": Fraction(9, 10), "cutoff": Fraction(4)}
EXPECTED = {
    "received": {"intervention": "talk"},
    "dose": {"months": 1, "lowest": Fraction(2)},
    "completion": {"share": Fraction(1, 2)},
    "improvement": {"instrument": "mood", "scale": "sum"},
    "duration": {"lowest": Fraction(90), "highest": Fraction(300)},
    "range": {"variable": "age", "lowest": Fraction(18), "highest": Fraction(24)},
    "category": {"variable": "sex", "options": ("female",)},
    "phase": {"phase": "one", "highest": Fraction(100)},
}


def drawn(seed: int, clients: int | None = None, odd: bool = False) -> Snapshot:
    """The service of this number, with 5 to 80 clients unless told, over one to three years; always the same one."""
    rng = np.random.default_rng(seed)
    instruments = [_instrument(rng)] if rng.random() < 0.3 else []
    service = _service(rng, bool(instruments))
    people, years = int(np.exp(rng.uniform(np.log(5), np.log(81)))), int(rng.choice([1, 2, 2, 3]))
    people = clients or people
    months = [6]
    if odd:
        more = np.random.default_rng([seed, 1])
        service, months = made_odd(service, more), [6, 12][: int(more.integers(1, 3))]
        service = planned(service, np.random.default_rng([seed, 2]))
    taste = _Taste(rng, service, years, instruments, months)
    taste.tidy = odd
    found = snapshot({service: [taste.episode() for _ in range(people)]}, instruments)
    return replace(found, last_day=found.last_day + timedelta(int(rng.choice([0, 0, 200, 800]))))


def _some(rng: np.random.Generator, of: tuple, least: int, most: int) -> tuple:
    """In their own order."""
    chosen = rng.permutation(len(of))[: int(rng.integers(least, most + 1))]
    return tuple(of[place] for place in sorted(chosen))


def _service(rng: np.random.Generator, measured: bool) -> Service:
    has = {
        "interventions": _some(rng, INTERVENTIONS, 0, 2) if rng.random() < 0.6 else (),
        "phases": _some(rng, PHASES, 0, 3) if rng.random() < 0.3 else (),
    }
    without = {
        "received": "talk" not in {one.intervention for one in has["interventions"]},
        "phase": "one" not in {one.phase for one in has["phases"]},
        "improvement": not measured,
    }
    kinds = _some(rng, tuple(kind for kind in EXPECTED if not without.get(kind)), 0, 1 + (rng.random() < 0.3))
    return Service(
        "a",
        "A",
        group="g" if rng.random() < 0.3 else "",
        variables=_some(rng, VARIABLES, 1, int(rng.choice([1, 1, 2, 3]))),
        endings=ENDINGS[: int(rng.integers(2, 6))],
        expectations=tuple(one for kind in kinds for one in _versions(rng, kind)),
        **has,
    )


def _versions(rng: np.random.Generator, kind: str) -> list[Expectation]:
    """One version from the first day on, one from the second year on, or one after the other."""
    needs, ends = EXPECTED[kind], date(2020, 12, 31)
    drawn_ = rng.random()
    if drawn_ < 0.5:
        return [Expectation(kind, "1", FIRST, None, kind, kind, **needs)]
    second = Expectation(kind, "2", date(2021, 1, 1), None, kind, kind, **needs)
    return [second] if drawn_ < 0.6 else [Expectation(kind, "1", FIRST, ends, kind, kind, **needs), second]


def _instrument(rng: np.random.Generator) -> Instrument:
    scale = replace(SCALE, **MEASURED) if rng.random() < 0.5 else SCALE
    norms = (Norm("sum", "n", "N", Fraction(5)),) if rng.random() < 0.5 else ()
    return Instrument("mood", tuple(Item(code, Fraction(0), Fraction(4)) for code in "ab"), (scale,), norms)


class _Taste:
    """How uneven everything is in one service."""

    def __init__(
        self, rng: np.random.Generator, service: Service, years: int, instruments: list[Instrument], months: list[int]
    ) -> None:
        self.rng, self.service, self.years, self.instruments, self.months = rng, service, years, instruments, months
        self.weights: dict[str, np.ndarray] = {}
        self.uneven = rng.choice([0.3, 1.0, 2.0, 4.0])
        self.closes, self.answers, self.follows = rng.choice([0.5, 0.9, 1.0], 3)
        self.returns = rng.random() < 0.3
        self.judged = rng.random() < 0.2
        self.after = rng.random() < 0.6
        self.rises = rng.random() < 0.3  # more in the later years
        self.tidy = False  # phases end when somebody closes

    def one(self, name: str, *given):
        """Each question leans its own way, some towards nobody at all."""
        if name not in self.weights:
            odds = self.rng.permutation(np.arange(1.0, len(given) + 1) ** -self.uneven)
            odds = odds * (self.rng.random(len(odds)) < 0.85) + 1e-12
            self.weights[name] = odds / odds.sum()
        return given[self.rng.choice(len(given), p=self.weights[name])]

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def episode(self) -> Episode:
        place = self.rng.random() ** (0.4 if self.rises else 1.0)
        opened = FIRST + timedelta(int(place * 365 * self.years))
        closed = opened + timedelta(int(self.rng.integers(5, 600))) if self.chance(self.closes) else None
        ending = self.one("ending", *(one.ending for one in self.service.endings), None) if closed else None
        return Episode(
            opened,
            closed,
            ending,
            age=int(self.rng.integers(15, 30)) if self.chance(self.answers) else None,
            sex=self.one("sex", "female", "male", "other", None),
            values=self._values(closed is not None),
            contacts=self._contacts(opened),
            stays=self._stays(opened, closed),
            measured=self._measured(opened, closed) if self.instruments else [],
            goals=self._goals(opened, closed) if self.judged else [],
        )

    def _values(self, closed: bool) -> dict:
        found = {}
        for one in self.service.variables:
            for occasion in one.occasions:
                name = one.variable + (":closing" if occasion == "closing" else "")
                found[name] = self._value(one, name) if occasion == "opening" or closed else None
        return found

    def _value(self, variable: Variable, name: str):
        if variable.type == "number":
            return self.one(name, 1, 2, 4, 9, None)
        if variable.type == "yes_no":
            return self.one(name, "yes", "no", None)
        options = tuple(one.option for one in variable.options)
        if variable.type == "choices":
            return self.one(name, options[:1], options[:2], options, options[1:], None)
        return self.one(name, *options, None)

    def _contacts(self, opened: date) -> list:
        kinds = [one.intervention for one in self.service.interventions]
        return [
            (
                opened + timedelta(int(self.rng.integers(0, 200))),
                self.one("kind", *kinds),
                self.one("came", "attended", "missed", "cancelled"),
            )
            for _ in range(int(self.rng.integers(0, 4)) if kinds else 0)
        ]

    def _stays(self, opened: date, closed: date | None) -> list:
        found, day = [], opened
        for phase in self.service.phases:
            if self.chance(0.8):
                left = day + timedelta(int(self.rng.integers(5, 120))) if closed or self.chance(0.5) else None
                found.append((phase.phase, day, left))
                if left is None:
                    break
                day = left
                if self.returns and self.chance(0.2):
                    found.append((phase.phase, day, closed and day + timedelta(3)))
        if not (self.tidy and closed):
            return found
        return [(phase, min(entered, closed), min(left, closed)) for phase, entered, left in found]

    def _measured(self, opened: date, closed: date | None) -> list[Measured]:
        found = []
        if self.chance(self.answers):
            found.append(Measured("mood", "start", self.rng.integers(0, 5, 2).tolist(), opened))
        if closed and self.chance(self.follows):
            found.append(Measured("mood", "end", self.rng.integers(0, 5, 2).tolist(), closed))
        for months in self.months:
            if closed and self.after and self.chance(self.follows):
                day = closed + timedelta(round(30.5 * months))
                scores = self.rng.integers(0, 5, 2).tolist()
                found.append(Measured("mood", "after", scores, day, months_after=months))
        return found

    def _goals(self, opened: date, closed: date | None) -> list:
        day = closed or opened + timedelta(60)
        return [
            (self.one("goal", "fully", "largely", "not_at_all", None), day) for _ in range(int(self.rng.integers(0, 3)))
        ]
