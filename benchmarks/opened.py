"""All tables in four programs in an open process, the data already read: python -m benchmarks.opened --size M.

The data are those that `benchmarks.analysis` has made, packed and found agreement on.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as every command of Loke's does, before anything reads it

import argparse
import re
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb
import pandas as pd
import polars as pl

from benchmarks import duckdb_peer, pandas_peer, polars_data, polars_peer
from benchmarks.analysis import DATA, met
from benchmarks.pandas_data import Data
from loke.analysis.calculation import analyse
from loke.dataset.pack import unpack

TARGETS = {"pandas": 15, "DuckDB SQL": 8}  # their time over Loke's; none is set for polars


class Kept(Data):
    """Data whose files are read once."""

    files: dict[tuple[object, ...], pd.DataFrame] = {}

    def read(self, table: str, names: list[str] | None = None, codes: tuple[str, ...] = ()) -> pd.DataFrame:
        key = table, *(names or ()), *codes
        if key not in self.files:
            self.files[key] = super().read(table, names, codes)
        return self.files[key].copy(deep=False)


def loke(folder: Path) -> Callable[[], object]:
    snapshot = unpack(folder.with_suffix(".lokepack"))
    return lambda: analyse(snapshot)


def pandas(folder: Path) -> Callable[[], object]:
    return lambda: pandas_peer.frames_of(Kept(folder, "all"))


class Scanned(polars_data.Data):
    """Data whose files are frames in memory."""

    files: dict[str, pl.LazyFrame] = {}

    def scan(self, table: str) -> pl.LazyFrame:
        return self.files[table]


def polars(folder: Path) -> Callable[[], object]:
    Scanned.files = {file.stem: pl.read_parquet(file).lazy() for file in folder.glob("*.parquet")}
    return lambda: polars_peer.tables_of(Scanned(folder, "all"))


def duckdb_sql(folder: Path) -> Callable[[], object]:
    """The files as tables in memory; every round works in temporary tables of its own."""
    connection = duckdb.connect()
    for file in folder.glob("*.parquet"):
        connection.execute(f"CREATE TABLE kept_{file.stem} AS FROM '{file}'")
    scripts = [re.sub(r"'(\w+)\.parquet'", r"kept_\1", script) for script in duckdb_peer.read_scripts()]
    scripts = [re.sub(r"\bCREATE (TEMP )?MACRO", "CREATE OR REPLACE TEMP MACRO", script) for script in scripts]

    def made() -> object:
        with connection.cursor() as cursor:
            return duckdb_peer.tables(cursor, scripts, "all", None)

    return made


WAYS = {"loke": loke, "pandas": pandas, "polars": polars, "DuckDB SQL": duckdb_sql}


def timed(tables: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and seconds of all processors together."""
    start = time.perf_counter(), time.process_time()
    tables()
    return time.perf_counter() - start[0], time.process_time() - start[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="M")
    parser.add_argument("--runs", type=int, default=3, help="counted rounds, after one that is not (%(default)s)")
    given = parser.parse_args()
    ways = {name: way(DATA / given.size) for name, way in WAYS.items()}
    rounds = [{name: timed(tables) for name, tables in ways.items()} for _ in range(given.runs + 1)][1:]
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {given.runs} rounds")
    found = {name: [median(one[name][measure] for one in rounds) for measure in (0, 1)] for name in ways}
    for name, (seconds, processor) in found.items():
        print(f"{name:12}{seconds:>8.2f} s{processor:>8.2f} CPU s", end="")
        if name != "loke":
            ratio = seconds / found["loke"][0], processor / found["loke"][1]
            print(f"{ratio[0]:>8.1f} and {ratio[1]:.1f} times Loke's", end="")
            if name in TARGETS:
                print(f", target {TARGETS[name]} {met(min(ratio) >= TARGETS[name])}", end="")
        print()


if __name__ == "__main__":
    main()
