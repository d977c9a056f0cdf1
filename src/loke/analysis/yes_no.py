"""Yes or no before and after: variables asked at opening and at closing, of the same persons."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from loke.analysis.comparisons import bonett_price, mcnemar
from loke.analysis.counts import Array, Column, Counts
from loke.analysis.frame import CELL, Frame
from loke.analysis.summary import Row, Summary
from loke.analysis.who import OCCASIONS
from loke.dataset.definitions import Service
from loke.dataset.snapshot import YES_NO

YES, NO, NOT_TOLD = range(len(YES_NO) + 1)


@dataclass(eq=False, repr=False)
class YesNoRow(Row):
    """From opening to closing of those who answered both times, and the difference in the share of yes."""

    variable: str
    pairs: int
    yes_yes: int
    yes_no: int
    no_yes: int
    no_no: int
    difference: float | None
    low: float | None
    high: float | None
    p_exact: float | None


def asked_twice(service: Service) -> dict[int, str]:
    """The yes/no variables asked at opening and at closing, by their numbers."""
    return {
        number: variable.variable
        for number, variable in enumerate(service.variables)
        if variable.type == "yes_no" and {*OCCASIONS}.issubset(variable.occasions)
    }


def count_yes_no(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`yes_no`: cell by closing, variable, answer at opening, answer at closing."""
    part = frame.part
    for number, name in asked_twice(part.service).items():
        columns = [_answers(part.values.get((name, occasion)), len(part)) for occasion in OCCASIONS]
        yield "yes_no", frame.closed.count(number, *(Column(codes, NOT_TOLD + 1) for codes in columns))


def _answers(values: Array | None, n: int) -> Array:
    return np.full(n, NOT_TOLD) if values is None else np.minimum(values, NOT_TOLD)


def yes_no(summary: Summary) -> Iterator[YesNoRow]:
    for (*cell, number), counts in summary.groups("yes_no", CELL + 1):
        often = {key: each.total for key, each in counts.by(2).items()}
        kept, lost, gained, never = (often.get(key, 0) for key in ((YES, YES), (YES, NO), (NO, YES), (NO, NO)))
        pairs = kept + lost + gained + never
        service = summary.services[cell[0]]
        yield YesNoRow(
            *summary.where(tuple(cell)),
            service.variables[number].variable,
            pairs,
            kept,
            lost,
            gained,
            never,
            *bonett_price(pairs, lost, gained),
            mcnemar(lost, gained) if pairs else None,
        )
