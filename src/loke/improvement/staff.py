"""Who may hold an improvement: those who work in the unit."""

from django.db.models import QuerySet

from loke.accounts.models import Membership, User
from loke.accounts.roles import relations
from loke.description.models import Service


def staff_of(service: Service) -> QuerySet[User]:
    """Everybody with a role in the unit that lets them write in its improvements."""
    held = Membership.objects.active().filter(unit=service.unit_id)
    roles = [role for role in held.values_list("role", flat=True) if relations(role, "improvement", "write")]
    return User.objects.filter(pk__in=held.filter(role__in=roles).values("user"))


def works_in(user: User) -> set[int]:
    """The units whose improvements the person may write in by a role there."""
    held = Membership.objects.active().filter(user=user).values_list("unit", "role")
    return {unit for unit, role in held if unit and relations(role, "improvement", "write")}


def called(service: Service, name: str) -> User | None:
    """The one in the unit who is called so, by all of the name or the first of it; None where it is not one."""
    wanted = name.strip().casefold()
    found = [
        one for one in staff_of(service) if wanted and wanted in (one.name.casefold(), one.name.casefold().split()[0])
    ]
    return found[0] if len(found) == 1 else None
