"""What is to be known of a file that came in: whom nobody answers for, and what it cannot be undone for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, prefetch_related_objects

from loke.accounts.models import User
from loke.exchange.models import FileImport
from loke.records.history import by_kind
from loke.records.lines import row_in_a_line
from loke.records.models import Client, Contact, Episode, Measurement, Phase, PlannedContact, Value
from loke.records.responsible import alone
from loke.records.storing import chunks
from loke.records.undoing import in_the_way

# what the line of a row names
NAMED_BY = {
    Contact: "intervention",
    Measurement: "instrument",
    Phase: "phase",
    PlannedContact: "intervention",
    Value: "variable",
}


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
    numbers = _episode_numbers(rows, imported)
    mine = Episode.objects.for_user(user, "write").exclude(client=None).select_related("client", "service")
    there = mine.in_bulk({number for number in numbers if number})
    told = [(there[number], row) for number, row in zip(numbers, rows, strict=True) if number in there]
    _bring_what_they_name([row for __, row in told])
    return list(dict.fromkeys(Hindrance(episode, row_in_a_line(row)) for episode, row in told))


def _bring_what_they_name(rows: Iterable[Model]) -> None:
    """What their lines say of something else, for all of a kind at once."""
    for model, those in by_kind(rows):
        if name := NAMED_BY.get(model):
            prefetch_related_objects(those, name)


def _episode_numbers(rows: list[Model], imported: FileImport) -> list[int | None]:
    """Of a client the latest in the service; of what has gone with its measurement none."""
    clients = _latest_episodes([row.pk for row in rows if isinstance(row, Client)], imported)
    measured = _episodes_of_measurements({row.measurement_id for row in rows if hasattr(row, "measurement_id")})
    return [_episode_number(row, clients, measured) for row in rows]


def _latest_episodes(clients: list[int], imported: FileImport) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in chunks(clients):
        theirs = Episode.objects.filter(client__in=some, service=imported.service).order_by("opened", "pk")
        found.update(theirs.values_list("client", "pk"))
    return found


def _episodes_of_measurements(numbers: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in chunks(list(numbers)):
        found.update(Measurement.objects.filter(pk__in=some).values_list("pk", "episode"))
    return found


def _episode_number(row: Model, clients: dict[int, int], measured: dict[int, int]) -> int | None:
    if isinstance(row, Client):
        return clients.get(row.pk)
    if isinstance(row, Episode):
        return row.pk
    if hasattr(row, "measurement_id"):
        return measured.get(row.measurement_id)
    return getattr(row, "episode_id", None)
