"""For anybody at all (the level *offentligt*): counts rounded to fives, and nothing that rests on fewer than ten."""

from collections.abc import Mapping
from typing import Any

from loke.analysis.disclosure.declared import DECLARED
from loke.analysis.disclosure.publishable import PublishableRow, PublishableTable

BASE, HIDDEN, TO = 10, 7, 5  # safety.md, decision 5


class RoundedTable(tuple[Mapping[str, Any], ...]):
    """Rows for open publication. Made by `rounded` alone."""


def rounded_count(n: int | None) -> int | None:
    """1-7 are hidden, others the nearest five; 0 is nobody."""
    if n is None or 0 < n <= HIDDEN:
        return None
    return TO * ((2 * n + TO) // (2 * TO))


def rounded(name: str, table: PublishableTable) -> RoundedTable:
    """The counts of a table that may leave the unit, rounded, and shares worked out from the rounded counts alone."""
    return RoundedTable(tuple(_row(name, row) for row in table))


def _row(name: str, row: PublishableRow) -> dict[str, Any]:
    declared = DECLARED[name]
    counts = [column for column in declared.parts if column in row.columns]
    found = {column: value for column, value in row.columns.items() if column not in _figures(name, row)}
    found |= {column: rounded_count(row.columns[column]) for column in counts}
    for column in counts:
        if _too_few(row, column, declared.within):
            found[column] = None
    share = declared.figures.get("share", ())
    if len(share) == 2:
        found["share"] = _share(*(found[column] for column in share))
    hidden = [column for column in counts if found[column] is None]
    return found | {"hidden": hidden}


def _figures(name: str, row: PublishableRow) -> set[str]:
    """Everything but names and counts: what is worked out exactly would tell what was rounded away."""
    declared = DECLARED[name]
    kept = {*declared.name, declared.category, *declared.parts, "service", "period", "by", "group"}
    about = set(declared.about) - {"earlier", "earlier_of"}
    return set(row.columns) - kept - about


def _too_few(row: PublishableRow, column: str, within: Mapping[str, str]) -> bool:
    """A part of fewer than ten, or whose rest is 1-7, is not shown."""
    whole = row.columns.get(within.get(column, column))
    n = row.columns[column]
    if whole is None or n is None or whole < BASE:
        return True
    return within.get(column) is not None and 0 < whole - n <= HIDDEN


def _share(n: int | None, of: int | None) -> float | None:
    return None if n is None or not of else min(n / of, 1.0)
