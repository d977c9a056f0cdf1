"""A week of several clients: what has been registered and planned on each day, and what is usual for each client."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, OuterRef, Subquery, When
from django.utils import timezone
from django.utils.dates import MONTHS

from loke.records.models import Contact, Episode, PlannedContact

DAYS = 7


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday on."""

    monday: date

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=day) for day in range(DAYS)]

    @property
    def name(self) -> str:
        """As it stands in an address: 2026-W46."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> date:
        return self.days[-1]

    @property
    def span(self) -> str:
        """Month and year are said once where they are the same: 23–29 november 2026."""
        first, last = self.monday, self.sunday
        month = f" {MONTHS[first.month]}" if first.month != last.month else ""
        year = f" {first.year}" if first.year != last.year else ""
        return f"{first.day}{month}{year}–{last.day} {MONTHS[last.month]} {last.year}"

    def later(self, weeks: int) -> "Week":
        return Week(self.monday + timedelta(weeks=weeks))

    @property
    def is_this(self) -> bool:
        return self == week_of(timezone.localdate())


def week_of(day: date) -> Week:
    return Week(day - timedelta(days=day.weekday()))


def week_named(name: str) -> Week:
    """The week that an address names; this one if it names none that can be shown."""
    today = timezone.localdate()
    try:
        found = week_of(date.fromisoformat(name))
    except ValueError:
        return week_of(today)
    return found if abs(found.monday.year - today.year) <= 10 else week_of(today)  # far from what dates can hold


@dataclass
class Row:
    """One client's week: contacts and plans by day, and what was registered last time."""

    episode: Episode
    intervention: int | None = None
    minutes: int | None = None
    contacts: dict[date, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    planned: dict[date, list[PlannedContact]] = field(default_factory=lambda: defaultdict(list))

    def is_open(self, day: date) -> bool:
        """Whether something can be registered on the day: it has come, and the client had started."""
        return self.episode.opened <= day <= timezone.localdate()


def rows_of(week: Week, episodes: Sequence[Episode]) -> list[Row]:
    """A row for each episode, in their order."""
    numbers = [episode.pk for episode in episodes]
    usual = _usual(numbers)
    rows = {episode.pk: Row(episode, *usual.get(episode.pk, (None, None))) for episode in episodes}
    for contact in Contact.objects.filter(episode__in=numbers, date__range=(week.monday, week.sunday)).order_by("pk"):
        rows[contact.episode_id].contacts[contact.date].append(contact)
    planned = PlannedContact.objects.filter(episode__in=numbers).between(week.monday, week.sunday)
    for one in planned.select_related("intervention"):
        rows[one.episode_id].planned[one.date].append(one)
    return list(rows.values())


def _usual(numbers: list[int]) -> dict[int, tuple[int, int | None]]:
    """The kind and length of each episode's latest contact of its own, else in a group."""
    grouped = Case(When(session="", then=0), default=1)
    last = Contact.objects.filter(episode=OuterRef("pk")).order_by(grouped, "-date", "-pk").values("pk")[:1]
    latest = Episode.objects.filter(pk__in=numbers).values_list(Subquery(last), flat=True)
    found = Contact.objects.filter(pk__in=list(latest)).order_by()
    return {contact.episode_id: (contact.intervention_id, contact.minutes) for contact in found}


def place_of(contact: Contact) -> str:
    """The name of the contact's cell in the week's form."""
    return place(contact.episode_id, contact.date)


def place(episode: int, day: date) -> str:
    return f"cell-{episode}-{day.isoformat()}"
