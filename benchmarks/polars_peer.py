"""The tables as an analyst would work them out in polars: python -m benchmarks.polars_peer PATH [--period year]."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl
from polars import col

from benchmarks import series
from benchmarks.contract import columns
from benchmarks.contrasts import with_both_times, with_groups, with_norm
from benchmarks.effects import with_effects
from benchmarks.polars_data import ENGINE, KEYS, Data, bases, coded, months_later, quartiles, worded
from benchmarks.polars_expectations import doses, expectations
from benchmarks.polars_results import better, change, goals, groups, lasting, norms, reliable_change, yes_no
from benchmarks.polars_series import retention, services, trend
from benchmarks.polars_shares import share, with_difference, with_share

CHOICES = ["choice", "choices", "yes_no"]
ASKED = ["service", "variable", "occasion"]


def people(data: Data) -> pl.LazyFrame:
    """How many opened and closed in each period."""
    sides = {"opening": data.opened, "closing": data.closed}
    return pl.concat([bases(episodes).with_columns(occasion=pl.lit(side)) for side, episodes in sides.items()])


def who(data: Data) -> pl.LazyFrame:
    kinds = data.variables.filter(col("type").is_in(CHOICES))
    yes_no = kinds.filter(col("type") == "yes_no").join(pl.LazyFrame({"category": ["yes", "no"]}), how="cross")
    options = data.scan("options").select("service", "variable", category="option")
    sexes = pl.LazyFrame({"variable": "sex", "occasion": "opening", "category": ["female", "male", "other"]})
    declared = [
        kinds.join(options, on=["service", "variable"]).select(*ASKED, "category"),
        yes_no.select(*ASKED, "category"),
        data.scan("services").select("service").join(sexes, how="cross"),
    ]
    values = data.values.filter(col("type").is_in(CHOICES), col("period").is_not_null())
    values = values.with_columns(coded("period", "value"))
    counted = values.group_by(*KEYS, "variable", "occasion", category="value").agg(n=pl.len())
    answered = data.answered.filter(col("type").is_in(CHOICES), col("period").is_not_null())
    answered = answered.with_columns(coded("period")).group_by(*KEYS, "variable", "occasion").agg(n=pl.len())
    sex = data.opened.filter(col("sex").is_not_null()).with_columns(variable=pl.lit("sex"), occasion=pl.lit("opening"))
    counted = pl.concat([worded(counted), sex.group_by(*KEYS, "variable", "occasion", category="sex").agg(n=pl.len())])
    answered = pl.concat([worded(answered), sex.group_by(*KEYS, "variable", "occasion").agg(n=pl.len())])
    rows = pl.concat(declared).join(people(data), on=["service", "occasion"])
    told = rows.join(counted, on=[*KEYS, "variable", "occasion", "category"], how="left")
    missing = rows.select(*KEYS, "variable", "occasion", "of").unique()
    missing = missing.join(answered, on=[*KEYS, "variable", "occasion"], how="left")
    missing = missing.with_columns(n=col("of") - col("n").fill_null(0), category=pl.lit("missing"))
    return with_share(pl.concat([told.with_columns(col("n").fill_null(0)), missing], how="diagonal"), "n", "of")


def who_numbers(data: Data) -> pl.LazyFrame:
    keys = [*KEYS, "variable", "occasion"]
    values = data.values.filter(col("type") == "number", col("period").is_not_null())
    values = values.select(*(col(key).cast(pl.String) for key in keys), value=col("value").cast(pl.Float64))
    at_opening = {"variable": pl.lit("age"), "occasion": pl.lit("opening")}
    ages = data.opened.filter(col("age").is_not_null()).with_columns(value=col("age").cast(pl.Float64), **at_opening)
    figures = (
        pl.concat([values, ages.select(*keys, "value")])
        .group_by(keys)
        .agg(n=pl.len(), mean=col("value").mean(), sd=col("value").std(), **quartiles("value"))
    )
    asked = data.variables.filter(col("type") == "number").select(ASKED)
    asked = pl.concat([asked, data.scan("services").select("service", **at_opening)])
    rows = asked.join(people(data), on=["service", "occasion"]).join(figures, on=keys, how="left")
    return rows.with_columns(col("n").fill_null(0)).with_columns(missing=col("of") - col("n"))


def interventions(data: Data) -> pl.LazyFrame:
    each = data.contacts[1].filter(col("attendance") == "attended")
    each = each.join(data.opened.select("row", coded("service", "period")), on="row")
    figures = worded(
        each.group_by(*KEYS, "intervention").agg(received=pl.len(), contacts=col("n").sum(), **quartiles("n"))
    )
    rows = (
        data.scan("interventions").select("service", "intervention", "intended").join(bases(data.opened), on="service")
    )
    rows = rows.join(figures, on=[*KEYS, "intervention"], how="left")
    return with_share(rows.with_columns(col("received", "contacts").fill_null(0)), "received", "of")


def attendance(data: Data) -> pl.LazyFrame:
    contacts = data.contacts[0].with_columns(period=data.label("month"))
    counts = {kind: col("n").filter(col("attendance") == kind).sum() for kind in ("attended", "missed", "cancelled")}
    each = contacts.group_by(*KEYS, "intervention").agg(**counts)
    every = each.group_by(KEYS).agg(col(*counts).sum()).with_columns(intervention=pl.lit("all"))
    rows = pl.concat([each, every], how="diagonal").with_columns(planned=col("attended") + col("missed"))
    return with_share(rows, "missed", "planned")


def phases(data: Data) -> pl.LazyFrame:
    by = [*KEYS, "phase"]
    plan = data.scan("phase_plan").select("service", "phase", "order")
    stays = data.phases.join(plan, on=["service", "phase"])
    first = stays.group_by("row", "order").agg(first=col("entered").min())
    reached = stays.group_by("row", *KEYS).agg(furthest=col("order").max())
    passed = reached.join(plan, on="service").filter(col("order") < col("furthest"))
    skipped = passed.join(first, on=["row", "order"], how="anti").group_by(by).agg(skipped=pl.len())
    later = stays.join(first, on="row").filter(col("order_right") < col("order"), col("first") > col("entered"))
    disordered = later.group_by(by).agg(out_of_order=col("row").n_unique())
    figures = stays.group_by(by).agg(entered=pl.len(), left=col("left").count(), **quartiles("days"))
    rows = stays.select(KEYS).unique().join(plan, on="service")
    for found in (figures, skipped, disordered):
        rows = rows.join(found, on=by, how="left")
    rows = rows.with_columns(col("entered", "left", "skipped", "out_of_order").fill_null(0))
    return rows.with_columns(ongoing=col("entered") - col("left"))


def endings(data: Data) -> pl.LazyFrame:
    known = data.scan("endings").select("service", "ending", "kind")
    missing = known.select("service").unique().with_columns(ending=pl.lit("missing"), kind=pl.lit(None, pl.String))
    counts = data.closed.group_by(*KEYS, col("ending").fill_null("missing")).agg(n=pl.len())
    rows = pl.concat([known, missing]).join(bases(data.closed), on="service")
    rows = rows.join(counts, on=[*KEYS, "ending"], how="left").with_columns(col("n").fill_null(0))
    return with_share(rows, "n", "of")


def completion(data: Data) -> pl.LazyFrame:
    rows = data.closed.group_by(KEYS).agg(
        completed=(col("kind") == "completed").sum(), of=pl.len(), other=(col("kind") == "other").sum()
    )
    earlier = {
        name: col(each).cum_sum().over("service", order_by="period") - col(each)
        for name, each in (("earlier", "completed"), ("earlier_of", "of"))
    }
    rows = rows.with_columns(without=col("of") - col("other"), **earlier)
    rows = rows.with_columns(share_without_other=share("completed", "without"))
    return with_share(with_difference(rows, "completed", "of"), "completed", "of")


def completeness(data: Data) -> pl.LazyFrame:
    rows = pl.concat([of_instruments(data), of_variables(data)], how="diagonal_relaxed")
    return with_share(rows, "done", "due")


def of_instruments(data: Data) -> pl.LazyFrame:
    """A start is due for all, an end for the closed, and a follow-up for those whose window is over."""
    names = ["instrument", "occasion", "months_after"]
    used = worded(data.measured.select("service", *names).unique())
    always = (
        used.select("service", "instrument").unique().join(pl.LazyFrame({"occasion": ["start", "end"]}), how="cross")
    )
    asked = as_planned(pl.concat([always, used.filter(col("occasion") == "after")], how="diagonal"), data)
    over = months_later("closed", "months_after").dt.offset_by("30d") <= data.as_of
    due = (
        pl.when(col("occasion") == "after")
        .then(over.fill_null(False))
        .otherwise((col("occasion") == "start") | col("closed").is_not_null())
    )
    episodes = data.opened.select("row", *KEYS, "closed")
    rows = episodes.group_by(*KEYS, "closed").agg(n=pl.len()).join(asked, on="service")
    rows = rows.group_by(*KEYS, *names).agg(due=col("n").filter(due).sum())
    done = data.scores.select("row", *names).unique().join(episodes, on="row").filter(due)
    done = worded(done.group_by(*KEYS, *names).agg(done=pl.len()))
    rows = rows.join(done, on=[*KEYS, *names], how="left", nulls_equal=True)
    after = pl.when(col("occasion") == "after").then(pl.format("after_{}", "months_after")).otherwise("occasion")
    return rows.select(*KEYS, "due", what="instrument", occasion=after, done=col("done").fill_null(0))


def as_planned(asked: pl.LazyFrame, data: Data) -> pl.LazyFrame:
    """Less the occasions that a service's plan leaves out; of an instrument that is not in the plan all of them."""
    months = col("months_after").fill_null("").str.split(" ")
    plan = data.scan("measurement_plan").select("service", "instrument", "at_start", "at_end", planned=months)
    after = col("planned").list.contains(col("months_after").cast(pl.String))
    planned = pl.when(col("occasion") == "start").then("at_start").when(col("occasion") == "end").then("at_end")
    rows = asked.join(plan, on=["service", "instrument"], how="left")
    kept = rows.filter(col("at_start").is_null() | planned.otherwise(after))
    return kept.drop("at_start", "at_end", "planned")


def of_variables(data: Data) -> pl.LazyFrame:
    closed = data.opened.group_by(KEYS).agg(of=col("closed").count())
    due = [bases(data.opened).with_columns(occasion=pl.lit("opening")), closed.with_columns(occasion=pl.lit("closing"))]
    given = data.answered.filter(col("period").is_not_null()).with_columns(coded("opened_in"))
    done = given.group_by("service", "variable", "occasion", period="opened_in").agg(done=pl.len())
    rows = data.variables.join(pl.concat(due), on=["service", "occasion"])
    period = col("period").cast(pl.String)
    before = (period != "all") & (period < col("retired").cast(pl.String).str.slice(0, 4))
    rows = rows.filter(col("retired").is_null() | before)
    rows = rows.join(worded(done), on=[*KEYS, "variable", "occasion"], how="left")
    return rows.select(*KEYS, "occasion", what="variable", due="of", done=col("done").fill_null(0))


QUESTIONS = {
    "who": who,
    "who_numbers": who_numbers,
    "expectations": expectations,
    "doses": doses,
    "interventions": interventions,
    "attendance": attendance,
    "phases": phases,
    "endings": endings,
    "completion": completion,
    "better": better,
    "change": change,
    "reliable_change": reliable_change,
    "norms": norms,
    "lasting": lasting,
    "yes_no": yes_no,
    "goals": goals,
    "trend": trend,
    "completeness": completeness,
    "retention": retention,
}
# What is put on top of the rows that polars gives of these tables.
FINISH = {"change": with_effects, "norms": with_norm, "groups": with_groups, "yes_no": with_both_times}


def tables_of(data: Data, by: str | None = None) -> dict[str, pl.DataFrame | list[dict[str, Any]]]:
    """All tables; `groups` is of a split, and empty without one."""
    plans = {name: question(data) for name, question in QUESTIONS.items()}
    plans["services"] = services(*(plans[name] for name in ("completion", "attendance", "better")), data)
    if by:
        plans["groups"] = groups(data, by)
    frames = dict(zip(plans, pl.collect_all(plans.values(), engine=ENGINE), strict=True))
    return {name: finished(name, frame, data) for name, frame in frames.items()}


def finished(name: str, frame: pl.DataFrame, data: Data) -> pl.DataFrame | list[dict[str, Any]]:
    if name == "trend":
        return list(series.trend(frame.iter_rows(), data.period, pl.select(data.as_of).item()))
    rows: Iterable[dict[str, Any]] = frame.iter_rows(named=True)
    if name == "services":
        return list(series.services(rows))
    if name in FINISH:
        return [{key: row.get(key) for key in columns(name)} for row in map(FINISH[name], rows)]
    return frame.select(columns(name))


def written(table: pl.DataFrame | list[dict[str, Any]]) -> str:
    return table.write_json() if isinstance(table, pl.DataFrame) else json.dumps(table, ensure_ascii=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--period", choices=("all", "year"), default="all")
    parser.add_argument("--by", choices=("sex",), help="for the table groups, which is empty without it")
    parser.add_argument("-o", dest="out", type=Path)
    given = parser.parse_args()
    data = Data(given.path, given.period)
    tables = {"groups": [], **tables_of(data, given.by)}
    header = json.dumps({"as_of": str(pl.select(data.as_of).item()), "period": given.period})
    text = ", ".join(f'"{name}": {written(table)}' for name, table in tables.items())
    text = f'{{"dataset": {header}, "tables": {{{text}}}}}\n'
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
