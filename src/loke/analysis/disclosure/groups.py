"""What is shown of one question by the groups of one variable: by group and year, over all only, or nothing."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.disclosure.everybody import Settled, coarse, parted, together
from loke.analysis.disclosure.questions import SHADOW
from loke.analysis.disclosure.rectangles import THRESHOLD, Chosen, Exchange, Need, choose, is_small, sensitive

Known = dict[tuple[str, str, bytes], Array]  # base, variable and counts by group: where that count is hidden
Masks = list[tuple[Array, Array]]


class Block(NamedTuple):
    """A question split by a variable: `counts` [parts, groups, years] as they may be told apart."""

    question: Settled
    split: Settled
    counts: Array
    rows: list[int]  # those shown that do not part what is closed together
    shown: Masks

    @property
    def masks(self) -> Masks:
        """What is shown and, after that, every part."""
        parts = np.eye(len(self.counts), dtype=bool)
        return [*self.shown, *((part, np.ones(len(parts), bool)) for part in parts)]


def block_of(question: Settled, split: Settled) -> Block:
    columns = split.question.columns
    counts = together(question.question.counts[:, columns, :], question.parts, split.parts, question.years)
    shown = question.question.shown
    rows = [row for row, one in enumerate(shown) if not parted(one.parts, question.parts)]
    masks = [(coarse(shown[row].parts, question.parts), coarse(shown[row].within, question.parts)) for row in rows]
    return Block(question, split, counts, rows, masks)


def by_group(question: Settled, split: Settled, known: Known) -> Array:
    """What is hidden [shown, groups, periods]."""
    periods = question.question.counts.shape[2]
    hidden = np.ones((len(question.question.shown), len(split.question.columns), periods), bool)
    if question.nothing or split.nothing or question.yearless or split.yearless:
        return hidden
    block = block_of(question, split)
    fixed, free = _agreed(block, known)
    if fixed is None:
        return hidden
    if free and _all_is_large(block):
        hidden[:] = False
        return hidden
    chosen = choose(block.counts, block.masks, fixed, best=False)
    if chosen is None or not _possible(block, chosen, fixed):
        return hidden
    for row, cells in zip(block.rows, chosen.hidden, strict=False):
        for members, cell in zip(split.parts, cells, strict=True):
            if len(members) == 1:
                hidden[row, members, 0] = cell
    return hidden


def remember(question: Settled, split: Settled, hidden: Array, known: Known) -> None:
    for row, one in enumerate(question.question.shown):
        for parts in () if one.where.table == SHADOW else (one.parts, ~one.parts):
            key = _key(question, split, parts)
            known[key] = known.get(key, np.zeros_like(hidden[row])) | hidden[row]


def _key(question: Settled, split: Settled, parts: Array) -> tuple[str, str, bytes]:
    counts = question.question.counts[parts][:, split.question.columns, :].sum(axis=0)
    return question.question.base, split.question.by, counts.tobytes()


def _agreed(block: Block, known: Known) -> tuple[list[Array] | None, bool]:
    """Sums shown already over all, which must not move (None when one is hidden); whether years may be shown."""
    fixed: list[Array] = []
    free = True
    for one in block.question.question.shown:
        whole = not block.question.question.counts[~one.parts].any()
        there = None if whole else known.get(_key(block.question, block.split, one.parts))
        if there is not None:
            if there[:, 0].any():
                return None, False
            fixed.append(coarse(one.parts, block.question.parts))
            free &= not there.any()
    return fixed, free


def _all_is_large(block: Block) -> bool:
    """Nothing of the question, of the split or of their groups and years is small, or closed together."""
    for settled in (block.question, block.split):
        closings = [len(members) for members in (*settled.parts, *settled.years)]
        if max(closings) > 1 or settled.hidden.any():
            return False
    tables = np.concatenate([block.counts, block.counts.sum(axis=2, keepdims=True)], axis=2)
    return not sensitive(tables.reshape(len(tables), -1, 1), block.masks)[0].any()


def _possible(block: Block, chosen: Chosen, fixed: Sequence[Array]) -> bool:
    """Whether everything hidden elsewhere, and each group in each year, keeps its room with what is shown here."""
    turned = block.counts.transpose(1, 0, 2)
    mine = [_lesser(block.counts.transpose(0, 2, 1), one) for one in block.question.exchanges]
    theirs = [_lesser(turned.transpose(0, 2, 1), one) for one in block.split.exchanges]
    if any(one is None for one in (*mine, *theirs)):
        return False
    room = _room(block.counts, [each for each in mine if each], [one for _, one in chosen.exchanges], fixed)
    turning = _turning(block.counts, [each for each in theirs if each])
    return _every_cell(block, room, turning)


def _lesser(counts: Array, given: tuple[Need, Exchange]) -> Exchange | None:
    """What an exchange between years can still move when nothing changes over all; counts [parts, years, ways]."""
    need, one = given
    up = int(np.minimum(counts[one.other, one.column], counts[one.part, one.other_column]).sum())
    down = int(np.minimum(counts[one.part, one.column], counts[one.other, one.other_column]).sum())
    lesser = one._replace(up=min(up, one.up), down=min(down, one.down))
    return lesser if need.met_by(lesser) else None


def _room(
    counts: Array, between_years: list[Exchange], between_groups: list[Exchange], fixed: Sequence[Array]
) -> Array:
    """How many could move from `other` to `part` in each group and year: [part, other, groups, years]."""
    room = _cubes(counts)
    for one in between_years:
        _spread(room, counts, one)
    for one in between_groups:
        _spread(room.transpose(0, 1, 3, 2), counts.transpose(0, 2, 1), one)
    for parts in fixed:
        room[np.ix_(parts, ~parts)] = room[np.ix_(~parts, parts)] = 0
    return room


def _cubes(counts: Array) -> Array:
    """By the eight corners of two parts, two groups and two years, so that no sum of them changes."""
    parts, groups, years = counts.shape
    room = np.zeros((parts, parts, groups, years), np.int64)
    for group in range(groups):
        for year in range(years):
            other_groups = np.arange(groups) != group
            other_years = np.arange(years) != year
            away = counts[:, other_groups][:, :, other_years]  # [part, groups, years]
            across = counts[:, other_groups, year][:, :, None]
            along = counts[:, group][:, other_years][:, None, :]
            # [part, other, group', year']: `part` grows here and there, `other` along and across
            least = np.minimum(np.minimum(across[:, None], along[:, None]), away[None])
            least = np.minimum(least, counts[None, :, group, year, None, None])
            if least.size:
                room[:, :, group, year] = least.max(axis=(2, 3))
    return room


def _spread(room: Array, counts: Array, one: Exchange) -> None:
    """An exchange between years, made wholly in one group: room [part, other, groups, years]."""
    k, other, year, other_year = one.part, one.other, one.column, one.other_column
    for a, b, first, second, most in (
        (k, other, year, other_year, one.up),
        (other, k, year, other_year, one.down),
        (other, k, other_year, year, one.up),
        (k, other, other_year, year, one.down),
    ):
        could = np.minimum(np.minimum(counts[b, :, first], counts[a, :, second]), most)
        room[a, b, :, first] = np.maximum(room[a, b, :, first], could)


def _turning(counts: Array, exchanges: list[Exchange]) -> Array:
    """How many more, and fewer, of a part a group could hold in a year by exchanges: [2, parts, groups, years]."""
    found = np.zeros((2, *counts.shape), np.int64)
    for one in exchanges:
        d, other, year, other_year = one.part, one.other, one.column, one.other_column
        up = np.minimum(np.minimum(counts[:, other, year], counts[:, d, other_year]), one.up)
        down = np.minimum(np.minimum(counts[:, d, year], counts[:, other, other_year]), one.down)
        for group, when, more, fewer in ((d, year, up, down), (other, other_year, up, down)):
            found[0, :, group, when] = np.maximum(found[0, :, group, when], more)
            found[1, :, group, when] = np.maximum(found[1, :, group, when], fewer)
        for group, when, more, fewer in ((other, year, down, up), (d, other_year, down, up)):
            found[0, :, group, when] = np.maximum(found[0, :, group, when], more)
            found[1, :, group, when] = np.maximum(found[1, :, group, when], fewer)
    return found


def _every_cell(block: Block, room: Array, turning: Array) -> bool:
    """Whether each small sum of a group in a year could be five or more, and any of five numbers."""
    for parts, within in block.masks:
        for one, rest in ((parts, within & ~parts), (within & ~parts, parts)):
            n = block.counts[one].sum(axis=0)
            if not is_small(n).any():
                continue
            up, down = _most(room, turning, one, ~one)
            if rest is parts and one is not parts:
                up, down = _most(room, np.zeros_like(turning), one, parts)
                up = np.maximum(up, turning[0][one].max(axis=0))
                down = np.maximum(down, turning[1][one].max(axis=0))
            if (is_small(n) & ((n + up < THRESHOLD) | (up + down < THRESHOLD - 1))).any():
                return False
    return True


def _most(room: Array, turning: Array, one: Array, others: Array) -> tuple[Array, Array]:
    if not one.any() or not others.any():
        return turning[0][one].max(axis=0, initial=0), turning[1][one].max(axis=0, initial=0)
    up = room[np.ix_(one, others)].max(axis=(0, 1))
    down = room[np.ix_(others, one)].max(axis=(0, 1))
    return np.maximum(up, turning[0][one].max(axis=0)), np.maximum(down, turning[1][one].max(axis=0))
