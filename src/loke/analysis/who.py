"""Who comes to us: categories and numbers told at opening, and at closing for variables that are asked then."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from loke.analysis.counts import Array, Column, Counts, floats, numbers, together
from loke.analysis.estimates import mean_and_sd, quartiles, wilson
from loke.analysis.frame import CELL, Cells, Frame
from loke.analysis.part import Part
from loke.analysis.summary import Row, Summary
from loke.dataset.definitions import Service
from loke.dataset.snapshot import NO_CODE, SEX, YES_NO

ALWAYS = -1  # the variable number of sex and of age, which no service declares
OCCASIONS = ("opening", "closing")


@dataclass(eq=False, repr=False)
class WhoRow(Row):
    """One category of one variable among all who opened, or closed."""

    variable: str
    occasion: str
    category: str
    n: int
    of: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(eq=False, repr=False)
class WhoNumbersRow(Row):
    """How one number is spread among all who opened, or closed."""

    variable: str
    occasion: str
    n: int
    missing: int
    mean: float | None
    sd: float | None
    q1: float | None
    median: float | None
    q3: float | None


class Asked(NamedTuple):
    """A question about background: variable number, occasion number, name and what may be answered."""

    variable: int
    occasion: int
    name: str
    categories: tuple[str, ...]


def asked_categories(service: Service) -> Iterator[Asked]:
    yield Asked(ALWAYS, 0, "sex", SEX)
    for number, variable in enumerate(service.variables):
        if variable.type in ("choice", "choices", "yes_no"):
            named = YES_NO if variable.type == "yes_no" else tuple(option.option for option in variable.options)
            for occasion in sorted(map(OCCASIONS.index, set(OCCASIONS).intersection(variable.occasions))):
                yield Asked(number, occasion, variable.variable, named)


def asked_numbers(service: Service) -> Iterator[Asked]:
    yield Asked(ALWAYS, 0, "age", ())
    for number, variable in enumerate(service.variables):
        if variable.type == "number":
            for occasion in sorted(map(OCCASIONS.index, set(OCCASIONS).intersection(variable.occasions))):
                yield Asked(number, occasion, variable.variable, ())


def count_categories(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`who`: cell, variable, occasion, category."""
    asked = list(asked_categories(frame.part.service))
    for occasion, cells in ((0, frame.opened), (1, frame.closed)):
        here = [question for question in asked if question.occasion == occasion]
        if here:
            yield "who", _count_together(frame, cells, here)


def _count_together(frame: Frame, cells: Cells, asked: list[Asked]) -> Counts:
    """All variables of an occasion in one count: every answer is (episode, variable, category)."""
    answers = [_answers(frame, question) for question in asked]
    episodes = np.concatenate([episode for episode, _ in answers])
    labels = np.array([[question.variable] for question in asked])
    variables = np.repeat(np.arange(len(asked)), [len(episode) for episode, _ in answers])
    given = np.concatenate([category for _, category in answers])
    most = max(len(question.categories) for question in asked)
    spelled = np.append(np.arange(most), NO_CODE)[:, None]
    category = Column(np.minimum(given, most), most + 1, spelled)
    return cells.of(episodes).count(Column(variables, len(asked), labels), asked[0].occasion, category)


def _answers(frame: Frame, asked: Asked) -> tuple[Array, Array]:
    """Episodes and their answers: NO_CODE for an episode without one, several rows for one with several."""
    part = frame.part
    everyone = np.arange(len(part))
    values = part.sex if asked.variable == ALWAYS else part.values.get((asked.name, OCCASIONS[asked.occasion]))
    if values is None:
        return everyone, np.full(len(part), NO_CODE)
    if values.ndim == 1:
        return everyone, values
    episodes, chosen = np.nonzero(values)
    silent = np.flatnonzero(~values.any(axis=1))
    return np.append(episodes, silent), np.append(chosen, np.full(len(silent), NO_CODE))


def count_numbers(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`numbers`: cell, variable, occasion, the number's bits."""
    asked = list(asked_numbers(frame.part.service))
    for occasion, cells in enumerate((frame.opened, frame.closed)):
        told = {(one.variable, occasion): _numbers(frame.part, one) for one in asked if one.occasion == occasion}
        given = {key: numbers(values) for key, values in told.items() if values is not None}
        if given:
            yield "numbers", cells.of(np.tile(np.arange(len(frame.part)), len(given))).count(together(given))


def _numbers(part: Part, asked: Asked) -> Array | None:
    return part.ages if asked.variable == ALWAYS else part.values.get((asked.name, OCCASIONS[asked.occasion]))


def who(summary: Summary) -> Iterator[WhoRow]:
    units = (summary.totals("opened"), summary.totals("endings"))
    counted = summary.by("who", CELL + 2)
    for cell in sorted({*units[0], *units[1]}):
        for asked in asked_categories(summary.service(cell)):
            of = units[asked.occasion].get(cell)
            if of:
                met = counted[*cell, asked.variable, asked.occasion].histogram()
                for code, category in (*enumerate(asked.categories), (NO_CODE, "missing")):
                    n = met.get(code, 0)
                    yield WhoRow(
                        *summary.where(cell),
                        asked.name,
                        OCCASIONS[asked.occasion],
                        category,
                        n,
                        of,
                        n / of,
                        *wilson(n, of),
                    )


def who_numbers(summary: Summary) -> Iterator[WhoNumbersRow]:
    units = (summary.totals("opened"), summary.totals("endings"))
    counted = summary.by("numbers", CELL + 2)
    for cell in sorted({*units[0], *units[1]}):
        for asked in asked_numbers(summary.service(cell)):
            of = units[asked.occasion].get(cell)
            if of:
                values, often = sorted_numbers(counted.get((*cell, asked.variable, asked.occasion)))
                n = sum(often)
                mean, sd = mean_and_sd(values, often)
                quarters = quartiles(values, often)
                yield WhoNumbersRow(
                    *summary.where(cell), asked.name, OCCASIONS[asked.occasion], n, of - n, mean, sd, *quarters
                )


def sorted_numbers(counts: Counts | None) -> tuple[list[float], list[int]]:
    """The numbers behind counted bits in ascending order with how often each was met, without the missing."""
    if counts is None:
        return [], []
    values = floats(counts.rows[:, -1])
    order = np.argsort(values)[: int((~np.isnan(values)).sum())]
    return values[order].tolist(), counts.often[order].tolist()
