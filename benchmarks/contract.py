"""The columns every table must have, and the one JSON object all three write."""

import json
import math
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

INTERVAL = ("share", "low", "high")
EARLIER = ("earlier", "earlier_of", "difference", "difference_low", "difference_high")
QUARTILES = ("q1", "median", "q3")
SCALE = ("instrument", "scale", "respondent")
# table: (columns that name the row beside service and period, the other columns)
TABLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "who": (("variable", "occasion", "category"), ("n", "of", *INTERVAL)),
    "who_numbers": (("variable", "occasion"), ("n", "missing", "mean", "sd", *QUARTILES)),
    "expectations": (
        ("expectation", "version"),
        (
            "kind",
            "text",
            "assessable",
            "not_assessable",
            "below",
            "within",
            "above",
            *INTERVAL,
            "target",
            "verdict",
            *EARLIER,
        ),
    ),
    "doses": (("expectation", "version"), ("n", "mean", *QUARTILES, "missed", "cancelled", "ended_inside")),
    "interventions": (("intervention",), ("intended", "received", "of", *INTERVAL, "contacts", *QUARTILES)),
    "attendance": (("intervention",), ("planned", "missed", "cancelled", *INTERVAL)),
    "phases": (("phase",), ("entered", "left", "ongoing", *QUARTILES, "skipped", "out_of_order")),
    "endings": (("ending",), ("kind", "n", "of", *INTERVAL)),
    "completion": ((), ("completed", "of", *INTERVAL, "other", "share_without_other", *EARLIER)),
    "better": (
        SCALE,
        (
            "step",
            "pairs",
            "better",
            "unchanged",
            "worse",
            "share_better",
            "low",
            "high",
            "share_worse",
            "worse_low",
            "worse_high",
        ),
    ),
    "change": (
        SCALE,
        ("started", "ended", "pairs", "mean_start", "sd_start", "mean_end", "sd_end", "change", "low", "high")
        + ("effect", "effect_name", "effect_low", "effect_high", "label", "d_av", "d_z", "eta2_partial")
        + ("median_change", "rank_biserial"),
    ),
    "completeness": (("what", "occasion"), ("due", "done", *INTERVAL)),
}


def columns(table: str) -> tuple[str, ...]:
    return ("service", "period", *(name for group in TABLES[table] for name in group))


def plain(value: Any) -> Any:
    """A value as JSON has it: NaN is null."""
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and math.isnan(value) else value


def write(tables: dict[str, Iterable[dict[str, Any]]], header: dict[str, Any], path: Path | None) -> None:
    whole = {name: [{key: plain(value) for key, value in row.items()} for row in rows] for name, rows in tables.items()}
    text = json.dumps({"dataset": header, "tables": whole}, ensure_ascii=False)
    if path is None:
        sys.stdout.write(text + "\n")
    else:
        path.write_text(text + "\n", encoding="utf-8")
