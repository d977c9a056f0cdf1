"""Rows of the client list: a client with the phase, the latest contact and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from loke.accounts.models import User
from loke.records.missing import Plan, Task, missing
from loke.records.models import Episode, Phase
from loke.records.reading import last_contacts


@dataclass(frozen=True)
class ClientRow:
    episode: Episode
    phase: str
    last: date | None
    missing: list[Task]
    may_write: bool


def client_rows(user: User, plan: Plan, episodes: Iterable[Episode]) -> list[ClientRow]:
    """A row for each episode, in their order."""
    episodes = list(episodes)
    lacking, last = missing(plan, episodes), last_contacts(episodes)
    numbers = [episode.pk for episode in episodes]
    writable = set(Episode.objects.for_user(user, "write").filter(pk__in=numbers).values_list("pk", flat=True))
    stays = Phase.objects.filter(episode__in=numbers, left=None)
    phases = dict(stays.values_list("episode", "phase__name"))
    return [ClientRow(e, phases.get(e.pk, ""), last.get(e.pk), lacking[e.pk], e.pk in writable) for e in episodes]
