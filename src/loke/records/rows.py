"""Rows of the client list: a client with the phase, the latest contact and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from loke.records.missing import Plan, Task, missing
from loke.records.models import Episode, Phase
from loke.records.reading import last_contacts


@dataclass(frozen=True)
class ClientRow:
    episode: Episode
    phase: str
    last: date | None
    missing: list[Task]


def client_rows(plan: Plan, episodes: Iterable[Episode]) -> list[ClientRow]:
    """A row for each episode, in their order."""
    episodes = list(episodes)
    lacking, last = missing(plan, episodes), last_contacts(episodes)
    stays = Phase.objects.filter(episode__in=[episode.pk for episode in episodes], left=None)
    phases = dict(stays.values_list("episode", "phase__name"))
    return [ClientRow(e, phases.get(e.pk, ""), last.get(e.pk), lacking[e.pk]) for e in episodes]
