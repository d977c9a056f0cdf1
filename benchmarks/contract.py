"""The columns every table must have, and the one JSON object that all write."""

import json
import math
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# table: (columns that name the row beside service and period, the other columns)
TABLES = {
    "who": ("variable occasion category", "n of share low high"),
    "who_numbers": ("variable occasion", "n missing mean sd q1 median q3"),
    "expectations": (
        "expectation version",
        "kind text assessable not_assessable below within above share low high target verdict"
        " earlier earlier_of difference difference_low difference_high",
    ),
    "doses": ("expectation version", "n mean q1 median q3 missed cancelled ended_inside"),
    "interventions": ("intervention", "intended received of share low high contacts q1 median q3"),
    "attendance": ("intervention", "planned missed cancelled share low high"),
    "phases": ("phase", "entered left ongoing q1 median q3 skipped out_of_order"),
    "endings": ("ending", "kind n of share low high"),
    "completion": (
        "",
        "completed of share low high other share_without_other"
        " earlier earlier_of difference difference_low difference_high",
    ),
    "better": (
        "instrument scale respondent",
        "step pairs better unchanged worse share_better low high share_worse worse_low worse_high",
    ),
    "change": (
        "instrument scale respondent",
        "started ended pairs mean_start sd_start mean_end sd_end change low high"
        " effect effect_name effect_low effect_high label d_av d_z eta2_partial median_change rank_biserial",
    ),
    "reliable_change": (
        "instrument scale respondent",
        "needed pairs recovered improved unchanged deteriorated functional_at_start",
    ),
    "norms": ("instrument scale respondent norm occasion", "n mean norm_mean difference low high"),
    "lasting": (
        "instrument scale respondent months_after",
        "closed eligible reached triples mean_start mean_end mean_after better_at_end kept"
        " mean_start_reached mean_start_lost carried_forward no_change",
    ),
    "groups": ("by group instrument scale respondent against", "n against_n difference low high g delta"),
    "yes_no": ("variable", "pairs yes_yes yes_no no_yes no_no difference low high p_exact"),
    "goals": ("attainment", "n of share low high"),
    "trend": ("measure", "n of value centre lower upper signal"),
    "completeness": ("what occasion", "due done share low high"),
    "retention": ("day", "at_risk in_service low high completed discontinued"),
    "services": ("measure", "group n of value centre lower95 upper95 lower998 upper998 outside"),
}


def names(table: str) -> list[str]:
    """The columns that tell the rows of a table apart."""
    return ["service", "period", *TABLES[table][0].split()]


def columns(table: str) -> list[str]:
    return [*names(table), *TABLES[table][1].split()]


def everybody(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of everybody: only the table groups is about the groups of a split, and services has a group its own."""
    if table in ("groups", "services"):
        return rows
    kept = (row for row in rows if row.get("by") is None)
    return [{name: value for name, value in row.items() if name not in ("by", "group")} for row in kept]


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
