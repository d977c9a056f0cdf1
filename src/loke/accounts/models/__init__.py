"""Organisation, unit, person, role and the doors they come in by, and the two logs that only grow."""

from loke.accounts.models.doors import Invitation, WayBack, in_one_day
from loke.accounts.models.logs import (
    AccessedClient,
    AccessEntry,
    AuditEntry,
    Link,
    LogHead,
    Submission,
    new_salt,
)
from loke.accounts.models.people import Grant, Installation, Membership, Organisation, SignIn, Unit, User

__all__ = [
    "AccessEntry",
    "AccessedClient",
    "AuditEntry",
    "Grant",
    "Installation",
    "Invitation",
    "Link",
    "LogHead",
    "Membership",
    "Organisation",
    "SignIn",
    "Submission",
    "Unit",
    "User",
    "WayBack",
    "in_one_day",
    "new_salt",
]
