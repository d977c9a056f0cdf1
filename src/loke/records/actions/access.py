"""Who may see whom for a time: opening a colleague's client by saying why, letting a coach in, protecting a person."""

from collections.abc import Collection
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import Grant, Membership, User
from loke.accounts.submissions import clean_save
from loke.description.models import Service
from loke.records.history import store
from loke.records.models import OPEN, Client, Episode, GrantedRows, OpenedForReason

OPENINGS_A_MINUTE = 30
LONGEST = 30  # days that a grant may last


@action("open_with_reason")
def open_with_reason(*, by: User, service: Service, client: Client, reason: str, words: str = "") -> OpenedForReason:
    """Read and register for a colleague's client for twelve hours.

    Raises ValidationError for somebody whose personal data are protected, and after thirty openings in a minute.
    """
    require(by, "client", "reason", unit=service.unit)
    held = Client.objects.select_for_update().get(pk=client.pk, unit=service.unit)
    if held.protected or not held.episodes.filter(service=service).exists():
        raise ValidationError(_("Klienten kan bara öppnas av den som ansvarar och av enhetschefen."))
    now = timezone.now()
    if OpenedForReason.objects.filter(by=by, at__gt=now - timedelta(minutes=1)).count() >= OPENINGS_A_MINUTE:
        raise ValidationError(_("Du har öppnat många klienter på kort tid. Vänta en minut och försök igen."))
    return clean_save(OpenedForReason(client=held, by=by, reason=reason, words=words, at=now, until=now + OPEN))


@action("give_grant")
def give_grant(
    *,
    by: User | None,
    service: Service,
    to: User,
    until: date,
    purpose: str,
    clients: Collection[Client] = (),
    whole: bool = False,
) -> Grant:
    """Let a coach of the unit read some clients of the service, or all of them, until a day at most 30 days away.

    Raises ValidationError by field.
    """
    require(by, "grant", "give", unit=service.unit)
    today = timezone.localdate()
    if not Membership.objects.active().filter(user=to, unit=service.unit, role="coach").exists():
        raise ValidationError({"to": _("Välj en LOKE-coach som stödjer enheten.")})
    if not today <= until <= today + timedelta(days=LONGEST):
        raise ValidationError({"until": _("Välj en dag från i dag och högst trettio dagar framåt.")})
    if whole == bool(clients) or any(client.unit_id != service.unit_id or client.protected for client in clients):
        raise ValidationError({"codes": _("Skriv koder för klienter i verksamheten, eller välj hela verksamheten.")})
    grant = Grant(unit=service.unit, to=to, by=by, purpose=purpose, until=until)
    clean_save(grant)
    rows = GrantedRows.objects.create(grant=grant, service=service, whole=whole)
    rows.clients.set(clients)
    return grant


@action("end_grant")
def end_grant(*, by: User | None, grant: Grant) -> Grant:
    """From now on the very next request is refused."""
    require(by, "grant", "give", unit=grant.unit)
    Grant.objects.filter(pk=grant.pk, ended=None).update(ended=timezone.now())
    return grant


@action("protect_client")
def protect_client(*, by: User | None, episode: Episode, protected: bool) -> Client:
    """Say that the client's personal data are protected, or no longer are.

    Protected, only those responsible and the manager find the client, and every reading is marked in the log.
    """
    own = by is not None and episode.responsible.filter(pk=by.pk).exists()
    require(by, "client", "protect", unit=episode.service.unit, own=own)
    client = Client.objects.select_for_update().get(pk=episode.client_id)
    if bool(client.protected) != protected:
        client.protected = timezone.localdate() if protected else None
        store(by=by, service=episode.service, episode=episode, what="protect_client", changed=[client])
    OpenedForReason.objects.current().filter(client=client).update(until=timezone.now())
    return client
