"""Idea against reality in pandas: which episodes each version of an expectation holds for, and the doses behind."""

import numpy as np
import pandas as pd

from benchmarks.intervals import newcombe, verdict
from benchmarks.pandas_data import KEYS, Data, quartiles, with_share

VERSION = ["expectation", "version"]


def held(data: Data, kind: str) -> pd.DataFrame:
    """One row per episode and version of that kind that it is held against."""
    versions = data.expectations[data.expectations["kind"] == kind]
    rows = data.opened[["row", *KEYS, "opened", "closed", "ending", "age"]].merge(versions, on="service")
    return rows[(rows["valid_from"] <= rows["opened"]) & ~(rows["valid_to"] < rows["opened"])]


def placed(value: pd.Series, rows: pd.DataFrame) -> pd.Series:
    """-1, 0 or 1 for below, within and above `from`-`to`; NaN where the value is missing."""
    place = np.select([value < rows["from"], value > rows["to"]], [-1.0, 1.0], 0.0)
    return pd.Series(place, rows.index).where(value.notna())


def passed(holds: pd.Series, assessable: pd.Series | None = None) -> pd.Series:
    place = pd.Series(np.where(holds, 0.0, -1.0), holds.index)
    return place if assessable is None else place.where(assessable)


def range_(data: Data, rows: pd.DataFrame) -> pd.Series:
    values = data.values[
        (data.values["occasion"] == "opening") & data.values["variable"].isin(rows["variable"].unique())
    ]
    found = rows[["row", "variable"]].merge(values[["row", "variable", "value"]], on=["row", "variable"], how="left")
    value = pd.to_numeric(found["value"]).set_axis(rows.index)
    return placed(value.where(rows["variable"] != "age", rows["age"]), rows)


def category(data: Data, rows: pd.DataFrame) -> pd.Series:
    values = data.values[
        (data.values["occasion"] == "opening") & data.values["variable"].isin(rows["variable"].unique())
    ]
    accepted = data.accepted.assign(accepted=True).rename(columns={"option": "value"})
    found = rows.reset_index(names="place")[["place", "row", "service", "variable", *VERSION]]
    found = found.merge(values[["row", "variable", "value"]], on=["row", "variable"])
    found = found.merge(accepted, on=["service", *VERSION, "value"], how="left")
    holds = found["accepted"].notna().groupby(found["place"]).any().reindex(rows.index)
    return passed(holds.eq(True), holds.notna())


def windows(data: Data, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of kind dose with the contacts inside each window, by attendance, and `until`, the day after it."""
    parts = []
    for (months, intervention), part in rows.fillna({"intervention": ""}).groupby(["months", "intervention"]):
        until = part["opened"] + pd.DateOffset(months=int(months))
        counts = contacts_before(data, int(months), intervention)
        parts.append(part.assign(until=until).join(counts, on="row"))
    return pd.concat(parts).loc[rows.index]


def contacts_before(data: Data, months: int, intervention: str) -> pd.DataFrame:
    """Every episode's contacts from opening until `months` calendar months later, of one intervention or ""."""
    contacts, opened = data.contacts, data.episodes["opened"]
    until = (opened + pd.DateOffset(months=months)).to_numpy()
    row, date = contacts["row"].to_numpy(), contacts["date"].to_numpy()
    inside = (date >= opened.to_numpy()[row]) & (date < until[row])
    if intervention:
        inside &= (contacts["intervention"] == intervention).to_numpy()
    kinds = contacts["attendance"]
    counts = {
        kind: np.bincount(row[inside & (kinds == kind).to_numpy()], minlength=len(opened))
        for kind in ("attended", "missed", "cancelled")
    }
    return pd.DataFrame(counts)


def dose(data: Data, rows: pd.DataFrame) -> pd.Series:
    found = windows(data, rows)
    return placed(found["attended"].where(found["until"] <= data.as_of), rows)


def received(data: Data, rows: pd.DataFrame) -> pd.Series:
    attended = data.contacts[data.contacts["attendance"] == "attended"]
    who = attended[["row", "intervention"]].drop_duplicates().astype({"intervention": object}).assign(got=True)
    found = rows[["row", "intervention"]].merge(who, on=["row", "intervention"], how="left").set_axis(rows.index)
    return passed(found["got"].notna())


def phase(data: Data, rows: pd.DataFrame) -> pd.Series:
    stays = data.phases.assign(days=(data.phases["left"] - data.phases["entered"]).dt.days)
    days = stays.groupby(["row", "phase"])["days"].sum(min_count=1)
    days = days.where(stays["left"].isna().groupby([stays["row"], stays["phase"]]).sum() == 0)
    return placed(rows[["row", "phase"]].join(days, on=["row", "phase"])["days"], rows)


def ended(rows: pd.DataFrame) -> pd.Series:
    return rows["closed"].notna() & rows["ending"].notna()


def duration(_: Data, rows: pd.DataFrame) -> pd.Series:
    return placed((rows["closed"] - rows["opened"]).dt.days.where(ended(rows)), rows)


def completion(data: Data, rows: pd.DataFrame) -> pd.Series:
    kind = data.episodes["kind"].reindex(rows["row"]).set_axis(rows.index)
    return passed(kind == "completed", ended(rows))


def improvement(data: Data, rows: pd.DataFrame) -> pd.Series:
    """An episode with several respondents is better when one of its pairs is."""
    names = ["row", "instrument", "scale"]
    best = data.pairs.groupby(names)["outcome"].max()
    found = rows[names].join(best, on=names)["outcome"]
    return passed(found == 1, found.notna())


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


def expectations(data: Data) -> pd.DataFrame:
    judged = []
    for kind, look in KINDS.items():
        rows = held(data, kind)
        place = look(data, rows)
        counts = {"assessable": place.notna(), "below": place < 0, "within": place == 0, "above": place > 0}
        judged.append(rows[["service", "period", *VERSION]].assign(held=1, **counts))
    rows = pd.concat(judged).groupby([*KEYS, *VERSION], as_index=False).sum()
    rows["not_assessable"] = rows["held"] - rows["assessable"]
    each = rows.groupby([*KEYS, "expectation"])[["within", "assessable"]].sum()
    before = (each.groupby(["service", "expectation"]).cumsum() - each).set_axis(["earlier", "earlier_of"], axis=1)
    rows = rows.join(before, on=[*KEYS, "expectation"]).merge(data.expectations, on=["service", *VERSION])
    counted = rows["within"], rows["assessable"]
    found = newcombe(*counted, rows["earlier"], rows["earlier_of"])
    rows["difference"], rows["difference_low"], rows["difference_high"] = found
    rows["target"], rows["verdict"] = rows["share"], verdict(*counted, rows["share"])
    return with_share(rows, "within", "assessable")


def doses(data: Data) -> pd.DataFrame:
    rows = held(data, "dose")
    found = windows(data, rows)
    seen = found[found["until"] <= data.as_of]
    by = [*KEYS, *VERSION]
    seen = seen.assign(ended_inside=seen["closed"] < seen["until"])
    grouped = seen.groupby(by)["attended"]
    sums = seen.groupby(by)[["missed", "cancelled", "ended_inside"]].sum()
    return grouped.agg(n="size", mean="mean").join(quartiles(grouped)).join(sums).reset_index()
