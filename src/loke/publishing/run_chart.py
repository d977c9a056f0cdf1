"""A measure over time beside the median of what was before a start: a dot and its number for each period."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, floor

from loke.publishing.axis import Axis, axis, nice_step
from loke.publishing.control import written
from loke.publishing.followed import Followed, Point
from loke.publishing.labels import label
from loke.publishing.marks import LINE, Label, Picture, circle, line, picture, uncrowded
from loke.publishing.numbers import period_name

TOP, HEIGHT = 44, 130  # pixels above the plot, and of it
LEFT, RIGHT = 2.0, 85.0  # per cent; to the right of the points stand the numbers of the scale and of the middle
BESIDE = RIGHT - 4  # where the points end when the line of the start stands to the right of them
FEWEST = 3  # points; with fewer there is no picture


def run_chart(followed: Followed, *, language: str = "sv") -> Picture | None:
    """Grey before the start and dark since; a period that rests on fewer than five leaves a gap. None for a few."""
    if len(followed.shown) < FEWEST:
        return None
    places = _places(followed.points, BESIDE if _has_only_begun(followed) else RIGHT)
    scale = _scale(followed)
    drawing = [
        line(0, TOP + HEIGHT + 0.5, 100, TOP + HEIGHT + 0.5, "axis"),
        *_start(followed, places, language),
        *_levels(followed, scale, language),
        *_joints(followed, places, scale),
        *_dots(followed, places, scale),
        *_under(followed.points, places, language),
    ]
    return picture(TOP + HEIGHT + 48, drawing, describe(followed, language), "pic-in")


def _has_only_begun(followed: Followed) -> bool:
    """Whether all the points are before the start, so that its line stands to the right of them."""
    return bool(followed.started) and all(one.since is False for one in followed.points)


def _places(points: Sequence[Point], right: float) -> list[float]:
    step = (right - LEFT) / max(len(points) - 1, 1)
    return [LEFT + step * place for place in range(len(points))]


def _scale(followed: Followed) -> Axis:
    """From nought, or below the lowest where something is below nought, to at least the highest: round numbers."""
    values = [one.value for one in followed.shown if one.value is not None]
    lowest, highest = min(0.0, *values), max(0.0, *values)
    step = nice_step(highest - lowest or 1.0, 5)
    below, above = floor(lowest / step + 1e-9), ceil(highest / step - 1e-9)
    return axis(round(below * step, 9), round((above or (not below)) * step, 9), 2)


def _y(value: float, scale: Axis) -> float:
    return TOP + HEIGHT * (1 - scale.kept(value) / 100)


def _start(followed: Followed, places: Sequence[float], language: str) -> list[str]:
    """A line between what was before and what has been since; to the right where nothing has been since."""
    if not followed.started:
        return []
    since = [x for one, x in zip(followed.points, places, strict=True) if one.since is not False]
    x = max(since[0] - (places[1] - places[0]) / 2 if len(places) > 1 else 0.0, 0.0) if since else RIGHT
    words = Label(x, 16, label(language, "since_start", day=followed.started), "b" if x < 50 else "b e")
    return [line(x, 22, x, TOP + HEIGHT, "idea-edge"), *uncrowded([words])]


def _levels(followed: Followed, scale: Axis, language: str) -> list[str]:
    """The middle of what was before, and figures for it and for both ends of the scale."""
    ends = [(TOP + 5, scale.highest), (TOP + HEIGHT - 4, scale.lowest)]
    words = [Label(100, y, written(end, followed.is_share, language), "e") for y, end in ends]
    if followed.median is None:
        return uncrowded(words)
    y = _y(followed.median, scale)
    middle = Label(100, y + 5, written(followed.median, followed.is_share, language), "b e")
    return [line(LEFT, y, RIGHT, y, "middle"), *uncrowded([middle, *words])]


def _joints(followed: Followed, places: Sequence[float], scale: Axis) -> Iterator[str]:
    drawn = {one.period for one in followed.shown}
    for (one, x1), (other, x2) in pairwise(zip(followed.points, places, strict=True)):
        if {one.period, other.period} <= drawn:
            yield line(x1, _y(one.value or 0.0, scale), x2, _y(other.value or 0.0, scale), "joint")


def _dots(followed: Followed, places: Sequence[float], scale: Axis) -> Iterator[str]:
    where = dict(zip((one.period for one in followed.points), places, strict=True))
    for one in followed.shown:
        yield circle(where[one.period], _y(one.value or 0.0, scale), 4.5, "point" if one.since else "point-old")


def _under(points: Sequence[Point], places: Sequence[float], language: str) -> list[str]:
    """The first and the last period and every year's first, and under them the number behind each point, last first."""
    y = TOP + HEIGHT + LINE
    ends = [
        Label(places[-1], y, period_name(points[-1].period, language), "m" if places[-1] < 90 else "e"),
        Label(0, y, period_name(points[0].period, language)),
    ]
    years = [
        Label(x, y, one.period[:4], "m")
        for before, one, x in zip(points, points[1:], places[1:], strict=False)
        if before.period[:4] != one.period[:4]
    ]
    last, *others = [Label(x, y + LINE, str(one.n), "m") for one, x in zip(points, places, strict=True)][::-1]
    return uncrowded([*ends, *years, last, Label(100, y + LINE, label(language, "size"), "e"), *others])


def describe(followed: Followed, language: str = "sv") -> str:
    """From when to when, the middle of what was before, and the lowest and highest since."""
    drawn = followed.shown
    first, last = (period_name(one.period, language) for one in (drawn[0], drawn[-1]))
    values = [one.value for one in drawn if one.value is not None]
    ends = [written(end, followed.is_share, language) for end in (min(values), max(values))]
    said = [label(language, "series", n=len(drawn), first=first, last=last, lowest=ends[0], highest=ends[1])]
    if followed.median is not None:
        said.append(label(language, "series_before", value=written(followed.median, followed.is_share, language)))
    return " ".join(said)
