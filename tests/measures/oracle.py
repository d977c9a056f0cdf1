"""Scores worked out the plain way, one answer at a time, to hold the real scoring against."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from loke.analysis.scoring import scores_of
from loke.dataset.definitions import Instrument
from loke.dataset.snapshot import Measurements
from loke.measures.library import Entry

DECIMALS = 1
Row = Sequence[Fraction | None]


def scored(instrument: Instrument, rows: Sequence[Row]) -> list[dict[str, Fraction | None]]:
    """What the program's own scoring makes of rows of answers."""
    nothing = np.iinfo(np.int32).max
    answers = [[nothing if one is None else int(one * 10**DECIMALS) for one in row] for row in rows]
    found = scores_of(instrument, measurements(np.array(answers, np.int32)))
    return [
        {code: Fraction(int(s.top[n]), int(s.bottom[n])) if s.bottom[n] else None for code, s in found.items()}
        for n in range(len(rows))
    ]


def measurements(items: np.ndarray) -> Measurements:
    n = len(items)
    zeros = np.zeros(n, np.uint8)
    days = np.zeros(n, np.uint16)
    return Measurements(np.arange(n, dtype=np.int32), zeros, days, zeros, zeros, items, DECIMALS)


def by_hand(entry: Entry, answers: Row) -> dict[str, Fraction | None]:
    """The same straight from the facts of the library."""
    found: dict[str, Fraction | None] = {}
    for scale in entry.scales:
        if "parts" in scale.facts:
            parts = [found[code] for code in scale.facts["parts"].value]
            found[scale.code] = None if None in parts else sum(parts, Fraction(0))
            continue
        numbers, turned = scale.facts["items"].value, scale.facts["reversed"].value
        given = [_turned(entry, n, answers[n - 1], n in turned) for n in numbers if answers[n - 1] is not None]
        if len(given) < scale.facts["need"].value:
            found[scale.code] = None
            continue
        mean = sum(given, Fraction(0)) / len(given)
        raw = mean * len(numbers) if scale.score == "sum" else mean
        found[scale.code] = raw * scale.multiply + scale.add
    return found


def _turned(entry: Entry, item: int, answer: Fraction, turn: bool) -> Fraction:
    ends = entry.answers_to(item)
    return ends.lowest + ends.highest - answer if turn else answer
