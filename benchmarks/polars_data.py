"""A dataset's Parquet files as lazy polars frames, and what several tables are made from."""

from functools import cached_property
from pathlib import Path

import polars as pl
from polars import col

from benchmarks.polars_scores import pairs, scores

ENGINE = "streaming"  # took a quarter less processor time than in memory
KEYS = ["service", "period"]
ATTENDANCE = ("attended", "missed", "cancelled")


class Data:
    """`row` is an episode's place. Large frames hold codes as categories, and what is counted from them words again."""

    def __init__(self, path: Path, period: str) -> None:
        self.path, self.period = path, period

    def scan(self, table: str) -> pl.LazyFrame:
        return pl.scan_parquet(self.path / f"{table}.parquet")

    def label(self, day: str) -> pl.Expr:
        """The period that a day belongs to; null without a day."""
        name = col(day).dt.to_string("%Y") if self.period == "year" else pl.lit("all")
        return pl.when(col(day).is_not_null()).then(name)

    @cached_property
    def as_of(self) -> pl.Expr:
        days = {"contacts": ["date"], "measurements": ["date"], "phases": ["entered", "left"]}
        days |= {"episodes": ["opened", "closed"], "goals": ["set_on", "judged_on"]}
        latest = [self.scan(table).select(pl.max_horizontal(col(names).max())) for table, names in days.items()]
        return pl.lit(max(frame.item() for frame in pl.collect_all(latest, engine=ENGINE)))

    @cached_property
    def episodes(self) -> pl.LazyFrame:
        clients = self.scan("clients").select("service", "client", "sex", "birth_year")
        kinds = self.scan("endings").select("service", "ending", "kind")
        found = self.scan("episodes").join(clients, on=["service", "client"], how="left")
        found = found.join(kinds, on=["service", "ending"], how="left").with_row_index("row")
        age = pl.coalesce("age", col("opened").dt.year() - col("birth_year"))
        labels = {"opened_in": self.label("opened"), "closed_in": self.label("closed")}
        return kept(found.with_columns(age=age, **labels))

    @cached_property
    def opened(self) -> pl.LazyFrame:
        return self.episodes.with_columns(period="opened_in")

    @cached_property
    def closed(self) -> pl.LazyFrame:
        return self.episodes.with_columns(period="closed_in").filter(col("closed").is_not_null())

    def of_episodes(self, table: str, names: list[str | pl.Expr], known: list[str | pl.Expr]) -> pl.LazyFrame:
        """A table about episodes with `row` and what is asked for of each row's episode."""
        episodes = self.episodes.select("episode", "row", *known)
        return self.scan(table).select("episode", *names).join(episodes, on="episode").drop("episode")

    @cached_property
    def contacts(self) -> tuple[pl.LazyFrame, pl.LazyFrame]:
        """How many there were of each kind, by service and month, and by episode; the latter also tells how many of
        these came within each number of months that a dose is about, as `in_3` for three."""
        until = {f"in_{months}": col("opened").dt.offset_by(f"{months}mo") for months, _ in self.doses}
        known = ["opened", coded("service"), *(day.alias(name) for name, day in until.items())]
        each = self.of_episodes("contacts", ["date", coded("intervention"), coded("attendance")], known)
        inside = [((col("date") >= col("opened")) & (col("date") < col(name))).alias(name) for name in until]
        kinds = ["intervention", "attendance"]
        each = kept(each.select("row", "service", *kinds, col("date").dt.month_start().alias("month"), *inside))
        by_month = each.group_by("service", "month", *kinds).agg(n=pl.len())
        by_episode = each.group_by("row", *kinds).agg(pl.len().alias("n"), *(col(name).sum() for name in until))
        month, episode = pl.collect_all([worded(by_month), by_episode], engine=ENGINE)
        return month.lazy(), episode.lazy()

    @cached_property
    def phases(self) -> pl.LazyFrame:
        days = (col("left") - col("entered")).dt.total_days()
        found = self.of_episodes("phases", ["phase", "entered", "left"], ["service"])
        return kept(found.with_columns(days=days, period=self.label("entered")))

    @cached_property
    def variables(self) -> pl.LazyFrame:
        """One row per service, variable and occasion."""
        occasions = col("occasion").fill_null("opening").str.split(" ")
        names = ("service", "variable", "type", "retired")
        return self.scan("variables").select(*names, occasion=occasions).explode("occasion")

    @cached_property
    def values(self) -> pl.LazyFrame:
        """The values given when they are asked for; `period` is of closing for what is asked then, else of opening."""
        keys = ["service", "variable", "written"]
        asked = self.variables.with_columns(written="occasion")
        first = asked.unique(["service", "variable"], keep="first").with_columns(written=pl.lit(None, pl.String))
        asked = pl.concat([asked, first]).with_columns(coded(*keys))
        names = [coded("variable"), "value", coded("occasion").alias("written")]
        known = [coded("service"), "opened_in", "closed_in"]
        found = self.of_episodes("values", names, known).filter(col("value").is_not_null())
        found = found.join(asked, on=keys, nulls_equal=True).filter(col("occasion").is_in(["opening", "closing"]))
        period = pl.when(col("occasion") == "closing").then("closed_in").otherwise("opened_in")
        return kept(found.with_columns(period=period).drop("written"))

    @cached_property
    def answered(self) -> pl.LazyFrame:
        """The values, one of each set of choices."""
        several = col("type") == "choices"
        once = self.values.filter(several).unique(["row", "variable", "occasion"])
        return kept(pl.concat([self.values.filter(~several), once]).drop("value"))

    @cached_property
    def versions(self) -> pl.LazyFrame:
        """One row per version of an expectation, numbered `v`; the options that it accepts are a list."""
        found = self.scan("expectations")
        names = [name for name in found.collect_schema().names() if name != "option"]
        return kept(found.group_by(names).agg(options="option").with_row_index("v"))

    def held(self, kind: str) -> pl.LazyFrame:
        """One row per episode and version of that kind that it is held against."""
        versions = self.versions.filter(col("kind") == kind).drop("kind", "text", "share", "expectation", "version")
        episodes = self.opened.select("row", "service", "period", "opened", "closed", "ending", "age", ended_as="kind")
        until = col("valid_to").is_null() | (col("opened") <= col("valid_to"))
        return episodes.join(versions, on="service").filter(col("opened") >= col("valid_from"), until)

    @cached_property
    def windows(self) -> pl.LazyFrame:
        """The episodes held against a dose whose window is over, with the contacts inside it by attendance."""
        rows = self.held("dose").with_columns(until=months_later("opened", "months")).filter(col("until") <= self.as_of)
        whole = []
        for months, intervention in self.doses:
            these = col("intervention").eq_missing(pl.lit(intervention)) & (col("months") == months)
            counted = self.contacts[1].filter(True if intervention is None else col("intervention") == intervention)
            inside = {kind: col(f"in_{months}").filter(col("attendance") == kind).sum() for kind in ATTENDANCE}
            whole.append(rows.filter(these).join(counted.group_by("row").agg(**inside), on="row", how="left"))
        return kept(pl.concat(whole).with_columns(col(ATTENDANCE).fill_null(0)))

    @cached_property
    def doses(self) -> list[tuple[int, str | None]]:
        """The months and interventions that doses are about."""
        doses = self.versions.filter(col("kind") == "dose")
        return doses.select("months", "intervention").unique().collect().rows()

    @cached_property
    def scales(self) -> pl.LazyFrame:
        sign = pl.when(col("better") == "higher").then(1).otherwise(-1)
        return kept(self.scan("scales").with_columns(sign=sign).with_row_index("s"))

    @cached_property
    def measured(self) -> pl.LazyFrame:
        """Without follow-ups more than 30 days from closing plus their months. Where only one kind of respondent
        answers an instrument in a service, it is not told who."""
        names = ["measurement", coded("instrument", "occasion", "respondent"), "date", "months_after"]
        found = self.of_episodes("measurements", names, [coded("service"), "closed"])
        several = col("respondent").n_unique().over("service", "instrument") > 1
        away = (col("date") - months_later("closed", "months_after")).dt.total_days().abs()
        near = (col("occasion") != "after") | col("date").is_null() | (away <= 30)
        respondent = pl.when(several).then("respondent")
        return kept(found.with_columns(respondent=respondent).filter(near).with_row_index("m"))

    @cached_property
    def scores(self) -> pl.LazyFrame:
        return kept(scores(self.measured, self.scan("answers"), self.scales))

    @cached_property
    def pairs(self) -> pl.LazyFrame:
        return kept(pairs(self.scores, self.scales))

    @cached_property
    def closed_pairs(self) -> pl.LazyFrame:
        """The pairs of the closed, by closing, with the person's sex."""
        return kept(self.pairs.join(self.closed.select("row", "sex", coded("period")), on="row"))

    def named(self, rows: pl.LazyFrame, *known: str) -> pl.LazyFrame:
        """Rows of scales with their names, and what else is asked for."""
        return worded(rows).join(self.scales.select("s", "instrument", "scale", *known), on="s")


def kept(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The frame worked out, for several tables to be made from."""
    return frame.collect(engine=ENGINE).lazy()


def coded(*names: str) -> pl.Expr:
    return col(names).cast(pl.Categorical)


def worded(frame: pl.LazyFrame) -> pl.LazyFrame:
    return frame.with_columns(col(pl.Categorical).cast(pl.String))


def months_later(day: str, months: str) -> pl.Expr:
    """The same day that many calendar months later, or the last day of a month that lacks it."""
    return col(day).dt.offset_by(pl.format("{}mo", months))


def bases(episodes: pl.LazyFrame) -> pl.LazyFrame:
    return episodes.group_by(KEYS).agg(of=pl.len())


def quartiles(name: str) -> dict[str, pl.Expr]:
    shares = {"q1": 0.25, "median": 0.5, "q3": 0.75}
    return {title: col(name).quantile(share, "linear") for title, share in shares.items()}
