"""The units of an organisation as whoever looks after them sees them: who works there, and what keeps each in place."""

from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from loke.accounts.access import reach
from loke.accounts.models import Membership, Unit, User


def units_for(user: User) -> QuerySet[Unit]:
    """Those that somebody may look after, with how many `work_here` today and whether they are `in_use`."""
    held = Membership.objects.active(timezone.localdate()).filter(unit=OuterRef("pk")).order_by().values("unit")
    people = held.annotate(n=Count("user", distinct=True)).values("n")
    mine = Unit.objects.filter(organisation__in=reach(user, "units", "change").organisations)
    return mine.annotate(work_here=people, in_use=_in_use()).select_related("organisation")


def _in_use() -> Q:
    """Whether any row of any room names the unit, be it a line in a log: what has been there stays to be read."""
    kinds = [(one.related_model, one.field.name) for one in Unit._meta.related_objects]
    found = [Exists(kind._base_manager.filter(**{name: OuterRef("pk")})) for kind, name in kinds]
    return reduce(or_, (Q(one) for one in found))
