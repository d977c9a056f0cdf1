"""A result as text for other programs: one JSON object, as the contract describes it."""

import json
from typing import Any

from loke.analysis.calculation import Result
from loke.analysis.disclosure.publishable import PublishableResult, PublishableRow
from loke.analysis.summary import Row

OWN_GROUP = {"services": ("by",)}  # is never split, and its `group` is that of comparable services


def to_json(result: Result | PublishableResult) -> str:
    """Numbers unrounded, null for what is missing; `by` and `group` only where groups were asked for."""
    left_out = () if result.summary.options.by else ("by", "group")
    tables = {name: [_flat(row, OWN_GROUP.get(name, left_out)) for row in rows] for name, rows in result.tables.items()}
    return json.dumps({"dataset": result.dataset, "tables": tables}, ensure_ascii=False, allow_nan=False)


def _flat(row: Row | PublishableRow, left_out: tuple[str, ...]) -> dict[str, Any]:
    """What is published also names its hidden columns."""
    columns = row.with_hidden() if isinstance(row, PublishableRow) else dict(vars(row))
    for name in left_out:
        del columns[name]
    return columns
