"""All rows of an episode, whatever their kind, and how many of them there are."""

from collections.abc import Container, Iterable

from django.db.models import Model

from loke.records.history import KINDS, NAMES
from loke.records.models import Episode, OpenedForReason
from loke.records.registered import content_of
from loke.records.storing import way_to_episode


def everything_in(episode: Episode) -> list[Model]:
    """The episode, every row that points at it, and its client if that has no other episode."""
    rows: list[Model] = [episode]
    for model in KINDS.values():
        if way := way_to_episode(model):
            rows += model._default_manager.filter(**{way: episode})
    if episode.client and not episode.client.episodes.exclude(pk=episode.pk).exists():
        rows += [episode.client, *OpenedForReason.objects.filter(client=episode.client)]
    return rows


def content_in(episodes: Iterable[Episode], but: Container[type[Model]] = ()) -> str:
    """How many there are of what people count in all of them, some kinds left out."""
    rows = (row for one in episodes for row in everything_in(one))
    return content_of(NAMES[type(row)] for row in rows if type(row) not in but)
