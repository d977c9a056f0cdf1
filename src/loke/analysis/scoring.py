"""Answers to scores, as exact fractions: reversed items, least answered, mean or sum, parts, factors, given scores."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import NamedTuple

import numpy as np

from loke.analysis.counts import LARGEST_CODE, Array
from loke.dataset.definitions import Instrument, Item, Scale
from loke.dataset.snapshot import Measurements

NOT_GIVEN = np.iinfo(np.int64).min


@dataclass(eq=False, repr=False)
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


class Key(NamedTuple):
    """How an instrument's answers are scored: `weights` [answers and whether answered, sums and numbers of scales]."""

    instrument: Instrument
    scales: tuple[Scale, ...]  # in such an order that the parts of one come before it
    units: tuple[int, ...]  # what each of them has its sums in
    weights: Array


def scoring_key(instrument: Instrument, measured: Measurements) -> Key:
    scales, items = _parts_first(instrument), len(instrument.items)
    places = {item.item: place for place, item in enumerate(instrument.items)}
    weights, units = np.zeros((2 * items, 2 * len(scales)), np.int64), []
    for number, scale in enumerate(scales):
        columns = np.array([places[code] for code in scale.items], np.int64)
        sign, ends, unit = _turning(scale, [instrument.items[column] for column in columns], measured.decimals)
        np.add.at(weights[:, 2 * number], columns, sign)
        np.add.at(weights[:, 2 * number], columns + items, ends)
        np.add.at(weights[:, 2 * number + 1], columns + items, 1)
        units.append(unit)
    return Key(instrument, tuple(scales), tuple(units), _fastest(weights, np.iinfo(measured.items.dtype).max))


def _fastest(weights: Array, largest: int) -> Array:
    """As floats, whose products take a fraction of the time, where they hold every whole number that may come."""
    most = largest * max((sum(map(abs, column)) for column in weights.T.tolist()), default=0)
    kinds = {2**24: np.float32, 2**53: np.float64}
    return weights.astype(next((kind for below, kind in kinds.items() if most < below), np.int64))


def scores_of(instrument: Instrument, measured: Measurements) -> dict[str, Scores]:
    """Every scale's scores, one for each measurement."""
    return scored_by(scoring_key(instrument, measured), measured)


def scored_by(key: Key, measured: Measurements) -> dict[str, Scores]:
    """The same with a key that was made before, for measurements of the same type and decimals."""
    items = np.ascontiguousarray(measured.items.T)
    answered = items != np.iinfo(items.dtype).max
    answers = np.concatenate([items * answered, answered]).astype(key.weights.dtype)
    # Not answers @ weights, which for so few columns is slower and keeps every processor busy with waiting.
    sums = np.einsum("an,as->sn", answers, key.weights).astype(np.int64)
    found: dict[str, Scores] = {}
    for number, (scale, unit) in enumerate(zip(key.scales, key.units, strict=True)):
        computed = _sum_of_parts([found[part] for part in scale.parts]) if scale.parts else None
        if scale.items:
            computed = _from_items(scale, sums[2 * number], sums[2 * number + 1], unit)
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


def _from_items(scale: Scale, total: Array, number: Array, unit: int) -> Scores:
    """The score of answers that add up to total / unit, `number` of them."""
    items = len(scale.items)
    enough = (number >= (scale.need or items)) & (number > 0)
    bottom = number
    if scale.score == "sum":
        # The mean of all items times their number is their sum: written so, most scores share one denominator.
        whole = number == items
        total, bottom = np.where(whole, total, total * items), np.where(whole, 1, number)
    return Scores(total * enough, bottom * (unit * enough))


def _turning(scale: Scale, items: list[Item], decimals: int) -> tuple[Array, Array, int]:
    """For each item what to multiply its answer with and then add, both over a whole `unit`: min + max - answer for
    the reversed items."""
    backwards = [item.item in scale.reversed for item in items]
    ends = [_ends(scale, item) if turn else Fraction(0) for item, turn in zip(items, backwards, strict=True)]
    unit = lcm(10**decimals, *(end.denominator for end in ends))
    sign = np.where(backwards, -1, 1) * (unit // 10**decimals)
    return sign, np.array([int(end * unit) for end in ends], np.int64), unit


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
    top, bottom = (a.top + b.top) * both, a.bottom * both
    apart = np.flatnonzero(both & (a.bottom != b.bottom))
    one, other = a.only(apart), b.only(apart)
    bottom[apart] = shared = np.lcm(one.bottom, other.bottom)
    top[apart] = one.top * (shared // one.bottom) + other.top * (shared // other.bottom)
    return Scores(top, bottom)


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
