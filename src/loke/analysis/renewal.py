"""A result kept up to date: the counts of changed episodes are exchanged, and only tables resting on them made anew."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from loke.analysis.calculation import COUNTED, OF_CONTACTS, Result, analyse, finish, summarise
from loke.analysis.counts import Counts, add
from loke.analysis.part import used_after
from loke.analysis.summary import Summary
from loke.dataset.excerpt import excerpt, only_contacts_differ
from loke.dataset.snapshot import Snapshot

MANY = 0.25  # of the episodes; to exchange more is no faster than to count everybody


def renewed(before: Result, old: Snapshot, gone: Sequence[int], new: Snapshot, come: Sequence[int]) -> Result:
    """The tables of `new`, which is `old` without the episodes `gone` and with those that have `come`, both rising.

    `before` are the tables of `old`. Equal to analysing `new`, which is done where little would be spared.
    """
    options = before.summary.options
    if len(gone) + len(come) > MANY * len(new.opened) or _terms(old) != _terms(new):
        return analyse(new, options)
    both, services = excerpt(old, gone, new, come), len(old.services)
    # What is the same in both would be taken away and put back.
    some = summarise(both, options, counted=OF_CONTACTS if only_contacts_differ(both) else COUNTED, whole=old)
    counts = dict(before.summary.counts)
    for name, found in some.counts.items():
        counts[name] = add([*([counts[name]] if name in counts else []), _exchanged(found, services)])
    summary = Summary(options, new.services, new.instruments, new.respondents, dict(_left(counts)))
    return finish(summary, before)


def _terms(snapshot: Snapshot) -> tuple[Any, ...]:
    """Where these are the same, an episode of the one counts in the other as it does in its own."""
    measured = [
        (each.decimals, each.items.dtype, each.given.keys(), each.given_decimals) for each in snapshot.measurements
    ]
    return snapshot.services, snapshot.instruments, snapshot.respondents, measured, tuple(used_after(snapshot))


def _exchanged(found: Counts, services: int) -> Counts:
    """What the first so many services count taken away, and what the same ones after them count put in their place."""
    rows, come = found.rows.copy(), found.rows[:, 0] >= services
    rows[:, 0] -= services * come
    return Counts(rows, np.where(come, found.often, -found.often))


def _left(counts: dict[str, Counts]) -> Iterator[tuple[str, Counts]]:
    """What still counts anything."""
    for name, found in counts.items():
        left = np.flatnonzero(found.often)
        if len(left):
            yield name, found if len(left) == len(found.often) else Counts(found.rows[left], found.often[left])
