"""Who may hold an improvement: those who work in the unit."""

from django.db.models import QuerySet

from loke.accounts.models import Membership, User
from loke.accounts.roles import UNIT_ROLES, relations
from loke.description.models import Service

WRITING = tuple(role for role in UNIT_ROLES if relations(role, "improvement", "write"))


def staff_of(service: Service) -> QuerySet[User]:
    """Everybody with a role in the unit that lets them write in its improvements."""
    held = Membership.objects.active().filter(unit=service.unit_id, role__in=WRITING)
    return User.objects.filter(pk__in=held.values("user"))


def called(service: Service, name: str) -> User | None:
    """The one in the unit who is called so, by all of the name or the first of it; None where it is not one."""
    wanted = name.strip().casefold()
    found = [
        one for one in staff_of(service) if wanted and wanted in (one.name.casefold(), one.name.casefold().split()[0])
    ]
    return found[0] if len(found) == 1 else None
