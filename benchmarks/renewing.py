"""How soon a registered contact is in the tables of its service: python -m benchmarks.renewing."""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

TARGET = 30  # milliseconds


def settle(home: Path, clients: int):
    """A new installation with one service of so many clients; gives the service."""
    os.environ |= {"LOKE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "loke.settings"}
    import_module("django").setup()
    import_module("django.core.management").call_command("migrate", verbosity=0)
    data = home / "data"
    data.mkdir()
    import_module("benchmarks.generate").generate(data, clients)
    with import_module("loke.dataset.reader").read(data) as found:
        [service] = import_module("loke.exchange.command").import_dataset(found, by=None)
    return service


def contacts(service, number: int):
    """So many contacts to register today, client after client."""
    today, intervention = date.today(), service.interventions.first()
    ongoing = list(service.episodes.ongoing()[:50])
    for episode in islice(cycle(ongoing), number):
        yield {"episode": episode, "date": today, "intervention": intervention}


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of this process."""
    clock, process = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - process) * 1000


def looked(service) -> None:
    """All tables of the service by year, as Följ upp reads them."""
    snapshot = import_module("loke.followup.dataset").snapshot_for(service)
    import_module("loke.followup.reading").analysed(snapshot, date.today(), "year", "")


def forgotten(service) -> None:
    """The same, when nothing is kept."""
    import_module("loke.followup.dataset")._kept.clear()
    looked(service)


def told(name: str, found: list[tuple[float, float]]) -> str:
    clock, process = zip(*found, strict=True)
    return f"{name:<28}{median(clock):>8.1f}{quantiles(clock, n=20)[-1]:>8.1f}{median(process):>10.1f}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--clients", type=int, default=500)
    arguments.add_argument("--contacts", type=int, default=100)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as home:
        service = settle(Path(home), asked.clients)
        register = import_module("loke.records.actions").register_contact
        looked(service)
        renewed = []
        for contact in contacts(service, asked.contacts):
            register(by=None, **contact)
            renewed.append(timed(lambda: looked(service)))
        whole = [timed(lambda: forgotten(service)) for _ in range(max(5, asked.contacts // 10))]
        import_module("django.db").connection.close()
    print(f"{asked.clients} clients, load {os.getloadavg()[0]:.1f}; all tables by year, milliseconds")
    print(f"{'':<28}{'median':>8}{'p95':>8}{'processor':>10}")
    print(told("after a contact", renewed))
    print(told("everything read", whole))
    print(f"target: {TARGET}, {'met' if median(clock for clock, _ in renewed) <= TARGET else 'not met'}")


if __name__ == "__main__":
    main()
