"""Scores from answers, pairs of start and end, and the two tables about them, in pandas."""

import numpy as np
import pandas as pd

from benchmarks.contract import columns
from benchmarks.effects import with_effects
from benchmarks.intervals import wilson

PAIR = ["row", "instrument", "scale", "respondent"]
GROUP = ["service", "period", "instrument", "scale", "respondent"]


def scores(measurements: pd.DataFrame, answers: pd.DataFrame, scales: pd.DataFrame) -> pd.DataFrame:
    """Every valid score: the measurement's columns with `scale` and `score`."""
    place = pd.Index(measurements["measurement"]).get_indexer(answers["measurement"].cat.categories)
    items = answers["item"].cat
    wide = np.full((len(measurements) + 1, len(items.categories)), np.nan)  # the last row takes those not counted
    wide[place[answers["measurement"].cat.codes], items.codes] = answers["value"]
    wide = pd.DataFrame(wide[:-1], columns=items.categories.astype(str))
    parts = []
    for instrument, those in scales.groupby("instrument"):
        here = (measurements["instrument"] == instrument).to_numpy()
        answered, found = wide[here], {}
        for scale in those[those["parts"].isna()].itertuples():
            found[scale.scale] = score(answered, scale)
        for scale in those[those["parts"].notna()].itertuples():
            found[scale.scale] = adjusted(sum(found[part] for part in scale.parts.split(" ")), scale)
        columns = measurements[here]
        parts += [columns.assign(scale=name, score=value)[~np.isnan(value)] for name, value in found.items()]
    return pd.concat(parts)


def score(answered: pd.DataFrame, scale: tuple) -> np.ndarray:
    """Mean or sum of one scale's items, NaN where fewer than needed were answered."""
    items = scale.items.split(" ")
    values = answered.reindex(columns=items).to_numpy(dtype=float)
    turned = np.isin(items, str(scale.reversed or "").split(" "))
    values = np.where(turned, scale.min + scale.max - values, values)
    count = (~np.isnan(values)).sum(axis=1)
    need = len(items) if np.isnan(scale.need) else scale.need
    mean = np.nansum(values, axis=1) / np.where(count >= need, count, np.nan)
    return adjusted(mean * (len(items) if scale.score == "sum" else 1), scale)


def adjusted(value: np.ndarray, scale: tuple) -> np.ndarray:
    multiply, add = (default if pd.isna(given) else given for given, default in ((scale.multiply, 1), (scale.add, 0)))
    return value * multiply + add


def pairs(scored: pd.DataFrame, scales: pd.DataFrame) -> pd.DataFrame:
    """One row per episode, scale and respondent with a score at start (the earliest), at end (the latest) or at both.

    `outcome` is 1, 0 or -1 for better, unchanged and worse, NaN without a pair; `gain` is the change turned so that
    + is better and rounded past float noise.
    """
    scored = scored.sort_values("date", kind="stable")
    start = scored[scored["occasion"] == "start"].drop_duplicates(PAIR, keep="first").set_index(PAIR)["score"]
    end = scored[scored["occasion"] == "end"].drop_duplicates(PAIR, keep="last").set_index(PAIR)["score"]
    both = pd.concat({"start": start, "end": end}, axis=1).reset_index()
    both = both.merge(scales[["instrument", "scale", "better", "step"]], on=["instrument", "scale"])
    both["sign"] = np.where(both.pop("better") == "higher", 1, -1)
    both["change"] = both["end"] - both["start"]
    gain = both["gain"] = (both["change"] * both["sign"]).round(9)
    outcome = np.select([gain >= both["step"], gain <= -both["step"]], [1.0, -1.0], 0.0)
    return both.assign(outcome=np.where(gain.notna(), outcome, np.nan))


def in_periods(both: pd.DataFrame, closed: pd.DataFrame) -> pd.DataFrame:
    return both.merge(closed[["service", "period"]], left_on="row", right_index=True)


def better(both: pd.DataFrame) -> pd.DataFrame:
    outcome = both["outcome"]
    both = both.assign(better=outcome == 1, unchanged=outcome == 0, worse=outcome == -1, paired=outcome.notna())
    counts = {name: (name, "sum") for name in ("better", "unchanged", "worse")}
    rows = both.groupby(GROUP, as_index=False).agg(pairs=("paired", "sum"), step=("step", "first"), **counts)
    for name, prefix in (("better", ""), ("worse", "worse_")):
        found = wilson(rows[name], rows["pairs"])
        rows[f"share_{name}"], rows[f"{prefix}low"], rows[f"{prefix}high"] = found
    return rows.replace({"respondent": {"": None}})


def change(both: pd.DataFrame) -> pd.DataFrame:
    whole = both.groupby(GROUP).agg(started=("start", "count"), ended=("end", "count"), sign=("sign", "first"))
    paired_up = both[both["change"].notna()]
    grouped = paired_up.groupby(GROUP)
    figures = grouped.agg(
        pairs=("change", "size"),
        mean_start=("start", "mean"),
        sd_start=("start", "std"),
        mean_end=("end", "mean"),
        sd_end=("end", "std"),
        change=("change", "mean"),
        sd=("change", "std"),
        median_change=("change", "median"),
    )
    rows = whole.join(figures).join(rank_biserial(paired_up)).fillna({"pairs": 0}).astype({"pairs": int})
    rows = rows.reset_index().replace({"respondent": {"": None}})
    return pd.DataFrame([with_effects(row) for row in rows.to_dict("records")]).reindex(columns=columns("change"))


def rank_biserial(paired_up: pd.DataFrame) -> pd.Series:
    """(W+ - W-) / (W+ + W-) of the changes turned so that + is better, zeros left out (Kerby 2014)."""
    moved = paired_up[paired_up["gain"] != 0]
    rank = moved["gain"].abs().groupby([moved[name] for name in GROUP]).rank()
    moved = moved.assign(rank=rank, signed=rank * np.sign(moved["gain"]))
    sums = moved.groupby(GROUP)[["rank", "signed"]].sum()
    return (sums["signed"] / sums["rank"]).rename("rank_biserial")
