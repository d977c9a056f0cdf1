"""The pictures of the pages as drawings of one size, for paper: what is per cent on a screen is a length here."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loke.publishing.documents.typesetting import shaped
from loke.publishing.marks import WIDE, Picture

STYLE = Path(__file__).parent / "picture.css"
POINT = 0.62  # points to a pixel, which makes the words of a picture as large as those of a table
EM = 15.0
SIDE = 8.0  # pixels free at the right, as on the page
LEAD = 45.0  # and at the left of a picture whose rows have short names
FRAME = re.compile(r'^<svg class="([^"]*)"[^>]*>(.*)</svg>$', re.DOTALL)
ACROSS = re.compile(r'\b(x|x1|x2|cx|width)="(-?[\d.]+)(%|em)"')
HIDDEN = {True: "narrow", False: "wide"}  # what is not for so wide a picture


@dataclass(frozen=True)
class Drawing:
    """A drawing with its size in points, and what it says."""

    svg: str
    told: str
    width: float
    height: float


def drawn(picture: Picture, points: float, beside: int = 0) -> Drawing:
    """The picture so many points wide, and at least as high as another that it stands beside."""
    width, height = points / POINT, max(picture.height, beside) + 4
    found = FRAME.match(picture.svg)
    if found is None:
        raise ValueError("not a picture of ours")
    kinds, marks = found.groups()
    left = LEAD if "pic-lead" in kinds else 4.0
    hidden = HIDDEN[width > WIDE]
    inner = ACROSS.sub(lambda one: _length(one, width - left - SIDE), shaped(marks))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.1f}" height="{height}" '
        f'viewBox="0 0 {width:.1f} {height}"><style>{_style()}.{hidden} {{ display: none; }}</style>'
        f'<g class="{kinds}" transform="translate({left} 2)">{inner}</g></svg>'
    )
    return Drawing(svg, picture.description, points, height * POINT)


def _length(found: re.Match[str], width: float) -> str:
    name, number, unit = found.groups()
    return f'{name}="{float(number) * (EM if unit == "em" else width / 100):.2f}"'


@cache
def _style() -> str:
    return STYLE.read_text("utf-8")
