"""Does it get better: pairs of start and end, counted as better, unchanged and worse by at least the scale's step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from loke.analysis.counts import Array, Column, Counts, count, whole
from loke.analysis.estimates import share, wilson
from loke.analysis.frame import CELL, EVERYBODY, Frame
from loke.analysis.pairs import Paired
from loke.analysis.scoring import Scores, compared
from loke.analysis.summary import USED, Cell, Row, Summary
from loke.dataset.definitions import Instrument, Scale
from loke.dataset.snapshot import NO_CODE, OCCASIONS, SEX

NOT_COMPARED = 2  # beside 1, 0 and -1 of `compared`
CUTOFFS = ("cutoff", "cutoff_female", "cutoff_male")  # which of a scale's cut-offs a person is held against


@dataclass(eq=False, repr=False)
class BetterRow(Row):
    """Pairs of start and end of one scale, and how many moved by at least its step."""

    instrument: str
    scale: str
    respondent: str | None
    step: float
    pairs: int
    better: int
    unchanged: int
    worse: int
    share_better: float | None
    low: float | None
    high: float | None
    share_worse: float | None
    worse_low: float | None
    worse_high: float | None


class Place(NamedTuple):
    """A scale in a cell, by one kind of respondent where more than one kind has answered its instrument."""

    cell: Cell
    instrument: str
    scale: Scale
    respondent: str | None


@dataclass(eq=False, repr=False)
class BeforeAfter:
    """Distinct starts and ends [k] of every place, and how often each was met; place i has rows first[i] and on."""

    places: list[Place]
    first: Array
    start: Scores
    end: Scores
    cutoff: Array  # index into CUTOFFS
    often: Array

    @cached_property
    def complete(self) -> Array:
        return self.start.valid & self.end.valid

    @cached_property
    def place(self) -> Array:
        """The number of each row's place."""
        return np.repeat(np.arange(len(self.first)), np.diff(self.first, append=len(self.often)))

    def total(self, where: Array) -> list[int]:
        """How often the rows `where` were met, for each place."""
        found: list[int] = np.add.reduceat(np.where(where, self.often, 0), self.first).tolist()
        return found

    def scales(self) -> Iterator[tuple[Scale, Array]]:
        """Each scale with its rows that are complete, in ascending order."""
        known: dict[tuple[str, str], int] = {}
        codes = [known.setdefault((one.instrument, one.scale.scale), number) for number, one in enumerate(self.places)]
        code = np.where(self.complete, np.array(codes)[self.place], -1)
        for number in known.values():
            yield self.places[number].scale, np.flatnonzero(code == number)


def measure_of(instrument: str, scale: str) -> str:
    """What the share better of a scale is called where it stands among other measures."""
    return f"better:{instrument}/{scale}"


def measures_of(instruments: Sequence[Instrument]) -> list[str]:
    """One for each scale, in their order."""
    return [measure_of(one.instrument, scale.scale) for one in instruments for scale in one.scales]


def count_pairs(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`pairs`: cell by closing, instrument, scale, respondent, start and end as fractions (bottom 0 for none), cut-off.

    The cut-off tells people apart only where the scale has one of their own sex.
    """
    pairs = frame.facts.pairs
    if pairs:
        of_scale = np.repeat(np.arange(len(pairs)), [len(pair.episode) for pair in pairs])
        scales = Column(of_scale, len(pairs), np.array([(pair.instrument, pair.scale) for pair in pairs]))
        numbers = (joined(pairs, side, which) for side in ("start", "end") for which in ("top", "bottom"))
        cells = frame.closed.of(joined(pairs, "episode"))
        cutoffs = np.concatenate([_cutoffs(pair, frame.facts.part.sex) for pair in pairs])
        wholes = (whole(column) for column in (*numbers, cutoffs))
        yield "pairs", cells.count(scales, respondents_in(frame, pairs), *wholes)


def _cutoffs(pair: Paired, sex: Array) -> Array:
    found = np.zeros(len(pair.episode), np.int64)
    for code, name in enumerate(SEX):
        own = f"cutoff_{name}"
        if getattr(pair.definition, own, None) is not None:
            found[sex[pair.episode] == code] = CUTOFFS.index(own)
    return found


def joined(pairs: Sequence[object], *names: str) -> Array:
    """One column of all scales after each other."""
    return np.concatenate([attrgetter(".".join(names))(pair) for pair in pairs])


def respondents_in(frame: Frame, found: Sequence[object]) -> Column:
    """Who answered, of all scales after each other; NO_CODE for whoever is not named."""
    labels = np.append(np.arange(frame.part.respondents), NO_CODE)[:, None]
    return Column(joined(found, "respondent"), len(labels), labels)


def count_used(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`used`: service, instrument, respondent, occasion, months after: every measurement, once for everybody."""
    for found in frame.facts.instruments if frame.by == EVERYBODY else ():
        measured = found.measured
        occasion = Column(measured.occasion, len(OCCASIONS))
        codes = (Column(measured.respondent, NO_CODE + 1), occasion, Column(measured.months_after, NO_CODE + 1))
        yield USED, count([frame.part.whose.of(measured.episode), found.instrument, *codes])


def before_after(summary: Summary) -> BeforeAfter | None:
    """Every scale with a score, in every cell; None without any. Several tables are made of it, and it is made once."""
    counts, kinds = summary.counts.get("pairs"), respondents_of(summary)
    if counts is None:
        return None
    if "before_after" not in summary.kept:
        summary.kept["before_after"] = _before_after(summary, counts, kinds)
    found: BeforeAfter = summary.kept["before_after"]
    return found


def _before_after(summary: Summary, counts: Counts, kinds: dict[Cell, set[int]]) -> BeforeAfter:
    first = counts.starts(CELL + 3)
    heads = counts.rows[first, : CELL + 3].tolist()
    places = [place_of(summary, kinds, tuple(head[:CELL]), *head[CELL:]) for head in heads]
    start_top, start_bottom, end_top, end_bottom, cutoff = np.ascontiguousarray(counts.rows[:, CELL + 3 :].T)
    start, end = Scores(start_top, start_bottom), Scores(end_top, end_bottom)
    return BeforeAfter(places, first, start, end, cutoff, counts.often)


def place_of(
    summary: Summary, kinds: dict[Cell, set[int]], cell: Cell, instrument: int, scale: int, respondent: int
) -> Place:
    definition = summary.instruments[instrument]
    named = len(kinds[cell[0], instrument]) > 1 and respondent != NO_CODE
    who = summary.respondents[respondent] if named else None
    return Place(cell, definition.instrument, definition.scales[scale], who)


def respondents_of(summary: Summary) -> dict[Cell, set[int]]:
    """The kinds of respondents, not stated among them, for each service and instrument."""
    return {key: set(counts.rows[:, 0].tolist()) for key, counts in summary.groups(USED, 2)}


def better(summary: Summary) -> Iterator[BetterRow]:
    rows = before_after(summary)
    if rows is None:
        return
    way = np.full(len(rows.often), NOT_COMPARED)
    for scale, at in rows.scales():
        way[at] = compared(rows.start.only(at), rows.end.only(at), scale)
    tallies = zip(*(rows.total(way == each) for each in (1, 0, -1)), strict=True)
    for place, (improved, unchanged, worse) in zip(rows.places, tallies, strict=True):
        n = improved + unchanged + worse
        yield BetterRow(
            *summary.where(place.cell),
            place.instrument,
            place.scale.scale,
            place.respondent,
            float(place.scale.step),
            n,
            improved,
            unchanged,
            worse,
            share(improved, n),
            *wilson(improved, n),
            share(worse, n),
            *wilson(worse, n),
        )
