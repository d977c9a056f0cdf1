"""A dataset's Parquet files as pandas frames, with only the columns the tables need, and what several tables share."""

from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from pyarrow import parquet

from benchmarks.intervals import wilson
from benchmarks.pandas_scores import pairs, scores

KEYS = ["service", "period"]
QUARTILES = {"q1": 0.25, "median": 0.5, "q3": 0.75}


class Data:
    """The Parquet files of a dataset with the columns the tables need; `row` is an episode's place in `episodes`."""

    def __init__(self, path: Path, period: str) -> None:
        self.path, self.period = path, period
        episodes = self.read("episodes").reset_index(names="row")
        clients = self.read("clients", ["client", "sex", "birth_year"])
        episodes = episodes.merge(clients, on="client", how="left")
        born = episodes["opened"].dt.year - episodes["birth_year"]
        episodes["age"] = episodes["age"].fillna(born)
        episodes = episodes.merge(
            self.read("endings")[["service", "ending", "kind"]], on=["service", "ending"], how="left"
        )
        self.episodes = episodes
        self.index = pd.Index(episodes["episode"])
        self.opened, self.closed = (self.counted_on(day) for day in ("opened", "closed"))
        days = [self.episodes[["opened", "closed"]], self.contacts[["date"]], self.phases[["entered", "left"]]]
        days += [self.read("measurements", ["date"]), self.read("goals", ["set_on", "judged_on"])]
        self.as_of = pd.concat(frame.max() for frame in days).max()

    def read(self, table: str, names: list[str] | None = None, codes: tuple[str, ...] = ()) -> pd.DataFrame:
        """A table with dates as timestamps and the columns in `codes` as categories."""
        found = parquet.read_table(self.path / f"{table}.parquet", columns=names, read_dictionary=list(codes))
        return found.to_pandas(date_as_object=False)

    def of_episodes(self, table: str, names: list[str], codes: tuple[str, ...] = ()) -> pd.DataFrame:
        """A table about episodes: each row's episode as its place, and its service beside it."""
        frame = self.read(table, ["episode", *names], ("episode", *codes))
        episode = frame.pop("episode").cat
        frame["row"] = self.index.get_indexer(episode.categories)[episode.codes]
        return frame.assign(service=self.episodes["service"].to_numpy()[frame["row"]])

    def labels(self, days: pd.Series) -> pd.Series:
        """The period each day belongs to, as a category."""
        if self.period == "all":
            return pd.Series(pd.Categorical.from_codes(np.zeros(len(days), int), ["all"]), days.index)
        years = days.dt.year.astype("category")
        return years.cat.rename_categories([str(int(year)) for year in years.cat.categories])

    def counted_on(self, day: str) -> pd.DataFrame:
        """The episodes with their period by opening or closing, without those who have none."""
        seen = self.episodes[self.episodes[day].notna()]
        return seen.assign(period=self.labels(seen[day]).astype(object))

    @cached_property
    def contacts(self) -> pd.DataFrame:
        names = ["date", "intervention", "attendance"]
        return self.of_episodes("contacts", names, ("intervention", "attendance"))

    @cached_property
    def phases(self) -> pd.DataFrame:
        return self.of_episodes("phases", ["phase", "entered", "left"])

    @cached_property
    def measurements(self) -> pd.DataFrame:
        """Without follow-ups more than 30 days from closing plus their months."""
        names = ["measurement", "instrument", "occasion", "date", "months_after", "respondent"]
        measured = self.of_episodes("measurements", names)
        closed = self.episodes["closed"].take(measured["row"]).set_axis(measured.index)
        far = pd.Series(False, measured.index)
        for months in measured["months_after"].dropna().unique():
            distance = (measured["date"] - (closed + pd.DateOffset(months=int(months)))).abs()
            far |= (measured["months_after"] == months) & (distance > pd.Timedelta(days=30))
        kinds = measured.groupby(["service", "instrument"])["respondent"].transform("nunique")
        named = measured["respondent"].where(kinds > 1).fillna("")  # where only one kind answers it is not told who
        return measured.assign(respondent=named)[~far]

    @cached_property
    def values(self) -> pd.DataFrame:
        values = self.of_episodes("values", ["variable", "value", "occasion"], ("variable", "occasion"))
        return values.assign(occasion=values["occasion"].astype(object).fillna("opening"))

    @cached_property
    def variables(self) -> pd.DataFrame:
        """One row per service, variable and occasion."""
        variables = self.read("variables", ["service", "variable", "type", "occasion", "retired"])
        return variables.assign(occasion=variables["occasion"].fillna("opening").str.split(" ")).explode("occasion")

    @cached_property
    def expectations(self) -> pd.DataFrame:
        """One row per version; what it accepts of options is in `accepted`."""
        return self.read("expectations").drop_duplicates(["service", "expectation", "version"])

    @cached_property
    def accepted(self) -> pd.DataFrame:
        return self.read("expectations", ["service", "expectation", "version", "option"]).dropna()

    @cached_property
    def scores(self) -> pd.DataFrame:
        answers = self.read("answers", ["measurement", "item", "value"], ("measurement", "item"))
        return scores(self.measurements, answers, self.read("scales"))

    @cached_property
    def pairs(self) -> pd.DataFrame:
        return pairs(self.scores, self.read("scales"))


def with_share(frame: pd.DataFrame, n: str, of: str) -> pd.DataFrame:
    share, low, high = wilson(frame[n], frame[of])
    return frame.assign(share=share, low=low, high=high)


def quartiles(grouped: "pd.core.groupby.SeriesGroupBy") -> pd.DataFrame:
    return grouped.quantile(list(QUARTILES.values())).unstack().set_axis(list(QUARTILES), axis=1)


def bases(episodes: pd.DataFrame) -> pd.DataFrame:
    return episodes.groupby(KEYS, as_index=False).agg(of=("episode", "size"))
