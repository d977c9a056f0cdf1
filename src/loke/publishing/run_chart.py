"""A measure over time beside the median of what was before a start: a dot and its number for each period."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from loke.publishing.axis import Axis, axis
from loke.publishing.control import written
from loke.publishing.followed import Followed, Point
from loke.publishing.labels import label
from loke.publishing.marks import LINE, Label, Picture, circle, line, picture, uncrowded
from loke.publishing.numbers import period_name

TOP, HEIGHT = 44, 130  # pixels above the plot, and of it
LEFT, RIGHT = 2.0, 85.0  # per cent; to the right of the points stands the word for the middle
FEWEST = 3  # points; with fewer there is no picture


def run_chart(followed: Followed, *, language: str = "sv") -> Picture | None:
    """Grey before the start and dark since; a period that rests on fewer than five leaves a gap. None for a few."""
    if len(followed.shown) < FEWEST:
        return None
    places = _places(followed.points)
    scale = _scale(followed)
    drawing = [
        line(0, TOP + HEIGHT + 0.5, 100, TOP + HEIGHT + 0.5, "axis"),
        *_start(followed, places, language),
        *_middle(followed, scale, language),
        *_joints(followed, places, scale),
        *_dots(followed, places, scale),
        *_under(followed.points, places, language),
    ]
    return picture(TOP + HEIGHT + 48, drawing, describe(followed, language), "pic-in")


def _places(points: Sequence[Point]) -> list[float]:
    step = (RIGHT - LEFT) / max(len(points) - 1, 1)
    return [LEFT + step * place for place in range(len(points))]


def _scale(followed: Followed) -> Axis:
    """From nought, or from below the lowest where something is below nought, to above the highest."""
    values = [one.value for one in followed.shown if one.value is not None]
    lowest, highest = min(0.0, *values), max(0.0, *values)
    room = 0.08 * (highest - lowest) or 1.0
    top = min(highest + room, 1.0) if followed.is_share else highest + room
    return axis(lowest - room if lowest < 0 else 0.0, top, 2)


def _y(value: float, scale: Axis) -> float:
    return TOP + HEIGHT * (1 - scale.kept(value) / 100)


def _start(followed: Followed, places: Sequence[float], language: str) -> list[str]:
    """A line between what was before and what has been since, where there is anything since."""
    since = [x for one, x in zip(followed.points, places, strict=True) if one.since is not False]
    if not since:
        return []
    x = max(since[0] - (places[1] - places[0]) / 2 if len(places) > 1 else 0.0, 0.0)
    words = Label(x, 16, label(language, "since_start", day=followed.started), "b" if x < 50 else "b e")
    return [line(x, 22, x, TOP + HEIGHT, "idea-edge"), *uncrowded([words])]


def _middle(followed: Followed, scale: Axis, language: str) -> list[str]:
    if followed.median is None:
        return []
    y = _y(followed.median, scale)
    words = Label(100, y + 5, written(followed.median, followed.is_share, language), "b e")
    return [line(LEFT, y, RIGHT, y, "middle"), *uncrowded([words])]


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
    """The first and the last period and every year's first, and under them the number behind each point."""
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
    counts = [Label(x, y + LINE, str(one.n), "m") for one, x in zip(points, places, strict=True)]
    return uncrowded([*ends, *years, Label(100, y + LINE, label(language, "size"), "e"), *reversed(counts)])


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
