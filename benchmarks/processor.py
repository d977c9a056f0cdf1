"""What registering a contact costs in processor time, beside the bare views: python -m benchmarks.processor."""

import argparse
import cProfile
import io
import os
import pstats
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from importlib import import_module
from statistics import median

from benchmarks import register

FORM = "application/x-www-form-urlencoded"
WARM_UP = 10


def asker(application: Callable, visit, cookie: str) -> Callable[[], None]:
    """Asks the application itself for the pages of a visit in turn, as a server does, without a network between."""
    turns = visit.turns()

    def ask() -> None:
        path, _, query = next(turns).partition("?")
        body = visit.body().encode() if visit.method == "POST" else b""
        environment = {
            "REQUEST_METHOD": visit.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": FORM,
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": "127.0.0.1",
            "HTTP_ORIGIN": "https://127.0.0.1",
            "HTTP_COOKIE": cookie,
            "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
        }
        said: list[str] = []
        answer = application(environment, lambda status, headers, error=None: said.append(status))
        b"".join(answer)
        answer.close()
        if not said[0].startswith(str(visit.status)):
            raise RuntimeError(f"{visit.name}: {path} answered {said[0]}")

    return ask


@contextmanager
def other(settings, **told):
    """Other settings for a while."""
    kept = {name: getattr(settings, name) for name in told}
    for name, value in told.items():
        setattr(settings, name, value)
    yield
    for name, value in kept.items():
        setattr(settings, name, value)


def computed(ask: Callable[[], None], requests: int) -> float:
    """Milliseconds of processor time for each."""
    start = time.process_time()
    for _ in range(requests):
        ask()
    return (time.process_time() - start) * 1000 / requests


def calls(ask: Callable[[], None], requests: int = 20) -> float:
    """How many functions are called for each, which no other work on the machine changes."""
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(requests):
        ask()
    profile.disable()
    return pstats.Stats(profile).total_calls / requests


def measure(rounds: int, requests: int) -> None:
    settings, visits = import_module("django.conf").settings, import_module("benchmarks.visits")
    served, row = import_module("loke.wsgi").application, import_module("benchmarks.row")
    service = visits.Service.objects.get(code="part0-s00000000")
    person = register.staffed(service, 1)[0]
    cookie, visit = visits.signed_in(person), visits.registering(service, person)
    _, statements = (visits.statements(visit, cookie) for _ in range(2))  # the first writes down the sign-in too
    plain = type(visit)("Bare", person, 0, ("/",), visit.fields, status=303)
    urls = settings.ROOT_URLCONF
    with other(settings, MIDDLEWARE=[]):
        alone = asker(row.application(), plain, cookie)
    asked = {
        "registering a contact": (asker(served, visit, cookie), urls),
        "bare, behind the middleware": (asker(served, plain, cookie), "benchmarks.row"),
        "bare": (alone, "benchmarks.row"),
    }
    found: dict[str, list[float]] = {name: [] for name in asked}
    print(f"\n{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start; {statements} statements")
    for turn in range(rounds + 1):
        for name, (ask, where) in asked.items():
            with other(settings, ROOT_URLCONF=where):
                taken = computed(ask, requests if turn else WARM_UP)
            found[name] += [taken] if turn else []
    for name, (ask, where) in asked.items():
        share = median(mine / its * 100 for mine, its in zip(found[name], found["registering a contact"], strict=True))
        with other(settings, ROOT_URLCONF=where):
            count = calls(ask)
        took = f"{median(found[name]):.1f} ms ({min(found[name]):.1f}–{max(found[name]):.1f})"
        print(f"{name:30}{took:>22}{count:>9,.0f} calls{share:>6.0f} % of registering")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="in turn, after one that is not counted (%(default)s)")
    parser.add_argument("--requests", type=int, default=20, help="of each in a round (%(default)s)")
    with register.in_town(parser, 3_000) as given:
        measure(given.rounds, given.requests)


if __name__ == "__main__":
    main()
