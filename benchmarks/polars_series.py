"""Over time, time in service and comparable services, in polars."""

import polars as pl
from polars import col

from benchmarks.effects import Z
from benchmarks.polars_data import KEYS, Data

FIXED = (0, 90, 180, 365, 730)


def trend(data: Data) -> pl.LazyFrame:
    """What the series are counted from: service, measure, first day of the period, n and of; charts are put on top."""
    truncated = "1y" if data.period == "year" else "1mo"

    def counted(rows: pl.LazyFrame, measure: pl.Expr, day: str) -> pl.LazyFrame:
        """From rows with `many` of which all are a `hit` or none."""
        start = col(day).dt.truncate(truncated).alias("start")
        hits = col("many").filter("hit").sum()
        return rows.group_by("service", start, measure=measure).agg(n=hits, of=col("many").sum())

    one = pl.lit(1, pl.Int64)
    closed = data.episodes.filter(col("closed").is_not_null())
    planned = data.contacts[0].filter(col("attendance") != "cancelled")
    pairs = data.pairs.filter(col("outcome").is_not_null()).join(closed.select("row", "closed"), on="row")
    pairs = data.named(pairs.select("service", "s", "closed", hit=col("outcome") == 1, many=one))
    better = pl.format("better:{}/{}", "instrument", "scale")
    opened = counted(data.episodes.with_columns(hit=True, many=one), pl.lit("opened"), "opened")
    closed = closed.with_columns(hit=(col("kind") == "completed").fill_null(False), many=one)
    completed = counted(closed, pl.lit("completed"), "closed")
    planned = planned.with_columns(hit=col("attendance") == "missed", many=col("n").cast(pl.Int64))
    missed = counted(planned, pl.lit("missed"), "month")
    nobody = pl.lit(None, pl.Int64)
    numbers = [
        opened.with_columns(of=nobody),
        completed.with_columns(measure=pl.lit("closed"), n="of", of=nobody),
        missed.with_columns(measure=pl.lit("contacts"), n=col("of") - col("n"), of=nobody),
    ]
    shares = [completed, missed, counted(pairs, better, "closed")]
    names = ["service", "measure", "start", "n", "of"]
    return pl.concat([frame.select(names) for frame in numbers + shares]).sort("service", "measure", "start")


def retention(data: Data) -> pl.LazyFrame:
    over = col("closed").is_not_null()
    days = data.opened.group_by(*KEYS, day=(col("closed").fill_null(data.as_of) - col("opened")).dt.total_days()).agg(
        people=pl.len(),
        ended=over.sum(),
        c=(col("kind") == "completed").sum(),
        d=(col("kind") == "discontinued").sum(),
    )  # fmt: skip
    days = days.filter(col("ended").sum().over(KEYS) > 0)
    fixed = days.group_by(KEYS).agg(longest=col("day").max()).join(pl.LazyFrame({"day": FIXED}), how="cross")
    fixed = fixed.filter(col("day") <= col("longest")).select(*KEYS, "day", always=pl.lit(True))
    days = days.join(fixed, on=[*KEYS, "day"], how="full", coalesce=True).sort(*KEYS, "day")
    days = days.with_columns(col("people", "ended", "c", "d").fill_null(0).cast(pl.Int64))
    risk, ended = col("at_risk"), col("ended")
    days = days.with_columns(at_risk=col("people").cum_sum(reverse=True).over(KEYS))
    variance = ended / pl.when(risk > ended).then(risk * (risk - ended))
    days = days.with_columns(
        in_service=(1 - ended / risk).cum_prod().over(KEYS), variance=variance.cum_sum().over(KEYS)
    )
    share, before = col("in_service"), col("in_service").shift(fill_value=1.0).over(KEYS)
    inside = pl.when((share > 0) & (share < 1)).then(share)
    spread = Z * col("variance").sqrt() / inside.log()
    days = days.with_columns(
        low=inside ** (-spread).exp(),
        high=inside ** spread.exp(),
        completed=(before * col("c") / risk).cum_sum().over(KEYS),
        discontinued=(before * col("d") / risk).cum_sum().over(KEYS),
    )
    return days.filter((ended > 0) | col("always"))


def services(completion: pl.LazyFrame, attendance: pl.LazyFrame, better: pl.LazyFrame, data: Data) -> pl.LazyFrame:
    """What is compared, whoever answered: limits are put on top."""
    name = pl.format("better:{}/{}", "instrument", "scale")
    missed = attendance.filter(col("intervention") == "all")
    counted = [
        completion.select(*KEYS, measure=pl.lit("completed"), n="completed", of="of"),
        missed.select(*KEYS, measure=pl.lit("missed"), n="missed", of="planned"),
        better.select(*KEYS, measure=name, n="better", of="pairs"),
    ]
    rows = pl.concat(counted, how="vertical_relaxed").group_by(*KEYS, "measure").agg(col("n", "of").sum())
    return rows.join(data.scan("services").select("service", "group").drop_nulls(), on="service").sort("service")
