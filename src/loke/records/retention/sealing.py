"""Quarantine: everything about a client is taken away in one registration, so that nothing else need look for it."""

from loke.accounts.models import User
from loke.records.history import KINDS, store
from loke.records.models import SEALED, Episode, ErasedClient
from loke.records.retention.graph import kinds, rows_about
from loke.records.storing import hold_all, hold_clients
from loke.records.undoing import undo


def seal(by: User | None, one: ErasedClient) -> bool:
    """Take away the client's episodes and, when no other is left, the client. False when there is nothing to take."""
    clients = list(hold_clients([one.client_number]).values())
    going = Episode.objects.filter(pk__in=one.episodes)
    hold_all(going)
    episodes = list(going.select_related("service"))
    clients = [] if Episode.objects.filter(client=one.client_number).exclude(pk__in=one.episodes).exists() else clients
    numbers = [client.pk for client in clients]
    rows = [row for model in kinds() if model in KINDS.values() for row in rows_about(model, one.episodes, numbers)]
    if not rows:
        return False
    service = episodes[0].service if episodes else clients[0].unit.services.first()
    one.sealed = store(by=by, service=service, what=SEALED, removed=rows)
    one.save()
    return True


def unseal(by: User | None, one: ErasedClient) -> None:
    """Put everything back as it stood. Raises ValidationError when something has taken its place."""
    sealed, one.sealed = one.sealed, None
    undo(by=by, registration=sealed)


def numbers_of(one: ErasedClient) -> dict[str, set[int]]:
    """The numbers of the rows that were sealed, by kind."""
    found: dict[str, set[int]] = {}
    for kind, row in one.sealed.changes.values_list("kind", "row"):
        found.setdefault(kind, set()).add(row)
    return found
