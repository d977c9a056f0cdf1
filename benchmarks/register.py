"""How fast contacts are registered: by 50 people at once, and beside bare inserts: python -m benchmarks.register."""

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from importlib import import_module
from itertools import chain
from pathlib import Path
from statistics import median

from benchmarks import disk, pages

AT_ONCE = 8  # connections that never pause: as many as the server has threads
TARGET, SHARE = 100, 40  # milliseconds; per cent
BARE = {"bare": "the bare view's", "behind": "the same view's behind the middleware"}  # by the module that serves it
Ask = Callable[[pages.Browser], float]


@contextmanager
def copied(town: Path) -> Iterator[Path]:
    """A copy of the town on the same disk, which this process uses from now on, and which is gone afterwards."""
    connection = import_module("django.db").connection
    with tempfile.TemporaryDirectory(dir=town.parent) as folder:
        home = Path(folder)
        place = home / "loke.sqlite3"
        with closing(sqlite3.connect(town / "loke.sqlite3")) as there, closing(sqlite3.connect(place)) as here:
            there.backup(here)
        for name in ("secret-key", "keys.json"):
            shutil.copy2(town / name, home)
        connection.close()
        connection.settings_dict["NAME"] = str(place)
        os.environ["LOKE_HOME"] = folder
        yield home
        connection.close()


@contextmanager
def in_town(parser: argparse.ArgumentParser, clients: int) -> Iterator[argparse.Namespace]:
    """What is asked for, with a copy of a town of so many clients if nothing else is said; made if it is not there."""
    parser.add_argument("--clients", type=int, default=clients, help="in the town (%(default)s)")
    parser.add_argument("--home", type=Path, help="where the town is kept (benchmarks/data/town-CLIENTS)")
    given = parser.parse_args()
    place = given.home or pages.DATA / f"town-{given.clients}"
    pages.prepare(given.clients, place)
    with copied(place):
        yield given


def staffed(service, number: int) -> list:
    """So many practitioners of the service, each with clients of their own."""
    town, records = import_module("benchmarks.town"), import_module("loke.records.models")
    people = [town.a_person(service.unit, "practitioner", f"register-{turn}") for turn in range(number)]
    ongoing = service.episodes.ongoing().exclude(client=None).order_by("pk")
    owned = [
        records.Responsible(episode_id=episode, user=people[turn % number])
        for turn, episode in enumerate(ongoing.values_list("pk", flat=True))
    ]
    records.Responsible.objects.bulk_create(owned)
    return people


def asker(visit, cookie: str) -> Ask:
    turns = visit.turns()
    return lambda connection: pages.ask(connection, visit, next(turns), cookie)


def crowd(port: int, people: list[tuple[Ask, Ask]], pause: float, seconds: float) -> tuple[list[float], list[float]]:
    """Each registers, opens the client's page, and pauses (as long on average), for so many seconds."""
    end = time.monotonic() + seconds

    def one(person: tuple[Ask, Ask]) -> list[tuple[float, float]]:
        register, open_page = person
        found, connection = [], pages.Browser("127.0.0.1", port)
        chance = random.Random()
        time.sleep(chance.uniform(0, pause))
        while time.monotonic() < end:
            found.append((register(connection), open_page(connection)))
            time.sleep(chance.uniform(0.5, 1.5) * pause)
        connection.close()
        return found

    with ThreadPoolExecutor(len(people)) as pool:
        taken = list(chain(*pool.map(one, people)))
    return [register for register, _ in taken], [page for _, page in taken]


def press_at_once(port: int, people: list[tuple[Ask, Ask]]) -> list[float]:
    """All of them press the button in the same moment."""
    connections = [pages.Browser("127.0.0.1", port) for _ in people]
    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(lambda both: both[0][0](both[1]), zip(people, connections, strict=True)))


def a_second(port: int, asks: list[Ask], seconds: float) -> float:
    """How many are stored a second when each of the connections sends the next as soon as it has an answer."""
    start = time.monotonic()

    def one(ask: Ask) -> int:
        connection, count = pages.Browser("127.0.0.1", port), 0
        while time.monotonic() < start + seconds:
            ask(connection)
            count += 1
        connection.close()
        return count

    with ThreadPoolExecutor(len(asks)) as pool:
        stored = sum(pool.map(one, asks))
    return stored / (time.monotonic() - start)


@contextmanager
def bare(module: str) -> Iterator[pages.Server]:
    """A server of the bare view, with the real one's number of processes and threads."""
    with pages.socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ["--interface", "wsgi", "--port", str(port), "--workers", "1", "--blocking-threads", "8"]
    command = [sys.executable, "-m", "granian", *words, "--log-level", "error", f"benchmarks.{module}:application"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        pages.wait_for(process, port)
        yield pages.Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def measure(users: int, pause: float, seconds: float, rounds: int) -> None:
    visits = import_module("benchmarks.visits")
    service = visits.Service.objects.get(code="part0-s00000000")
    people = staffed(service, users)
    cookies = [visits.signed_in(person) for person in people]
    registering = [visits.registering(service, person) for person in people]
    opening = [visits.Visit("Client", person, visits.PAGE, visits.of_clients(service, person)) for person in people]
    both = [
        (asker(register, cookie), asker(page, cookie))
        for register, page, cookie in zip(registering, opening, cookies, strict=True)
    ]
    print(f"\n{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    takes = disk.sync_time(Path(os.environ["LOKE_HOME"]))
    print(f"a sync takes {takes:.2f} ms here, and in what follows {os.environ[disk.SLOWER]} ms more")
    _, statements = (visits.statements(registering[0], cookies[0]) for _ in range(2))  # the first notes the sign-in too
    print(f"statements of one registration: {statements}", flush=True)
    with pages.serving("benchmarks.disk") as server:
        press_at_once(server.port, both[: pages.WARM_UP * 2])
        taken, opened = crowd(server.port, both, pause, seconds)
        tell(f"{users} users, one contact each every {pause:g} s", taken, TARGET)
        tell("… the page that follows", opened)
        tell(f"{users} pressing in the same moment", chain(*(press_at_once(server.port, both) for _ in range(5))))
        shares = list(side_by_side(server, both[:AT_ONCE], registering[0], cookies, seconds, rounds))
    for name, found in zip(BARE.values(), zip(*shares, strict=True), strict=True):
        share = median(found)
        print(f"share of {name}: {share:.0f} %, target {SHARE} %{'' if share >= SHARE else ' (not met)'}")


def side_by_side(server, people: list[tuple[Ask, Ask]], visit, cookies: list[str], seconds: float, rounds: int):
    """In turn the real route and the bare views; what per cent of each one's rate the real route's is, by round."""
    plain = type(visit)("Bare", visit.user, 0, ("/",), visit.fields, status=303)
    others = [asker(plain, cookie) for cookie in (cookies * AT_ONCE)[:AT_ONCE]]
    with ExitStack() as stack:
        least = [stack.enter_context(bare(module)) for module in BARE]
        for one in least:
            a_second(one.port, others, 1)
        for _ in range(rounds):
            real, *rates = [
                timed(server, [register for register, _ in people], seconds / rounds),
                *(timed(one, others, seconds / rounds) for one in least),
            ]
            told = [f"{rate:.0f} ({computed:.1f} ms of processor each)" for rate, computed in (real, *rates)]
            print(f"stored a second: {told[0]}, bare {told[1]}, behind the middleware {told[2]}", flush=True)
            yield [real[0] / rate * 100 for rate, _ in rates]


def timed(server, asks: list[Ask], seconds: float) -> tuple[float, float]:
    """How many are stored a second, and the milliseconds that the server computes for each."""
    before, start = server.processor_time(), time.monotonic()
    rate = a_second(server.port, asks, seconds)
    return rate, (server.processor_time() - before) / (rate * (time.monotonic() - start))


def tell(what: str, taken, target: int | None = None) -> None:
    found = list(taken)
    middle, high, longest = pages.figures(found)
    late = "" if target is None else f", target {target}{'' if high <= target else ' (not met)'}"
    print(f"{what}: {len(found)} answers, p50 {middle:.0f}, p95 {high:.0f}, longest {longest:.0f} ms{late}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50, help="(%(default)s)")
    parser.add_argument("--pause", type=float, default=15, help="seconds between a user's contacts (%(default)s)")
    parser.add_argument("--seconds", type=float, default=60, help="that each part is measured (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="real and bare in turn (%(default)s)")
    parser.add_argument("--sync", default="0", help="ms more for each sync, as on a slower disk (%(default)s)")
    with in_town(parser, 3_000) as given:
        os.environ[disk.SLOWER] = given.sync
        measure(given.users, given.pause, given.seconds, given.rounds)


if __name__ == "__main__":
    main()
