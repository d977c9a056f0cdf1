"""Who answers for clients: the people who may be chosen, and the episodes that nobody answers for."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from loke.accounts.models import Membership, Unit, User
from loke.accounts.roles import UNIT_ROLES, relations
from loke.records.models import Episode

WITH_CLIENTS = tuple(role for role in UNIT_ROLES if relations(role, "client", "write"))


def staff(unit: Unit) -> QuerySet[User]:
    """Those who work with clients in the unit today, by name."""
    held = Membership.objects.active().filter(unit=unit, role__in=WITH_CLIENTS)
    return User.objects.filter(pk__in=held.values("user"))


def alone(unit: Unit) -> Q:
    """Condition on the unit's episodes: nobody is responsible, or nobody who works there any longer."""
    held = Episode.responsible.through.objects.filter(episode=OuterRef("pk"), user__in=staff(unit))
    return Q(~Exists(held))
