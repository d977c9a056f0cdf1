"""Telling whoever keeps figures that they are no longer current, and which episodes it is about."""

from collections.abc import Iterable, Sequence

from django.db.models import Model, Q

from loke.database.statements import insert, new_row
from loke.description.models import Service
from loke.records.models import Change, Client, Episode, FiguresChange, Measurement
from loke.records.storing import chunks

TOLD = 200  # more episodes than this at once are not told one by one: everything is read anew


def touch(service: Service, *, added: Sequence[Model], rest: Sequence[Model], changes: Sequence[Change]) -> None:
    """Tell every service in whose figures the rows are: a client's are in those of all that the client has been in.

    `changes` are the `rest` as they stood before. What is about several services is told to each of them.
    """
    found = _episodes(service, [*added, *rest], [change.client_number for change in changes])
    found[service.pk] |= _episodes_of(added)
    told = all(change.client_number for change in changes)  # else it was help given without identity
    for number, episodes in sorted(found.items()):
        changed = service if number == service.pk else Service(pk=number)
        _log(changed, changed.touch(), episodes - {None}, told)


def _log(service: Service, number: int, episodes: set[int | None], told: bool) -> None:
    if told and len(episodes) <= TOLD:
        insert(new_row(FiguresChange, service=service, number=number, episodes=sorted(episodes)))


def _episodes(service: Service, rows: Sequence[Model], about: Iterable[int | None]) -> dict[int, set[int | None]]:
    """The episodes by service: those among the rows, of the clients among them, and here of those they are about."""
    found: dict[int, set[int | None]] = {service.pk: set()}
    for row in rows:
        if isinstance(row, Episode):
            found.setdefault(row.service_id or service.pk, set()).add(row.pk)
    clients = [row.pk for row in rows if isinstance(row, Client)]
    for some in chunks(sorted({*clients, *about} - {None})):
        theirs = Episode.objects.filter(Q(client__in=set(some) & set(clients)) | Q(client__in=some, service=service))
        for number, episode in theirs.values_list("service", "pk"):
            found.setdefault(number, set()).add(episode)
    return found


def _episodes_of(rows: Sequence[Model]) -> set[int | None]:
    """The numbers of the episodes that rows just stored are about, answers by way of their measurement."""
    of = {row.pk: row.episode_id for row in rows if isinstance(row, Measurement)}
    others = {row.measurement_id for row in rows if hasattr(row, "measurement_id")} - set(of)
    for some in chunks(sorted(others)):
        of |= dict(Measurement.objects.filter(pk__in=some).values_list("pk", "episode"))
    return {*of.values(), *(getattr(row, "episode_id", None) for row in rows)}
