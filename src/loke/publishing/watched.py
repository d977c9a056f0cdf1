"""Published rows whose hidden columns cannot be read by mistake: reading one ends whatever was to be said of it."""

from collections.abc import Container
from typing import Any, Protocol


class HiddenColumn(Exception):  # noqa: N818 - nothing is wrong: what is being said is told to say so
    """Something that would be said out of a hidden column."""


class Row(Protocol):
    @property
    def hidden(self) -> Container[str]: ...


class Watched:
    """One published row."""

    def __init__(self, row: Row) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        if name in self._row.hidden:
            raise HiddenColumn
        return getattr(self._row, name)
