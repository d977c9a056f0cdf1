"""The marks every picture is drawn with: fluid SVG, per cent across, pixels down, coloured by the stylesheet.

Text keeps its size at every width because nothing is scaled, so whether a label fits is judged against two widths:
NARROW, which every picture has at least, and WIDE, which it has on screens above 40 rem (see `.wide` and `.narrow`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

NARROW = 260.0
WIDE = 480.0
LETTER = 7.3  # pixels a letter takes in the mean, 15 px Source Sans 3 at weight 650
SEAM = 0.1  # per cent that areas beside each other overlap, so that no line shows between them
LINE = 20  # pixels from one line of text to the next

Across = float | str  # a number is per cent of the width, a string is written as it is ("8" pixels, "-3em")


@dataclass(frozen=True)
class Picture:
    """A finished picture: an <svg> safe to place in a page, the sentence it says, and its height in pixels."""

    svg: str
    description: str
    height: int


def picture(height: float, marks: Iterable[str], description: str, kind: str = "") -> Picture:
    """Put the marks in one frame; the description becomes what a screen reader says."""
    tall = round(height)
    frame = (
        f'<svg class="{f"pic {kind}".strip()}" width="100%" height="{tall}" role="img" '
        f'aria-label="{escape(description)}">{"".join(marks)}</svg>'
    )
    return Picture(frame, description, tall)


def line(x1: Across, y1: float, x2: Across, y2: float, kind: str) -> str:
    return f'<line x1="{across(x1)}" y1="{down(y1)}" x2="{across(x2)}" y2="{down(y2)}" class="{kind}"/>'


def rect(x: Across, y: float, width: Across, height: float, kind: str) -> str:
    size = f'width="{across(width)}" height="{down(height)}"'
    return f'<rect x="{across(x)}" y="{down(y)}" {size} class="{kind}"/>'


def circle(x: Across, y: float, radius: float, kind: str) -> str:
    return f'<circle cx="{across(x)}" cy="{down(y)}" r="{down(radius)}" class="{kind}"/>'


def text(x: Across, y: float, words: str, kind: str = "", dx: float = 0) -> str:
    """Words whose base line is at y; kind `e` ends at x, `m` has its middle there; nothing at all for no words."""
    shift = f' dx="{down(dx)}"' if dx else ""
    dress = f' class="{kind}"' if kind else ""
    return f'<text x="{across(x)}" y="{down(y)}"{shift}{dress}>{escape(words)}</text>' if words else ""


def tucked(x: float, y: float, words: str, kind: str = "") -> str:
    """Words beside a position, on the side of it that has most room."""
    return text(x, y, words, kind, 6) if x <= 50 else text(x, y, words, f"{kind} e".strip(), -6)


def intended(x1: float, x2: float, y: float, height: float, edges: tuple[bool, bool] = (True, True)) -> list[str]:
    """What was meant: a tinted area, with a line at each end that is a limit."""
    sides = [line(x, y, x, y + height, "idea-edge") for x, is_limit in zip((x1, x2), edges, strict=True) if is_limit]
    return [rect(x1, y, x2 - x1, height, "idea"), *sides]


def fitting(room: float, *wordings: str) -> list[tuple[str, str]]:
    """The first wording that fits a room of so many per cent, as (words, class); two when narrow and wide differ."""
    narrow, wide = (_first_that_fits(wordings, room / 100 * width) for width in (NARROW, WIDE))
    if narrow == wide:
        return [(narrow, "")] if narrow else []
    return [(words, kind) for words, kind in ((narrow, "narrow"), (wide, "wide")) if words]


def _first_that_fits(wordings: Iterable[str], pixels: float) -> str:
    return next((words for words in wordings if text_width(words) + 6 <= pixels), "")


class Label(NamedTuple):
    """Words that may have to give way: where they stand, as for `text`."""

    x: float
    y: float
    words: str
    kind: str = ""
    dx: float = 0

    def reach(self, width: float) -> tuple[float, float]:
        """From which pixel to which the words go when the picture is so wide."""
        at, long = self.x / 100 * width + self.dx, text_width(self.words)
        lean = {"e": 1.0, "m": 0.5}.get(self.kind.rpartition(" ")[2], 0.0)
        return at - lean * long, at + (1 - lean) * long


def uncrowded(labels: Iterable[Label]) -> list[str]:
    """The labels, most important first, without those that would run into an earlier one or out of the picture:
    each is shown always, on wide screens only, or not at all."""
    shown: dict[float, list[Label]] = {NARROW: [], WIDE: []}
    drawing = []
    for label in labels:
        free = [width for width, others in shown.items() if _is_free(label, others, width)]
        if WIDE in free:
            drawing.append(text(*label) if NARROW in free else text(*label._replace(kind=f"{label.kind} wide".strip())))
        for width in free if WIDE in free else ():
            shown[width].append(label)
    return drawing


def _is_free(label: Label, others: Iterable[Label], width: float) -> bool:
    left, right = label.reach(width)
    near = (other.reach(width) for other in others if abs(other.y - label.y) < LINE - 4)
    return left >= -12 and right <= width + 12 and all(right + 5 < start or end + 5 < left for start, end in near)


def text_width(words: str) -> float:
    """About how many pixels the words take."""
    return LETTER * len(words)


def across(x: Across) -> str:
    return x if isinstance(x, str) else f"{_trimmed(x)}%"


def down(y: float) -> str:
    return _trimmed(y)


def _trimmed(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
