"""Help given without identity, as it is listed: how many, month by month, and by what."""

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncMonth

from loke.description.models import Service
from loke.records.models import Contact


@dataclass(frozen=True)
class Month:
    first: object
    persons: int
    by: list[tuple[str, int]]


def counted_by_month(service: Service) -> list[Month]:
    """The latest month first, and in each the commonest help first."""
    contacts = Contact.objects.filter(episode__service=service, episode__client=None)
    counts = contacts.annotate(month=TruncMonth("date")).values_list("month", "intervention__name")
    months: dict[object, list[tuple[str, int]]] = {}
    for month, name, n in counts.annotate(n=Count("pk")).order_by("-month", "-n", "intervention__name"):
        months.setdefault(month, []).append((name, n))
    return [Month(month, sum(n for _name, n in by), by) for month, by in months.items()]
