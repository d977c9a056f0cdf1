"""Which clients' time has passed, by the law or by the shorter time that the organisation has decided."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from loke.accounts.models import Unit
from loke.description.models import Service
from loke.records.models import Client, Episode, ErasedClient, Registration, RetentionRule
from loke.records.retention import law

Months = Mapping[int, int | None]  # by the number of the service; None while it waits


@dataclass(frozen=True)
class Kept:
    """How long a service keeps its records: so many months, or None while it waits on a ground."""

    service: Service
    months: int | None
    decided: RetentionRule | None


@dataclass(frozen=True)
class Due:
    """A client, or an episode that was only counted, with the episodes whose time has passed."""

    client_number: int | None
    episodes: tuple[int, ...]
    ended: date | None
    latest: date | None

    def row(self, erasure) -> ErasedClient:
        told = {"client_number": self.client_number, "episodes": list(self.episodes)}
        return ErasedClient(erasure=erasure, ended=self.ended, latest=self.latest, **told)


def kept(services: Collection[Service]) -> list[Kept]:
    """How long each keeps its records: as decided last, else as long as the law lets it."""
    decided: dict[int, RetentionRule] = {}
    for rule in RetentionRule.objects.filter(service__in=[service.pk for service in services]).select_related("by"):
        decided.setdefault(rule.service_id, rule)
    usual = law.law().months
    return [
        Kept(service, decided[service.pk].months if service.pk in decided else usual, decided.get(service.pk))
        for service in services
    ]


def months_of(unit: Unit) -> Months:
    return {one.service.pk: one.months for one in kept(unit.services.all())}


def passed(ended: date, months: int | None, day: date) -> bool:
    """Whether the time has passed on that day; it never does while the service waits."""
    return months is not None and law.due(ended, months) <= day


def due_in(unit: Unit, day: date, months: Months | None = None) -> list[Due]:
    """The unit's clients with episodes whose time has passed on that day, those who must go soonest first.

    By the rules as they are, or as they would be with these months.
    """
    months = months or months_of(unit)
    ended = Greatest("closed", Coalesce(Max("measurements__date"), "closed"))
    rows = Episode.objects.filter(service__unit=unit, closed__lte=day).order_by("pk")
    found: dict[tuple, list] = defaultdict(list)
    for number, client, service, last in rows.values_list("pk", "client", "service", ended):
        if passed(last, months[service], day):
            key = ("client", client) if client else ("counted", number)
            found[key].append((number, client, last, law.latest(last, months[service])))
    due = [*(_of(episodes) for episodes in found.values()), *_never_opened(unit, months, day)]
    return sorted(due, key=lambda one: (one.latest, one.episodes, one.client_number or 0))


def _never_opened(unit: Unit, months: Months, day: date) -> Iterator[Due]:
    """Codes without an episode, from the day when they were put in."""
    never = set(unit.clients.filter(episodes=None).values_list("pk", flat=True))
    for number, (service, since) in put_in(unit, never).items():
        if passed(since, months[service], day):
            yield Due(number, (), since, law.latest(since, months[service]))


def put_in(unit: Unit, clients: set[int]) -> dict[int, tuple[int, date]]:
    """In which service codes were put in, and on which day."""
    came = Registration.objects.filter(service__unit=unit, added__has_key="client").order_by("pk")
    found: dict[int, tuple[int, date]] = {}
    for service, at, added in came.values_list("service", "at", "added") if clients else ():
        for number in clients.intersection(added["client"]):
            found.setdefault(number, (service, timezone.localdate(at)))
    return found


def _of(episodes: list[tuple]) -> Due:
    numbers, clients, ended, latest = zip(*episodes, strict=True)
    return Due(clients[0], numbers, max(ended), min(latest))


def all_of(client: Client) -> Due:
    """Everything about a client, whatever its age; for an erasure that somebody has asked for."""
    return Due(client.pk, tuple(client.episodes.order_by("pk").values_list("pk", flat=True)), None, None)


def without_those_on_their_way(found: list[Due], unit: Unit, day: date) -> list[Due]:
    """Those who are not proposed already and not spared on that day."""
    on_the_way = Q(spared_until=None, erasure__erased=None) | Q(spared_until__gt=day)
    spoken_for = ErasedClient.objects.filter(on_the_way, erasure__unit=unit)
    clients, episodes = set(), set()
    for one in spoken_for:
        clients.add(one.client_number)
        episodes.update(one.episodes if one.client_number is None else ())
    return [one for one in found if not (one.client_number in clients - {None} or episodes & set(one.episodes))]
