"""Attacks services drawn by number, on all processors, and goes on where it was: see docs/method/disclosure.md.

python -m benchmarks.attacked 0 10000 --to attacked.jsonl [--released | --in-time] [--odd] [--processes 2]
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.analysis.disclosure.everything import Attacked, attacked, released, released_in_time

STEP = 25  # services that a process takes at a time


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("first", type=int)
    asked.add_argument("last", type=int, help="the first that is not attacked")
    asked.add_argument("--to", type=Path, required=True, help="a line for each, kept between runs")
    asked.add_argument("--clients", type=int, help="in each service, instead of 5 to 80")
    asked.add_argument("--released", action="store_true", help="year by year, instead of all tables with all splits")
    asked.add_argument("--in-time", action="store_true", help="one year, as it was known some weeks after its end")
    asked.add_argument(
        "--odd", action="store_true", help="what services have less often: see tests/analysis/disclosure/odd.py"
    )
    asked.add_argument("--processes", type=int, default=os.cpu_count())
    told = asked.parse_args()
    done = read(told.to)
    way = released if told.released else released_in_time if told.in_time else attacked
    seeds = [seed for seed in range(told.first, told.last) if seed not in done]
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads would wait for each other on a busy processor
    # processes that begin anew, and read that as they do
    with told.to.open("a") as kept, ProcessPoolExecutor(told.processes, get_context("spawn")) as pool:
        for line in pool.map(
            partial(_line, way, told.clients, told.odd),
            seeds,
            chunksize=STEP if told.processes > 1 else 1,
        ):
            done[line["seed"]] = line
            kept.write(json.dumps(line) + "\n")
            kept.flush()
            if line["breaches"] or not len(done) % STEP:
                print(summary(done.values()), file=sys.stderr)
    found = [line for seed, line in done.items() if told.first <= seed < told.last]
    print(summary(found))
    return 1 if any(line["breaches"] for line in found) else 0


def _line(way: Callable[..., Attacked], clients: int | None, odd: bool, seed: int) -> dict[str, Any]:
    began = time.process_time()
    line = way(seed, clients, odd).line()
    return line | {"seconds": round(time.process_time() - began, 3)}


def read(kept: Path) -> dict[int, dict[str, Any]]:
    lines = map(json.loads, kept.read_text().splitlines()) if kept.exists() else ()
    return {line["seed"]: line for line in lines}


def summary(lines: Iterable[dict[str, Any]]) -> str:
    found = list(lines)
    breached = [line for line in found if line["breaches"]]
    said = [
        f"{len(found)} services, {sum(line['people'] for line in found)} clients",
        f"{sum(line['protected'] for line in found)} numbers to protect",
        f"worlds of whole people for {sum(line['looked_for'] for line in found)}",
        f"{sum(len(line['split_people']) for line in found)} free only by splitting people",
        f"narrowest {min((line['narrowest'] for line in found), default=0)}",
        f"{len(breached)} services breached {[line['seed'] for line in breached][:20]}",
        f"{sum(line['seconds'] for line in found):.0f} s of one processor",
    ]
    return "; ".join(said)


if __name__ == "__main__":
    sys.exit(main())
