"""Why each hidden number is hidden, for those who may see it; never published, as it would tell which is small."""

from collections.abc import Container, Iterable, Mapping
from enum import StrEnum
from typing import Any

from loke.analysis.disclosure.declared import DECLARED, Declared
from loke.analysis.disclosure.rectangles import is_small
from loke.analysis.disclosure.rounding import BASE, HIDDEN


class Reason(StrEnum):
    FEW = "few"  # fewer than the threshold
    REST = "rest"  # what it leaves of its whole is
    WORKED_OUT = "worked_out"  # it is made of a hidden count, or of the answers of too few
    OTHERS = "others"  # so that another hidden number cannot be worked out
    EARLIER = "earlier"  # it was hidden in an earlier release
    NEVER = "never"  # of people that no column counts


def reasons(
    table: str, real: Mapping[str, Any], hidden: Iterable[str], kept: Container[str] = (), *, rounded: bool = False
) -> dict[str, Reason]:
    """The first rule that hides each of the hidden columns of a row; `real` is the row with nothing hidden."""
    gone, declared = list(hidden), DECLARED[table]
    return {column: _reason(declared, real, column, gone, kept, rounded) for column in gone}


def _reason(
    declared: Declared, real: Mapping[str, Any], column: str, gone: list[str], kept: Container[str], rounded: bool
) -> Reason:
    if column in declared.never:
        return Reason.NEVER
    needs = {*declared.figures.get(column, ()), *filter(None, [declared.averages.get(column)])}
    if column not in declared.parts and (needs & set(gone) or any(_few(real.get(one), rounded) for one in needs)):
        return Reason.WORKED_OUT
    if _is_few(declared, real, column, rounded):
        return Reason.FEW
    whole = declared.within.get(column)
    if whole and _few((real.get(whole) or 0) - (real.get(column) or 0), rounded):
        return Reason.REST
    return Reason.EARLIER if column in kept else Reason.OTHERS


def _is_few(declared: Declared, real: Mapping[str, Any], column: str, rounded: bool) -> bool:
    n, whole = real.get(column), real.get(declared.within.get(column, column))
    return _few(n, rounded) or (rounded and whole is not None and 0 < whole < BASE)


def _few(n: Any, rounded: bool) -> bool:
    return n is not None and (0 < n <= HIDDEN if rounded else bool(is_small(n)))
