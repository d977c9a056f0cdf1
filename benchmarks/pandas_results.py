"""The tables about results in pandas: reliable change, norms, what lasts, groups, yes and no, and goals."""

import numpy as np
import pandas as pd

from benchmarks.contract import columns
from benchmarks.contrasts import with_both_times, with_groups, with_norm
from benchmarks.pandas_data import KEYS, Data, with_share
from benchmarks.pandas_scores import GROUP, PAIR, in_periods

ATTAINMENT = ("fully", "largely", "slightly", "not_at_all")
NOT_TOLD = {"respondent": {"": None}}


def finished(rows: pd.DataFrame, table: str, finish) -> pd.DataFrame:
    """Each row with what `finish` puts on top, in the columns of the table."""
    found = [finish(row) for row in rows.replace(NOT_TOLD).to_dict("records")]
    return pd.DataFrame(found, dtype=object).reindex(columns=columns(table))


def paired(data: Data) -> pd.DataFrame:
    """The pairs by closing, with the person's sex and what is known of their scale."""
    known = ["sd", "reliability", "reliable", "cutoff", "cutoff_female"]
    scales = data.read("scales", ["instrument", "scale", *known])
    both = in_periods(data.pairs, data.closed).merge(scales, on=["instrument", "scale"])
    return both.assign(sex=data.episodes["sex"].to_numpy()[both["row"]])


def reliable_change(data: Data) -> pd.DataFrame:
    both = paired(data)
    computed = 1.96 * np.sqrt(2) * both["sd"] * np.sqrt(1 - both["reliability"])
    both["needed"] = both["reliable"].fillna(computed)
    both = both[both["needed"].notna()]
    own = both["cutoff_female"].where(both["sex"] == "female").fillna(both["cutoff"])
    past = {side: ((both[side] - own).round(9) * both["sign"]) for side in ("start", "end")}
    up = both["gain"] >= both["needed"]
    recovered = up & (past["start"] <= 0) & (past["end"] > 0)
    both = both.assign(
        paired=both["gain"].notna(),
        recovered=recovered,
        improved=up & ~recovered,
        deteriorated=both["gain"] <= -both["needed"],
        functional_at_start=both["gain"].notna() & (past["start"] > 0),
        cut=both[["cutoff", "cutoff_female"]].notna().any(axis=1),
    )
    names = ["recovered", "improved", "deteriorated", "functional_at_start"]
    counts = {name: (name, "sum") for name in names}
    rows = both.groupby(GROUP, as_index=False).agg(
        needed=("needed", "first"), pairs=("paired", "sum"), cut=("cut", "first"), **counts
    )
    rows["unchanged"] = rows["pairs"] - rows["recovered"] - rows["improved"] - rows["deteriorated"]
    for name in ("recovered", "functional_at_start"):
        rows[name] = rows[name].astype(object).where(rows["cut"], None)
    return rows.replace(NOT_TOLD)


def norms(data: Data) -> pd.DataFrame:
    scored = data.scores[data.scores["occasion"].isin(["start", "end"])]
    scored = scored[["row", "instrument", "scale", "respondent", "occasion", "score"]]
    scored = in_periods(scored, data.closed)
    found = scored.groupby([*GROUP, "occasion"], as_index=False).agg(
        n=("score", "size"), mean=("score", "mean"), sd=("score", "std")
    )
    known = data.read("norms", ["instrument", "scale", "norm", "mean", "sd", "n"])
    known = known.rename(columns={name: f"norm_{name}" for name in ("mean", "sd", "n")})
    return finished(found.merge(known, on=["instrument", "scale"]), "norms", with_norm)


def lasting(data: Data) -> pd.DataFrame:
    """Every eligible episode with its scores at start, at end and at the latest follow-up of each kind."""
    after = data.scores[data.scores["occasion"] == "after"].sort_values("date", kind="stable")
    after = after.drop_duplicates([*PAIR, "months_after"], keep="last")
    after = after[[*PAIR, "months_after", "score"]].rename(columns={"score": "after"})
    measured = data.measurements[data.measurements["occasion"] == "after"]
    used = measured[["service", "instrument", "respondent", "months_after"]].drop_duplicates()
    scales = data.read("scales", ["instrument", "scale", "better", "step"])
    both = data.pairs[[*PAIR, "start", "end"]].merge(data.episodes["service"], left_on="row", right_index=True)
    both = both.merge(used, on=["service", "instrument", "respondent"]).merge(
        after, on=[*PAIR, "months_after"], how="outer"
    )
    both = both.drop(columns="service").merge(data.closed[[*KEYS, "closed"]], left_on="row", right_index=True)
    both = both.merge(scales, on=["instrument", "scale"])
    both["sign"] = np.where(both["better"] == "higher", 1, -1)
    both["eligible"] = window_opens(both["closed"], both["months_after"]) <= data.as_of
    by = [*GROUP, "months_after"]
    rows = both[by].drop_duplicates().reset_index(drop=True)
    rows = rows.merge(both[both["eligible"]].groupby(by).apply(followed, include_groups=False), on=by, how="left")
    counts = ["reached", "triples", "better_at_end", "kept"]
    rows = rows.fillna(dict.fromkeys(counts, 0)).astype(dict.fromkeys([*counts, "months_after"], int))
    return with_bases(data, rows).replace(NOT_TOLD)


def window_opens(closed: pd.Series, months_after: pd.Series) -> pd.Series:
    opens = pd.Series(pd.NaT, closed.index)
    for months in months_after.unique():
        these = months_after == months
        opens[these] = closed[these] + pd.DateOffset(months=int(months)) - pd.Timedelta(days=30)
    return opens


def with_bases(data: Data, rows: pd.DataFrame) -> pd.DataFrame:
    """How many closed in each period, and how many of them are eligible at each follow-up."""
    closed = data.closed
    rows = rows.merge(closed.groupby(KEYS, as_index=False).agg(closed=("row", "size")), on=KEYS)
    for months in rows["months_after"].unique():
        opened = window_opens(closed["closed"], pd.Series(months, closed.index)) <= data.as_of
        counted = closed.assign(opened=opened).groupby(KEYS)["opened"].sum()
        these = rows["months_after"] == months
        rows.loc[these, "eligible"] = rows.loc[these].set_index(KEYS).index.map(counted)
    return rows.astype({"eligible": int})


def followed(each: pd.DataFrame) -> pd.Series:
    start, end, after = each["start"], each["end"], each["after"]
    reached, started = after.notna(), start.notna()
    three = started & end.notna() & reached
    better = three & (((end - start) * each["sign"]).round(9) >= each["step"])
    kept = better & (((after - start) * each["sign"]).round(9) >= each["step"])
    last = after.fillna(end).fillna(start)
    return pd.Series(
        {
            "reached": reached.sum(),
            "triples": three.sum(),
            "mean_start": start[three].mean(),
            "mean_end": end[three].mean(),
            "mean_after": after[three].mean(),
            "better_at_end": better.sum(),
            "kept": kept.sum(),
            "mean_start_reached": start[reached].mean(),
            "mean_start_lost": start[~reached].mean(),
            "carried_forward": (last - start)[started].mean(),
            "no_change": (after - start)[started].fillna(0).mean(),
        }
    )


def groups(data: Data, by: str) -> pd.DataFrame:
    """The groups of `sex`, the only split the peers know."""
    both = paired(data)
    both = both[both["gain"].notna()].assign(by=by, group=both["sex"].fillna("missing"))
    both["exact"] = both["change"] * both["sign"]
    found = both.groupby([*GROUP, "by", "group"], as_index=False).agg(
        n=("gain", "size"), mean=("exact", "mean"), sd=("exact", "std"), gains=("gain", list)
    )
    found = found[found["n"] >= 10]
    found["place"] = found["group"].map({"female": 0, "male": 1, "other": 2, "missing": 3})
    names = {"group": "against", "n": "against_n", "mean": "mean0", "sd": "sd0", "gains": "gains0", "place": "place0"}
    rows = found.merge(found.rename(columns=names), on=[*GROUP, "by"])
    rows = rows[rows["place"] < rows["place0"]]
    rows["delta"] = [delta(one, other) for one, other in zip(rows["gains"], rows["gains0"], strict=True)]
    return finished(rows, "groups", with_groups)


def delta(one: list[float], other: list[float]) -> float:
    """Cliff's delta from the ranks of both together."""
    ranks = pd.Series([*one, *other]).rank()[: len(one)].sum()
    return 2 * (ranks - len(one) * (len(one) + 1) / 2) / (len(one) * len(other)) - 1


def yes_no(data: Data) -> pd.DataFrame:
    asked = data.variables[data.variables["type"] == "yes_no"]
    twice = asked.groupby(["service", "variable"], as_index=False).agg(times=("occasion", "nunique"))
    twice = twice[twice["times"] == 2][["service", "variable"]]
    values = data.values.merge(twice, on=["service", "variable"])
    sides = values.pivot_table("value", ["row", "variable"], "occasion", aggfunc="first", observed=True)
    sides = sides.dropna().reset_index().merge(data.closed[KEYS], left_on="row", right_index=True)
    counts = (
        sides.assign(way=sides["opening"].astype(str) + "_" + sides["closing"].astype(str))
        .groupby([*KEYS, "variable", "way"])
        .size()
        .unstack(fill_value=0)
        .reindex(columns=["yes_yes", "yes_no", "no_yes", "no_no"], fill_value=0)
    )
    rows = data.closed[KEYS].drop_duplicates().merge(twice, on="service")
    rows = rows.merge(counts.reset_index(), on=[*KEYS, "variable"], how="left")
    ways = list(counts.columns)
    rows = rows.fillna(dict.fromkeys(ways, 0)).astype(dict.fromkeys(ways, int))
    return finished(rows.assign(pairs=rows[ways].sum(axis=1)), "yes_no", with_both_times)


def goals(data: Data) -> pd.DataFrame:
    judged = data.of_episodes("goals", ["attainment", "judged_on"])
    closed = data.episodes["closed"].take(judged["row"]).set_axis(judged.index)
    day = judged["judged_on"].fillna(closed)
    judged = judged[judged["attainment"].notna() & day.notna()]
    judged = judged.assign(period=data.labels(day[judged.index]).astype(object))
    counts = judged.groupby([*KEYS, "attainment"], as_index=False).agg(n=("row", "size"))
    bases = judged.groupby(KEYS, as_index=False).agg(of=("row", "size"))
    rows = bases.merge(pd.DataFrame({"attainment": ATTAINMENT}), how="cross")
    rows = rows.merge(counts, on=[*KEYS, "attainment"], how="left").fillna({"n": 0}).astype({"n": int})
    return with_share(rows, "n", "of")
