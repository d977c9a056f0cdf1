"""Whether two results hold the same tables: counts and words exactly, other figures to 1e-9."""

import argparse
import json
import math
from pathlib import Path
from typing import Any

from benchmarks.contract import TABLES, columns, everybody, names

Row = dict[str, Any]


def same(one: Any, other: Any) -> bool:
    """Equal, or floating figures within 1e-9 of each other, relatively, or absolutely near nought."""
    if isinstance(one, bool | str | None) or isinstance(other, bool | str | None):
        return one == other
    if isinstance(one, int) and isinstance(other, int):
        return one == other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def keyed(table: str, rows: list[Row]) -> dict[tuple[Any, ...], Row]:
    return {tuple(row[name] for name in names(table)): row for row in rows}


def table_differences(table: str, one: list[Row], other: list[Row]) -> list[str]:
    """What differs in one table, a line each, rows named by what names them."""
    one, other = everybody(table, one), everybody(table, other)
    left, right = keyed(table, one), keyed(table, other)
    found = [f"{key} only in the first" for key in left.keys() - right.keys()]
    found += [f"{key} only in the second" for key in right.keys() - left.keys()]
    if len(left) != len(one) or len(right) != len(other):
        found.append("several rows with one name")
    for key in left.keys() & right.keys():
        if set(left[key]) != set(right[key]) or set(left[key]) != set(columns(table)):
            found.append(
                f"{key} columns: {set(left[key]) ^ set(columns(table))} {set(right[key]) ^ set(columns(table))}"
            )
            continue
        unlike = (name for name in columns(table) if not same(left[key][name], right[key][name]))
        found += [f"{key} {name}: {left[key][name]!r} and {right[key][name]!r}" for name in unlike]
    return sorted(found)


def differences(one: dict[str, Any], other: dict[str, Any]) -> dict[str, list[str]]:
    """All differences between two results, by table; empty when they agree."""
    tables = {name: table_differences(name, one["tables"][name], other["tables"][name]) for name in TABLES}
    return {name: found for name, found in tables.items() if found}


def report(found: dict[str, list[str]], first: int = 5) -> str:
    lines = []
    for table, those in found.items():
        lines += [f"{table}: {len(those)} differences", *(f"  {line}" for line in those[:first])]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--first", type=int, default=5, help="how many differences to show of each table")
    given = parser.parse_args()
    found = differences(*(json.loads(path.read_text(encoding="utf-8")) for path in (given.one, given.other)))
    print(report(found, given.first) or f"The {len(TABLES)} tables agree.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
