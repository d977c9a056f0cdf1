"""Some episodes of two snapshots as one: those of the second in services of their own, after those of the first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from loke.dataset.renewing import alike
from loke.dataset.snapshot import Array, Measurements, Snapshot

EVENTS = ("contact", "stay", "goal")
BY_EPISODE = ("opened", "closed", "ending", "age", "sex")
BY_EVENT = {
    "contact": ("contact_day", "contact_kind"),
    "stay": ("stay_phase", "stay_entered", "stay_left"),
    "goal": ("goal_judged", "goal_attainment"),
}
BY_MEASUREMENT = ("occasion", "day", "months_after", "respondent", "items")

Cut = tuple[Snapshot, Array]  # and the places of its episodes, rising


def excerpt(old: Snapshot, gone: Sequence[int], new: Snapshot, come: Sequence[int]) -> Snapshot:
    """Both must have the same services, instruments and respondents, and columns of the same types."""
    cuts = [(old, np.array(gone, np.int64)), (new, np.array(come, np.int64))]
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(one, name)[at] for one, at in cuts]) for name in BY_EPISODE
    }
    for kind in EVENTS:
        columns |= _events(cuts, kind)
    starts = [np.searchsorted(at, one.bounds) for one, at in cuts]
    return replace(
        old,
        **columns,
        services=old.services + new.services,
        last_day=max(old.last_day, new.last_day),
        bounds=np.concatenate([starts[0], starts[1][1:] + len(gone)]),
        values=dict(_values(cuts)),
        measurements=tuple(_measured(cuts, number) for number in range(len(old.instruments))),
    )


def only_contacts_differ(both: Snapshot) -> bool:
    """Whether the episodes of the first half of the services of an excerpt are those of the second but for contacts."""
    columns = [np.diff(both.bounds), *(getattr(both, name) for name in BY_EPISODE)]
    for kind in ("stay", "goal"):
        columns += [np.diff(getattr(both, f"{kind}_bounds")), *(getattr(both, name) for name in BY_EVENT[kind])]
    for each in both.measurements:
        sizes = np.bincount(each.episode, minlength=len(both.opened))
        columns += [sizes, *(getattr(each, name) for name in BY_MEASUREMENT), *each.given.values()]
    values: tuple[dict[Any, Array], ...] = ({}, {})
    for (service, *asked), column in both.values.items():
        second, place = divmod(service, len(both.services) // 2)
        values[second][place, *asked] = column
    return all(map(_twice, columns)) and alike(*values)


def _twice(column: Array) -> bool:
    half, rest = divmod(len(column), 2)
    return not rest and alike(column[:half], column[half:])


def _runs(starts: Array, stops: Array) -> Array:
    """The numbers from each start to before its stop, one run after the other."""
    sizes = stops - starts
    numbers: Array = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    return numbers


def _events(cuts: Sequence[Cut], kind: str) -> dict[str, Array]:
    bounds = [getattr(one, f"{kind}_bounds") for one, _ in cuts]
    rows = [_runs(bound[at], bound[at + 1]) for bound, (_, at) in zip(bounds, cuts, strict=True)]
    sizes = [bound[at + 1] - bound[at] for bound, (_, at) in zip(bounds, cuts, strict=True)]
    found = {
        name: np.concatenate([getattr(one, name)[at] for (one, _), at in zip(cuts, rows, strict=True)])
        for name in BY_EVENT[kind]
    }
    return found | {f"{kind}_bounds": np.cumsum(np.concatenate([[0], *sizes]))}


def _values(cuts: Sequence[Cut]) -> Iterator[tuple[tuple[int, str, str], Array]]:
    first = 0
    for one, at in cuts:
        for (service, variable, occasion), column in one.values.items():
            start, stop = one.bounds[service : service + 2]
            yield (first + service, variable, occasion), column[at[(at >= start) & (at < stop)] - start]
        first += len(one.services)


def _measured(cuts: Sequence[Cut], number: int) -> Measurements:
    measured = [one.measurements[number] for one, _ in cuts]
    spans = [np.searchsorted(each.episode, (at, at + 1)) for each, (_, at) in zip(measured, cuts, strict=True)]
    rows = [_runs(*span) for span in spans]
    episodes = np.arange(sum(len(at) for _, at in cuts))
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(each, name)[at] for each, at in zip(measured, rows, strict=True)])
        for name in BY_MEASUREMENT
    }
    given: Mapping[str, Array] = {
        scale: np.concatenate([each.given[scale][at] for each, at in zip(measured, rows, strict=True)])
        for scale in measured[0].given
    }
    sizes = np.concatenate([stops - starts for starts, stops in spans])
    return replace(measured[0], **columns, episode=np.repeat(episodes, sizes), given=given)
