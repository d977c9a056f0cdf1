"""Means of the same persons at several times, in order: a ring at start, then dots, with the number of persons."""

from collections.abc import Sequence
from itertools import pairwise

from loke.publishing.axis import ticks
from loke.publishing.labels import label
from loke.publishing.marks import Picture, circle, line, picture, text
from loke.publishing.numbers import Number, number, shortest

TOP, HEIGHT = 26, 120
LEFT, RIGHT = 16.0, 92.0  # per cent: where the first and the last time stand


def course(
    times: Sequence[tuple[str, float]],
    *,
    n: int,
    lowest: Number,
    highest: Number,
    language: str = "sv",
    description: str = "",
) -> Picture:
    """A point for each (time, mean), all of the same `n` persons, on the instrument's scale."""
    low, high = float(lowest), float(highest)
    apart = (RIGHT - LEFT) / max(len(times) - 1, 1)
    points = [(LEFT + apart * place, _y(mean, low, high)) for place, (_, mean) in enumerate(times)]
    drawing = []
    for value in ticks(low, high, 3):
        y = _y(value, low, high)
        drawing += [line("26", y, 100, y, "rule"), text("20", y + 5, shortest(value, language), "e")]
    for (x1, y1), (x2, y2) in pairwise(points):
        drawing.append(line(x1, y1, x2, y2, "today"))
    for place, ((x, y), (name, mean)) in enumerate(zip(points, times, strict=True)):
        drawing.append(circle(x, y, 6.5 if place else 5.5, "dot" if place else "absent"))
        drawing += [text(x, y - 12, number(mean, 1, language), "b m"), text(*_under(x), name, _lean(x))]
    drawing.append(text(100, 12, label(language, "same_persons", n=n), "e"))
    spoken = "; ".join(f"{name} {number(mean, 1, language)}" for name, mean in times)
    said = f"{label(language, 'same_persons', n=n)}: {spoken}."
    return picture(TOP + HEIGHT + 24, drawing, description or said)


def _under(x: float) -> tuple[float, float]:
    return (100 if x >= RIGHT else x), TOP + HEIGHT + 20


def _lean(x: float) -> str:
    """The last name ends where the picture does, since it is the longest."""
    return "e" if x >= RIGHT else "m"


def _y(value: float, lowest: float, highest: float) -> float:
    return TOP + (highest - value) / ((highest - lowest) or 1.0) * HEIGHT
