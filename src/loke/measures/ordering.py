"""Putting things in another order."""

from collections.abc import Callable, Sequence


def move(things: Sequence, moved, steps: int, among: Callable[..., bool]) -> None:
    """Let `moved` change place with those `steps` away `among` which it is seen, and number all of them anew."""
    places = [place for place, one in enumerate(things) if among(one) or one.pk == moved.pk]
    here = next(n for n, place in enumerate(places) if things[place].pk == moved.pk)
    there = min(max(here + steps, 0), len(places) - 1)
    shown = [things[place] for place in places]
    shown.insert(there, shown.pop(here))
    ordered = list(things)
    for place, one in zip(places, shown, strict=True):
        ordered[place] = one
    for order, one in enumerate(ordered, 1):
        one.order = order
    type(moved)._default_manager.bulk_update(ordered, ["order"])
