"""Compares snapshots column by column."""

from dataclasses import fields

import numpy as np

from loke.dataset.snapshot import Measurements, Snapshot


def flat(holder: Snapshot | Measurements) -> dict[str, object]:
    """Every field and every column of a snapshot under one name each."""
    found: dict[str, object] = {}
    for each in fields(holder):
        value = getattr(holder, each.name)
        if each.name == "measurements":
            value = {n: flat(one) for n, one in enumerate(value)}
        found.update({f"{each.name} {key}": one for key, one in value.items()} if isinstance(value, dict) else {})
        found[each.name] = None if isinstance(value, dict) else value
    return found


def differences(one: Snapshot | Measurements, other: Snapshot | Measurements) -> list[str]:
    """The names of what is not the same in both, types of columns included."""
    return _differences(flat(one), flat(other))


def _differences(one: dict[str, object], other: dict[str, object]) -> list[str]:
    return [name for name in one.keys() | other.keys() if not _same(one.get(name), other.get(name))]


def _same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if isinstance(one, dict) and isinstance(other, dict):
        return not _differences(one, other)
    return not isinstance(one, np.ndarray) and not isinstance(other, np.ndarray) and bool(one == other)
