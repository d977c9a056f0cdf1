"""Rows of the analysis for the tests of sentences and tables, worked out by the analysis's own estimates."""

from fractions import Fraction

from loke.analysis.change import ChangeRow
from loke.analysis.endings import CompletionRow
from loke.analysis.estimates import newcombe, share, wilson
from loke.analysis.expectations import ExpectationsRow, verdict
from loke.publishing.readings import Words

CLIENTS = Words("klient", "klienter")
WHERE = ("open", "2026", None, None)
KINDS = ("range", "category", "dose", "received", "phase", "duration", "completion", "improvement")


def expectation(
    within: int,
    of: int,
    target: float | None = None,
    *,
    kind: str = "range",
    sides: tuple[int, int] | None = None,
    waiting: int = 0,
    earlier: tuple[int, int] = (0, 0),
) -> ExpectationsRow:
    """A row as the analysis would make it; `sides` are those below and above, else all the others are below."""
    below, above = sides or (of - within, 0)
    low, high = wilson(within, of)
    goal = None if target is None else Fraction(str(target))
    judged = verdict(within, of, goal)
    counts = (of, waiting, below, within, above)
    difference = newcombe(within, of, *earlier)
    return ExpectationsRow(
        *WHERE, "x", "1", kind, "16–20 år", *counts, share(within, of), low, high, target, judged, *earlier, *difference
    )


def completion(period: str, completed: int, of: int, other: int, earlier: tuple[int, int]) -> CompletionRow:
    without = share(completed, of - other)
    difference = newcombe(completed, of, *earlier)
    figures = (completed, of, share(completed, of), *wilson(completed, of), other, without)
    return CompletionRow("open", period, None, None, *figures, *earlier, *difference)


YEARS = (
    completion("2023", 14, 26, 4, (0, 0)),
    completion("2024", 17, 32, 6, (14, 26)),
    completion("2025", 9, 24, 7, (31, 58)),
    completion("2026", 16, 23, 1, (40, 82)),
)


def change(started: int, pairs: int, **figures: float | str | None) -> ChangeRow:
    return ChangeRow(*WHERE, "week", "total", None, started, started, pairs, **figures)
