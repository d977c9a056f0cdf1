"""Facts of which some episodes have been read anew: the rest stays, and nothing of it is read again."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import numpy as np

from loke.dataset.assemble import Facts
from loke.dataset.snapshot import Array

Rows = TypeVar("Rows")
OF_EPISODES = ("contacts", "stays", "values", "goals")
OF_MEASUREMENTS = ("answers", "scores")


def renewed(old: Facts, stays: Array, new: Facts, place: Array) -> Facts:
    """The episodes of `old` at the positions `stays`, then those of `new`, each put at its `place`.

    `place` holds every number from 0 once. Rows keep their order within an episode, so that the snapshot of this
    equals that of everything read at once.
    """
    old_place = np.full(len(old.opened), -1, np.int64)
    old_place[stays], new_place = place[: len(stays)], place[len(stays) :]
    places = old_place, new_place
    order = np.argsort(place)
    episodes: dict[str, Any] = {
        one.name: np.concatenate((getattr(old, one.name)[stays], getattr(new, one.name)))[order]
        for one in fields(Facts)
        if one.name not in (*OF_EPISODES, *OF_MEASUREMENTS, "measured")
    }
    stay = old_place[old.measured.episode] >= 0
    at = np.where(stay, np.cumsum(stay) - 1, -1), np.arange(len(new.measured.episode)) + np.count_nonzero(stay)
    return Facts(
        **episodes,
        measured=_joined(old.measured, new.measured, "episode", places),
        **{name: _joined(getattr(old, name), getattr(new, name), "episode", places) for name in OF_EPISODES},
        **{name: _joined(getattr(old, name), getattr(new, name), "measurement", at) for name in OF_MEASUREMENTS},
    )


def _joined(old: Rows, new: Rows, owner: str, places: tuple[Array, Array]) -> Rows:
    """The rows of both whose owner has a place, pointing at that."""
    found: dict[str, Array] = {}
    stay = places[0][getattr(old, owner)] >= 0
    for one in fields(old):  # type: ignore[arg-type]
        a, b = getattr(old, one.name)[stay], getattr(new, one.name)
        if one.name == owner:
            a, b = places[0][a], places[1][b]
        found[one.name] = np.concatenate((a, b))
    return type(old)(**found)


def with_respondents(facts: Facts, before: tuple[str, ...], after: tuple[str, ...]) -> Facts:
    """The same, its respondents told by their positions in `after`; those not there are nobody's."""
    if before == after:
        return facts
    to = np.array([*(after.index(name) if name in after else -1 for name in before), -1], np.int64)
    return replace(facts, measured=replace(facts.measured, respondent=to[facts.measured.respondent]))


def alike(one: Any, other: Any) -> bool:
    """Whether two snapshots, or any of their parts, say the same, cell by cell and in the same types."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if is_dataclass(one):
        return all(alike(getattr(one, each.name), getattr(other, each.name)) for each in fields(one))
    return bool(one == other)
