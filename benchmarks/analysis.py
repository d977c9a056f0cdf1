"""The same tables in five programs, compared and then timed as whole processes: python -m benchmarks.analysis --size M.

This process stays small, since a child's peak memory is never reported as less than its parent's at the start.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import r_peer

ROOT = Path(__file__).parent.parent
DATA = ROOT / "benchmarks" / "data"
LOKE = {"packed": "loke, packed", "parquet": "loke, Parquet", "small": "loke, packed S"}  # small: a file of size S
WAYS = LOKE | {"pandas": "pandas", "polars": "polars", "duckdb": "DuckDB SQL", "r": "R data.table, CSV"}


class Run(NamedTuple):
    seconds: float
    megabytes: float
    processor: float  # seconds, of all processors together


class Target(NamedTuple):
    """`other` / `way` in one measure of a Run must be at least `least`; without `other` the seconds at most `most`."""

    text: str
    way: str
    other: str
    measure: int
    least: float


SECONDS, MEGABYTES, PROCESSOR = 0, 1, 2
# As installed programs, all ways find their modules compiled by the round that is not counted.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
TARGETS = (
    Target("packed: times as fast as pandas", "packed", "pandas", SECONDS, 12),
    Target("packed: times as fast as polars", "packed", "polars", SECONDS, 5),
    Target("packed: times as fast as DuckDB", "packed", "duckdb", SECONDS, 5),
    Target("packed: times as fast as R", "packed", "r", SECONDS, 12),
    Target("packed: pandas' processor time over its own", "packed", "pandas", PROCESSOR, 12),
    Target("packed: polars' processor time over its own", "packed", "polars", PROCESSOR, 5),
    Target("packed: DuckDB's processor time over its own", "packed", "duckdb", PROCESSOR, 5),
    Target("packed: R's processor time over its own", "packed", "r", PROCESSOR, 12),
    Target("packed: pandas' memory over its own", "packed", "pandas", MEGABYTES, 5),
    Target("Parquet: times as fast as pandas", "parquet", "pandas", SECONDS, 2),
    Target("Parquet: times as fast as DuckDB", "parquet", "duckdb", SECONDS, 1 / 1.25),
)
AT_L = 3  # times as fast as DuckDB, by the clock and in processor time
NEW_PROCESS, SMALL_SECONDS = "S: seconds for a new process", 0.4


def python(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", *map(str, arguments)]


def prepare(size: str, ways: list[str]) -> None:
    """The dataset of that size, generated if it is not there, and packed anew by the program that will be timed."""
    formats = {size: "parquet"} | ({f"{size}-csv": "csv"} if "r" in ways else {})
    for name, suffix in formats.items():
        folder, part = DATA / name, DATA / f"{name}.part"
        if not folder.exists():
            run(python("benchmarks.generate", "--size", size, "--out", part, "--format", suffix))
            part.rename(folder)
    run(python("loke", "pack", DATA / size, "-o", DATA / f"{size}.lokepack"))


def run(arguments: list[str]) -> None:
    done = subprocess.run(arguments, cwd=ROOT, check=False, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with status {done.returncode}\n{done.stderr}")


def command(way: str, size: str, period: str, out: Path) -> list[str]:
    folder = DATA / ("S" if way == "small" else size)
    if way in LOKE:
        source = folder if way == "parquet" else folder.with_suffix(".lokepack")
        return python("loke", "analyse", source, "--period", period, "--format", "json", "-o", out)
    if way == "r":
        return r_peer.command(DATA / f"{size}-csv", period, out)
    return python(f"benchmarks.{way}_peer", folder, "--period", period, "-o", out)


def timed(arguments: list[str]) -> Run:
    """One run of a whole process: wall time, peak memory and processor time."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments, cwd=ROOT, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with status {process.returncode}")
    return Run(time.perf_counter() - start, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime)


def agree(size: str, folder: Path, ways: list[str]) -> bool:
    """Whether all ways give the same tables as the first, in one period and in years; prints what differs."""
    agreed = True
    for period in ("all", "year"):
        results = {way: folder / f"{way}-{period}.json" for way in ways}
        for way, out in results.items():
            run([*command(way, size, period, out), "--by", "sex"])
        for way in ways[1:]:
            print(f"{size}, {period}: {ways[0]} and {way}: ", end="", flush=True)
            compared = subprocess.run(
                python("benchmarks.compare", results[ways[0]], results[way]), cwd=ROOT, check=False
            )
            agreed = agreed and compared.returncode == 0
    return agreed


def measure(size: str, folder: Path, ways: list[str], runs: int) -> dict[str, list[Run]]:
    """`runs` rounds in which every way runs once, after a round that is not counted unless there is no other."""
    commands = {way: command(way, size, "all", folder / "timed.json") for way in ways}
    rounds = [{way: timed(arguments) for way, arguments in commands.items()} for _ in range(runs + 1)]
    return {way: [each[way] for each in rounds[1:] or rounds] for way in ways}


def report(found: dict[str, list[Run]], size: str) -> None:
    print(f"\n{'':18}{'median s':>10}{'least':>8}{'most':>8}{'CPU s':>8}{'peak MB':>10}")
    for way, runs in found.items():
        seconds, megabytes, processor = zip(*runs, strict=True)
        figures = f"{median(seconds):>10.2f}{min(seconds):>8.2f}{max(seconds):>8.2f}"
        figures += f"{median(processor):>8.2f}{median(megabytes):>10.0f}"
        print(f"{WAYS[way]:18}{figures}")
    print()
    for target in TARGETS:
        if target.way in found and target.other in found:
            ratio = middle(found[target.other], target.measure) / middle(found[target.way], target.measure)
            least = min(AT_L, target.least) if size == "L" else target.least
            print(f"{target.text:46}{ratio:>6.1f}   target {least:g} {met(ratio >= least)}")
    if "small" in found:
        seconds = middle(found["small"], SECONDS)
        print(f"{NEW_PROCESS:46}{seconds:>6.2f}   target {SMALL_SECONDS:g} {met(seconds <= SMALL_SECONDS)}")


def middle(runs: list[Run], measure: int) -> float:
    return median(run[measure] for run in runs)


def met(holds: bool) -> str:
    return "" if holds else "(not met)"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="M", help="S, M, L or a number of clients (%(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each way (%(default)s); 0 is a single one")
    parser.add_argument("--only", action="append", choices=WAYS, help="leave the other ways out; may be repeated")
    parser.add_argument("--unchecked", action="store_true", help="do not compare the tables first, as takes long at L")
    given = parser.parse_args()
    ways = [way for way in WAYS if not given.only or way in given.only]
    if "r" in ways and (missing := r_peer.missing()):
        ways.remove("r")
        print(f"R is left out: {missing}.")
    for size in {given.size, *(["S"] if "small" in ways else [])}:
        prepare(size, ways)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not given.unchecked and not agree(given.size, folder, [way for way in ways if way != "small"]):
            return 1
        load = os.getloadavg()[0]
        print(f"{os.cpu_count()} processors, load {load:.1f} at the start, {given.runs} runs of each")
        report(measure(given.size, folder, ways, given.runs), given.size)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
