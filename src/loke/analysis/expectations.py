"""Do we do what we say: every expectation held against the episodes it applied to when they opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import inf

import numpy as np

from loke.analysis.counts import Array, Column, Counts, floats, numbers, together, whole
from loke.analysis.estimates import newcombe, share, wilson
from loke.analysis.frame import CELL, Frame
from loke.analysis.held import answers, known_on
from loke.analysis.summary import Cell, Row, Summary
from loke.dataset.definitions import Expectation, Service

FEWEST = 5  # assessable episodes for a verdict, as dataset.md rules
WITHIN = 1  # of (below, within, above)
NUMBERS = ("range", "dose", "phase", "duration")


@dataclass(eq=False, repr=False)
class ExpectationsRow(Row):
    """One version of an expectation held against those who opened while it was in force."""

    expectation: str
    version: str
    kind: str
    text: str
    assessable: int
    not_assessable: int
    below: int
    within: int
    above: int
    share: float | None
    low: float | None
    high: float | None
    target: float | None
    verdict: str
    earlier: int
    earlier_of: int
    difference: float | None
    difference_low: float | None
    difference_high: float | None


def count_expectations(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`expectations`: cell, expectation, value, for the episodes that can be judged."""
    if frame.held:
        episodes = [held.episodes[held.seen.assessable] for held in frame.held]
        values = {(held.number,): _column(held.seen.value[held.seen.assessable]) for held in frame.held}
        yield "expectations", frame.opened.of(np.concatenate(episodes)).count(together(values))


def count_waiting(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`waiting`: cell, expectation, for the episodes held against it that cannot be judged."""
    if frame.held:
        waiting = [held.episodes[~held.seen.assessable] for held in frame.held]
        numbers = np.repeat([held.number for held in frame.held], list(map(len, waiting)))
        yield "waiting", frame.opened.of(np.concatenate(waiting)).count(whole(numbers))


def count_when_known(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`expectations`, in the cells of the day on which each can be judged, for what is known after the opening."""
    for held in frame.held:
        judged = held.seen.assessable
        if judged.any():
            cells = frame.cells(known_on(frame.part, held.expectation)).of(held.episodes[judged])
            yield "expectations", cells.count(together({(held.number,): _column(held.seen.value[judged])}))


def _column(values: Array) -> Column:
    return numbers(values) if values.dtype.kind == "f" else whole(values)


def values_seen(service: Service, expectation: Expectation, counts: Counts) -> list[tuple[float | str, int]]:
    """The values behind an expectation in ascending order, as numbers, option codes or `yes`/`no`, with how often."""
    codes, often = counts.rows[:, -1], counts.often.tolist()
    if expectation.kind == "range":
        return sorted(zip(floats(codes).tolist(), often, strict=True))
    if expectation.kind in NUMBERS:
        return list(zip(codes.tolist(), often, strict=True))
    named = answers(service, expectation) if not _yes_no(service, expectation) else ("no", "yes")
    return [(named[code], times) for code, times in zip(codes.tolist(), often, strict=True)]


def _yes_no(service: Service, expectation: Expectation) -> bool:
    """Whether only yes or no is counted for it: also of several answers, where what counts is that one is accepted."""
    several = any(one.variable == expectation.variable and one.type == "choices" for one in service.variables)
    return expectation.kind in ("received", "completion", "improvement") or (expectation.kind == "category" and several)


def judged(service: Service, expectation: Expectation, counts: Counts) -> tuple[int, int, int]:
    """How many were below, within and above; what either holds or does not is never above."""
    if expectation.kind in NUMBERS:
        values = floats(counts.rows[:, -1]) if expectation.kind == "range" else counts.rows[:, -1]
        return _sides(values, counts.often, expectation)
    accepted = ("yes",) if _yes_no(service, expectation) else expectation.options
    within = sum(often for value, often in values_seen(service, expectation, counts) if value in accepted)
    return counts.total - within, within, 0


def _sides(values: Array, often: Array, expectation: Expectation) -> tuple[int, int, int]:
    """Both ends are within. They become floats as the values did, so that 0.1 is 0.1."""
    lowest = -inf if expectation.lowest is None else float(expectation.lowest)
    highest = inf if expectation.highest is None else float(expectation.highest)
    below, above = int(often[values < lowest].sum()), int(often[values > highest].sum())
    return below, int(often.sum()) - below - above, above


def verdict(within: int, assessable: int, target: Fraction | None) -> str:
    low, high = wilson(within, assessable)
    if target is None:
        return "no_target"
    if assessable < FEWEST or low is None or high is None:
        return "too_few"
    if low >= float(target):
        return "met"
    return "not_met" if high < float(target) else "uncertain"


def expectations(summary: Summary) -> Iterator[ExpectationsRow]:
    judged_counts, waiting = summary.by("expectations", CELL + 1), summary.totals("waiting", CELL + 1)
    earlier: dict[tuple[int | str, ...], tuple[int, int]] = {}
    keys = sorted({*judged_counts, *waiting})
    for cell, versions in groupby(keys, lambda key: key[:CELL]):
        service, found = summary.service(cell), list[tuple[Expectation, tuple[int, int, int], int]]()
        for key in versions:
            counts, expectation = judged_counts.get(key), service.expectations[key[CELL]]
            found.append(
                (expectation, judged(service, expectation, counts) if counts else (0, 0, 0), waiting.get(key, 0))
            )
        for expectation, sides, not_yet in found:
            before = earlier.get((*cell[:3], expectation.expectation), (0, 0))
            yield _row(summary, cell, expectation, sides, not_yet, before)
        for expectation, sides, _ in found:
            name = (*cell[:3], expectation.expectation)
            within, of = earlier.get(name, (0, 0))
            earlier[name] = within + sides[WITHIN], of + sum(sides)


def _row(
    summary: Summary,
    cell: Cell,
    expectation: Expectation,
    sides: tuple[int, int, int],
    waiting: int,
    earlier: tuple[int, int],
) -> ExpectationsRow:
    assessable, within = sum(sides), sides[WITHIN]
    return ExpectationsRow(
        *summary.where(cell),
        expectation.expectation,
        expectation.version,
        expectation.kind,
        expectation.text,
        assessable,
        waiting,
        *sides,
        share(within, assessable),
        *wilson(within, assessable),
        None if expectation.share is None else float(expectation.share),
        verdict(within, assessable, expectation.share),
        *earlier,
        *newcombe(within, assessable, *earlier),
    )
