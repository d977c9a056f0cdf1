"""The scale under a picture: where a value stands across it, and which round numbers it is marked with."""

from dataclasses import dataclass
from math import ceil, floor, log10

from loke.publishing.marks import line, text
from loke.publishing.numbers import NO_BREAK, PERCENT_SIGN, shortest

ROUND = (1.0, 2.0, 5.0, 10.0)  # times a power of ten: steps a reader can count in


@dataclass(frozen=True)
class Axis:
    """A straight scale from `lowest` to `highest`, marked at `ticks`."""

    lowest: float
    highest: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where the value stands, in per cent of the width; outside 0–100 when it is outside the scale."""
        return (float(value) - self.lowest) / (self.highest - self.lowest) * 100

    def kept(self, value: float) -> float:
        """As `at`, but kept within the picture."""
        return min(max(self.at(value), 0.0), 100.0)


PER_CENT = Axis(0, 100, (0, 50, 100))


def nice_step(span: float, most: int, least: float = 0.0) -> float:
    """The smallest of 1, 2, 5 × a power of ten, at least `least`, that leaves at most `most` parts of the span."""
    wanted = max(span / most, least, 1e-9)
    power = 10.0 ** floor(log10(wanted))
    return next(power * factor for factor in ROUND if power * factor >= wanted * (1 - 1e-9))


def ticks(lowest: float, highest: float, most: int = 6, least: float = 0.0) -> tuple[float, ...]:
    """Round numbers within the ends, at most `most` parts apart, in rising order."""
    step = nice_step(highest - lowest, most, least)
    first, last = ceil(lowest / step - 1e-9), floor(highest / step + 1e-9)
    return tuple(round(n * step, 9) + 0.0 for n in range(first, last + 1))


def axis(lowest: float, highest: float, most: int = 6, least: float = 0.0) -> Axis:
    """A scale with exactly these ends; equal ends are moved apart by one."""
    if highest <= lowest:
        lowest, highest = lowest - 0.5, lowest + 0.5
    return Axis(lowest, highest, ticks(lowest, highest, most, least))


def drawn(scale: Axis, y: float, unit: str = "", language: str = "sv") -> list[str]:
    """The line of the scale at y with its numbers under it; the last one carries the unit."""
    marks = [line(0, y + 0.5, 100, y + 0.5, "axis")]
    for value in scale.ticks:
        unit_here = written_unit(unit, language) if value == scale.ticks[-1] else ""
        marks.append(text(scale.at(value), y + 18, shortest(value, language) + unit_here, anchor(scale.at(value))))
    return marks


def written_unit(unit: str, language: str) -> str:
    """A space before words, and before "%" where the language has one; nothing for no unit."""
    return PERCENT_SIGN[language] if unit == "%" else f"{NO_BREAK}{unit}" if unit else ""


def anchor(x: float) -> str:
    """Which way words at x must lean to stay in the picture."""
    return "" if x < 2 else "e" if x > 94 else "m"
