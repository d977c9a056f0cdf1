"""Many floats as the shortest text that is read back as the same float: what `repr` writes, in whole arrays."""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from loke.analysis.counts import Array

FEW = 50  # which are written one by one as quickly
BITS = 53  # of a float's mantissa
DIGITS, LAST = 17, 4  # digits that always suffice; so many of them are looked up at a time
FOURS = np.frombuffer("".join(f"{number:04}" for number in range(10**LAST)).encode(), "u4")


def shortest(values: Sequence[float]) -> list[str]:
    """Each value as `repr` writes it; those from 0.0001 to 1 with 16 or 17 digits are written together.

    Raises ValueError for what is no number.
    """
    if not all(map(isfinite, values)):
        raise ValueError("not a number, or one without end")
    if len(values) < FEW:
        return [*map(repr, values)]
    numbers, texts = np.array(values, np.float64), np.empty(len(values), object)
    rest = np.ones(len(numbers), bool)
    for noughts in range(4):
        rows = np.flatnonzero((numbers >= 10.0 ** -(noughts + 1)) & (numbers < 10.0**-noughts))
        digits, found = _digits(numbers[rows], DIGITS + noughts)
        texts[rows[found]], rest[rows[found]] = _spelled(digits[found], noughts), False
    texts[rest] = [*map(repr, numbers[rest].tolist())]
    written: list[str] = texts.tolist()
    return written


def _digits(numbers: Array, scale: int) -> tuple[Array, Array]:
    """The 17 digits of numbers x 10**scale, the last 0 where 16 suffice; and whether they are the shortest there are.

    A float is a whole number x 2**-shift, and what it stands for when scaled is exactly top / 2**shift. Only the lowest
    64 bits of `top` are kept: what is left of it beside a close guess is small, and therefore right.
    """
    mantissa, exponent = np.frexp(numbers)
    shift, width = BITS - exponent.astype(np.int64) - scale, 5**scale
    top = (mantissa * 2.0**BITS).astype(np.int64) * width
    whole = (numbers * 10.0**scale).astype(np.int64)
    left = top - (whole << shift)
    whole += left >> shift
    part = (left & ((1 << shift) - 1)) << 1 >> shift  # 1 from a half

    def near(unit: int) -> tuple[Array, Array]:
        """The closest that is so rounded, and whether it is read back as the same: within half a step."""
        rounded = (whole + unit // 2) // unit * unit
        return rounded, np.abs(top - (rounded << shift)) * 2 < width

    (sixteen, enough), (_, fewer) = near(10), near(100)
    even = (left << 1) & ((1 << shift) - 1) == 0  # exactly on or between two of 17 digits
    return np.where(enough, sixteen, whole + part), ~(fewer | even)


def _spelled(digits: Array, noughts: int) -> list[str]:
    """0. and noughts and digits, all as one text that is then taken apart."""
    if not len(digits):
        return []
    head = "".join(f"\n0.{'0' * noughts}{first}".ljust(8, "\0") for first in range(10)).encode()
    cells = np.empty((len(digits), 6), "u4")
    for place in range(5, 1, -1):
        above = digits // 10**LAST
        cells[:, place] = FOURS[digits - above * 10**LAST]
        digits = above
    cells[:, :2] = np.frombuffer(head, "u4").reshape(10, 2)[digits]
    last = cells.view("u1")[:, -1]
    last[last == ord("0")] = 0
    return cells.tobytes().translate(None, b"\0").decode()[1:].split("\n")
