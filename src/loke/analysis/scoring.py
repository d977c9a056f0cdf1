"""Answers to scores, as exact fractions: reversed items, least answered, mean or sum, parts, factors, given scores."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from loke.analysis.counts import LARGEST_CODE, Array
from loke.dataset.definitions import Instrument, Item, Scale
from loke.dataset.snapshot import Measurements

NOT_GIVEN = np.iinfo(np.int64).min


@dataclass(frozen=True, eq=False)
class Scores:
    """The score of row i is top[i] / bottom[i], not always in lowest terms; bottom is 0 for no valid score."""

    top: Array
    bottom: Array

    @cached_property
    def valid(self) -> Array:
        valid: Array = self.bottom != 0
        return valid

    def only(self, rows: Array) -> "Scores":
        return Scores(self.top[rows], self.bottom[rows])


def scores_of(instrument: Instrument, measured: Measurements) -> dict[str, Scores]:
    """Every scale's scores, one for each measurement."""
    found: dict[str, Scores] = {}
    for scale in _parts_first(instrument):
        computed = _sum_of_parts([found[part] for part in scale.parts]) if scale.parts else None
        if scale.items:
            computed = _from_items(instrument, scale, measured)
        found[scale.scale] = _with_given(_turned(computed, scale), scale, measured)
    return found


def _parts_first(instrument: Instrument) -> list[Scale]:
    """The scales in such an order that the parts of one come before it."""
    waiting, ready = list(instrument.scales), list[Scale]()
    while waiting:
        names = {scale.scale for scale in ready}
        free = [scale for scale in waiting if names.issuperset(scale.parts)]
        if not free:
            raise ValueError(f"{instrument.instrument}: the scales are parts of each other")
        ready += free
        waiting = [scale for scale in waiting if scale not in free]
    return ready


def _from_items(instrument: Instrument, scale: Scale, measured: Measurements) -> Scores:
    places = {item.item: place for place, item in enumerate(instrument.items)}
    columns = [places[code] for code in scale.items]
    answers = measured.items[:, columns]
    answered = answers != np.iinfo(answers.dtype).max
    sign, ends, unit = _turning(scale, [instrument.items[column] for column in columns], measured.decimals)
    added, number = (answered @ np.stack([ends, np.ones(len(columns), np.int64)], axis=1)).T
    total = (answers * answered) @ sign + added
    whole = number == len(columns)
    # The mean of all items times their number is their sum: written so, most scores share one denominator.
    bottom = np.where(whole, 1, number) if scale.score == "sum" else number
    top = np.where(whole, total, total * len(columns)) if scale.score == "sum" else total
    enough = (number >= (scale.need or len(columns))) & (number > 0)
    return Scores(np.where(enough, top, 0), np.where(enough, bottom * unit, 0))


def _turning(scale: Scale, items: list[Item], decimals: int) -> tuple[Array, Array, int]:
    """For each item what to multiply its answer with and then add, both over a whole `unit`: min + max - answer for
    the reversed items."""
    backwards = [item.item in scale.reversed for item in items]
    ends = [_ends(scale, item) if turn else Fraction(0) for item, turn in zip(items, backwards, strict=True)]
    unit = lcm(10**decimals, *(end.denominator for end in ends))
    sign = np.where(backwards, -1, 1) * (unit // 10**decimals)
    return sign, np.array([int(end * unit) for end in ends]), unit


def _ends(scale: Scale, item: Item) -> Fraction:
    lowest = scale.lowest if item.lowest is None else item.lowest
    highest = scale.highest if item.highest is None else item.highest
    if lowest is None or highest is None:
        raise ValueError(f"{scale.scale}: {item.item} is reversed but has no lowest and highest answer")
    return lowest + highest


def _sum_of_parts(parts: list[Scores]) -> Scores:
    total = parts[0]
    for part in parts[1:]:
        total = _plus(total, part)
    return total


def _plus(a: Scores, b: Scores) -> Scores:
    both = a.valid & b.valid
    if (a.bottom[both] == b.bottom[both]).all():
        return Scores(np.where(both, a.top + b.top, 0), np.where(both, a.bottom, 0))
    bottom = np.lcm(a.bottom, b.bottom)  # 0 where one is
    top = a.top * (bottom // np.maximum(a.bottom, 1)) + b.top * (bottom // np.maximum(b.bottom, 1))
    return Scores(np.where(both, top, 0), bottom)


def _turned(scores: Scores | None, scale: Scale) -> Scores | None:
    """score x multiply + add."""
    if scores is None or (scale.multiply == 1 and scale.add == 0):
        return scores
    below = lcm(scale.multiply.denominator, scale.add.denominator)
    factor, term = int(scale.multiply * below), int(scale.add * below)
    return Scores(scores.top * factor + scores.bottom * term, scores.bottom * below)


def _with_given(scores: Scores | None, scale: Scale, measured: Measurements) -> Scores:
    """Scores that came ready count where there are none from items; they are not multiplied again."""
    none = np.zeros(len(measured.episode), np.int64)
    scores = scores or Scores(none, none)
    given = measured.given.get(scale.scale)
    if given is None:
        return scores
    there = given != NOT_GIVEN
    bottom = 10 ** measured.given_decimals.get(scale.scale, 0)
    return Scores(np.where(there, given, scores.top), np.where(there, bottom, scores.bottom))


def compared(start: Scores, end: Scores, scale: Scale) -> Array:
    """1 better by at least the scale's step, -1 worse by as much, else 0; compared as exact fractions."""
    direction = 1 if scale.better == "higher" else -1
    up, down, over, under = _with_room(scale.step, end.top, start.top, end.bottom, start.bottom)
    change = direction * (up * under - down * over) * scale.step.denominator
    least = scale.step.numerator * over * under
    way: Array = (change >= least).astype(np.int64) - (change <= -least)
    return way


def _with_room(step: Fraction, *columns: Array) -> list[Array]:
    """int64 while the products of two numbers and the step fit, else Python's whole numbers."""
    largest = max(int(np.abs(column).max(initial=1)) for column in columns)
    if 2 * largest**2 * max(step.numerator, step.denominator) < LARGEST_CODE:
        return list(columns)
    return [column.astype(object) for column in columns]
