"""Quarantine: everything about a client is taken away in one registration, so that nothing else need look for it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.access import may
from loke.accounts.models import User
from loke.records.history import KINDS, store
from loke.records.models import GAVE_WAY, SEALED, Client, Episode, ErasedClient
from loke.records.pseudonyms import is_code, spaced
from loke.records.retention.graph import kinds, rows_about
from loke.records.retention.showing import sealed_codes
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
    if other := who_has_the_code(one):
        if _is_in_use(other):
            raise ValidationError(_what_to_do(by, other))
        service = one.sealed.service  # the code was put in again and not used: it is the same one
        store(by=by, service=service, what=GAVE_WAY, removed=[other])
    elif _has_lost_its_client(one):
        raise ValidationError(_("Klienten är borttagen. Lägg tillbaka den ur papperskorgen först."))
    sealed, one.sealed = one.sealed, None
    undo(by=by, registration=sealed)


def who_has_the_code(one: ErasedClient) -> Client | None:
    """Whoever has been given the code while the client was in quarantine."""
    codes = sealed_codes([one])
    return next((c for code in codes.values() for c in one.erasure.unit.clients.filter(code__iexact=code)), None)


def _is_in_use(client: Client) -> bool:
    kept = (model for model in kinds() if model in KINDS.values() and model is not Client)
    return client.episodes.exists() or any(rows_about(model, [], [client.pk]).exists() for model in kept)


def _has_lost_its_client(one: ErasedClient) -> bool:
    """Whether only older episodes were sealed, and the client has been taken away since."""
    sealed = "client" in numbers_of(one)
    return bool(one.client_number) and not sealed and not Client.objects.filter(pk=one.client_number).exists()


def _what_to_do(by: User | None, other: Client) -> str:
    """The code for who may see it, and how to make room."""
    if by is None or not may(by, "retention", "approve", unit=other.unit):
        return _(
            "En klient går inte att lägga tillbaka, för en annan har koden nu. Enhetschefen ser vilken i Gallring."
        )
    if is_code(other.code):
        words = _("En annan klient har koden %(code)s nu. Ta bort den, om den blev dubbel, och lägg sedan tillbaka.")
    else:
        words = _(
            "En annan klient har koden %(code)s nu. Rätta koden på den, eller ta bort den om den blev dubbel, och lägg "
            "sedan tillbaka."
        )
    return words % {"code": spaced(other.code)}


def numbers_of(one: ErasedClient) -> dict[str, set[int]]:
    """The numbers of the rows that were sealed, by kind."""
    found: dict[str, set[int]] = {}
    for kind, row in one.sealed.changes.values_list("kind", "row"):
        found.setdefault(kind, set()).add(row)
    return found
