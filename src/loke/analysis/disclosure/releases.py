"""What was published before: cells that tell of a few people beside earlier ones, and changes too small to show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from loke.analysis.disclosure.rectangles import THRESHOLD

Episodes = frozenset[str]  # the ids behind a cell, or their digests


@dataclass(frozen=True)
class Cell:
    """One published count: which one it is, the number or None if hidden, and the episodes behind it."""

    key: tuple[object, ...]
    value: int | None
    episodes: Episodes


@dataclass(frozen=True)
class Refusal:
    """A new cell that differs from one published before by so few."""

    new: Cell
    old: Cell
    differ: int


def refused(new: Iterable[Cell], released: Iterable[Cell]) -> list[Refusal]:
    """New cells whose episodes differ from those of a shown earlier cell by 1-4: beside it they would tell of those."""
    earlier = [cell for cell in released if cell.value is not None]
    found = []
    for cell in new:
        if cell.value is not None:
            for old in earlier:
                differ = len(cell.episodes ^ old.episodes)
                if 0 < differ < THRESHOLD:
                    found.append(Refusal(cell, old, differ))
    return found


def kept_back(new: Iterable[Cell], released: Iterable[Cell]) -> list[Cell]:
    """The new cells, hidden where they are refused."""
    cells = list(new)
    hidden = {refusal.new.key for refusal in refused(cells, released)}
    return [Cell(cell.key, None if cell.key in hidden else cell.value, cell.episodes) for cell in cells]


@dataclass(frozen=True)
class Release:
    """A published table: its bytes, and a digest of everything known of each episode behind it."""

    table: bytes
    episodes: Mapping[str, Any]


def changed_episodes(old: Release, new: Release) -> set[str]:
    """Those that came, went, or have had anything changed."""
    both = old.episodes.keys() | new.episodes.keys()
    return {one for one in both if old.episodes.get(one) != new.episodes.get(one)}


def changes_published(old: Release | None, new: Release) -> Release:
    """What to publish now: the old release, to the byte, until at least five of the episodes behind it have changed."""
    if old is None or len(changed_episodes(old, new)) >= THRESHOLD:
        return new
    return old
