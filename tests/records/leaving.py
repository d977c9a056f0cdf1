"""How tests let clients go: a unit's ended episodes, proposed, approved by two and erased, on days of their own."""

from datetime import date, timedelta

from loke.records import actions
from loke.records.models import Episode, ErasedClient, Erasure
from loke.records.retention.graph import by_number, kinds, rows_about
from loke.records.retention.sealing import numbers_of

LATER = date(2033, 1, 1)  # everything in the world that has ended is older than five years by then


def proposed(world, day: date = LATER) -> Erasure:
    """A proposal with one client only: the first whose every episode has ended."""
    erasure = actions.propose_erasure(by=None, unit=world.ungdom.unit, day=day)
    one = next(one for one in erasure.clients.order_by("pk") if whole(one))
    erasure.clients.exclude(pk=one.pk).delete()
    return erasure


def whole(one) -> bool:
    episodes = Episode.objects.filter(client=one.client_number)
    return one.client_number is not None and set(episodes.values_list("pk", flat=True)) == set(one.episodes)


def quarantined(world, day: date = LATER) -> Erasure:
    erasure = actions.approve_erasure(by=world.maryam, erasure=proposed(world, day))
    return actions.confirm_erasure(by=world.administrator, erasure=erasure, day=day)


def erased(world, day: date = LATER) -> Erasure:
    return actions.erase(by=None, erasure=quarantined(world, day), day=day + timedelta(days=30))


def left(one: ErasedClient) -> list[str]:
    """Kinds of rows that still are there about what was sealed; [] as it should be."""
    gone = numbers_of(one)
    rows = [model.__name__ for model in kinds() if rows_about(model, one.episodes, gone.get("client", ())).exists()]
    named = {"client_number": gone.get("client", ()), "episode_number": one.episodes}
    there = [model for model, field in by_number() if model.objects.filter(**{f"{field}__in": named[field]}).exists()]
    return rows + [model.__name__ for model in there]
