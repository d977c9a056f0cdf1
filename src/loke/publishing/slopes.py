"""From start to end, a line for each person: small pictures that stand side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from loke.publishing.axis import ticks
from loke.publishing.labels import label
from loke.publishing.marks import Picture, line, picture, text
from loke.publishing.numbers import Number, shortest

TOP = 8
HEIGHT = 150
LEFT, RIGHT = 18.0, 92.0  # per cent: where the lines start and end
APART = 1.5  # pixels between people with the same two scores
MANY = 60  # people; above that the lines are thin
DRAWN_LAST = ("same", "better", "worse")


@dataclass(frozen=True)
class Pair:
    """So many people with this score at start and this at end."""

    start: Number
    end: Number
    count: int = 1


class Changes(NamedTuple):
    """How many people became better, stayed the same and became worse."""

    better: int
    same: int
    worse: int


def slopes(
    pairs: Iterable[Pair],
    *,
    lowest: Number,
    highest: Number,
    step: Number,
    better: str = "higher",
    language: str = "sv",
    description: str = "",
) -> Picture:
    """Thick lines became better and dashed ones worse by at least `step`; thin ones did neither."""
    turns = [(turn(pair, step, better), pair) for pair in pairs]
    changes = _counted(turns)
    drawing = _frame(float(lowest), float(highest), language)
    for kind, pair in sorted(turns, key=lambda each: DRAWN_LAST.index(each[0])):
        drawing += _lines(pair, kind, float(lowest), float(highest))
    spoken = description or label(
        language,
        "slopes",
        n=sum(changes),
        lowest=shortest(lowest, language),
        highest=shortest(highest, language),
        **changes._asdict(),
    )
    return picture(TOP + HEIGHT + 24, drawing, spoken, "many" if sum(changes) > MANY else "")


def turn(pair: Pair, step: Number, better: str) -> str:
    """better, worse or same, compared exactly when the scores are fractions or whole numbers."""
    moved = _exact(pair.end) - _exact(pair.start)
    gained, least = moved if better == "higher" else -moved, _exact(step)
    if gained >= least:
        return "better"
    return "worse" if gained <= -least else "same"


def _exact(value: Number) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(str(value))


def _counted(turns: Iterable[tuple[str, Pair]]) -> Changes:
    counted = dict.fromkeys(Changes._fields, 0)
    for kind, pair in turns:
        counted[kind] += pair.count
    return Changes(**counted)


def _frame(lowest: float, highest: float, language: str) -> list[str]:
    drawing = []
    for value in ticks(lowest, highest, 3):
        y = _y(value, lowest, highest)
        drawing += [line("26", y, 100, y, "rule"), text("20", y + 5, shortest(value, language), "e")]
    for x, name in ((LEFT, "start"), (RIGHT, "end")):
        drawing.append(text(x, TOP + HEIGHT + 20, label(language, name), "m"))
    return drawing


def _lines(pair: Pair, kind: str, lowest: float, highest: float) -> list[str]:
    start, end = (_y(float(score), lowest, highest) for score in (pair.start, pair.end))
    shifts = ((number - (pair.count - 1) / 2) * APART for number in range(pair.count))
    return [line(LEFT, start + shift, RIGHT, end + shift, f"l-{kind}") for shift in shifts]


def _y(value: float, lowest: float, highest: float) -> float:
    return TOP + (highest - value) / (highest - lowest) * HEIGHT
