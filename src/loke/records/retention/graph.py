"""Every kind of row that is about a client or an episode, found by walking the models, so that none is forgotten."""

from collections.abc import Collection, Iterator
from functools import cache

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from loke.accounts.models import AccessedClient
from loke.records.models import Change, Client, Episode, ErasedClient, Handover, Registration

# Rows that know a client or an episode by number only, for which erasing and the extract have words of their own.
# A handover that was taken over goes the same night.
OWN_WAY = (AccessedClient, Change, ErasedClient, Handover, Registration)


def ours() -> list[type[Model]]:
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model.__module__.startswith("loke.")]


@cache
def kinds() -> dict[type[Model], tuple[tuple[str, ...], tuple[str, ...]]]:
    """Every model that leads to an episode or a client, with the lookups that lead there."""
    found = {m: (tuple(_ways(m, Episode)), tuple(_ways(m, Client))) for m in ours()}
    return {model: ways for model, ways in found.items() if any(ways)}


def _ways(model: type[Model], goal: type[Model], passed: tuple = ()) -> Iterator[str]:
    """Lookups from the model to the goal; to a client not by way of its episodes."""
    if model is goal:
        yield "pk"
        return
    if model is Episode and passed and goal is Client:
        return
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model not in (*passed, model):
            yield from (f"{field.name}__{rest}" for rest in _ways(field.related_model, goal, (*passed, model)))


def rows_about(model: type[Model], episodes: Collection[int], clients: Collection[int]) -> QuerySet:
    """The model's rows about these episodes, or about these clients beside their episodes."""
    of_episodes, of_clients = kinds()[model]
    about = Q(pk=None)
    for way in of_episodes:
        about |= Q(**{f"{way}__in": list(episodes)})
    if model is not Episode:
        for way in of_clients:
            about |= Q(**{f"{way}__in": list(clients)})
    return model._default_manager.filter(about).order_by("pk")


def by_number() -> list[tuple[type[Model], str]]:
    """Models that name a client or an episode by number, with the field."""
    return [
        (model, field.name)
        for model in ours()
        for field in model._meta.concrete_fields
        if field.name in ("client_number", "episode_number") and model not in OWN_WAY
    ]
