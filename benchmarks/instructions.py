"""Instructions that registering a contact takes, beside the bare views, whatever else the machine does.

Counted by valgrind: python -m benchmarks.instructions --clients 1500.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from benchmarks import pages, processor, register

WARM_UP, REQUESTS = 30, 20
REAL, BEHIND, BARE = "registering a contact", "bare, behind the middleware", "bare"
COUNT = ["valgrind", "--tool=callgrind", "--instr-atstart=no"]


def control(word: str) -> None:
    told = ["callgrind_control", "--instr", word, str(os.getpid())]
    subprocess.run(told, check=True, stdout=subprocess.DEVNULL)


def asking(name: str) -> None:
    """Asks in a process that valgrind looks at: the real route as it is served, the others as Django serves them."""
    settings, visits = import_module("django.conf").settings, import_module("benchmarks.visits")
    service = visits.Service.objects.get(code="part0-s00000000")
    person = register.staffed(service, 1)[0]
    cookie, visit = visits.signed_in(person), visits.registering(service, person)
    if name == REAL:
        ask = processor.asker(import_module("loke.wsgi").application, visit, cookie)
    else:
        settings.ROOT_URLCONF = "benchmarks.row"
        settings.MIDDLEWARE = settings.MIDDLEWARE if name == BEHIND else []
        plain = type(visit)("Bare", person, 0, ("/",), visit.fields, status=303)
        ask = processor.asker(import_module("benchmarks.row").application(), plain, cookie)
    processor.computed(ask, WARM_UP)
    control("on")
    processor.computed(ask, REQUESTS)
    control("off")


def counted(name: str, town: Path, clients: int) -> float:
    """Millions for each request."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found"
        words = ["--clients", str(clients), "--home", str(town), "--only", name]
        command = [*COUNT, f"--callgrind-out-file={found}", sys.executable, "-m", "benchmarks.instructions", *words]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONHASHSEED": "0"})
        totals = next(line for line in found.read_text().splitlines() if line.startswith("totals:"))
    return int(totals.split()[1]) / REQUESTS / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=3_000, help="in the town (%(default)s)")
    parser.add_argument("--home", type=Path, help="where the town is kept (benchmarks/data/town-CLIENTS)")
    parser.add_argument(
        "--only", choices=(REAL, BEHIND, BARE), help=argparse.SUPPRESS
    )  # in the process that is counted
    given = parser.parse_args()
    town = given.home or pages.DATA / f"town-{given.clients}"
    pages.prepare(given.clients, town)
    if given.only:
        with register.copied(town):
            asking(given.only)
        return
    found = {name: counted(name, town, given.clients) for name in (REAL, BEHIND, BARE)}
    for name, number in found.items():
        print(f"{name:30}{number:>6.2f} million instructions{number / found[REAL] * 100:>6.0f} % of registering")


if __name__ == "__main__":
    main()
