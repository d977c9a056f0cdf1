"""The tables as an analyst would work them out in pandas: python -m benchmarks.pandas_peer PATH."""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.contract import columns, write
from benchmarks.intervals import newcombe
from benchmarks.pandas_data import KEYS, Data, bases, quartiles, with_share
from benchmarks.pandas_expectations import doses, expectations
from benchmarks.pandas_results import goals, groups, lasting, norms, reliable_change, yes_no
from benchmarks.pandas_scores import better, change, in_periods
from benchmarks.pandas_series import retention, services, trend


def asked(data: Data, values: pd.DataFrame) -> pd.DataFrame:
    """The values that count: those at opening by the period of opening, those at closing by that of closing."""
    periods = [
        values[values["occasion"] == occasion].merge(episodes["period"], left_on="row", right_index=True)
        for occasion, episodes in (("opening", data.opened), ("closing", data.closed))
    ]
    return pd.concat(periods)


def who(data: Data) -> pd.DataFrame:
    kinds = data.variables[data.variables["type"].isin(["choice", "choices", "yes_no"])]
    yes_no = kinds[kinds["type"] == "yes_no"].merge(pd.DataFrame({"option": ["yes", "no"]}), how="cross")
    chosen = kinds.merge(data.read("options", ["service", "variable", "option"]), on=["service", "variable"])
    names = ["service", "variable", "occasion"]
    options = pd.concat([chosen, yes_no])[[*names, "option"]].rename(columns={"option": "category"})
    sexes = pd.DataFrame({"variable": "sex", "occasion": "opening", "category": ["female", "male", "other"]})
    services = data.episodes[["service"]].drop_duplicates()
    declared = pd.concat([options, services.merge(sexes, how="cross")])
    sex = data.opened[["service", "period", "sex"]].rename(columns={"sex": "category"}).dropna()
    values = asked(data, data.values.merge(kinds[names].drop_duplicates(), on=names)).rename(
        columns={"value": "category"}
    )
    sex = sex.assign(variable="sex", occasion="opening", row=sex.index)
    given = pd.concat([values[[*KEYS, "variable", "occasion", "category", "row"]], sex])
    counts = given.groupby([*KEYS, "variable", "occasion", "category"], as_index=False).agg(n=("row", "size"))
    people = given.groupby([*KEYS, "variable", "occasion"], as_index=False).agg(given=("row", "nunique"))
    base = pd.concat([bases(data.opened).assign(occasion="opening"), bases(data.closed).assign(occasion="closing")])
    rows = declared.merge(base, on=["service", "occasion"]).merge(
        counts, on=[*KEYS, "variable", "occasion", "category"], how="left"
    )
    missing = declared[names].drop_duplicates().merge(base, on=["service", "occasion"])
    missing = missing.merge(people, on=[*KEYS, "variable", "occasion"], how="left").fillna({"given": 0})
    missing = missing.assign(category="missing", n=missing["of"] - missing["given"])
    return with_share(pd.concat([rows.fillna({"n": 0}), missing]).astype({"n": int}), "n", "of")


def who_numbers(data: Data) -> pd.DataFrame:
    names = ["service", "variable", "occasion"]
    numbers = data.variables[data.variables["type"] == "number"][names]
    values = asked(data, data.values.merge(numbers, on=names))
    age = (
        data.opened[[*KEYS, "age"]].dropna().rename(columns={"age": "value"}).assign(variable="age", occasion="opening")
    )
    given = pd.concat([values, age])
    given["value"] = given["value"].astype(float)
    by = [*KEYS, "variable", "occasion"]
    grouped = given.groupby(by)["value"]
    figures = grouped.agg(n="size", mean="mean", sd="std").join(quartiles(grouped)).reset_index()
    services = data.episodes[["service"]].drop_duplicates().assign(variable="age", occasion="opening")
    base = pd.concat([bases(data.opened).assign(occasion="opening"), bases(data.closed).assign(occasion="closing")])
    rows = pd.concat([numbers, services]).merge(base, on=["service", "occasion"]).merge(figures, on=by, how="left")
    rows["n"] = rows["n"].fillna(0).astype(int)
    return rows.assign(missing=rows["of"] - rows["n"])


def interventions(data: Data) -> pd.DataFrame:
    contacts = data.contacts[data.contacts["attendance"] == "attended"]
    episodes = data.opened
    each = contacts.groupby(["row", "intervention"], observed=True, as_index=False).size()
    each = each.merge(episodes[KEYS], left_on="row", right_index=True)
    each["intervention"] = each["intervention"].astype(object)
    grouped = each.groupby([*KEYS, "intervention"])["size"]
    figures = grouped.agg(received="size", contacts="sum").join(quartiles(grouped)).reset_index()
    rows = data.read("interventions", ["service", "intervention", "intended"]).merge(bases(episodes), on="service")
    rows = rows.merge(figures, on=[*KEYS, "intervention"], how="left")
    rows = rows.fillna({"received": 0, "contacts": 0}).astype({"received": int, "contacts": int})
    return with_share(rows, "received", "of")


def attendance(data: Data) -> pd.DataFrame:
    contacts = data.contacts[["service", "intervention", "attendance"]]
    contacts = contacts.assign(
        service=contacts["service"].astype("category"), period=data.labels(data.contacts["date"])
    )
    counts = contacts.groupby([*KEYS, "intervention", "attendance"], observed=True).size().unstack(fill_value=0)
    counts = counts.reset_index().astype(dict.fromkeys([*KEYS, "intervention"], object))
    everything = (
        counts.groupby(KEYS, as_index=False)[["attended", "missed", "cancelled"]].sum().assign(intervention="all")
    )
    rows = pd.concat([counts, everything])
    return with_share(rows.assign(planned=rows["attended"] + rows["missed"]), "missed", "planned")


def phases(data: Data) -> pd.DataFrame:
    plan = data.read("phase_plan", ["service", "phase", "order"])
    stays = data.phases.merge(plan, on=["service", "phase"])
    stays["period"] = data.labels(stays["entered"]).astype(object)
    stays["days"] = (stays["left"] - stays["entered"]).dt.days
    by = [*KEYS, "phase"]
    grouped = stays.groupby(by)["days"]
    figures = grouped.agg(entered="size", left="count").join(quartiles(grouped))
    skipped, disordered = phase_order(stays, plan)
    rows = stays[KEYS].drop_duplicates().merge(plan, on="service").merge(figures.reset_index(), on=by, how="left")
    rows = rows.merge(skipped, on=by, how="left").merge(disordered, on=by, how="left")
    counts = ["entered", "left", "skipped", "out_of_order"]
    rows = rows.fillna(dict.fromkeys(counts, 0)).astype(dict.fromkeys(counts, int))
    return rows.assign(ongoing=rows["entered"] - rows["left"])


def phase_order(stays: pd.DataFrame, plan: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Episodes that entered a later phase in the period and never this one; that entered this one before an earlier."""
    by = [*KEYS, "phase"]
    first = stays.groupby(["row", "order"], as_index=False)["entered"].min()
    latest = stays.groupby(["row", *KEYS], as_index=False)["order"].max()
    passed = latest.merge(plan, on="service", suffixes=("_reached", ""))
    passed = passed[passed["order"] < passed["order_reached"]]
    never = passed.merge(first, on=["row", "order"], how="left", indicator=True).query("_merge == 'left_only'")
    later = stays.merge(first, on="row", suffixes=("", "_earlier"))
    later = later[(later["order_earlier"] < later["order"]) & (later["entered_earlier"] > later["entered"])]
    return (
        never.groupby(by, as_index=False).agg(skipped=("row", "nunique")),
        later.groupby(by, as_index=False).agg(out_of_order=("row", "nunique")),
    )


def endings(data: Data) -> pd.DataFrame:
    closed = data.closed.fillna({"ending": "missing"})
    declared = data.read("endings", ["service", "ending", "kind"])
    missing = declared[["service"]].drop_duplicates().assign(ending="missing", kind=None)
    counts = closed.groupby([*KEYS, "ending"], as_index=False).agg(n=("row", "size"))
    rows = pd.concat([declared, missing]).merge(bases(closed), on="service")
    rows = rows.merge(counts, on=[*KEYS, "ending"], how="left").fillna({"n": 0}).astype({"n": int})
    return with_share(rows, "n", "of")


def completion(data: Data) -> pd.DataFrame:
    kind = data.closed["kind"]
    closed = data.closed.assign(completed=kind == "completed", other=kind == "other")
    rows = closed.groupby(KEYS, as_index=False).agg(
        completed=("completed", "sum"), of=("row", "size"), other=("other", "sum")
    )
    for name, column in (("earlier", "completed"), ("earlier_of", "of")):
        rows[name] = rows.groupby("service")[column].cumsum() - rows[column]
    without = rows["of"] - rows["other"]
    rows["share_without_other"] = np.where(without > 0, rows["completed"] / without.where(without > 0), np.nan)
    found = newcombe(rows["completed"], rows["of"], rows["earlier"], rows["earlier_of"])
    rows["difference"], rows["difference_low"], rows["difference_high"] = found
    return with_share(rows, "completed", "of")


def completeness(data: Data) -> pd.DataFrame:
    rows = pd.concat([completeness_of_instruments(data), completeness_of_variables(data)])
    rows = rows.groupby([*KEYS, "what", "occasion"], as_index=False).agg(due=("due", "sum"), done=("done", "sum"))
    return with_share(rows, "done", "due")


def completeness_of_instruments(data: Data) -> pd.DataFrame:
    used = data.measurements[["service", "instrument", "occasion", "months_after"]].drop_duplicates()
    after = used[used["occasion"] == "after"]
    always = used[["service", "instrument"]].drop_duplicates().assign(months_after=np.nan)
    asked = pd.concat([always.assign(occasion="start"), always.assign(occasion="end"), after]).drop_duplicates()
    rows = data.opened[["row", *KEYS, "closed"]].merge(as_planned(asked, data), on="service")
    rows["due"] = (rows["occasion"] == "start") | ((rows["occasion"] == "end") & rows["closed"].notna())
    for months in after["months_after"].unique():
        these = rows["months_after"] == months
        due = rows.loc[these, "closed"] + pd.DateOffset(months=int(months)) + pd.Timedelta(days=30) <= data.as_of
        rows.loc[these, "due"] = due
    scores = data.scores[["row", "instrument", "occasion", "months_after"]].drop_duplicates().assign(scored=True)
    rows = rows.merge(scores, on=["row", "instrument", "occasion", "months_after"], how="left")
    months = rows["months_after"].fillna(0).astype(int).astype(str)
    rows["occasion"] = rows["occasion"].where(rows["occasion"] != "after", "after_" + months)
    return rows.assign(what=rows["instrument"], done=rows["due"] & rows["scored"].notna())


def as_planned(asked: pd.DataFrame, data: Data) -> pd.DataFrame:
    """Less the occasions that a service's plan leaves out; of an instrument that is not in the plan all of them."""
    plan = data.read("measurement_plan", ["service", "instrument", "at_start", "at_end", "months_after"])
    plan = plan.rename(columns={"months_after": "planned"})
    rows = asked.merge(plan, on=["service", "instrument"], how="left")
    months = zip(rows["months_after"].fillna(0), rows["planned"].fillna(""), strict=True)
    after = np.array([str(int(one)) in planned.split() for one, planned in months], bool)
    sides = [(rows["occasion"] == occasion).to_numpy() for occasion in ("start", "end")]
    planned = [(rows[name] == True).to_numpy() for name in ("at_start", "at_end")]  # noqa: E712 - may be missing
    return rows.loc[rows["at_start"].isna().to_numpy() | np.select(sides, planned, after), asked.columns]


def completeness_of_variables(data: Data) -> pd.DataFrame:
    asked = data.variables[["service", "variable", "occasion", "retired"]]
    opened = data.opened[["row", *KEYS]].assign(due=1)
    at_closing = opened.assign(occasion="closing", due=data.opened["closed"].notna().astype(int))
    due = pd.concat([opened.assign(occasion="opening"), at_closing])
    base = due.groupby([*KEYS, "occasion"], as_index=False).agg(due=("due", "sum"))
    base = base.merge(asked, on=["service", "occasion"])
    period = base["period"].astype(str)
    base = base[base["retired"].isna() | ((period != "all") & (period < base["retired"].astype(str).str[:4]))]
    due = due[due["due"] == 1]
    given = data.values[["row", "variable", "occasion"]].drop_duplicates().merge(due, on=["row", "occasion"])
    done = given.groupby([*KEYS, "variable", "occasion"], as_index=False, observed=True).agg(done=("row", "size"))
    rows = base.merge(done.astype({"variable": object}), on=[*KEYS, "variable", "occasion"], how="left")
    return rows.rename(columns={"variable": "what"}).fillna({"done": 0}).astype({"done": int})


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
    "better": lambda data: better(in_periods(data.pairs, data.closed)),
    "change": lambda data: change(in_periods(data.pairs, data.closed)),
    "reliable_change": reliable_change,
    "norms": norms,
    "lasting": lasting,
    "yes_no": yes_no,
    "goals": goals,
    "trend": trend,
    "completeness": completeness,
    "retention": retention,
}


def frames_of(data: Data) -> dict[str, pd.DataFrame]:
    """All tables but `groups`, which is of a split."""
    frames = {name: question(data) for name, question in QUESTIONS.items()}
    return {**frames, "services": services(data, frames)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--period", choices=("all", "year"), default="all")
    parser.add_argument("--by", choices=("sex",), help="for the table groups, which is empty without it")
    parser.add_argument("-o", dest="out", type=Path)
    given = parser.parse_args()
    data = Data(given.path, given.period)
    tables = {name: frame[columns(name)].to_dict("records") for name, frame in frames_of(data).items()}
    tables["groups"] = groups(data, given.by).to_dict("records") if given.by else []
    write(tables, {"as_of": str(data.as_of.date()), "period": given.period}, given.out)


if __name__ == "__main__":
    main()
