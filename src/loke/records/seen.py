"""What a form that changes records is opened on: the rows whose version it carries, and whether they still are so."""

from collections.abc import Iterable

from django.db.models import Model

from loke.accounts.submissions import Stale
from loke.records.history import version_of
from loke.records.models import CarePlanGoal, Client, Episode, Measurement, Value, stored_as


def unchanged(seen: str | None, rows: Iterable[Model]) -> None:
    """Raise Stale unless the rows, which the caller holds, are as they were seen; None is what nobody has looked at."""
    if seen is not None and seen != version_of(rows):
        raise Stale


def values_at(episode: Episode, occasion: str) -> list[Value]:
    asked = Value.objects.filter(episode=episode.pk, occasion__in=stored_as(occasion)).order_by("pk")
    return list(asked.select_related("option", "variable"))


def background_rows(episode: Episode, occasion: str) -> list[Model]:
    """What is answered at the occasion; at the opening also the client, for the sex, and the episode, for the age."""
    answers = values_at(episode, occasion)
    if occasion != "opening":
        return answers
    return [Client.objects.get(pk=episode.client_id), Episode.objects.get(pk=episode.pk), *answers]


def ending_rows(episode: Episode) -> list[Model]:
    return [Episode.objects.get(pk=episode.pk), *values_at(episode, "closing")]


def measurement_rows(measurement: Measurement) -> list[Model]:
    """The filling-in as it stands with its answers and scores; none when it has been taken away."""
    found = Measurement.objects.filter(pk=measurement.pk)
    parts = (getattr(measurement, name).order_by("pk") for name in ("answers", "scores"))
    return [row for rows in (found, *parts) for row in rows]


def goal_rows(goal: CarePlanGoal) -> list[CarePlanGoal]:
    return list(CarePlanGoal.objects.filter(pk=goal.pk).select_related("episode__service__unit"))
