"""Fills an empty installation with a town of many services: generated datasets, taken in as `loke import` does."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.generate import generate
from benchmarks.reality import END
from loke.accounts.actions import add_person, give_role
from loke.accounts.models import Unit, User
from loke.dataset.reader import read
from loke.dataset.snapshot import day_number
from loke.description.models import Service
from loke.exchange.command import import_dataset
from loke.records.models import Episode

CLIENTS_A_SERVICE, EPISODES_A_PERSON = 1150, 190  # of the latter about twenty are ongoing


def parts(clients: int) -> tuple[tuple[int, int], ...]:
    """Clients and services of each part: a service of 500, one of 5,000, and the others, 38 when clients are 50,000."""
    small, large = min(500, clients // 3), min(5000, clients // 3)
    rest = clients - small - large
    return (small, 1), (large, 1), (rest, max(1, rest // CLIENTS_A_SERVICE))


def build(clients: int, today: date, say: Callable[[str], object]) -> None:
    """Fill the database; the same number of clients gives the same town, its last day always today."""
    for number, (size, services) in enumerate(parts(clients)):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            generate(place, size, services=services, seed=number + 1)
            move(place, f"part{number}-", day_number(today) - END)
            with read(place) as dataset:
                for service in import_dataset(dataset, by=None, organisation="Exempelkommunen"):
                    hire(service)
        say(f"{services} services with {size} clients")


def move(place: Path, prefix: str, days: int) -> None:
    """Let everything happen `days` later, in services and to clients with codes that are not the generator's own."""
    # letters only, or one in a thousand would be refused for looking like a telephone number
    letters = "translate(left(md5(client), 10), '0123456789abcdef', 'ABCDEFGHJKMNPQRS')"
    written = {"service": f"'{prefix}' || service", "client": letters}
    duck = duckdb.connect()
    duck.execute("SET enable_progress_bar = false")
    for file in place.glob("*.parquet"):
        columns = {name: kind for name, kind, *_ in duck.execute(f"DESCRIBE FROM '{file}'").fetchall()}
        changes = {name: f'"{name}" + {days}' for name, kind in columns.items() if kind == "DATE"}
        changes |= {name: change for name, change in written.items() if name in columns}
        if changes:
            replaced = ", ".join(f'{change} AS "{name}"' for name, change in changes.items())
            duck.execute(f"CREATE OR REPLACE TABLE moved AS SELECT * REPLACE ({replaced}) FROM '{file}'")
            duck.execute(f"COPY moved TO '{file}' (FORMAT parquet)")


def hire(service: Service) -> None:
    """A manager, and practitioners who share the clients; a client keeps the practitioner of the first time."""
    a_person(service.unit, "manager", f"chef-{service.code}")
    whose = service.episodes.exclude(client=None).order_by("client", "pk").values_list("pk", "client")
    count = max(1, len(whose) // EPISODES_A_PERSON)
    people = [a_person(service.unit, "practitioner", f"kollega-{n}-{service.code}") for n in range(count)]
    responsible = Episode.responsible.through
    responsible.objects.bulk_create(
        responsible(episode_id=episode, user=people[client % count]) for episode, client in whose
    )


def a_person(unit: Unit, role: str, name: str) -> User:
    user = add_person(by=None, email=f"{name}@example.org", name=name)
    give_role(by=None, user=user, role=role, organisation=unit.organisation, unit=unit)
    return user
