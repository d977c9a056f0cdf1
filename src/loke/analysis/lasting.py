"""Does it last: the same persons at start, at end and so many months after, beside those who were not reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from loke.analysis.better import Place, joined, place_of, respondents_in, respondents_of
from loke.analysis.counts import Array, Column, Counts, whole
from loke.analysis.frame import CELL, Frame
from loke.analysis.part import AFTER
from loke.analysis.scoring import Scores, compared
from loke.analysis.summary import USED, Cell, Row, Summary
from loke.dataset.snapshot import NO_CODE


@dataclass(unsafe_hash=True)
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


@dataclass(frozen=True, eq=False)
class Three:
    """The distinct scores at start, at end and at follow-up of one place, and how often each was met."""

    start: Scores
    end: Scores
    after: Scores
    often: Array

    @cached_property
    def started(self) -> Array:
        return self.start.valid

    @cached_property
    def triples(self) -> Array:
        return self.start.valid & self.end.valid & self.after.valid

    def n(self, where: Array) -> int:
        return int(self.often[where].sum())

    def mean(self, values: Array, where: Array) -> float | None:
        n = self.n(where)
        return float((values * self.often)[where].sum()) / n if n else None


def lasting(summary: Summary) -> Iterator[LastingRow]:
    closed, eligible = summary.totals("endings"), summary.totals("eligible", CELL + 1)
    found, kinds, used = summary.by("followed", CELL + 4), respondents_of(summary), _used_after(summary)
    for head in _heads(summary):
        place = place_of(summary, kinds, head[:CELL], *head[CELL:])
        for months in used.get((head[0], head[CELL], head[CELL + 2]), ()):
            three = _three(found.get((*head, months)))
            of = closed.get(place.cell, 0), eligible.get((*place.cell, months), 0)
            yield _row(summary, place, months, of, three)


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


def _three(counts: Counts | None) -> Three:
    rows = np.zeros((0, 6), np.int64) if counts is None else counts.rows
    often = np.zeros(0, np.int64) if counts is None else counts.often
    columns = np.ascontiguousarray(rows.T)
    start, end, after = (Scores(columns[place], columns[place + 1]) for place in (0, 2, 4))
    return Three(start, end, after, often)


def _row(summary: Summary, place: Place, months: int, of: tuple[int, int], three: Three) -> LastingRow:
    start, end, after = (_values(scores) for scores in (three.start, three.end, three.after))
    reached, triples = three.after.valid, three.triples
    better_at_end, kept = _kept(three, place, np.flatnonzero(triples))
    change = np.where(reached, after - start, 0.0)
    last = np.where(reached, after, np.where(three.end.valid, end, start))
    return LastingRow(
        *summary.where(place.cell),
        place.instrument,
        place.scale.scale,
        place.respondent,
        months,
        *of,
        three.n(reached),
        three.n(triples),
        three.mean(start, triples),
        three.mean(end, triples),
        three.mean(after, triples),
        better_at_end,
        kept,
        three.mean(start, three.started & reached),
        three.mean(start, three.started & ~reached),
        three.mean(last - start, three.started),
        three.mean(change, three.started),
    )


def _values(scores: Scores) -> Array:
    values: Array = scores.top / np.maximum(scores.bottom, 1)
    return values


def _kept(three: Three, place: Place, at: Array) -> tuple[int, int]:
    """How many were better at end than at start by a step, and how many of these still were at follow-up."""
    start, often = three.start.only(at), three.often[at]
    better = compared(start, three.end.only(at), place.scale) > 0
    still = compared(start, three.after.only(at), place.scale) > 0
    return int(often[better].sum()), int(often[better & still].sum())
