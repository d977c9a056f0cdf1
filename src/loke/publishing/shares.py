"""Shares and means with how sure they are: a dot on a line, the interval a thick line, what was meant a tinted area."""

from collections.abc import Sequence
from dataclasses import dataclass

from loke.publishing.axis import PER_CENT, axis, drawn
from loke.publishing.labels import label
from loke.publishing.marks import Picture, circle, intended, line, picture, rect, text
from loke.publishing.numbers import Number, bare_percent, goal, number, percent, shortest

ROW = 40  # pixels a row of the picture takes
HEAD = 24
GROUP = 46


@dataclass(frozen=True)
class Share:
    """A share of 0–1 with its interval; `now` is the row that matters, `kind` how its bar is drawn."""

    name: str
    share: float
    low: float
    high: float
    counts: str = ""
    now: bool = True
    kind: str = "amount"


@dataclass(frozen=True)
class Means:
    """A mean at start and at end in score units, and the interval of the change between them."""

    name: str
    start: float
    end: float
    low: float
    high: float


def share(row: Share, *, target: Number | None = None, language: str = "sv", description: str = "") -> Picture:
    """0–100 per cent with the intended zone from `target` (0–1), the interval and the share."""
    spoken = description or _spoken(language, [row], target)
    return picture(
        62,
        [*_zone(target, 18, 24, language), *drawn_percent(42, language), *_estimate(row, 30)],
        spoken,
        "pic-in",
    )


def shares(
    rows: Sequence[Share], *, target: Number | None = None, language: str = "sv", description: str = ""
) -> Picture:
    """A row for each share, as one for each year, over the same intended zone; names of at most five letters."""
    base = HEAD + ROW * len(rows)
    drawing = _zone(target, HEAD - 6, base - HEAD + 6, language) + drawn_percent(base, language)
    for place, row in enumerate(rows):
        y = HEAD + ROW * (place + 0.5) - 2
        bold = "b" if row.now else ""
        drawing += [text("-3em", y + 5, row.name, bold), *_estimate(row, y), _value_beside(row, y, language, bold)]
    return picture(base + 24, drawing, description or _spoken(language, rows, target), "pic-lead")


def _value_beside(row: Share, y: float, language: str, bold: str) -> str:
    """The share in figures, on the side of its interval where there is room."""
    words = percent(row.share, language)
    if row.low > 0.2:
        return text(row.low * 100, y + 5, words, f"{bold} e".strip(), -8)
    return text(row.high * 100, y + 5, words, bold, 10)


def categories(rows: Sequence[Share], *, language: str = "sv", description: str = "") -> Picture:
    """A bar for each category with its interval, the name and the counts above it."""
    drawing = []
    for place, row in enumerate(rows):
        top = place * 50
        right = ", ".join(part for part in (row.counts, percent(row.share, language)) if part)
        drawing += [
            text(0, top + 14, row.name, "b"),
            text(100, top + 14, right, "e"),
            rect(0, top + 22, 100, 12, "room"),
            rect(0, top + 22, row.share * 100, 12, row.kind),
            line(row.low * 100, top + 28, row.high * 100, top + 28, "whisker"),
        ]
    return picture(len(rows) * 50, drawing, description or _spoken(language, rows, None), "pic-in")


def groups(
    rows: Sequence[Share], *, target: Number | None = None, language: str = "sv", description: str = ""
) -> Picture:
    """A share and its interval for each group over the same intended zone, the name and the counts above it."""
    head = 0 if target is None else HEAD
    base = head + GROUP * len(rows)
    drawing = [*_area_words(target, 14, language), *drawn_percent(base, language)]
    for place, row in enumerate(rows):
        top = head + GROUP * place
        drawing += _area(target, top + 20, 20)
        right = ", ".join(part for part in (row.counts, percent(row.share, language)) if part)
        drawing += [
            text(0, top + 14, row.name, "b"),
            text(100, top + 14, right, "e"),
            line(0, top + 30, 100, top + 30, "rule"),
            *_estimate(row, top + 30),
        ]
    return picture(base + 24, drawing, description or _spoken(language, rows, target), "pic-in")


def means(
    rows: Sequence[Means], *, lowest: Number, highest: Number, language: str = "sv", description: str = ""
) -> Picture:
    """From the mean at start (a ring) to the mean at end (a dot) on the instrument's scale; the thick line is the
    interval of the change, laid from the start."""
    scale = axis(float(lowest), float(highest), 5)
    base = len(rows) * 50 + 4
    drawing = drawn(scale, base, "", language)
    for place, row in enumerate(rows):
        y = place * 50 + 34
        start, end = scale.kept(row.start), scale.kept(row.end)
        drawing += [
            text(0, y - 20, row.name, "b"),
            text(100, y - 20, _from_to(row, language), "e"),
            line(0, y, 100, y, "rule"),
            line(scale.kept(row.start + row.low), y, scale.kept(row.start + row.high), y, "interval"),
            line(start, y, end, y, "today"),
            circle(start, y, 5.5, "absent"),
            circle(end, y, 6.5, "dot"),
        ]
    return picture(base + 24, drawing, description or _spoken_means(rows, language), "pic-in")


def _from_to(row: Means, language: str) -> str:
    return label(language, "from_to", start=number(row.start, 1, language), end=number(row.end, 1, language))


def drawn_percent(y: float, language: str) -> list[str]:
    """The line of 0–100 per cent at y."""
    return drawn(PER_CENT, y, "%", language)


def _zone(target: Number | None, y: float, height: float, language: str) -> list[str]:
    return [*_area(target, y, height), *_area_words(target, y - 6, language)]


def _area(target: Number | None, y: float, height: float) -> list[str]:
    return [] if target is None else intended(float(target) * 100, 100, y, height, (True, False))


def _area_words(target: Number | None, y: float, language: str) -> list[str]:
    if target is None:
        return []
    return [text(100, y, label(language, "at_least", low=goal(target, language), unit=""), "a e")]


def _estimate(row: Share, y: float) -> list[str]:
    old = "" if row.now else "-old"
    return [
        line(row.low * 100, y, row.high * 100, y, f"interval{old}"),
        circle(row.share * 100, y, 6.5 if row.now else 5.5, f"dot{old}"),
    ]


def _spoken(language: str, rows: Sequence[Share], target: Number | None) -> str:
    said = [
        label(
            language,
            "share_named" if row.name else "share",
            name=row.name,
            share=bare_percent(row.share, language),
            low=bare_percent(row.low, language),
            high=bare_percent(row.high, language),
        )
        for row in rows
    ]
    return " ".join([*said, *([] if target is None else [label(language, "target", target=goal(target, language))])])


def _spoken_means(rows: Sequence[Means], language: str) -> str:
    said = []
    for row in rows:
        figures = {name: shortest(getattr(row, name), language) for name in ("start", "end", "low", "high")}
        spoken = label(language, "mean", name=row.name, **figures)
        said.append(spoken if row.name else spoken.removeprefix(": ").capitalize())
    return " ".join(said)
