"""People drawn one by one: dots over a scale with the intended span behind, and rows of dots in named groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import ceil, floor

from loke.publishing import marks
from loke.publishing.axis import Axis, axis, drawn, nice_step
from loke.publishing.labels import label
from loke.publishing.marks import LINE, NARROW, Picture, circle, picture, rect, text, text_width, tucked
from loke.publishing.numbers import NO_BREAK, Number, shortest

RADIUS = 4.5
DOT = 10  # pixels from one dot to the next
HIGHEST_STACK = 16  # dots; above that the columns are drawn as bars
BAR_HEIGHT = 110
MOST_COLUMNS = int(NARROW / DOT)
DOTS_A_ROW = 23
MOST_PEOPLE = 60  # in a row of dots; above that a bar


@dataclass(frozen=True)
class Span:
    """What was meant, both ends included; None is an open end."""

    lowest: Number | None = None
    highest: Number | None = None

    @property
    def limits(self) -> tuple[Number, ...]:
        return tuple(limit for limit in (self.lowest, self.highest) if limit is not None)

    def side(self, value: Number) -> int:
        """−1 below, 0 within, 1 above."""
        if self.lowest is not None and value < self.lowest:
            return -1
        return int(self.highest is not None and value > self.highest)


@dataclass(frozen=True)
class Column:
    """People whose values lie from `left` to `right`."""

    left: float
    right: float
    within: int = 0
    outside: int = 0

    @property
    def people(self) -> int:
        return self.within + self.outside


def dots(
    counts: Mapping[Number, int],
    *,
    span: Span = Span(),
    unit: str = "",
    middle: Number | None = None,
    language: str = "sv",
    description: str = "",
) -> Picture:
    """One dot per person over the scale of the values, `counts` people at each; bars when the stacks grow too high."""
    spoken = description or describe_dots(counts, span, unit, language)
    if not any(counts.values()):
        return picture(0, [], spoken)
    columns, scale, half = _columns(counts, span)
    stacked = max(column.people for column in columns) <= HIGHEST_STACK
    top = LINE * (bool(span.limits) + (middle is not None)) + (2 if stacked else 16)
    base = top + (DOT * max(3, *(column.people for column in columns)) + 4 if stacked else BAR_HEIGHT)
    drawing = [
        *_intention(span, scale, half, base, unit, language),
        *drawn(scale, base, unit, language),
        *_middle(middle, scale, LINE * bool(span.limits), base if stacked else top - 14, language),
    ]
    for column in columns:
        drawing += _stack(column, scale, base) if stacked else _bar(column, columns, scale, base)
    return picture(base + 24, drawing, spoken, "pic-in")


def _columns(counts: Mapping[Number, int], span: Span) -> tuple[list[Column], Axis, float]:
    """Bins aligned to the limits of the span, their scale, and how far a whole number reaches to each side."""
    ends = [float(end) for end in (*counts, *span.limits)]
    half = 0.5 if all(end.is_integer() for end in ends) else 0.0
    lowest = 0.0 if 0 <= min(ends) < max(ends) / 3 else min(ends)
    width = nice_step(max(ends) - lowest + 2 * half, MOST_COLUMNS, 2 * half)
    origin = _origin(span, lowest, half)
    first, last = (floor((end - origin) / width + 1e-9) for end in (lowest, max(ends)))
    edges = [origin + place * width - half for place in range(first, last + 2)]
    people = [[0, 0] for _ in edges[1:]]
    for value, count in counts.items():
        place = floor((float(value) - origin) / width + 1e-9) - first
        people[place][span.side(value) != 0] += count
    columns = [Column(left, right, *n) for left, right, n in zip(edges, edges[1:], people, strict=False)]
    return columns, axis(edges[0], edges[-1], least=2 * half), half


def _origin(span: Span, lowest: float, half: float) -> float:
    if span.lowest is not None:
        return float(span.lowest)
    return lowest if span.highest is None else float(span.highest) + 2 * half


def _intention(span: Span, scale: Axis, half: float, base: float, unit: str, language: str) -> list[str]:
    if not span.limits:
        return []
    x1 = 0.0 if span.lowest is None else scale.at(float(span.lowest) - half)
    x2 = 100.0 if span.highest is None else scale.at(float(span.highest) + half)
    edges = (span.lowest is not None, span.highest is not None)
    words = intended_words(span, unit, language)
    return [*marks.intended(x1, x2, 0, base, edges), tucked(x1 if x1 <= 50 else x2, 15, words, "a")]


def _middle(value: Number | None, scale: Axis, top: float, foot: float, language: str) -> list[str]:
    if value is None:
        return []
    x = scale.kept(float(value))
    words = label(language, "middle", value=shortest(value, language, 1))
    return [marks.line(x, top + 4, x, foot, "today"), tucked(x, top + 15, words, "b")]


def _stack(column: Column, scale: Axis, base: float) -> list[str]:
    x = scale.at((column.left + column.right) / 2)
    kinds = [*repeat("real", column.within), *repeat("outside", column.outside)]
    return [circle(x, base - RADIUS - 2 - row * DOT, RADIUS, kind) for row, kind in enumerate(kinds)]


def _bar(column: Column, columns: Sequence[Column], scale: Axis, base: float) -> list[str]:
    each = BAR_HEIGHT / max(other.people for other in columns)
    x, width = scale.at(column.left), scale.at(column.right) - scale.at(column.left)
    heights = [max(people * each, people and 3) for people in (column.within, column.outside)]
    parts = [("real", heights[0], base - heights[0]), ("outside", heights[1], base - sum(heights))]
    bars = [rect(x, y, width, height, kind) for kind, height, y in parts if height]
    wordings = [str(column.people)] if column.people else []
    return bars + [
        text(x + width / 2, base - sum(heights) - 4, words, f"m {kind}".strip())
        for words, kind in marks.fitting(width, *wordings)
    ]


def intended_words(span: Span, unit: str = "", language: str = "sv") -> str:
    """As "Tänkt 16–20 år"."""
    low, high = (None if end is None else shortest(end, language) for end in (span.lowest, span.highest))
    name = "at_least" if high is None else "at_most" if low is None else "within"
    return label(language, name, low=low, high=high, unit=_unit(unit))


def describe_dots(counts: Mapping[Number, int], span: Span, unit: str = "", language: str = "sv") -> str:
    """What the picture of dots says, in one or three short sentences."""
    there = [value for value, count in counts.items() if count]
    if not there:
        return label(language, "dots_empty")
    low, high = (shortest(value, language) for value in (min(there), max(there)))
    said = label(language, "dots", n=sum(counts.values()), lowest=low, highest=high, unit=_unit(unit))
    if not span.limits:
        return said
    sides = [sum(count for value, count in counts.items() if span.side(value) == side) for side in (-1, 0, 1)]
    split = label(language, "dots_intended", below=sides[0], within=sides[1], above=sides[2])
    return f"{said} {intended_words(span, unit, language)}: {split}"


def _unit(unit: str) -> str:
    return f"{NO_BREAK}{unit}" if unit else ""


@dataclass(frozen=True)
class Group:
    """So many people, what is said of them ("fick möte") and how they are drawn: real, absent or outside."""

    count: int
    words: str
    kind: str = "real"

    @property
    def label(self) -> str:
        return f"{self.count} {self.words}"


def people(groups: Sequence[Group], *, description: str = "") -> Picture:
    """A row of dots per group, one for each person; bars with their counts when a group is large."""
    spoken = description or ", ".join(group.label for group in groups) + "."
    if any(group.count > MOST_PEOPLE for group in groups):
        return _people_bars(groups, spoken)
    beside = all(group.count * (DOT + 1) + 8 + text_width(group.label) <= NARROW for group in groups)
    y, drawing = 0.0, []
    for group in groups:
        drawing += _row_of_dots(group, y, beside)
        y += 24 if beside else LINE + 14 * ceil(group.count / DOTS_A_ROW) + 6
    return picture(y, drawing, spoken, "pic-in")


def _row_of_dots(group: Group, top: float, beside: bool) -> list[str]:
    reach = group.count * (DOT + 1) + 6 if beside and group.count else 0
    words = text(f"{reach}", top + 15, group.label, "b")
    first = top + 10 if beside else top + LINE + 7
    places = (divmod(number, DOTS_A_ROW) for number in range(group.count))
    return [
        words,
        *(circle(f"{5.5 + place * (DOT + 1)}", first + row * 14, RADIUS, group.kind) for row, place in places),
    ]


def _people_bars(groups: Sequence[Group], spoken: str) -> Picture:
    most = max(group.count for group in groups)
    drawing = []
    for number, group in enumerate(groups):
        top = number * 44
        drawing += [text(0, top + 14, group.label, "b"), rect(0, top + 20, group.count / most * 100, 14, group.kind)]
    return picture(len(groups) * 44, drawing, spoken, "pic-in")
