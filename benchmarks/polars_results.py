"""The tables about results in polars: change, reliable change, norms, what lasts, groups, yes and no, and goals."""

import polars as pl
from polars import col

from benchmarks.polars_data import KEYS, Data, coded, kept, months_later, worded
from benchmarks.polars_shares import with_share

GROUP = ["service", "period", "s", "respondent"]
ATTAINMENT = ("fully", "largely", "slightly", "not_at_all")
SEXES = ("female", "male", "other", "missing")
ANSWERS = ("yes", "no")


def better(data: Data) -> pl.LazyFrame:
    counts = {name: (col("outcome") == way).sum() for name, way in (("better", 1), ("unchanged", 0), ("worse", -1))}
    rows = data.closed_pairs.group_by(GROUP).agg(pairs=col("outcome").count(), **counts)
    rows = with_share(data.named(rows, "step"), "better", "pairs", ("share_better", "low", "high"))
    return with_share(rows, "worse", "pairs", ("share_worse", "worse_low", "worse_high"))


def change(data: Data) -> pl.LazyFrame:
    """The sums of the table; effects and their intervals are put on top."""
    paired, moved = col("change").is_not_null(), col("gain") != 0
    rank = pl.when(moved).then(col("gain").abs()).rank().over(GROUP)
    figures = {f"{what}_{side}": getattr(col(side).filter(paired), how)()
               for side in ("start", "end") for what, how in (("mean", "mean"), ("sd", "std"))}  # fmt: skip
    rows = data.closed_pairs.with_columns(rank=rank).group_by(GROUP).agg(
        started=col("start").count(),
        ended=col("end").count(),
        pairs=col("change").count(),
        **figures,
        change=col("change").mean(),
        sd=col("change").std(),
        median_change=col("change").median(),
        rank_biserial=(col("rank") * col("gain").sign()).sum() / col("rank").sum(),
    )  # fmt: skip
    return data.named(rows.with_columns(col("rank_biserial").fill_nan(None)), "sign")


def reliable_change(data: Data) -> pl.LazyFrame:
    computed = 1.96 * 2**0.5 * col("sd") * (1 - col("reliability")).sqrt()
    scales = data.scales.select(
        "s",
        "cutoff",
        "cutoff_female",
        needed=pl.coalesce("reliable", computed),
        cut=pl.coalesce("cutoff", "cutoff_female").is_not_null(),
    )
    own = pl.when(col("sex") == "female").then(pl.coalesce("cutoff_female", "cutoff")).otherwise("cutoff")
    start, end = (((col(side) - own).round(9) * col("sign")) for side in ("start", "end"))
    up, down = col("gain") >= col("needed"), col("gain") <= -col("needed")
    rows = data.closed_pairs.join(scales.filter(col("needed").is_not_null()), on="s").group_by(GROUP).agg(
        col("needed", "cut").first(),
        pairs=col("gain").count(),
        up=up.sum(),
        deteriorated=down.sum(),
        recovered=(up & (start <= 0) & (end > 0)).sum(),
        functional_at_start=(col("gain").is_not_null() & (start > 0)).sum(),
    )  # fmt: skip
    rows = rows.with_columns(
        improved=col("up") - col("recovered"), unchanged=col("pairs") - col("up") - col("deteriorated")
    )
    cut = [pl.when(col("cut")).then(name).alias(name) for name in ("recovered", "functional_at_start")]
    return data.named(rows.with_columns(cut))


def norms(data: Data) -> pl.LazyFrame:
    """The sums of the table; differences are put on top."""
    scored = data.scores.filter(col("occasion").is_in(["start", "end"]))
    scored = scored.join(data.closed.select("row", coded("period")), on="row")
    rows = scored.group_by(*GROUP, "occasion").agg(n=pl.len(), mean=col("score").mean(), sd=col("score").std())
    known = {f"norm_{name}": name for name in ("mean", "sd", "n")}
    return data.named(rows).join(
        data.scan("norms").select("instrument", "scale", "norm", **known), on=["instrument", "scale"]
    )


def lasting(data: Data) -> pl.LazyFrame:
    """Every eligible episode with its scores at start, at end and at the latest follow-up of each kind."""
    names = ["row", "service", "s", "respondent", "months_after"]
    after = data.scores.filter(col("occasion") == "after").sort("date", nulls_last=False).unique(names, keep="last")
    asked = data.measured.filter(col("occasion") == "after")
    asked = asked.select("service", "instrument", "respondent", "months_after").unique()
    asked = asked.join(data.scales.select("s", coded("instrument")), on="instrument")
    both = data.pairs.select("row", "service", "s", "respondent", "start", "end")
    both = both.join(asked, on=["service", "s", "respondent"], nulls_equal=True)
    both = both.join(after.select(*names, after="score"), on=names, how="full", coalesce=True, nulls_equal=True)
    both = both.join(data.closed.select("row", "closed", coded("period")), on="row")
    both = both.join(data.scales.select("s", "sign", "step"), on="s").with_columns(eligible=eligible(data))
    start, last = (col(name).filter("eligible") for name in ("start", "after"))
    three = col("eligible") & col("start").is_not_null() & col("end").is_not_null() & col("after").is_not_null()
    rose, stayed = (
        three & ((col("sign") * (col(side) - col("start"))).round(9) >= col("step")) for side in ("end", "after")
    )
    rows = both.group_by(*GROUP, "months_after").agg(
        reached=last.count(),
        triples=three.sum(),
        **{f"mean_{side}": col(side).filter(three).mean() for side in ("start", "end", "after")},
        better_at_end=rose.sum(),
        kept=(rose & stayed).sum(),
        mean_start_reached=start.filter(last.is_not_null()).mean(),
        mean_start_lost=start.filter(last.is_null()).mean(),
        carried_forward=(pl.coalesce("after", "end", "start") - col("start")).filter("eligible").mean(),
        no_change=((last - start).fill_null(0)).filter(start.is_not_null()).mean(),
    )
    times = asked.select("service", "months_after").unique()
    closed = data.closed.select(coded("service", "period"), "closed").join(times, on="service")
    closed = closed.group_by(*KEYS, "months_after").agg(closed=pl.len(), eligible=eligible(data).sum())
    return data.named(rows.join(closed, on=[*KEYS, "months_after"]))


def eligible(data: Data) -> pl.Expr:
    """Whether the window of the follow-up has opened."""
    return months_later("closed", "months_after").dt.offset_by("-30d") <= data.as_of


def groups(data: Data, by: str) -> pl.LazyFrame:
    """The sums of every two groups of `sex`, the only split the peers know; differences are put on top."""
    exact = col("change") * col("sign")
    moved = data.closed_pairs.filter(col("gain").is_not_null()).select(
        *GROUP, "gain", exact=exact, group=col("sex").fill_null("missing")
    )
    figures = {"n": pl.len(), "mean": col("exact").mean(), "sd": col("exact").std(), "gains": col("gain")}
    found = worded(moved.group_by(*GROUP, "group").agg(**figures)).filter(col("n") >= 10)
    place = pl.col("group").replace_strict(SEXES, range(len(SEXES)), return_dtype=pl.Int8)
    found = found.with_columns(place=place)
    other = found.rename({"group": "against", "n": "against_n", "mean": "mean0", "sd": "sd0", "gains": "gains0"})
    two = found.join(other, on=GROUP, nulls_equal=True).filter(col("place") < col("place_right"))
    two = kept(two.with_columns(by=pl.lit(by)).with_row_index("pair"))
    return data.named(two.drop("gains", "gains0").join(deltas(two), on="pair"))


def deltas(two: pl.LazyFrame) -> pl.LazyFrame:
    """Cliff's delta of every two groups from the ranks of both together."""
    sides = [
        two.select("pair", gain=name, first=pl.lit(name == "gains")).explode("gain") for name in ("gains", "gains0")
    ]
    ranked = pl.concat(sides).with_columns(rank=col("gain").rank().over("pair"))
    n, m = col("first").sum().cast(pl.Float64), (~col("first")).sum()
    delta = 2 * (col("rank").filter("first").sum() - n * (n + 1) / 2) / (n * m) - 1
    return ranked.group_by("pair").agg(delta=delta)


def yes_no(data: Data) -> pl.LazyFrame:
    """The counts of the table; differences are put on top."""
    asked = data.variables.filter(col("type") == "yes_no", col("occasion").is_in(["opening", "closing"]))
    twice = asked.group_by("service", "variable").agg(pl.len()).filter(col("len") == 2).drop("len")
    values = data.values.filter(col("type") == "yes_no")
    sides = [values.filter(col("occasion") == side) for side in ("opening", "closing")]
    both = sides[0].select("row", "variable", before="value").join(
        sides[1].filter(col("period").is_not_null()).select("row", "variable", "service", "period", after="value"),
        on=["row", "variable"],
    )  # fmt: skip
    ways = {
        f"{one}_{two}": ((col("before") == one) & (col("after") == two)).sum() for one in ANSWERS for two in ANSWERS
    }
    counts = worded(both.group_by(*KEYS, "variable").agg(pairs=pl.len(), **ways))
    rows = data.closed.select(KEYS).unique().join(twice, on="service")
    rows = rows.join(counts, on=[*KEYS, "variable"], how="left")
    return rows.with_columns(col("pairs", *ways).fill_null(0))


def goals(data: Data) -> pl.LazyFrame:
    judged = data.of_episodes("goals", ["attainment", "judged_on"], ["service", "closed"])
    judged = judged.with_columns(day=pl.coalesce("judged_on", "closed")).with_columns(period=data.label("day"))
    judged = judged.filter(col("attainment").is_not_null(), col("day").is_not_null())
    counts = judged.group_by(*KEYS, "attainment").agg(n=pl.len())
    rows = counts.group_by(KEYS).agg(of=col("n").sum()).join(pl.LazyFrame({"attainment": ATTAINMENT}), how="cross")
    rows = rows.join(counts, on=[*KEYS, "attainment"], how="left").with_columns(col("n").fill_null(0))
    return with_share(rows, "n", "of")
