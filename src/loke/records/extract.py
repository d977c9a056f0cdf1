"""Who has been shown one client, for the client: name, role at the time, when, and what kind of page."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loke.accounts.models import AccessEntry, Membership, Unit
from loke.accounts.roles import ROLE_NAMES
from loke.description.models import Service
from loke.publishing.documents.content import Column, Plan, Table
from loke.records import pseudonyms
from loke.records.models import Client
from loke.records.names import page_name


@dataclass(frozen=True)
class Seen:
    """One time that the client was shown."""

    at: datetime
    name: str
    role: str
    page: str


def readings_of(unit: Unit, client: Client) -> list[Seen]:
    """Every time the client was shown to somebody, the latest first."""
    entries = AccessEntry.objects.filter(unit=unit, clients__client_number=client.pk).select_related("by")
    held = defaultdict(list)
    for membership in Membership.objects.filter(organisation=unit.organisation_id).order_by("since"):
        held[membership.user_id].append(membership)
    return [
        Seen(timezone.localtime(one.at), str(one.by or "–"), _role(unit, held[one.by_id], one.at), page_name(one.what))
        for one in entries
    ]


def _role(unit: Unit, held: list[Membership], at: datetime) -> str:
    """What the person was in the unit on that day."""
    day = timezone.localtime(at).date()
    return ", ".join(str(ROLE_NAMES[one.role]) for one in held if _then(one, day) and one.unit_id in (unit.pk, None))


def _then(held: Membership, day: date) -> bool:
    return held.since <= day and (held.until is None or held.until >= day)


def extract_document(service: Service, client: Client) -> Plan:
    seen = readings_of(service.unit, client)
    columns = (
        Column("at", _("När"), share=1.2),
        Column("name", _("Vem"), share=1.5),
        Column("role", _("Roll")),
        Column("page", _("Sida"), share=1.5),
    )
    table = Table("seen", _("Läsningar"), columns, tuple(_cells(seen)))
    return Plan(
        title=_("Vem har läst"),
        service=service.name,
        municipality=service.organisation.name,
        version=timezone.localdate().isoformat(),
        lines=(_("Gäller klienten med koden %(code)s.") % {"code": pseudonyms.spaced(client.code)},),
        tables=(table,),
        language=get_language(),
    )


def _cells(seen: list[Seen]) -> Iterator[tuple[str, ...]]:
    for one in seen:
        yield f"{one.at:%Y-%m-%d %H:%M}", one.name, one.role, str(one.page)
