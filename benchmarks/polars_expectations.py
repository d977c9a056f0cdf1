"""Idea against reality in polars: which episodes each version of an expectation holds for, and the doses behind."""

import polars as pl
from polars import col

from benchmarks.polars_data import KEYS, Data, coded, quartiles
from benchmarks.polars_shares import verdict, with_difference, with_share

WITHIN = {"range", "dose", "phase", "duration"}  # kinds that have limits; the others are below 1 or not


def range_(data: Data, rows: pl.LazyFrame) -> pl.LazyFrame:
    values = data.values.filter(col("type") == "number", col("occasion") == "opening")
    values = values.select("row", "variable", number=col("value").cast(pl.Float64, strict=False))
    value = pl.when(col("variable") == "age").then("age").otherwise("number")
    return (
        rows.with_columns(coded("variable")).join(values, on=["row", "variable"], how="left").with_columns(value=value)
    )


def category(data: Data, rows: pl.LazyFrame) -> pl.LazyFrame:
    accepted = data.versions.filter(col("kind") == "category").explode("options")
    accepted = accepted.select("v", coded("options").alias("value"), hit=pl.lit(1))
    values = data.values.filter(col("occasion") == "opening", col("type").is_in(["choice", "choices", "yes_no"]))
    values = values.select("row", "variable", coded("value"))
    given = rows.select("row", "v", coded("variable")).join(values, on=["row", "variable"])
    given = (
        given.join(accepted, on=["v", "value"], how="left")
        .group_by("row", "v")
        .agg(value=col("hit").max().fill_null(0))
    )
    return rows.join(given, on=["row", "v"], how="left")


def dose(data: Data, rows: pl.LazyFrame) -> pl.LazyFrame:
    counted = data.windows.select("row", "v", value="attended")
    return rows.join(counted, on=["row", "v"], how="left")


def received(data: Data, rows: pl.LazyFrame) -> pl.LazyFrame:
    got = data.contacts[1].filter(col("attendance") == "attended").select("row", "intervention", value=pl.lit(1))
    found = rows.with_columns(coded("intervention")).join(got, on=["row", "intervention"], how="left")
    return found.with_columns(col("value").fill_null(0))


def phase(data: Data, rows: pl.LazyFrame) -> pl.LazyFrame:
    left = col("left").is_not_null().all()
    days = data.phases.group_by("row", "phase").agg(value=pl.when(left).then(col("days").sum()))
    return rows.join(days, on=["row", "phase"], how="left")


def duration(_: Data, rows: pl.LazyFrame) -> pl.LazyFrame:
    days = (col("closed") - col("opened")).dt.total_days()
    return rows.with_columns(value=pl.when(col("ending").is_not_null()).then(days))


def completion(_: Data, rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.with_columns(value=(col("ended_as") == "completed").cast(pl.Int8))


def improvement(data: Data, rows: pl.LazyFrame) -> pl.LazyFrame:
    """An episode with several respondents is better when one of its pairs is."""
    scales = data.scales.select("s", "instrument", "scale")
    best = data.pairs.group_by("row", "s").agg(value=(col("outcome") == 1).max().cast(pl.Int8))
    return rows.join(scales, on=["instrument", "scale"]).join(best, on=["row", "s"], how="left")


KINDS = {
    "range": range_,
    "category": category,
    "dose": dose,
    "received": received,
    "phase": phase,
    "duration": duration,
    "completion": completion,
    "improvement": improvement,
}


def judged(data: Data, kind: str) -> pl.LazyFrame:
    """How the episodes held against each version of that kind came out."""
    value = col("value")
    below, above = (value < col("from"), value > col("to")) if kind in WITHIN else (value < 1, pl.lit(False))
    return (
        KINDS[kind](data, data.held(kind))
        .group_by("v", "period")
        .agg(held=pl.len(), assessable=value.count(), below=below.sum(), above=(above & value.is_not_null()).sum())
    )


def expectations(data: Data) -> pl.LazyFrame:
    rows = pl.concat([judged(data, kind) for kind in KINDS]).join(data.versions.drop("options"), on="v")
    rows = rows.with_columns(
        within=col("assessable") - col("below") - col("above"),
        not_assessable=col("held") - col("assessable"),
    )
    each = rows.group_by("service", "expectation", "period").agg(col("within", "assessable").sum())
    names = {"within": "earlier", "assessable": "earlier_of"}
    sums = {
        new: col(old).cum_sum().over("service", "expectation", order_by="period") - col(old)
        for old, new in names.items()
    }
    before = each.select("service", "expectation", "period", **sums)
    rows = rows.join(before, on=["service", "expectation", "period"])
    rows = rows.with_columns(target="share", verdict=verdict("within", "assessable", "share"))
    return with_share(with_difference(rows, "within", "assessable"), "within", "assessable")


def doses(data: Data) -> pl.LazyFrame:
    rows = data.windows.group_by("v", *KEYS).agg(
        n=pl.len(),
        mean=col("attended").mean(),
        **quartiles("attended"),
        missed=col("missed").sum(),
        cancelled=col("cancelled").sum(),
        ended_inside=(col("closed") < col("until")).sum(),
    )  # fmt: skip
    return rows.join(data.versions.select("v", "expectation", "version"), on="v")
