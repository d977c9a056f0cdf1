"""How long `loke serve` takes to answer in a town of 50,000 clients: python -m benchmarks.pages [--requests 200]."""

import argparse
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from itertools import chain
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from benchmarks.visits import Visit

DATA = Path(__file__).parent / "data"
AT_ONCE = 8
WARM_UP = 8  # requests that are not counted: each of the server's threads opens its own connection
HEADERS = {
    "Accept-Encoding": "gzip",
    "Content-Type": "application/x-www-form-urlencoded",
    "X-Forwarded-Proto": "https",
}


def prepare(clients: int, home: Path, database: str | None = None) -> None:
    """The installation's settings, and its town if there is none yet."""
    os.environ |= {"LOKE_HOME": str(home), "LOKE_BEHIND_PROXY": "1"}
    for name in ("LOKE_DEMO", "DATABASE_URL"):
        os.environ.pop(name, None)
    if database:
        os.environ["DATABASE_URL"] = database
    home.mkdir(parents=True, exist_ok=True)
    if not import_module("loke.serving").prepare("real"):
        raise SystemExit(2)
    town = import_module("benchmarks.town")  # models can be imported when Django has been set up
    if not town.Service.objects.exists():
        town.build(clients, date.today(), print)


class Server(NamedTuple):
    port: int
    process: int

    def processor_time(self) -> float:
        """Milliseconds it has computed with its children, as Linux counts: what others do meanwhile matters little."""
        children = (path.read_text().split() for path in Path(f"/proc/{self.process}/task").glob("*/children"))
        stats = (Path(f"/proc/{process}/stat").read_text() for process in [self.process, *chain(*children)])
        found = (stat.rpartition(")")[2].split() for stat in stats)
        ticks = sum(int(in_user) + int(in_system) for *_, in_user, in_system in (fields[:13] for fields in found))
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(module: str = "loke") -> Iterator[Server]:
    """The real server, in processes of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", module, "serve", "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(process, port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def wait_for(process: subprocess.Popen, port: int) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"The server ended with status {process.returncode}.")


class Browser(http.client.HTTPConnection):
    """A connection that gives the notice of an answer back with the next question, as browsers do."""

    notice = ""


def ask(connection: Browser, visit: "Visit", path: str, cookie: str) -> float:
    """Milliseconds from the first byte sent to the last received. Raises RuntimeError for another answer."""
    origin = f"https://{connection.host}:{connection.port}"
    headers = {**HEADERS, "Cookie": cookie + connection.notice, "Origin": origin, "Referer": f"{origin}/"}
    body = visit.body()
    start = time.perf_counter()
    connection.request(visit.method, path, body if visit.method == "POST" else None, headers)
    answer = connection.getresponse()
    answer.read()
    taken = (time.perf_counter() - start) * 1000
    notice = answer.getheader("Set-Cookie", "").partition(";")[0] if visit.method == "POST" else ""
    connection.notice = notice and f"; {notice}"
    if answer.status != visit.status:
        raise RuntimeError(f"{visit.name}: {path} answered {answer.status}")
    return taken


def series(port: int, visit: "Visit", cookie: str, requests: int) -> list[float]:
    """One after another, over one connection."""
    connection = Browser("127.0.0.1", port)
    turns, before = visit.turns(), visit.before.turns() if visit.before else None
    found = []
    for _ in range(requests):
        if before:
            ask(connection, visit.before, next(before), cookie)
        found.append(ask(connection, visit, next(turns), cookie))
    connection.close()
    return found


def crowd(port: int, visit: "Visit", cookie: str, requests: int) -> list[float]:
    """As many, from several connections at once."""
    shares = [len(range(start, requests, AT_ONCE)) for start in range(min(AT_ONCE, requests))]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(chain(*pool.map(lambda share: series(port, visit, cookie, share), shares)))


def figures(taken: list[float]) -> tuple[float, float, float]:
    """Median, 95th percentile (the smallest that at least 95 % do not exceed) and the longest."""
    ordered = sorted(taken)
    return median(ordered), ordered[-(-len(ordered) * 95 // 100) - 1], ordered[-1]


def measure(requests: int) -> None:
    visits = import_module("benchmarks.visits")
    last = visits.Contact.objects.latest("pk").pk
    asked = visits.visits()
    cookies = {visit.user: visits.signed_in(visit.user) for visit in asked}
    counts = [visits.statements(visit, cookies[visit.user]) for visit in asked]
    heading()
    try:
        with serving() as server:
            for visit, count in zip(asked, counts, strict=True):
                one_page(server, visit, cookies[visit.user], count, requests)
    finally:
        visits.forget(last)


def one_page(server: Server, visit: "Visit", cookie: str, count: int, requests: int) -> None:
    """Measure a page and print its line."""
    series(server.port, visit, cookie, min(WARM_UP, requests))
    before = server.processor_time()
    alone = figures(series(server.port, visit, cookie, requests))
    computed = (server.processor_time() - before) / requests
    together = figures(crowd(server.port, visit, cookie, requests))
    times = "".join(f"{each:>8.0f}" for each in (computed, *alone, *together))
    late = "" if alone[1] <= visit.target else " (not met)"
    print(f"{visit.name:32}{count:>7}{times}  {visit.target}{late}", flush=True)


def heading() -> None:
    print(f"\n{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start; milliseconds")
    print(f"{'':32}{'state-':>7}{'pro-':>8}{'one at a time':>23}{f'{AT_ONCE} at once':>24}")
    print(
        f"{'':32}{'ments':>7}{'cessor':>8}{'p50':>8}{'p95':>8}{'max':>8}{'p50':>8}{'p95':>8}{'max':>8}  target for p95"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50_000, help="in the whole town (%(default)s)")
    parser.add_argument("--requests", type=int, default=200, help="counted requests of each page (%(default)s)")
    parser.add_argument("--database", metavar="URL", help="PostgreSQL instead of a SQLite file; made empty beforehand")
    parser.add_argument("--home", type=Path, help="where the installation is kept (benchmarks/data/town-CLIENTS)")
    given = parser.parse_args()
    prepare(given.clients, given.home or DATA / f"town-{given.clients}", given.database)
    measure(given.requests)


if __name__ == "__main__":
    main()
