"""The questions every door asks of the table of rights: where somebody may do what."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, DateField
from django.utils import timezone

from loke.accounts.models import Grant, Membership, Organisation, Unit, User
from loke.accounts.roles import relations
from loke.database.statements import written_once


@dataclass
class Reach:
    """Where a person may do one thing: to everything in `units` and `organisations`, to some things in the others.

    Of `own_units` their own, of `reason_units` what they have opened by saying why, of `granted_units` what the manager
    has let them see today.
    """

    units: set[int] = field(default_factory=set)
    own_units: set[int] = field(default_factory=set)
    reason_units: set[int] = field(default_factory=set)
    granted_units: set[int] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)

    @property
    def in_units(self) -> set[int]:
        """The units in which there may be something for them."""
        return self.units | self.own_units | self.reason_units | self.granted_units

    def __bool__(self) -> bool:
        return bool(self.in_units or self.organisations)


def reach(user: User, resource: str, verb: str) -> Reach:
    """Where `user` may `verb` a `resource` today, by the roles held today; empty for whoever is not signed in."""
    found = Reach()
    kinds = {
        "unit": found.units,
        "own": found.own_units,
        "reason": found.reason_units,
        "granted": found.granted_units,
    }
    for membership in memberships(user):
        where = relations(membership.role, resource, verb)
        for relation, units in kinds.items():
            if relation in where and membership.unit_id:
                units.add(membership.unit_id)
        if "organisation" in where:
            found.organisations.add(membership.organisation_id)
    if found.granted_units:
        current = Grant.objects.current().filter(to=user, unit__in=found.granted_units)
        found.granted_units = set(current.values_list("unit", flat=True))
    return found


@written_once(user=BigIntegerField(), day=DateField())
def roles_held(user: Any, day: Any) -> Any:
    return Membership.objects.active(day).filter(user=user)


def memberships(user: User) -> list[Membership]:
    """The roles held today, read afresh at every request, so that a revoked right ends at once."""
    if not user.is_authenticated:
        return []
    if user.held_in_request is not None:
        return user.held_in_request
    return roles_held(user=user.pk, day=timezone.localdate())


def keep_memberships(user: User) -> None:
    """Read them once for the request that this person was loaded for, and that the object ends with."""
    user.held_in_request = memberships(user)


def may(
    user: User,
    resource: str,
    verb: str,
    *,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    own: bool = False,
) -> bool:
    where = reach(user, resource, verb)
    if unit is not None:
        return unit.pk in where.units or (own and unit.pk in where.own_units)
    return organisation is not None and organisation.pk in where.organisations


def require(
    user: User | None,
    resource: str,
    verb: str,
    *,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    own: bool = False,
) -> None:
    """Raise PermissionDenied unless `user` may; None is the operator at the command line, who may."""
    if user is not None and not may(user, resource, verb, unit=unit, organisation=organisation, own=own):
        raise PermissionDenied
