"""Counts as stacked bars: better, unchanged and worse, or completed, other and discontinued, always in one order."""

from collections.abc import Sequence
from dataclasses import dataclass

from loke.publishing.marks import NARROW, Picture, picture, rect, text, text_width

BAR = 26
INK = {"better": "inv", "same": "b", "worse": "inv-2"}  # the colour words take on each kind of bar


@dataclass(frozen=True)
class Part:
    """One part of every bar: the word for it and how it is drawn (better, same or worse)."""

    word: str
    kind: str


@dataclass(frozen=True)
class Bar:
    """One bar: its name and the count of each part."""

    name: str
    counts: tuple[int, ...]
    now: bool = False


def stacked(bars: Sequence[Bar], parts: Sequence[Part], *, description: str = "") -> Picture:
    """A bar for each row, as long as its total beside the largest; a count that does not fit stands above its bar."""
    longest = max((sum(bar.counts) for bar in bars), default=0) or 1
    lead = all(len(bar.name) <= 5 for bar in bars)
    pitch = BAR + (19 if lead else 34)
    top = 26 if lead else 38
    drawing = _key(bars[0], parts, longest, top - 6) if bars else []
    for place, bar in enumerate(bars):
        y = top + place * pitch
        drawing += [_name(bar, y, lead, place), *_bar(bar, parts, longest, y, place == 0)]
    height = top + len(bars) * pitch - (15 if lead else 30)
    return picture(max(height, 0), drawing, description or _spoken(bars, parts), "pic-lead" if lead else "pic-in")


def _name(bar: Bar, y: float, lead: bool, place: int) -> str:
    if lead:
        return text("-3em", y + 18, bar.name, "b" if bar.now else "")
    return text(0, y - (24 if place == 0 else 7), bar.name, "b")


def _bar(bar: Bar, parts: Sequence[Part], longest: int, y: float, first: bool) -> list[str]:
    marks, x, outside = [], 0.0, []
    for part, count in zip(parts, bar.counts, strict=True):
        width = count / longest * 100
        if count:
            marks.append(rect(x, y, width, BAR, part.kind))
            if _fits(count, width):
                marks.append(text(x + width / 2, y + 18, str(count), f"{INK[part.kind]} m"))
            elif not first:
                outside.append(f"{count} {part.word}")
        x += width
    words = ", ".join(outside)
    return [*marks, text(x, y + 18, words, "b", 6) if x < 60 else text(x, y - 6, words, "b e")]


def _fits(count: int, width: float) -> bool:
    return text_width(str(count)) + 6 <= width / 100 * NARROW


def _key(bar: Bar, parts: Sequence[Part], longest: int, y: float) -> list[str]:
    """The word of each part above it in the first bar, moved aside as far as its neighbours need.

    A count that does not fit in its part is said with the word: one that is not there stands above another's number.
    """
    widths = [count / longest * 100 for count in bar.counts]
    words = [_key_word(part, count, width) for part, count, width in zip(parts, bar.counts, widths, strict=True)]
    needs = [text_width(word) / NARROW * 100 + 3 for word in words]
    lefts, free = [], 0.0
    for place, need in enumerate(needs):
        lefts.append(max(sum(widths[:place]), free))
        free = lefts[-1] + need
    marks, limit = [], 103.0
    for left, need, word in zip(reversed(lefts), reversed(needs), reversed(words), strict=True):
        marks.append(text(limit - 3, y, word, "b e") if left + need > limit + 1e-9 else text(left, y, word, "b"))
        limit = min(left, limit - need)
    return marks


def _key_word(part: Part, count: int, width: float) -> str:
    return part.word[0].upper() + part.word[1:] if _fits(count, width) else f"{count} {part.word}"


def _spoken(bars: Sequence[Bar], parts: Sequence[Part]) -> str:
    def said(bar: Bar) -> str:
        return ", ".join(f"{count} {part.word}" for part, count in zip(parts, bar.counts, strict=True))

    return " ".join(f"{bar.name}: {said(bar)}." for bar in bars)
