"""What is shown of everybody, over all and by year: small parts and years are closed together, then rectangles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.disclosure.questions import SHADOW, Question
from loke.analysis.disclosure.rectangles import Exchange, Need, choose, is_small

Known = dict[tuple[str, bytes], Array]  # base and counts of everybody: where that count is hidden


@dataclass(eq=False)
class Settled:
    """One question: `hidden` [shown, periods] of everybody, and the parts and years as they may be told apart.

    `parts` and `years` are groups of what is closed together: nobody outside can tell which of them it was.
    """

    question: Question
    hidden: Array
    parts: list[list[int]]
    years: list[list[int]]
    exchanges: list[tuple[Need, Exchange]] = field(default_factory=list)
    nothing: bool = False  # nothing at all is shown of it, of anybody
    yearless: bool = False  # nothing is shown by year

    @property
    def table(self) -> Array:
        """Counts of everybody [parts, years] as they are told apart."""
        return together(self.question.counts[:, 0, :], self.parts, self.years)


def together(counts: Array, *axes: list[list[int]]) -> Array:
    """Counts with what is closed together added, axis by axis."""
    for axis, closed in enumerate(axes):
        counts = np.stack([np.take(counts, members, axis).sum(axis=axis) for members in closed], axis=axis)
    return counts


def closed(sizes: Array, prefer: Array | None = None) -> list[list[int]]:
    """Places as groups: each alone, but for those with 1-4, which are closed with the smallest others up to five.

    `sizes` [places, bases] may count several things; `prefer` are places that would rather be chosen.
    """
    sizes = sizes.reshape(len(sizes), -1)
    small = [int(place) for place in np.flatnonzero(is_small(sizes).any(axis=1))]
    alone = [place for place in range(len(sizes)) if place not in small]
    rather = np.ones(len(sizes)) if prefer is None else ~prefer
    waiting = sorted(alone, key=lambda place: (bool(rather[place]), int(sizes[place].sum()), place))
    waiting = [place for place in waiting if sizes[place].any()]
    while small and waiting and (len(small) < 2 or is_small(sizes[small].sum(axis=0)).any()):
        small.append(waiting.pop(0))
    rest = [[place] for place in alone if place not in small]
    return [*rest, sorted(small)] if small else rest


def settle(question: Question, years: list[list[int]], known: Known, parts: list[list[int]] | None = None) -> Settled:
    """What can be shown of one question, in agreement with what is known of equal counts in those before it."""
    totals = question.counts[:, 0, 0]
    found = parts or closed(totals, _nearest(question, totals))
    settled = Settled(question, _closed_cells(question, found, years), found, years)
    fixed, later_hidden = _agreed(question, known)
    if is_small(int(totals.sum())) or not _covers(settled, known):
        return hide_all(settled)
    if later_hidden:
        return hide_years(settled)
    return _by_year(settled, fixed)


def _nearest(question: Question, totals: Array) -> Array | None:
    """The parts of the least whole that holds all small ones, which are rather closed with each other."""
    small = is_small(totals)
    wholes = [one.parts for one in question.shown if not small[~one.parts].any() and one.parts.sum() > small.sum()]
    return min(wholes, key=lambda parts: int(parts.sum()), default=None)


def hide_all(settled: Settled) -> Settled:
    settled.hidden[:] = True
    settled.nothing = settled.yearless = True
    return settled


def hide_years(settled: Settled) -> Settled:
    settled.hidden[:, 1:] = True
    settled.exchanges, settled.yearless = [], True
    return settled


def _closed_cells(question: Question, parts: list[list[int]], years: list[list[int]]) -> Array:
    """Sums that part what is closed together, and years closed together, are hidden from the beginning."""
    hidden = np.zeros((len(question.shown), question.counts.shape[2]), bool)
    for row, one in enumerate(question.shown):
        if parted(one.parts, parts):
            hidden[row] = True
    for members in years:
        if len(members) > 1:
            hidden[:, members] = True
    return hidden


def _agreed(question: Question, known: Known) -> tuple[list[Array], bool]:
    """The sums that are shown already, which must not move, and whether one of them is hidden in some year."""
    fixed, hidden = [], False
    for one in question.shown:
        there = known.get(_key(question, one.parts)) if _keys(question, one.parts) else None
        if there is not None:
            fixed.append(one.parts)
            hidden |= bool(there[1:].any() and not there[0])
    return fixed, hidden


def _covers(settled: Settled, known: Known) -> bool:
    """Whether every count that is hidden over all elsewhere is hidden here as well, and none more."""
    question = settled.question
    for row, one in enumerate(question.shown):
        for key in _keys(question, one.parts):
            there = known.get(key)
            if there is not None and bool(there[0]) != bool(settled.hidden[row, 0]):
                return False
    return True


def _key(question: Question, parts: Array) -> tuple[str, bytes]:
    return question.base, question.counts[parts, 0, :].sum(axis=0).tobytes()


def _keys(question: Question, parts: Array) -> list[tuple[str, bytes]]:
    """Equal in every year, and for what is known of each group also equal over all, on whatever day it is counted."""
    if not question.counts[~parts].any():
        return []  # the whole base, which is shown or hidden on its own
    by_group = question.counts[parts][:, :, 0].sum(axis=0)
    return [_key(question, parts), *([("", by_group.tobytes())] if by_group[1:].any() else [])]


def remember(settled: Settled, known: Known) -> None:
    """Equal counts in later questions are shown or hidden as these were."""
    question = settled.question
    for row, one in enumerate(question.shown):
        if one.where.table != SHADOW and question.counts[one.parts, 0, :].any() and _keys(question, one.parts):
            for key in (*_keys(question, one.parts), _key(question, ~one.parts)):
                there = known.get(key)
                known[key] = settled.hidden[row].copy() if there is None else there | settled.hidden[row]


def _by_year(settled: Settled, fixed: Sequence[Array]) -> Settled:
    question = settled.question
    table = settled.table[:, :, None]
    rows = [row for row, one in enumerate(question.shown) if not settled.hidden[row, 0]]
    shown = [
        (coarse(question.shown[row].parts, settled.parts), coarse(question.shown[row].within, settled.parts))
        for row in rows
    ]
    parts_fixed = [coarse(parts, settled.parts) for parts in fixed if not parted(parts, settled.parts)]
    everything = [*shown, *((np.eye(len(table), dtype=bool)[n], np.ones(len(table), bool)) for n in range(len(table)))]
    chosen = choose(table, everything, parts_fixed, best=question.name[0] != "split")
    if chosen is None:
        return hide_years(settled)
    settled.exchanges = chosen.exchanges
    for row, cells in zip(rows, chosen.hidden, strict=False):
        for members, cell in zip(settled.years, cells, strict=True):
            settled.hidden[row, members] |= cell
    return settled


def parted(parts: Array, closed_parts: Iterable[list[int]]) -> bool:
    """Whether the sum of these parts tells apart what is closed together."""
    return any(0 < parts[members].sum() < len(members) for members in closed_parts)


def coarse(parts: Array, closed_parts: list[list[int]]) -> Array:
    """Which of the closed parts these are; one that is only partly among them is not."""
    return np.array([bool(parts[members].all()) for members in closed_parts])
