"""A result kept up to date: the counts of changed episodes are exchanged, and only tables resting on them made anew."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from loke.analysis.calculation import Result, analyse, finish, summarise
from loke.analysis.counts import Counts, add
from loke.analysis.part import used_after
from loke.analysis.summary import Summary
from loke.dataset.snapshot import Snapshot

RUNS = 4  # of episodes beside each other; to count more runs one by one is no faster than to count everybody


def renewed(before: Result, old: Snapshot, gone: Sequence[int], new: Snapshot, come: Sequence[int]) -> Result:
    """The tables of `new`, which is `old` without the episodes `gone` and with those that have `come`.

    `before` are the tables of `old`. Equal to analysing `new`, which is done where little would be spared.
    """
    options, runs = before.summary.options, (_runs(gone), _runs(come))
    if max(map(len, runs)) > RUNS or not _same_terms(old, new):
        return analyse(new, options)
    counts = dict(before.summary.counts)
    for snapshot, spans, sign in ((old, runs[0], -1), (new, runs[1], 1)):
        for first, last in spans:
            _exchange(counts, summarise(snapshot, options, first, last), sign)
    summary = Summary(before.summary.options, new.services, new.instruments, new.respondents, dict(_left(counts)))
    return finish(summary, before)


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Rising places as the runs first .. last - 1 that they make."""
    cuts = [n for n, (one, other) in enumerate(pairwise(places), 1) if other != one + 1]
    return [(places[a], places[b - 1] + 1) for a, b in pairwise([0, *cuts, len(places)]) if a < b]


def _same_terms(old: Snapshot, new: Snapshot) -> bool:
    """Whether an episode of the one counts in the other as it does in its own."""
    return _terms(old) == _terms(new)


def _terms(snapshot: Snapshot) -> tuple[Any, ...]:
    decimals = [(each.decimals, each.given_decimals) for each in snapshot.measurements]
    return snapshot.services, snapshot.instruments, snapshot.respondents, decimals, tuple(used_after(snapshot))


def _exchange(counts: dict[str, Counts], some: Summary, sign: int) -> None:
    for name, found in some.counts.items():
        signed = Counts(found.rows, sign * found.often)
        counts[name] = add([counts[name], signed]) if name in counts else signed


def _left(counts: dict[str, Counts]) -> Iterator[tuple[str, Counts]]:
    """What still counts anything."""
    for name, found in counts.items():
        left = np.flatnonzero(found.often)
        if len(left):
            yield name, found if len(left) == len(found.often) else Counts(found.rows[left], found.often[left])
