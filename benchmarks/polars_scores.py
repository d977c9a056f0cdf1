"""Scores from answers, and pairs of start and end, in polars."""

import polars as pl
from polars import col

PAIR = ["row", "s", "respondent"]


def scores(measured: pl.LazyFrame, answers: pl.LazyFrame, scales: pl.LazyFrame) -> pl.LazyFrame:
    """Every valid score at start, at end or after: the measurement's columns with `s` for the scale and `score`."""
    turned = pl.when(col("item").is_in(col("reversed").str.split(" "))).then(col("min") + col("max"))
    size = col("items").str.split(" ").list.len()
    items = scales.filter(col("items").is_not_null()).with_columns(size=size, item=col("items").str.split(" "))
    items = items.explode("item").select(col("instrument", "item").cast(pl.Categorical), "s", ends=turned)
    asked = measured.filter(col("occasion") != "during").select("m", "measurement", "instrument")
    given = answers.filter(col("value").is_not_null()).select("measurement", col("item").cast(pl.Categorical), "value")
    value = pl.when(col("ends").is_null()).then("value").otherwise(col("ends") - col("value"))
    counted = given.join(asked, on="measurement").join(items, on=["instrument", "item"])
    many = scales.select("s").collect().height  # one whole number as key is much faster than two
    counted = counted.group_by(key=col("m") * many + col("s")).agg(total=value.sum(), answered=pl.len())
    counted = counted.select("total", "answered", m=col("key") // many, s=col("key") % many)
    factor, term = col("multiply").fill_null(1), col("add").fill_null(0)
    times = pl.when(col("score") == "sum").then(size).otherwise(1)
    known = scales.select(
        "s",
        size=size,
        need=pl.coalesce("need", size),
        times=times * factor,
        term=term,
        instrument="instrument",
        scale="scale",
    )
    own = counted.join(known, on="s").filter(col("answered") >= col("need"))
    own = own.with_columns(score=col("total") / col("answered") * col("times") + col("term"))
    parts = scales.filter(col("parts").is_not_null()).with_columns(scale=col("parts").str.split(" "))
    parts = parts.select("instrument", "scale", whole="s", many=col("scale").list.len(), factor=factor, term=term)
    added = own.select("m", "instrument", "scale", "score").join(parts.explode("scale"), on=["instrument", "scale"])
    added = added.group_by("m", s="whole").agg(pl.len(), col("score").sum(), col("many", "factor", "term").first())
    added = added.filter(col("len") == col("many")).with_columns(score=col("score") * col("factor") + col("term"))
    return pl.concat([own.select("m", "s", "score"), added.select("m", "s", "score")]).join(
        measured.drop("measurement", "closed"), on="m"
    )


def pairs(scored: pl.LazyFrame, scales: pl.LazyFrame) -> pl.LazyFrame:
    """One row per episode, scale and respondent with a score at start (the earliest), at end (the latest) or at both.

    `outcome` is 1, 0 or -1 for better, unchanged and worse; `gain` is the change turned so that + is better, rounded
    past float noise.
    """
    start = scored.filter(col("occasion") == "start").sort("date", nulls_last=True).unique(PAIR, keep="first")
    end = scored.filter(col("occasion") == "end").sort("date", nulls_last=False).unique(PAIR, keep="last")
    both = start.select(*PAIR, "service", start="score").join(
        end.select(*PAIR, "service", end="score"), on=[*PAIR, "service"], how="full", coalesce=True, nulls_equal=True
    )
    both = both.join(scales.select("s", "sign", "step"), on="s").with_columns(change=col("end") - col("start"))
    both = both.with_columns(gain=(col("change") * col("sign")).round(9))
    outcome = pl.when(col("gain") >= col("step")).then(1).when(col("gain") <= -col("step")).then(-1)
    return both.with_columns(outcome=outcome.otherwise(pl.when(col("gain").is_not_null()).then(0)))
