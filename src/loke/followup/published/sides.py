"""What would be published beside what the unit sees: every number that is hidden, and by which rule."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loke.analysis.disclosure.reasons import Reason, reasons
from loke.analysis.disclosure.releases import key_of
from loke.analysis.disclosure.year import TABLES
from loke.followup.frozen import Frozen, read
from loke.followup.models import Release
from loke.followup.published.disclosed import Told, told
from loke.followup.published.reading import basis_of, read_published
from loke.publishing.columns import LAYOUTS
from loke.publishing.layout import Column
from loke.publishing.tables import Names, Table, cell_of, table

RULES: dict[Reason, str | Promise] = {
    Reason.FEW: _("Färre än fem"),
    Reason.REST: _("Resten är färre än fem"),
    Reason.WORKED_OUT: _("Räknas ur ett tal som är dolt eller vilar på för få"),
    Reason.OTHERS: _("Annars går ett dolt tal att räkna ut"),
    Reason.EARLIER: _("Doldes i en tidigare publicering"),
    Reason.NEVER: _("Gäller personer som inget antal visas för"),
}
ROUNDED = {Reason.FEW: _("Färre än åtta, eller del av färre än tio"), Reason.REST: _("Resten är färre än åtta")}


@dataclass(frozen=True)
class Hidden:
    """Cells of one row that one rule hides: what they are called and what the unit sees there."""

    row: str
    columns: tuple[str, ...]
    seen: tuple[str, ...]
    rule: str


@dataclass(frozen=True)
class Side:
    """One table as the unit sees it and as it would be published, with every cell that is hidden."""

    caption: str
    unit: Table
    published: Table
    hidden: Sequence[Hidden]


@dataclass(frozen=True)
class Sides:
    release: Release

    @cached_property
    def frozen(self) -> Frozen:
        return read(self.release.follow_up)

    @cached_property
    def tables(self) -> list[Side]:
        """Those that have rows, in the order of the page."""
        return [side for name in TABLES if name in LAYOUTS and name != "services" and (side := self._side(name))]

    @property
    def hidden(self) -> int:
        return sum(len(one.columns) for side in self.tables for one in side.hidden)

    @cached_property
    def rules(self) -> list[tuple[str, int]]:
        """How many cells each rule hides, the most first."""
        found: dict[str, int] = {}
        for side in self.tables:
            for one in side.hidden:
                found[one.rule] = found.get(one.rule, 0) + len(one.columns)
        return sorted(found.items(), key=lambda pair: -pair[1])

    def _side(self, name: str) -> Side | None:
        out = told(self._published.tables).get(name, [])
        real = self._real(name)
        seen = [Told(real[key], ()) for row in out if (key := key_of(name, row.columns)) in real]
        if not seen:
            return None
        both = {"names": self._published.names, "language": self._published.head.language}
        hidden = [one for row in out for one in self._hidden(name, row, real.get(key_of(name, row.columns), {}))]
        unit, made = table(name, seen, **both), table(name, out, **both)
        named = (_("%(table)s, så ser enheten den"), _("%(table)s, så publiceras den"))
        unit, made = (
            replace(one, caption=words % {"table": one.caption}) for one, words in zip((unit, made), named, strict=True)
        )
        return Side(LAYOUTS[name].sv if both["language"] == "sv" else LAYOUTS[name].en, unit, made, hidden)

    @cached_property
    def _published(self):
        return read_published(self.release)

    def _real(self, name: str) -> dict[tuple, dict[str, Any]]:
        """The frozen rows of the year by what they are about."""
        period = self.release.follow_up.period
        split = self.release.follow_up.split
        rows = [{"by": None, "group": None, **row} for row in self.frozen.tables.get(name, ())]
        return {
            key_of(name, row): row for row in rows if row["period"] == period and row["by"] in (None, split or None)
        }

    def _hidden(self, name: str, row: Told, real: Mapping[str, Any]) -> Iterator[Hidden]:
        """The columns of the page that are hidden in the row, by the rule that hides them."""
        rounded, names = self.release.level == Release.Level.PUBLIC, self._published.names
        why = reasons(name, real, row.hidden, self._kept(name, row), rounded=rounded)
        language, about = self._published.head.language, _about(name, row, names, self._published.head.language)
        found: dict[Reason, list[Column]] = {}
        for column in LAYOUTS[name].columns:
            if of := [one for one in column.columns if one in why]:
                found.setdefault(why[of[0]], []).append(column)
        for reason, columns in found.items():
            seen = tuple(cell_of(name, column, Told(real, ()), names, language) for column in columns)
            heads = tuple(column.sv if language == "sv" else column.en for column in columns)
            yield Hidden(about, heads, seen, str(_rule(reason, rounded)))

    def _kept(self, name: str, row: Told) -> set[str]:
        """What an earlier release of the year hid in the row."""
        key = key_of(name, row.columns)
        return {
            column
            for basis in self._earlier
            for one in basis.get(name, ())
            if key_of(name, one) == key
            for column in one["hidden"]
        }

    @cached_property
    def _earlier(self) -> list[Mapping[str, Any]]:
        follow_up = self.release.follow_up
        before = Release.objects.of_year(follow_up.service, follow_up.period).filter(pk__in=self.release.beside)
        return [basis_of(one) for one in before]


def _rule(reason: Reason, rounded: bool) -> str | Promise:
    return ROUNDED.get(reason, RULES[reason]) if rounded else RULES[reason]


def _about(name: str, row: Told, names: Names, language: str) -> str:
    """What the row is about, in the words of its first columns."""
    said: list[str] = []
    for column in LAYOUTS[name].columns:
        if column.kind in ("name", "text", "occasion"):
            word = cell_of(name, column, row, names, language)
            if column.kind != "occasion" or not (said and said[-1].casefold().endswith(word.casefold())):
                version = (column.sv if language == "sv" else column.en).lower()
                said.append(f"{version} {word}" if column.columns == ("version",) else word)
    group = [str(names.get("group", {}).get(f"{row.by}.{row.group}", row.group))] if row.by else []
    return ", ".join(word for word in [*said, *group] if word not in ("", "–"))
