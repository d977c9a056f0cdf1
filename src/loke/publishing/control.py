"""A series over time with its middle and limits: a run chart or a control chart, broken where a point is missing."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from loke.publishing.axis import Axis, axis
from loke.publishing.labels import label
from loke.publishing.marks import LINE, SEAM, Label, Picture, circle, line, picture, rect, uncrowded
from loke.publishing.numbers import percent, period_name, shortest
from loke.publishing.readings import Row
from loke.publishing.signs import Series, shown

TOP, HEIGHT = 22, 130  # pixels above the plot, and of it
LEFT, RIGHT = 1.5, 83.0  # per cent; to the right of the points stand the words for the middle and the limits
SMALL_FROM = 40  # points; from there on each is drawn smaller


def control(series: Series, *, language: str = "sv", description: str = "") -> Picture:
    """A dot for each point and a line between neighbours; ringed where a rule names it, grey outside the periods read.

    The middle is a line, and what lies between the limits a tinted area. A point that is missing, or a share of fewer
    than five, leaves a gap.
    """
    spoken = description or describe(series, language)
    if not series.has_chart:
        return picture(0, [], spoken)
    places = _places(series.rows)
    scale = _scale(series)
    drawing = [
        *_between(series, places, scale),
        *_levels(series, scale, language),
        *_lines(series, places, scale),
        *_dots(series, places, scale),
        *_under(series.rows, places, language),
    ]
    return picture(TOP + HEIGHT + 26, drawing, spoken, "pic-in")


def _places(rows: Sequence[Row]) -> list[float]:
    step = (RIGHT - LEFT) / max(len(rows) - 1, 1)
    return [LEFT + step * place for place in range(len(rows))]


def _scale(series: Series) -> Axis:
    """From nought to the highest point or limit that is drawn; shares at most to one."""
    ends = [row.value for row in series.rows if shown(row)]
    ends += [row.upper if row.upper is not None else row.centre for row in series.points]
    highest = max((end for end in ends if end is not None), default=1)
    if series.points[0].of is not None:
        return axis(0, min(1.0, highest * 1.08) or 1, 2)
    return axis(0, highest * 1.08 or 1, 2)


def _y(value: float, scale: Axis) -> float:
    return TOP + HEIGHT * (1 - scale.kept(value) / 100)


def _between(series: Series, places: Sequence[float], scale: Axis) -> Iterator[str]:
    """The area between the limits, as wide for each point as its own limits hold."""
    half = (places[1] - places[0]) / 2
    for limits, those in groupby(zip(series.rows, places, strict=True), key=lambda one: (one[0].lower, one[0].upper)):
        ends = [x for _row, x in those]
        if limits[1] is not None:
            top, foot = _y(limits[1], scale), _y(limits[0], scale)
            left = max(ends[0] - half, 0)
            yield rect(left, top, ends[-1] + half - left + SEAM, max(foot - top, 1), "limits")


def _levels(series: Series, scale: Axis, language: str) -> list[str]:
    """The axis, the middle, and figures for it and for the last point's limits."""
    last, shares = series.points[-1], series.points[0].of is not None
    drawing = [line(0, TOP + HEIGHT + 0.5, 100, TOP + HEIGHT + 0.5, "axis")]
    words = []
    if last.centre is not None:
        y = _y(last.centre, scale)
        drawing.append(line(LEFT, y, RIGHT, y, "middle"))
        words.append(Label(100, y + 5, written(last.centre, shares, language), "b e"))
    for end in (last.upper, last.lower):
        if end is not None:
            y = min(_y(end, scale) + 5, TOP + HEIGHT - 4)
            words.append(Label(100, y, written(end, shares, language), "e"))
    return [*drawing, *uncrowded(words)]


def written(value: float, shares: bool, language: str) -> str:
    return percent(value, language) if shares else shortest(value, language, 1)


def _lines(series: Series, places: Sequence[float], scale: Axis) -> Iterator[str]:
    for (one, x1), (other, x2) in pairwise(zip(series.rows, places, strict=True)):
        if shown(one) and shown(other):
            yield line(x1, _y(one.value, scale), x2, _y(other.value, scale), "joint")


def _dots(series: Series, places: Sequence[float], scale: Axis) -> Iterator[str]:
    size = 1.5 if len(series.rows) >= SMALL_FROM else 0
    for row, x in zip(series.rows, places, strict=True):
        if shown(row):
            y, old = _y(row.value, scale), "" if row.period in series.now else "-old"
            if row.signal is not None:
                yield circle(x, y, 7.5 - size, "sign")
            yield circle(x, y, 4.5 - size, f"point{old}")


def _under(rows: Sequence[Row], places: Sequence[float], language: str) -> list[str]:
    """The first and the last period, and every year's first between them where there is room."""
    y = TOP + HEIGHT + LINE
    ends = [
        Label(places[-1], y, period_name(rows[-1].period, language), "e", 4),
        Label(0, y, period_name(rows[0].period, language)),
    ]
    years = [
        Label(x, y, row.period[:4], "m")
        for before, row, x in zip(rows, rows[1:], places[1:], strict=False)
        if before.period[:4] != row.period[:4]
    ]
    return uncrowded([*ends, *years])


def describe(series: Series, language: str = "sv") -> str:
    """From when to when, the lowest and the highest point, the middle and the limits."""
    drawn = [row for row in series.rows if shown(row)]
    if not series.has_chart or not drawn:
        return label(language, "dots_empty")
    shares = drawn[0].of is not None
    first, last = (period_name(row.period, language) for row in (series.rows[0], series.rows[-1]))
    values = [row.value for row in drawn]
    ends = (written(end, shares, language) for end in (min(values), max(values)))
    said = [label(language, "series", first=first, last=last, n=len(drawn), lowest=next(ends), highest=next(ends))]
    point = series.points[-1]
    if point.centre is not None:
        said.append(label(language, "series_centre", value=written(point.centre, shares, language)))
    if point.upper is not None:
        limits = (written(end, shares, language) for end in (point.lower, point.upper))
        said.append(label(language, "series_limits", low=next(limits), high=next(limits)))
    return " ".join(said)
