"""How long the page of a processbeskrivning takes among 200 versions of 50 rows: python -m benchmarks.descriptions."""

import argparse
import os
import time
from importlib import import_module
from pathlib import Path

from benchmarks.pages import figures

VERSIONS, ROWS = 200, 50
TARGET = 200  # milliseconds that nineteen answers in twenty may take


def prepare(home: Path) -> None:
    os.environ |= {"LOKE_HOME": str(home), "LOKE_BEHIND_PROXY": "1"}
    for name in ("LOKE_DEMO", "DATABASE_URL"):
        os.environ.pop(name, None)
    home.mkdir(parents=True, exist_ok=True)
    if not import_module("loke.serving").prepare("real"):
        raise SystemExit(2)


def measure(requests: int) -> None:
    described = import_module("benchmarks.described")  # models can be imported when Django has been set up
    service = described.service_with(VERSIONS, ROWS)
    timed(f"{VERSIONS} versions of {ROWS} rows", described.pages(service), described.manager_of(service), requests)


def timed(what: str, pages: dict[str, str], user, requests: int) -> None:
    """Asks for each of the pages, by name, so many times as the user, and prints what it took."""
    visits = import_module("benchmarks.described")
    print(f"{what}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; milliseconds")
    print(f"{'':36}{'statements':>12}{'processor':>11}{'p50':>8}{'p95':>8}{'max':>8}  target for p95")
    for name, page in pages.items():
        browser = visits.signed_in(user)
        count = visits.statements(browser, page)
        before = time.process_time()
        taken = figures([one_answer(browser, page) for _ in range(requests)])
        computed = (time.process_time() - before) * 1000 / requests
        late = "" if taken[1] <= TARGET else " (not met)"
        times = "".join(f"{each:>8.0f}" for each in taken)
        print(f"{name:36}{count:>12}{computed:>11.0f}{times}  {TARGET}{late}", flush=True)


def one_answer(browser, page: str) -> float:
    start = time.perf_counter()
    answer = browser.get(page, secure=True)
    taken = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{page} answered {answer.status_code}")
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100, help="counted requests of each page (%(default)s)")
    parser.add_argument("--home", type=Path, default=Path(__file__).parent / "data" / "described")
    given = parser.parse_args()
    prepare(given.home)
    measure(given.requests)


if __name__ == "__main__":
    main()
