"""Disclosed tables read as Följ upp reads its own: what is said and drawn rests on rows with nothing hidden in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from loke.analysis.disclosure.declared import DECLARED
from loke.followup.names import Names, names_of
from loke.followup.reading import Reading
from loke.followup.split import by_columns
from loke.publishing.tables import Table, table

# Rows that are told of together: when one of them hides something, the commonest or the sum would be another.
TOGETHER: dict[str, tuple[str, ...]] = {
    "who": ("variable", "occasion"),
    "endings": (),
    "goals": (),
    "completeness": (),
}
# What the words and pictures of a row can do without.
SPARED: dict[str, frozenset[str]] = {
    "expectations": frozenset({"below", "above"}),
    "completion": frozenset({"other", "share_without_other"}),
    "better": frozenset({"unchanged", "worse", "share_worse", "worse_low", "worse_high"}),
    "change": frozenset({"started", "ended", "label"}),
}


@dataclass(frozen=True)
class Told:
    """A published row by its columns; one that was left out is None."""

    columns: Mapping[str, Any]
    hidden: tuple[str, ...]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.columns.get(name)


Rows = Mapping[str, Sequence[Told]]


def told(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[Told]]:
    """Rows as they are stored, each naming what it hides."""
    return {name: [_told(row) for row in rows] for name, rows in tables.items()}


def _told(row: Mapping[str, Any]) -> Told:
    return Told({column: value for column, value in row.items() if column != "hidden"}, tuple(row["hidden"]))


@dataclass(frozen=True, eq=False)
class Disclosed(Reading):
    """A reading of published rows. It has no analysis behind it: `result` and `snapshot` are None."""

    published: Rows = field(default_factory=dict)

    def rows(self, name: str) -> list[Any]:
        """Those of everybody in which all is shown that is needed to tell of them."""
        if name == "yes_no" and not self.rows("completion"):
            return []  # its sentences say of how many
        return _whole(name, [row for row in self.published[name] if row.by is None], TOGETHER.get(name))

    def drawn(self, name: str) -> list[Any]:
        """Of what is told together also where something is hidden, as long as anything is shown."""
        rows = [row for row in self.published[name] if row.by is None]
        sets = (found for _key, found in by_columns(rows, *TOGETHER[name]))
        return [row for found in sets if any(not row.hidden for row in found) for row in found]

    def groups(self, name: str) -> list[Any]:
        names = DECLARED[name].name
        return _whole(name, [row for row in self.published[name] if row.by is not None], names)

    def all_periods(self, name: str) -> list[Any]:
        return self.rows(name)

    @property
    def not_judged(self) -> int:
        return 0

    def table(self, name: str, rows: Any = None, groups: Any = None) -> Table | None:
        """Every row, also those that hide something."""
        shown = self.published[name]
        return table(name, shown, names=self.names, language=self.language, now=self.period) if shown else None

    @cached_property
    def names(self) -> Names:
        found = names_of(self.service, self.instruments, self.titles)
        quarters = [_("lägsta fjärdedelen"), _("näst lägsta"), _("näst högsta"), _("högsta fjärdedelen")]
        named = {f"{self.by}.{number}": name for number, name in enumerate(quarters, 1)}
        return found | {"group": found["group"] | named}


def _whole(name: str, rows: list[Told], together: Sequence[str] | None) -> list[Told]:
    spared = SPARED.get(name, frozenset())
    if together is None:
        return [row for row in rows if spared.issuperset(row.hidden)]
    sets = (found for _key, found in by_columns(rows, *together))
    return [row for found in sets if all(spared.issuperset(row.hidden) for row in found) for row in found]
