"""Comparable services beside each other: each share at the size of its service, within limits that narrow with size."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from loke.analysis.funnel import Funnel, limits_of
from loke.publishing.axis import Axis, axis, drawn
from loke.publishing.labels import label
from loke.publishing.marks import LINE, SEAM, Picture, circle, line, picture, rect, text, tucked
from loke.publishing.numbers import bare_percent, percent
from loke.publishing.readings import TOO_FEW

TOP, HEIGHT = 18, 160
STEPS = 60  # the limits are drawn for so many sizes


class Service(NamedTuple):
    """`n` of `of` in one service; `own` is the reader's."""

    name: str
    n: int
    of: int
    own: bool = False


def funnel(services: Sequence[Service], *, language: str = "sv", description: str = "") -> Picture:
    """A dot for each service of at least five, the reader's in the accent and by name; nothing for fewer than five
    services. The tinted area holds what chance does to 95 of 100, the thin lines to 998 of 1 000."""
    limits = limits_of([(one.n, one.of) for one in services])
    spoken = description or describe(services, limits, language)
    if limits is None:
        return picture(0, [], spoken)
    scale = axis(0, max(one.of for one in services) * 1.12, 4)
    drawing = [*_limits(limits, scale), *_levels(language), *_centre(limits, language)]
    for one in sorted(services, key=lambda one: one.own):
        if one.of >= TOO_FEW:
            drawing += _dot(one, scale)
    return picture(TOP + HEIGHT + 24, [*drawing, *drawn(scale, TOP + HEIGHT, "", language)], spoken, "pic-in")


def _y(share: float) -> float:
    return TOP + HEIGHT * (1 - share)


def _limits(limits: Funnel, scale: Axis) -> list[str]:
    sizes = sorted({max(TOO_FEW, round(scale.highest * step / STEPS)) for step in range(1, STEPS + 1)})
    found = [(scale.at(size), limits.of(size)) for size in sizes]
    drawing = []
    for (left, here), (right, there) in pairwise(found):
        top, foot = _y(here.upper95), _y(here.lower95)
        drawing.append(rect(left, top, right - left + SEAM, max(foot - top, 1), "limits"))
        drawing += [
            line(left, _y(one), right, _y(other), "rule")
            for one, other in ((here.upper998, there.upper998), (here.lower998, there.lower998))
        ]
    return drawing


def _levels(language: str) -> list[str]:
    ends = ((share, percent(share, language)) for share in (0.0, 1.0))
    return [text(100, _y(share) - 5, words, "e") for share, words in ends]


def _centre(limits: Funnel, language: str) -> list[str]:
    y, value = _y(limits.centre), percent(limits.centre, language)
    return [line(0, y, 100, y, "middle"), text(0, y - 5, label(language, "together", value=value))]


def _dot(one: Service, scale: Axis) -> list[str]:
    x, y = scale.at(one.of), _y(one.n / one.of)
    if not one.own:
        return [circle(x, y, 5, "dot-old")]
    return [circle(x, y, 6.5, "dot"), tucked(x, y - LINE / 2, one.name, "b")]


def describe(services: Sequence[Service], limits: Funnel | None, language: str = "sv") -> str:
    """How many services, the reader's share, all together and the limits for one of its size."""
    own = next((one for one in services if one.own), None)
    if limits is None or own is None or own.of < TOO_FEW:
        return label(language, "dots_empty")
    low, high = (bare_percent(end, language) for end in limits.of(own.of)[1:3])
    share = bare_percent(own.n / own.of, language)
    said = label(language, "funnel", n=len(services), share=share, of=own.of)
    return f"{said} {label(language, 'limits', low=low, high=high)}"
