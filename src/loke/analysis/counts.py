"""Counted rows of whole numbers: what a summary is made of, and the only thing that is ever added up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
LARGEST_CODE = 2**62  # several columns are counted as one number below this, which int64 holds


@dataclass(eq=False, repr=False)
class Column:
    """Something to count by: `codes` are 0 .. size - 1; code c stands for the row labels[c], or for itself."""

    codes: Array  # of any integer type
    size: int
    labels: Array | Callable[[Array], Array] | None = None  # called with many codes, it gives the row of each

    def spelled_out(self, codes: Array) -> Array:
        if callable(self.labels):
            return self.labels(codes)
        return codes[:, None] if self.labels is None else self.labels[codes]

    def of(self, units: Array) -> "Column":
        """The same of things that belong to these units."""
        return replace(self, codes=self.codes[units])


@dataclass(eq=False, repr=False)
class Counts:
    """Distinct `rows` [k, width] in ascending order, and how `often` [k] each was met; both int64.

    Nearly always rows are gone through column by column, and each column of those made here lies by itself in memory.
    """

    rows: Array
    often: Array

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, Counts) and self.rows.shape == other.rows.shape
        return same and bool((self.rows == other.rows).all() and (self.often == other.often).all())  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash((self.rows.tobytes(), self.often.tobytes()))

    def starts(self, depth: int) -> Array:
        """Where each value of the first `depth` columns begins."""
        return _starts(self.rows[:, :depth].T)

    def groups(self, depth: int) -> Iterator[tuple[tuple[int, ...], "Counts"]]:
        """The counts for each value of the first `depth` columns, without those columns."""
        starts = self.starts(depth)
        heads, rest = self.rows[starts, :depth].tolist(), self.rows[:, depth:]
        for head, (start, stop) in zip(heads, pairwise([*starts.tolist(), len(rest)]), strict=True):
            yield tuple(head), Counts(rest[start:stop], self.often[start:stop])

    def by(self, depth: int) -> dict[tuple[int, ...], "Counts"]:
        return dict(self.groups(depth))

    def histogram(self) -> dict[int, int]:
        """Value to how often, when one column is left."""
        return dict(zip(self.rows[:, 0].tolist(), self.often.tolist(), strict=True))

    @property
    def total(self) -> int:
        return int(self.often.sum())


def bits(values: Array) -> Array:
    """Floats as whole numbers that stand for exactly them: one for every NaN, one for both zeros."""
    plain = values.astype(np.float64) + 0.0
    plain[np.isnan(plain)] = np.nan
    return plain.view(np.int64)


SMALL = 1000
SMALL_NUMBERS = bits(np.append(np.arange(SMALL), np.nan))[:, None]


def distinct(ascending: Array) -> Array:
    """np.unique of what is in order already, and without importing half of NumPy."""
    return ascending[_starts(ascending[None])]


def tallied(values: Array) -> tuple[Array, Array]:
    """The distinct values of a column in order, and how often each is met."""
    ascending = np.sort(values)
    starts = _starts(ascending[None])
    return ascending[starts], np.diff(starts, append=len(ascending))


def floats(values: Array) -> Array:
    return np.ascontiguousarray(values).view(np.float64)


def whole(values: Array) -> Column:
    """Any whole numbers as a column; small ones stand for themselves, which spares the sorting."""
    most = int(values.max(initial=0))
    if most < max(len(values), SMALL) and (values.dtype.kind in "ub" or values.min(initial=0) >= 0):
        return Column(values.astype(np.int64, copy=False), most + 1)
    labels = distinct(np.sort(values))
    return Column(np.searchsorted(labels, values), len(labels), labels[:, None])


def numbers(values: Array) -> Column:
    """Any floats as a column whose labels are their bits; small whole numbers are told without sorting."""
    missing = np.isnan(values)
    codes = np.where(missing, SMALL, values)
    places = codes.astype(np.int64, copy=False)
    if (places == codes).all() and places.min(initial=0) >= 0 and places.max(initial=0) <= SMALL:
        return Column(places, SMALL + 1, SMALL_NUMBERS)
    return whole(bits(values))


def together(columns: Mapping[Any, Column]) -> Column:
    """Columns one after the other as one, whose labels begin with the tuple of numbers that each is known by."""
    codes, labels, size = list[Array](), list[Array](), 0
    for known_by, column in columns.items():
        codes.append(column.codes.astype(np.int64) + size)
        spelled = column.spelled_out(np.arange(column.size))
        labels.append(np.concatenate([np.full((column.size, len(known_by)), known_by), spelled], axis=1))
        size += column.size
    return Column(np.concatenate(codes), size, np.concatenate(labels))


def count(columns: Sequence[Column | int], where: Array | None = None) -> Counts:
    """Count equal rows of equally long columns; a plain number is a column of nothing else.

    Of those in the bool array `where` only; what the codes of the others are is no matter.
    """
    varying = [column for column in columns if isinstance(column, Column)]
    distinct, often = _distinct([column.codes for column in varying], [column.size for column in varying], where)
    spelled = (column.spelled_out(code) for column, code in zip(varying, distinct, strict=True))
    rows = [np.full((len(often), 1), column) if isinstance(column, int) else next(spelled) for column in columns]
    found = np.empty((sum(each.shape[1] for each in rows), len(often)), np.int64)
    return Counts(np.concatenate([each.T for each in rows], out=found).T, often)


def _distinct(codes: list[Array], sizes: list[int], where: Array | None) -> tuple[list[Array], Array]:
    """The distinct rows as one array per column, and how often each was met."""
    size = prod(sizes)
    if size >= LARGEST_CODE:
        rows = np.stack(codes, axis=1)
        rows, often = np.unique(rows if where is None else rows[where], axis=0, return_counts=True)
        return list(rows.astype(np.int64).T), often
    mixed: Array = codes[0].astype(np.int32 if size < 2**31 else np.int64)
    for code, base in zip(codes[1:], sizes[1:], strict=True):
        mixed *= base
        mixed += code.astype(mixed.dtype, copy=False)
    if where is not None:  # now, since to narrow every column down takes longer than to mix them
        mixed = mixed[where]
    if size <= max(4096, 8 * len(mixed)):
        often = np.bincount(mixed, minlength=size)
        found = np.flatnonzero(often)
        return _unmixed(found, sizes), often[found]
    found, often = tallied(mixed)
    return _unmixed(found.astype(np.int64, copy=False), sizes), often


def _unmixed(mixed: Array, sizes: list[int]) -> list[Array]:
    columns = []
    for size in reversed(sizes[1:]):
        left = mixed // size  # by one number, which takes a fraction of the time of np.divmod
        columns.append(mixed - left * size)
        mixed = left
    return [mixed, *reversed(columns)]


def add(parts: Sequence[Counts]) -> Counts:
    """All counts together, at least one, equal rows added, in ascending order: the same whatever the parts' order."""
    columns, often = parts[0].rows.T, parts[0].often
    if len(parts) > 1:
        columns = np.concatenate([part.rows.T for part in parts], axis=1)
        often = np.concatenate([part.often for part in parts])
    columns = np.ascontiguousarray(columns)  # several times as fast to go through
    if _ascend(columns):
        return Counts(columns.T, often)
    key = _sort_key(columns)
    order = np.lexsort(columns[::-1]) if key is None else np.argsort(key, kind="stable")
    starts = _starts(columns[:, order] if key is None else key[None, order])
    return Counts(columns.take(order[starts], axis=1).T, np.add.reduceat(often[order], starts))


def _ascend(columns: Array) -> bool:
    """Whether every row comes after the one before it."""
    after = np.zeros(max(0, columns.shape[1] - 1), bool)
    for column in columns[::-1]:
        after &= column[1:] == column[:-1]
        after |= column[1:] > column[:-1]
    return bool(after.all())


def _starts(columns: Array) -> Array:
    """Where rows, equal ones beside each other, begin to be others."""
    others = np.zeros(columns.shape[1], bool)
    others[:1] = True
    for column in columns:  # any(axis=0) over the few columns would take several times as long
        others[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(others)


def _sort_key(columns: Array) -> Array | None:
    """One number for each row that is in order as the rows are, where their columns fit in it."""
    lowest, highest = columns.min(axis=1).tolist(), columns.max(axis=1).tolist()
    sizes = [high - low + 1 for low, high in zip(lowest, highest, strict=True)]
    if prod(sizes) >= LARGEST_CODE:
        return None
    key = np.zeros(columns.shape[1], np.int64)
    for column, low, size in zip(columns, lowest, sizes, strict=True):
        key *= size
        key += column
        key -= low
    return key
