"""How long people stay, as a falling curve with its uncertainty around it."""

from collections.abc import Sequence
from itertools import pairwise

from loke.analysis.retention import FIXED
from loke.publishing.axis import Axis, axis, drawn
from loke.publishing.labels import label
from loke.publishing.marks import SEAM, Picture, line, picture, rect, text
from loke.publishing.numbers import bare_percent, percent
from loke.publishing.readings import TOO_FEW, Row

TOP, HEIGHT = 18, 140


def until_few(rows: Sequence[Row]) -> list[Row]:
    """The rows of the days on which at least five had been here so long: the curve is cut there."""
    return [row for row in rows if row.at_risk >= TOO_FEW]


def stays(rows: Sequence[Row], *, longest: int = 0, language: str = "sv", description: str = "") -> Picture:
    """A step down for every day on which somebody ended, over the days since the start, at least `longest`; nothing
    for fewer than five."""
    kept = until_few(rows)
    spoken = description or describe(kept, language)
    if len(kept) < 2:
        return picture(0, [], spoken)
    scale = axis(0, max(kept[-1].day, longest), 4)
    drawing = [mark for row, following in pairwise(kept) for mark in _around(row, following, scale)]
    drawing += _levels(language)
    for row, following in pairwise(kept):
        y, next_y = _y(row.in_service), _y(following.in_service)
        left, right = scale.at(row.day), scale.at(following.day)
        drawing += [line(left, y, right, y, "curve"), *([line(right, y, right, next_y, "curve")] if next_y > y else [])]
    days = label(language, "unit_days")
    return picture(TOP + HEIGHT + 24, [*drawing, *drawn(scale, TOP + HEIGHT, days, language)], spoken, "pic-in")


def _y(share: float) -> float:
    return TOP + HEIGHT * (1 - share)


def _levels(language: str) -> list[str]:
    drawing = []
    for share in (0.5, 1.0):
        words = percent(share, language)
        drawing += [line(0, _y(share), 100, _y(share), "rule"), text(0, _y(share) - 5, words)]
    return drawing


def _around(row: Row, following: Row, scale: Axis) -> list[str]:
    if row.low is None:
        return []
    top, left = _y(row.high), scale.at(row.day)
    return [rect(left, top, scale.at(following.day) - left + SEAM, max(_y(row.low) - top, 1), "limits")]


def describe(kept: Sequence[Row], language: str = "sv") -> str:
    """How many of those who started were still here after the days that are told for everybody."""
    if len(kept) < 2:
        return label(language, "dots_empty")
    told = [*(row for row in kept if row.day in FIXED[1:]), kept[-1]]
    said = dict.fromkeys(
        label(language, "stay", day=row.day, share=bare_percent(row.in_service, language)) for row in told
    )
    return " ".join([label(language, "stays", n=kept[0].at_risk), *said])
