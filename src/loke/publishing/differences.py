"""Differences with how sure they are: a dot and its interval beside the line of no difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from loke.publishing.axis import Axis, axis, drawn, nice_step
from loke.publishing.labels import label
from loke.publishing.marks import Picture, circle, line, picture, text
from loke.publishing.numbers import shortest, signed

HEAD, ROW = 22, 46


@dataclass(frozen=True)
class Difference:
    """A difference in score units with its interval, if there is one; `counts` stands beside it."""

    name: str
    value: float
    low: float | None
    high: float | None
    counts: str = ""


def differences(rows: Sequence[Difference], *, zero: str, language: str = "sv", description: str = "") -> Picture:
    """A row for each difference over one scale with no difference in the middle, which is called `zero`."""
    ends = [abs(end) for row in rows for end in (row.value, row.low, row.high) if end is not None]
    furthest = max(ends, default=0.0) or 1.0
    step = nice_step(2 * furthest, 10)
    furthest = ceil(furthest / step - 1e-9) * step
    scale, base = axis(-furthest, furthest, 4), HEAD + ROW * len(rows)
    drawing = [text(50, 14, zero, "m"), line(50, HEAD - 3, 50, base, "today"), *drawn(scale, base, "", language)]
    for place, row in enumerate(rows):
        y = HEAD + ROW * place
        right = ", ".join(part for part in (row.counts, signed(row.value, 1, language)) if part)
        drawing += [text(0, y + 14, row.name, "b"), text(100, y + 14, right, "e")]
        drawing += _estimate(row, scale, y + 30)
    return picture(base + 24, drawing, description or _spoken(rows, zero, language), "pic-in")


def _estimate(row: Difference, scale: Axis, y: float) -> list[str]:
    marks = [line(0, y, 100, y, "rule")]
    if row.low is not None and row.high is not None:
        marks.append(line(scale.at(row.low), y, scale.at(row.high), y, "interval"))
    return [*marks, circle(scale.at(row.value), y, 6.5, "dot")]


def _spoken(rows: Sequence[Difference], zero: str, language: str) -> str:
    said = []
    for row in rows:
        figures = {name: shortest(getattr(row, name) or 0.0, language) for name in ("value", "low", "high")}
        said.append(
            label(language, "difference" if row.low is not None else "difference_bare", name=row.name, **figures)
        )
    return " ".join(said)
