"""All rows of an episode, whatever their kind."""

from django.db.models import Model

from loke.records.history import KINDS
from loke.records.models import Client, Episode


def everything_in(episode: Episode) -> list[Model]:
    """The episode, every row that points at it, and its client if that has no other episode."""
    rows: list[Model] = [episode]
    for model in KINDS.values():
        if model in (Client, Episode):
            continue
        names = {field.name for field in model._meta.fields}
        way = "measurement__episode" if "measurement" in names else "episode"
        rows += model._default_manager.filter(**{way: episode})
    if episode.client and not episode.client.episodes.exclude(pk=episode.pk).exists():
        rows.append(episode.client)
    return rows
