"""Quarantine: everything about a client is taken away in one registration, so that nothing else need look for it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from loke.accounts.models import User
from loke.records.history import KINDS, store, undo
from loke.records.models import SEALED, Client, Episode, ErasedClient
from loke.records.retention.graph import by_number, kinds, rows_about


def seal(by: User | None, one: ErasedClient) -> bool:
    """Take away the client's episodes and, when no other is left, the client. False when there is nothing to take."""
    episodes = list(Episode.objects.select_for_update().filter(pk__in=one.episodes).select_related("service"))
    clients = Client.objects.select_for_update().filter(pk=one.client_number)
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
    try:
        with transaction.atomic():
            undo(by=by, registration=sealed)
    except IntegrityError as error:
        raise ValidationError(
            _("Något av det som ska tillbaka finns redan, till exempel en klient med samma kod.")
        ) from error


def left(one: ErasedClient) -> list[str]:
    """Kinds of rows that still are there about what was sealed; [] as it should be."""
    gone = numbers_of(one)
    rows = [model.__name__ for model in kinds() if rows_about(model, one.episodes, gone.get("client", ())).exists()]
    named = {"client_number": gone.get("client", ()), "episode_number": one.episodes}
    there = [model for model, field in by_number() if model.objects.filter(**{f"{field}__in": named[field]}).exists()]
    return rows + [model.__name__ for model in there]


def numbers_of(one: ErasedClient) -> dict[str, set[int]]:
    """The numbers of the rows that were sealed, by kind."""
    found: dict[str, set[int]] = {}
    for kind, row in one.sealed.changes.values_list("kind", "row"):
        found.setdefault(kind, set()).add(row)
    return found
