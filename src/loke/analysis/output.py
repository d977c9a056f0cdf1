"""A result as text for other programs: one JSON object, as the contract describes it."""

import json
from typing import Any

from loke.analysis.calculation import Result
from loke.analysis.summary import Row

OWN_GROUP = {"services": ("by",)}  # is never split, and its `group` is that of comparable services


def to_json(result: Result) -> str:
    """Numbers unrounded, null for what is missing; `by` and `group` only where groups were asked for."""
    left_out = () if result.summary.options.by else ("by", "group")
    tables = {name: [_flat(row, OWN_GROUP.get(name, left_out)) for row in rows] for name, rows in result.tables.items()}
    return json.dumps({"dataset": result.dataset, "tables": tables}, ensure_ascii=False, allow_nan=False)


def _flat(row: Row, left_out: tuple[str, ...]) -> dict[str, Any]:
    columns = dict(vars(row))
    for name in left_out:
        del columns[name]
    return columns
