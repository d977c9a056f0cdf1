"""What twenty people at work notice while hostile files are handed over all the time: python -m benchmarks.hostile."""

import argparse
import http.client
import os
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from itertools import chain, cycle
from pathlib import Path
from threading import Event

from tests.publishing.documents.test_hostile_rows import HOSTILE

from benchmarks import pages, register

MOST = 2  # times as long as without the files
EDGE = "--a-boundary-that-no-file-holds"


def handed_over(name: str, data: bytes, token: str) -> bytes:
    """The form with the file, as a browser sends it."""
    fields = {"csrfmiddlewaretoken": token, "submission": str(uuid.uuid4())}
    words = [f'--{EDGE}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    words.append(f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
    return "".join(words).encode() + data + f"\r\n--{EDGE}--\r\n".encode()


def hand_over(port: int, page: str, cookie: str, token: str, stop: Event, said: Counter) -> None:
    """One file after another, until it is enough; counts what each was answered."""
    files = cycle([(name, make()) for name, make, _ in HOSTILE.values()])
    origin = f"https://127.0.0.1:{port}"
    headers = {**pages.HEADERS, "Content-Type": f"multipart/form-data; boundary={EDGE}", "Cookie": cookie}
    while not stop.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("POST", page, handed_over(*next(files), token), {**headers, "Origin": origin})
        answer = connection.getresponse()
        answer.read()
        said[answer.status] += 1
        connection.close()


@contextmanager
def besieged(port: int, page: str, cookie: str, token: str, by: int) -> Iterator[Counter]:
    stop, said = Event(), Counter()
    with ThreadPoolExecutor(max(by, 1)) as pool:
        doing = [pool.submit(hand_over, port, page, cookie, token, stop, said) for _ in range(by)]
        try:
            yield said
        finally:
            stop.set()
        for one in doing:
            one.result()


def measure(users: int, pause: float, seconds: float, rounds: int, by: int) -> None:
    visits = import_module("benchmarks.visits")
    service = visits.Service.objects.get(code="part0-s00000000")
    page, manager = visits.reverse("import_file", args=[service.code]), visits.person(service, "manager")
    people, cookie = list(at_work(visits, service, users)), visits.signed_in(manager)
    calm, stormy, said = [], [], Counter()
    print(f"\n{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    with pages.serving() as server:
        register.crowd(server.port, people, pause, min(seconds, 10))  # not counted
        for _ in range(rounds):
            calm += register.crowd(server.port, people, pause, seconds)
            with besieged(server.port, page, cookie, visits.SECRET, by) as answers:
                stormy += register.crowd(server.port, people, pause, seconds)
            said += answers
    tell(users, calm, stormy, said)


def at_work(visits, service, users: int) -> Iterator[tuple[register.Ask, register.Ask]]:
    """What each registers, and the page that each then opens."""
    for person in register.staffed(service, users):
        cookie, clients = visits.signed_in(person), visits.of_clients(service, person)
        opening = visits.Visit("Client", person, visits.PAGE, clients)
        yield register.asker(visits.registering(service, person), cookie), register.asker(opening, cookie)


def tell(users: int, calm: list[list[float]], stormy: list[list[float]], said: Counter) -> None:
    """A line for what is registered and one for the page that follows; both lists hold these two by turns."""
    print(f"{users} at work; files and what they were answered: {dict(said)}")
    for place, what in enumerate(("a contact is registered", "the page that follows")):
        before, during = (pages.figures(list(chain(*found[place::2]))) for found in (calm, stormy))
        times = during[1] / before[1]
        late = "" if times <= MOST else " (not met)"
        print(
            f"{what}: p50 {before[0]:.0f} and {during[0]:.0f}, p95 {before[1]:.0f} and {during[1]:.0f} ms: "
            f"{times:.1f} times, target {MOST}{late}; round by round {', '.join(by_round(calm, stormy, place))}"
        )


def by_round(calm: list[list[float]], stormy: list[list[float]], place: int) -> Iterator[str]:
    """How much longer the 95th percentile was each time: how far the rounds differ is how much one of them says."""
    for before, during in zip(calm[place::2], stormy[place::2], strict=True):
        yield f"{pages.figures(during)[1] / pages.figures(before)[1]:.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=1_500, help="in the town (%(default)s)")
    parser.add_argument("--users", type=int, default=20, help="(%(default)s)")
    parser.add_argument("--pause", type=float, default=5, help="seconds between a user's contacts (%(default)s)")
    parser.add_argument("--seconds", type=float, default=30, help="that each part is measured (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="without and with the files in turn (%(default)s)")
    parser.add_argument(
        "--by", type=int, default=2, help="how many hand over files (%(default)s); none tells how much chance does"
    )
    parser.add_argument("--home", type=Path, help="where the town is kept (benchmarks/data/town-CLIENTS)")
    given = parser.parse_args()
    town = given.home or pages.DATA / f"town-{given.clients}"
    pages.prepare(given.clients, town)
    with register.copied(town):
        measure(given.users, given.pause, given.seconds, given.rounds, given.by)


if __name__ == "__main__":
    main()
