"""How many complete: endings of the episodes closed in the period, and completion against all earlier periods."""

from collections.abc import Iterator
from dataclasses import dataclass

from loke.analysis.counts import Column, Counts
from loke.analysis.estimates import newcombe, share, wilson
from loke.analysis.frame import Frame
from loke.analysis.summary import Cell, Row, Summary
from loke.dataset.snapshot import NO_CODE


@dataclass(eq=False, repr=False)
class EndingsRow(Row):
    """One way to end, among all episodes closed."""

    ending: str
    kind: str | None
    n: int
    of: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(eq=False, repr=False)
class CompletionRow(Row):
    """Those completed among all closed, and against all earlier periods."""

    completed: int
    of: int
    share: float | None
    low: float | None
    high: float | None
    other: int
    share_without_other: float | None
    earlier: int
    earlier_of: int
    difference: float | None
    difference_low: float | None
    difference_high: float | None


def count_endings(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`endings`: cell by closing, ending."""
    part = frame.part
    if part.has_closed.any():
        yield "endings", frame.closed.count(Column(part.ending, NO_CODE + 1))


def cells_with_endings(summary: Summary) -> Iterator[tuple[Cell, dict[int, int]]]:
    """Only of services that name their endings: one that does not has not said that nobody completes."""
    for cell, counts in summary.groups("endings"):
        if summary.service(cell).endings:
            yield cell, counts.histogram()


def endings(summary: Summary) -> Iterator[EndingsRow]:
    for cell, often in cells_with_endings(summary):
        of = sum(often.values())
        named = [(code, ending.ending, ending.kind) for code, ending in enumerate(summary.service(cell).endings)]
        for code, name, kind in (*named, (NO_CODE, "missing", None)):
            n = often.get(code, 0)
            yield EndingsRow(*summary.where(cell), name, kind, n, of, n / of, *wilson(n, of))


def completion(summary: Summary) -> Iterator[CompletionRow]:
    earlier: dict[Cell, tuple[int, int]] = {}
    for cell, often in cells_with_endings(summary):
        kinds = [ending.kind for ending in summary.service(cell).endings]
        completed, other = (
            sum(n for code, n in often.items() if code != NO_CODE and kinds[code] == kind)
            for kind in ("completed", "other")
        )
        of = sum(often.values())
        before = earlier.get(cell[:3], (0, 0))
        earlier[cell[:3]] = before[0] + completed, before[1] + of
        yield CompletionRow(
            *summary.where(cell),
            completed,
            of,
            completed / of,
            *wilson(completed, of),
            other,
            share(completed, of - other),
            *before,
            *newcombe(completed, of, *before),
        )
