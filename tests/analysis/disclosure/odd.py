"""What services drawn by number have less often: questions asked at closing alone, answers expected, late versions."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np

from loke.dataset.definitions import Expectation, PlannedInstrument, Retired, Service, Variable

FIRST = date(2020, 1, 1)
TURNS = (date(2020, 7, 1), date(2021, 1, 1), date(2021, 4, 1))


def made_odd(service: Service, rng: np.random.Generator) -> Service:
    variables = tuple(_asked(one, rng) for one in service.variables)
    asked = [found for one in variables for found in _answers(one, rng)]
    found = {needs["kind"]: needs for needs in (*asked, *_endings(rng), *_doses(service, rng)) if rng.random() < 0.6}
    versions = [one for needs in found.values() for one in _versions(rng, needs)]
    kept = [one for one in service.expectations if one.kind not in found]
    return replace(service, variables=variables, expectations=(*kept, *versions))


def planned(service: Service, rng: np.random.Generator) -> Service:
    """Half of them say when they ask, which may be at none of the occasions on which somebody has answered.

    Of these some no longer ask one of their questions.
    """
    if rng.random() < 0.5:
        return service
    at_start, at_end = (bool(one) for one in rng.integers(0, 2, 2))
    months = ((), (6,), (12,), (6, 12))[int(rng.integers(4))]
    plan = (PlannedInstrument("mood", at_start, 4, at_end, months),)
    retired = [one.variable for one in service.variables[:1] if rng.random() < 0.7]
    return replace(service, plan=plan, retired=tuple(Retired(one, TURNS[0]) for one in retired))


def _asked(one: Variable, rng: np.random.Generator) -> Variable:
    return replace(one, occasions=("closing",)) if rng.random() < 0.25 else one


def _answers(one: Variable, rng: np.random.Generator) -> list[dict[str, Any]]:
    """An answer that is expected, and another that may take its place."""
    if one.type == "number":
        return [{"kind": "range", "variable": one.variable, "lowest": Fraction(2), "highest": Fraction(4)}]
    answers = ("yes", "no") if one.type == "yes_no" else tuple(option.option for option in one.options)
    chosen = tuple(str(answer) for answer in rng.permutation(answers)[: 1 if rng.random() < 0.7 else 2])
    return [{"kind": "category", "variable": one.variable, "options": chosen}]


def _endings(rng: np.random.Generator) -> list[dict[str, Any]]:
    both = [{"kind": "completion", "share": Fraction(1, 2)}, {"kind": "duration", "lowest": Fraction(100)}]
    return both if rng.random() < 0.5 else [both[int(rng.integers(2))]]


def _doses(service: Service, rng: np.random.Generator) -> list[dict[str, Any]]:
    names = [one.intervention for one in service.interventions] or [""]
    return [{"kind": "dose", "intervention": names[0], "months": int(rng.choice([1, 6])), "lowest": Fraction(1)}]


def _versions(rng: np.random.Generator, needs: dict[str, Any]) -> list[Expectation]:
    """One version, or two of which the later may expect another answer."""
    name, turn = f"odd {needs['kind']} {needs.get('variable', '')}".strip(), TURNS[int(rng.integers(len(TURNS)))]
    asked = {"kind": needs["kind"], "text": name, **needs}
    if rng.random() < 0.5:
        return [Expectation(name, "1", FIRST, None, **asked)]
    later = Expectation(name, "2", turn, None, **asked)
    if rng.random() < 0.3:
        return [later]
    if needs["kind"] == "category" and rng.random() < 0.5:
        later = replace(later, options=later.options[:1] if len(later.options) > 1 else (*later.options, "b"))
        later = replace(later, options=tuple(dict.fromkeys(later.options)))
    return [Expectation(name, "1", FIRST, turn - timedelta(1), **asked), later]
