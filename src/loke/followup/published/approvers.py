"""Who may be the second person of a release, by name."""

from django.db.models import Q

from loke.accounts.models import Membership, User
from loke.accounts.roles import relations
from loke.followup.models import Release


def approvers_of(release: Release, proposer: User) -> list[User]:
    """Those in the unit, or above it in the organisation, who may approve what `proposer` proposes."""
    unit, held = release.access_unit, Membership.objects.active()
    held = held.filter(Q(unit=unit) | Q(unit=None, organisation=unit.organisation)).exclude(user=proposer)
    found = {
        one.user
        for one in held.select_related("user")
        if {"unit" if one.unit_id else "organisation"} & relations(one.role, "release", "approve")
    }
    return sorted(found, key=lambda user: user.name)
