"""What is told of comparable services: a few counts of each, kept for the day while the service is the same."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import Count
from django.utils import timezone

from loke import __version__
from loke.analysis.calculation import analyse_alone
from loke.analysis.options import PERIODS, Options
from loke.analysis.summary import Row
from loke.description.models import Service
from loke.followup.dataset import snapshot_for
from loke.publishing.readings import TOO_FEW

TABLES = ("services", "who_numbers", "who")  # that the counts are made of
FORM = 1  # a new number when what is kept changes its meaning
KEPT = 24 * 60 * 60  # seconds; nobody asks for them on another day


class Share(NamedTuple):
    """How many of how many, by a measure that the services of the group are compared by."""

    period: str
    group: str
    measure: str
    n: int
    of: int


class Met(NamedTuple):
    """Whom a service met: how many began, how many of them are women, and their median age where five have told it."""

    period: str
    began: int
    women: int
    age: float | None


class Told(NamedTuple):
    """All that is told of one service, by one kind of period."""

    shares: list[Share]
    met: list[Met]

    def within(self, period: str) -> "Told":
        """What is told of one of the periods."""
        return Told(
            [one for one in self.shares if one.period == period], [one for one in self.met if one.period == period]
        )


def told_in(tables: Mapping[str, Sequence[Row]]) -> Told:
    """What the tables of a service tell of everybody in it."""
    rows = {name: [row for row in tables[name] if row.by is None] for name in TABLES}
    ages = {row.period: row.median for row in rows["who_numbers"] if row.variable == "age" and row.n >= TOO_FEW}
    women = (row for row in rows["who"] if (row.variable, row.category) == ("sex", "female"))
    return Told(
        [Share(row.period, row.group, row.measure, row.n, row.of) for row in rows["services"]],
        [Met(row.period, row.of, row.n, ages.get(row.period)) for row in women],
    )


def told_of(services: Iterable[Service], today: date, kind: str) -> dict[str, Told]:
    """By the code of each service, up to `today`, by that kind of period; only what has changed is read and counted."""
    asked = list(services)
    kept = _kept(asked, today, kind)
    new = {one: _counted(one, today, kind) for one in asked if one not in kept}
    if new:
        with suppress(DatabaseError):  # then it is counted again next time
            keep(new, today, kind)
    return {one.code: (kept | new)[one] for one in asked}


def count_comparable(today: date | None = None) -> int:
    """Count every service that others share a group with by every kind of period, so that Följ upp need not wait.

    One that fails stops no other, and is told of when all have been tried. Gives how many there were.
    """
    shared = Service.objects.exclude(group="").values("group").annotate(n=Count("pk")).filter(n__gt=1).values("group")
    day, services = today or timezone.localdate(), Service.objects.filter(group__in=shared)
    faults: list[Exception] = []
    for one in services:
        try:
            for kind in PERIODS:
                keep({one: _counted(one, day, kind)}, day, kind)
        except Exception as fault:
            fault.add_note(f"{one._meta.label} {one.pk}")
            faults.append(fault)
    if faults:
        raise ExceptionGroup("Services that could not be counted", faults)
    return len(services)


def keep(told: Mapping[Service, Told], today: date, kind: str) -> None:
    """Keep what is told of each until the day is over; raises DatabaseError where that cannot be done.

    As text, since the cache unpacks everything else into whatever class has that name by then.
    """
    texts = {_key(one, today, kind): json.dumps([_state(one), *each]) for one, each in told.items()}
    with transaction.atomic():
        cache.set_many(texts, KEPT)
        if len(cache.get_many(texts)) < len(texts):  # it says nothing of what it could not store
            raise DatabaseError("the cache did not keep everything")


def _kept(services: Iterable[Service], today: date, kind: str) -> dict[Service, Told]:
    asked = {_key(one, today, kind): one for one in services}
    found = {asked[key]: json.loads(text) for key, text in cache.get_many(asked).items()}
    return {
        one: Told([Share(*each) for each in rest[0]], [Met(*each) for each in rest[1]])
        for one, (state, *rest) in found.items()
        if state == _state(one)
    }


def _counted(service: Service, today: date, kind: str) -> Told:
    return told_in(analyse_alone(TABLES, snapshot_for(service), Options(as_of=today, period=kind)).tables)


def _key(service: Service, today: date, kind: str) -> str:
    """With the day in it: what has had its time would be deleted by whoever asks for it, who only wants to read."""
    return f"comparable-{service.pk}-{kind}-{today}"


def _state(service: Service) -> str:
    return f"{service.change} {FORM} {__version__}"
