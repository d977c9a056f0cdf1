"""What is to be known of a file that came in: whom nobody answers for, and what it cannot be undone for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from loke.accounts.models import User
from loke.exchange.models import FileImport
from loke.records.lines import row_in_a_line
from loke.records.models import Client, Episode, Measurement
from loke.records.responsible import alone
from loke.records.undoing import in_the_way


def alone_after(user: User, imported: FileImport) -> list[Episode]:
    """The contacts that it began and that go on with nobody responsible, to whoever may share them out."""
    began = set(imported.registration.added.get("episode", ()))
    here = Episode.objects.for_user(user, "assign").filter(alone(imported.service.unit), service=imported.service)
    return [one for one in here.ongoing().select_related("client").order_by("client__code") if one.pk in began]


@dataclass(frozen=True)
class Hindrance:
    """Something of one episode, in a line."""

    episode: Episode
    words: str


def hindrances(user: User, imported: FileImport) -> list[Hindrance]:
    """In the episodes in which the person may write; several rows that are told alike are one."""
    rows = in_the_way(imported.registration)
    numbers = {number: row for row in rows if (number := _episode_number(row, imported))}
    mine = Episode.objects.for_user(user, "write").exclude(client=None).select_related("client", "service")
    there = mine.in_bulk(list(numbers))
    return list(dict.fromkeys(_told(rows, there, imported)))


def _told(rows: Iterable[Model], there: dict[int, Episode], imported: FileImport) -> Iterable[Hindrance]:
    for row in rows:
        if episode := there.get(_episode_number(row, imported) or 0):
            yield Hindrance(episode, row_in_a_line(row))


def _episode_number(row: Model, imported: FileImport) -> int | None:
    """Of a client the latest in the service; of what has gone with its measurement none."""
    if isinstance(row, Client):
        found = row.episodes.filter(service=imported.service).order_by("-opened", "-pk")
        return found.values_list("pk", flat=True).first()
    if isinstance(row, Episode):
        return row.pk
    if hasattr(row, "measurement_id"):
        return Measurement.objects.filter(pk=row.measurement_id).values_list("episode", flat=True).first()
    return getattr(row, "episode_id", None)
