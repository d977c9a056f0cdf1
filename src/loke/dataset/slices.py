"""Cuts a snapshot to some of its services: whoever may see those is given nothing else to count."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from loke.dataset.snapshot import Array, Measurements, Snapshot

Cut = tuple[int, int]
EPISODE_COLUMNS = ("opened", "closed", "ending", "age", "sex")
MEASUREMENT_COLUMNS = ("occasion", "day", "months_after", "respondent", "items")


def slice_services(snapshot: Snapshot, codes: Collection[str]) -> Snapshot:
    """The snapshot with only these services. One service, or neighbours, share the memory of the whole."""
    chosen = [s for s, service in enumerate(snapshot.services) if service.service in set(codes)]
    bounds = snapshot.bounds
    cuts = _joined([(int(bounds[s]), int(bounds[s + 1])) for s in chosen])
    sizes = [bounds[s + 1] - bounds[s] for s in chosen]
    contacts, stays = _rows(snapshot.contact_bounds, cuts), _rows(snapshot.stay_bounds, cuts)
    return replace(
        snapshot,
        services=tuple(snapshot.services[s] for s in chosen),
        bounds=np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
        **_cut_all(snapshot, EPISODE_COLUMNS, cuts),
        values={
            (n, variable, occasion): column
            for n, s in enumerate(chosen)
            for (owner, variable, occasion), column in snapshot.values.items()
            if owner == s
        },
        contact_bounds=_starts(snapshot.contact_bounds, cuts),
        **_cut_all(snapshot, ("contact_day", "contact_kind"), contacts),
        stay_bounds=_starts(snapshot.stay_bounds, cuts),
        **_cut_all(snapshot, ("stay_phase", "stay_entered", "stay_left"), stays),
        measurements=tuple(_of_episodes(one, cuts) for one in snapshot.measurements),
    )


def _joined(cuts: list[Cut]) -> list[Cut]:
    """Neighbouring cuts as one."""
    joined: list[Cut] = []
    for first, last in cuts:
        if joined and joined[-1][1] == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _cut_all(holder: Snapshot | Measurements, names: Iterable[str], cuts: list[Cut]) -> dict[str, Any]:
    return {name: _cut(getattr(holder, name), cuts) for name in names}


def _cut(array: Array, cuts: list[Cut]) -> Array:
    parts = [array[first:last] for first, last in cuts]
    return parts[0] if len(parts) == 1 else np.concatenate(parts or [array[:0]])


def _rows(bounds: Array, cuts: list[Cut]) -> list[Cut]:
    return [(int(bounds[first]), int(bounds[last])) for first, last in cuts]


def _starts(bounds: Array, cuts: list[Cut]) -> Array:
    counts = _cut(np.diff(bounds), cuts)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def _of_episodes(measurements: Measurements, cuts: list[Cut]) -> Measurements:
    rows = [_between(measurements.episode, cut) for cut in cuts]
    moved, size = [np.zeros(0, np.int32)], 0
    for (start, end), (first, last) in zip(rows, cuts, strict=True):
        moved.append(measurements.episode[start:end] - np.int32(first - size))
        size += last - first
    return replace(
        measurements,
        **_cut_all(measurements, MEASUREMENT_COLUMNS, rows),
        episode=np.concatenate(moved),
        given={scale: _cut(scores, rows) for scale, scores in measurements.given.items()},
    )


def _between(episode: Array, cut: Cut) -> Cut:
    first, last = np.searchsorted(episode, cut)
    return int(first), int(last)
