"""Keeping rows by their key: what is there is changed, what is new is added, and nothing is taken away."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model


def keep(model: type[Model], rows: Iterable[Mapping[str, Any]], *key: str, **of: Any) -> dict[tuple, Any]:
    """Store rows of fields among the model's rows `of` somebody; gives everything of theirs by `key`."""
    present = by_key(model, *key, **of)
    new, changed, names = [], [], set()
    for row in rows:
        one = present.get(tuple(row[name] for name in key))
        if one is None:
            new.append(model(**row))
        elif different := changes(one, row):
            names |= different.keys()
            changed.append(_set(one, different))
    model._default_manager.bulk_create(new)
    if changed:
        model._default_manager.bulk_update(changed, sorted(names), batch_size=200)
    return present | {_key(one, key): one for one in new}


def by_key(model: type[Model], *key: str, **of: Any) -> dict[tuple, Any]:
    return {_key(one, key): one for one in model._default_manager.filter(**of)}


def changes(one: Model, row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the row that differ from what is stored."""
    return {name: value for name, value in row.items() if getattr(one, name) != value}


def _set(one: Model, fields: Mapping[str, Any]) -> Model:
    for name, value in fields.items():
        setattr(one, name, value)
    return one


def _key(one: Model, key: Iterable[str]) -> tuple:
    return tuple(getattr(one, name) for name in key)
