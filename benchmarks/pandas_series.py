"""Over time, time in service and comparable services, in pandas."""

import numpy as np
import pandas as pd

from benchmarks import series
from benchmarks.pandas_data import KEYS, Data

FIXED = [0, 90, 180, 365, 730]


def trend(data: Data) -> pd.DataFrame:
    unit = "Y" if data.period == "year" else "M"
    episodes, contacts = data.episodes, data.contacts
    closed = episodes[episodes["closed"].notna()]
    planned = contacts[contacts["attendance"] != "cancelled"]
    missed = planned["attendance"] == "missed"
    pairs = data.pairs[data.pairs["outcome"].notna()].merge(
        closed[["service", "closed"]], left_on="row", right_index=True
    )
    counted = [
        tallied("opened", episodes["service"], episodes["opened"], unit),
        tallied("closed", closed["service"], closed["closed"], unit),
        tallied("contacts", planned["service"][~missed], planned["date"][~missed], unit),
        tallied("missed", planned["service"], planned["date"], unit, missed),
        tallied("completed", closed["service"], closed["closed"], unit, closed["kind"] == "completed"),
        *(
            tallied(f"better:{instrument}/{scale}", those["service"], those["closed"], unit, those["outcome"] == 1)
            for (instrument, scale), those in pairs.groupby(["instrument", "scale"])
        ),
    ]
    found = (row for table in counted for row in table)
    return pd.DataFrame(series.trend(found, data.period, data.as_of.date()), dtype=object)


def tallied(measure: str, service: pd.Series, days: pd.Series, unit: str, hits: pd.Series | None = None) -> list[tuple]:
    """(service, measure, first day of the period, n, of), sorted by service and period."""
    start = days.dt.to_period(unit)
    whole = pd.DataFrame({"service": service, "start": start, "hit": True if hits is None else hits})
    rows = whole.groupby(["service", "start"])["hit"].agg(["sum", "size"]).reset_index()
    ofs = [None] * len(rows) if hits is None else rows["size"].tolist()
    dates = [start.start_time.date() for start in rows["start"]]
    return list(zip(rows["service"], [measure] * len(rows), dates, rows["sum"].tolist(), ofs, strict=True))


def retention(data: Data) -> pd.DataFrame:
    people = data.opened.assign(
        day=(data.opened["closed"].fillna(data.as_of) - data.opened["opened"]).dt.days,
        over=data.opened["closed"].notna(),
        completed=data.opened["kind"] == "completed",
        discontinued=data.opened["kind"] == "discontinued",
    )
    found = [curve(those).assign(service=key[0], period=key[1]) for key, those in people.groupby(KEYS)]
    return pd.concat(found)


def curve(people: pd.DataFrame) -> pd.DataFrame:
    if not people["over"].any():
        return pd.DataFrame()
    counts = {
        "people": ("row", "size"),
        "ended": ("over", "sum"),
        "c": ("completed", "sum"),
        "d": ("discontinued", "sum"),
    }
    fixed = [day for day in FIXED if day <= people["day"].max()]
    rows = people.groupby("day").agg(**counts)
    rows = rows.reindex(rows.index.union(fixed), fill_value=0)
    risk = rows["people"][::-1].cumsum()[::-1]
    share = (1 - rows["ended"] / risk).cumprod()
    before = share.shift(fill_value=1.0)
    inside = share.where((share > 0) & (share < 1))
    variance = (rows["ended"] / (risk * (risk - rows["ended"]))).replace(np.inf, np.nan).cumsum()
    spread = 1.959963984540054 * np.sqrt(variance) / np.log(inside)
    figures = pd.DataFrame(
        {
            "at_risk": risk,
            "in_service": share,
            "low": inside ** np.exp(-spread),
            "high": inside ** np.exp(spread),
            "completed": (before * rows["c"] / risk).cumsum(),
            "discontinued": (before * rows["d"] / risk).cumsum(),
        }
    )
    return figures[(rows["ended"] > 0) | rows.index.isin(fixed)].reset_index(names="day")


def services(data: Data, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """From the tables completion, attendance and better, whoever answered."""
    completed = tables["completion"].assign(measure="completed", n=tables["completion"]["completed"])
    everything = tables["attendance"][tables["attendance"]["intervention"] == "all"]
    missed = everything.assign(measure="missed", n=everything["missed"], of=everything["planned"])
    better = tables["better"].assign(
        measure="better:" + tables["better"]["instrument"] + "/" + tables["better"]["scale"],
        n=tables["better"]["better"],
        of=tables["better"]["pairs"],
    )
    names = ["service", "period", "measure"]
    counted = pd.concat([completed, missed, better]).groupby(names, as_index=False)[["n", "of"]].sum()
    counted = counted.merge(data.read("services", ["service", "group"]).dropna(), on="service")
    return pd.DataFrame(series.services(counted.astype({"n": int, "of": int}).to_dict("records")), dtype=object)
