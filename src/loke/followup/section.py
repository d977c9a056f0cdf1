"""What a section of Följ upp is made of: sentences, parts with charts, a table to read and tables to look up in."""

from collections.abc import Sequence
from dataclasses import dataclass

from loke.publishing.marks import Picture
from loke.publishing.tables import Table


@dataclass(frozen=True)
class Chart:
    """Pictures under one heading with one sentence; `arrangement` is pair, panels or nothing."""

    title: str
    pictures: Sequence[Picture] = ()
    note: str = ""
    arrangement: str = ""


@dataclass(frozen=True)
class Part:
    """Charts that belong together, under a heading where it needs one."""

    charts: Sequence[Chart]
    title: str = ""

    @property
    def arrangement(self) -> str:
        """Several small pictures stand side by side where there is room."""
        return "grid" if len(self.charts) > 1 else "stack"


@dataclass(frozen=True)
class Section:
    """A question with its answer; `notes` are what a reader must know of all its figures, said once."""

    anchor: str
    question: str
    says: Sequence[str]
    parts: Sequence[Part] = ()
    table: Table | None = None
    twins: Sequence[Table] = ()
    notes: Sequence[str] = ()
