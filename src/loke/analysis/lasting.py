"""Does it last: the same persons at start, at end and so many months after, beside those who were not reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from loke.analysis.better import joined, place_of, respondents_in, respondents_of
from loke.analysis.counts import Array, Column, Counts, whole
from loke.analysis.frame import CELL, Frame
from loke.analysis.scoring import Scores, compared
from loke.analysis.summary import USED, Cell, Row, Summary
from loke.dataset.snapshot import AFTER, NO_CODE

NOBODY = (0, 0, None, None, None, 0, 0, None, None, None, None)  # reached


@dataclass(eq=False, repr=False)
class LastingRow(Row):
    """One follow-up of one scale; the means are of those with all three scores."""

    instrument: str
    scale: str
    respondent: str | None
    months_after: int
    closed: int
    eligible: int
    reached: int
    triples: int
    mean_start: float | None
    mean_end: float | None
    mean_after: float | None
    better_at_end: int
    kept: int
    mean_start_reached: float | None
    mean_start_lost: float | None
    carried_forward: float | None
    no_change: float | None


def count_eligible(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`eligible`: cell by closing, months after: those whose follow-up may have been done by now."""
    for months, eligible in frame.facts.eligible_after.items():
        yield "eligible", frame.closed.count(months, where=eligible)


def count_followed(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`followed`: cell by closing, instrument, scale, respondent, months after, and three scores, of the eligible."""
    followed = frame.facts.followed
    if followed:
        sizes = [len(one.episode) for one in followed]
        scale = np.repeat(np.arange(len(followed)), sizes)
        scales = Column(scale, len(followed), np.array([(one.pair.instrument, one.pair.scale) for one in followed]))
        months = whole(np.repeat([one.months for one in followed], sizes))
        sides = ((side, which) for side in ("start", "end", "after") for which in ("top", "bottom"))
        scores = [whole(joined(followed, *names)) for names in sides]
        eligible = np.concatenate([frame.facts.eligible_after[one.months][one.episode] for one in followed])
        cells = frame.closed.of(joined(followed, "episode"))
        yield "followed", cells.count(scales, respondents_in(frame, followed), months, *scores, where=eligible)


@dataclass(eq=False, repr=False)
class Three:
    """The distinct scores [k] at start, at end and at follow-up, and how often each was met, place after place."""

    first: Array  # where each place begins
    start: Scores
    end: Scores
    after: Scores
    often: Array

    @cached_property
    def triples(self) -> Array:
        return self.start.valid & self.end.valid & self.after.valid

    @cached_property
    def place(self) -> Array:
        return np.repeat(np.arange(len(self.first)), np.diff(self.first, append=len(self.often)))

    def n(self, where: Array) -> list[int]:
        """How often the rows `where` were met, for each place."""
        found: list[int] = np.add.reduceat(np.where(where, self.often, 0), self.first).tolist()
        return found

    def mean(self, values: Array, where: Array) -> list[float | None]:
        """Of the rows `where` of each place; None of nobody."""
        at = np.flatnonzero(where)
        if not len(at):
            return [None] * len(self.first)
        begins = np.flatnonzero(np.append(True, np.diff(self.place[at]) > 0))
        sums, n = np.add.reduceat((values * self.often)[at], begins), np.add.reduceat(self.often[at], begins)
        means = dict(zip(self.place[at[begins]].tolist(), (sums / n).tolist(), strict=True))
        return [means.get(place) for place in range(len(self.first))]


def lasting(summary: Summary) -> Iterator[LastingRow]:
    closed, eligible = summary.totals("endings"), summary.totals("eligible", CELL + 1)
    figures, kinds, used = _figures(summary), respondents_of(summary), _used_after(summary)
    for head in _heads(summary):
        place = place_of(summary, kinds, head[:CELL], *head[CELL:])
        for months in used.get((head[0], head[CELL], head[CELL + 2]), ()):
            yield LastingRow(
                *summary.where(place.cell),
                place.instrument,
                place.scale.scale,
                place.respondent,
                months,
                closed.get(place.cell, 0),
                eligible.get((*place.cell, months), 0),
                *figures.get((*head, months), NOBODY),
            )


def _heads(summary: Summary) -> list[Cell]:
    """The cells, instruments, scales and respondents with a score, in ascending order."""
    heads = set[Cell]()
    for name in ("pairs", "followed"):
        if counts := summary.counts.get(name):
            heads.update(map(tuple, counts.rows[counts.starts(CELL + 3), : CELL + 3].tolist()))
    return sorted(heads)


def _used_after(summary: Summary) -> dict[Cell, list[int]]:
    """For each service, instrument and respondent the months after closing in use."""
    return {
        head: sorted({months for occasion, months in counts.rows.tolist() if occasion == AFTER and months != NO_CODE})
        for head, counts in summary.groups(USED, 3)
    }


def _figures(summary: Summary) -> dict[Cell, tuple[Any, ...]]:
    """What a row tells of the reached, for each cell, instrument, scale, respondent and months after."""
    counts = summary.counts.get("followed")
    if counts is None:
        return {}
    first, columns = counts.starts(CELL + 4), np.ascontiguousarray(counts.rows[:, CELL + 4 :].T)
    scores = [Scores(columns[place], columns[place + 1]) for place in (0, 2, 4)]
    three, (start, end, after) = Three(first, scores[0], scores[1], scores[2], counts.often), map(_values, scores)
    started, reached, triples = three.start.valid, three.after.valid, three.triples
    better, still = _moved(summary, counts, three)
    last = np.where(reached, after, np.where(three.end.valid, end, start))
    figures = (
        three.n(reached),
        three.n(triples),
        *(three.mean(values, triples) for values in (start, end, after)),
        three.n(better),
        three.n(better & still),
        three.mean(start, started & reached),
        three.mean(start, started & ~reached),
        three.mean(last - start, started),
        three.mean(np.where(reached, after - start, 0.0), started),
    )
    heads = map(tuple, counts.rows[first, : CELL + 4].tolist())
    return dict(zip(heads, zip(*figures, strict=True), strict=True))


def _values(scores: Scores) -> Array:
    values: Array = scores.top / np.maximum(scores.bottom, 1)
    return values


def _moved(summary: Summary, counts: Counts, three: Three) -> tuple[Array, Array]:
    """Which triples were better by a step than at start at the end, and which at the follow-up."""
    better, still = np.zeros((2, len(counts.often)), bool)
    of_instrument, of_scale = counts.rows[:, CELL], counts.rows[:, CELL + 1]
    for number, instrument in enumerate(summary.instruments):
        for place, scale in enumerate(instrument.scales):
            at = np.flatnonzero(three.triples & (of_instrument == number) & (of_scale == place))
            start = three.start.only(at)
            better[at] = compared(start, three.end.only(at), scale) > 0
            still[at] = compared(start, three.after.only(at), scale) > 0
    return better, still
