"""Readings as they are judged: what one person read of the same client in one day, gathered to one row."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from loke.accounts.models import AccessEntry, Unit, User
from loke.records.models import LogReview, OpenedForReason
from loke.records.names import page_name
from loke.records.oddness import Judged, Reading

ERASED = "0"  # in an address: those who have no number any more
Key = tuple[int, date, int, bool]  # who, when, whom, and whether of somebody at all


@dataclass(frozen=True)
class Signed:
    """A reading as it was judged when the review was signed."""

    reading: Reading
    points: int
    words: str  # why it was to be looked at; nothing where nothing was odd

    @property
    def risky(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True)
class Sitting:
    """What somebody read of one client in a day, or of lists of several, the oddest first: as odd as that."""

    pages: tuple[Judged | Signed, ...]

    @property
    def reading(self) -> Reading:
        """The oddest, by which the row is known."""
        return self.pages[0].reading

    @property
    def points(self) -> int:
        return self.pages[0].points

    @property
    def risky(self) -> bool:
        return self.pages[0].risky

    @property
    def odd(self) -> int:
        """How many of the pages are to be looked at."""
        return sum(one.risky for one in self.pages)

    @property
    def words(self) -> str:
        """What is odd about any of them, each thing said once."""
        said = (part for one in self.pages if one.risky for part in one.words.split(", "))
        return ", ".join(dict.fromkeys(said))

    @property
    def clients(self) -> list[int]:
        """Those of the odd pages where there are such."""
        told = [one for one in self.pages if one.risky] or self.pages
        return sorted({client for one in told for client in one.reading.clients})

    @property
    def address(self) -> str:
        """What finds its pages in the access log."""
        client = "" if self.reading.client is None else f"&klient={self.reading.client or ERASED}"
        return f"?vem={self.reading.by}{client}&dag={self.reading.at:%Y-%m-%d}"

    @property
    def times(self) -> str:
        """The day with the clock of the first and of the last."""
        first, last = (when(one.reading.at for one in self.pages) for when in (min, max))
        until = "" if f"{first:%H:%M}" == f"{last:%H:%M}" else f"–{last:%H:%M}"
        return f"{first:%Y-%m-%d %H:%M}{until}"

    @property
    def names(self) -> list[tuple[str, int]]:
        """What the pages are called and how many there are of each, the most first."""
        return Counter(str(page_name(one.reading.page)) for one in self.pages).most_common()


def readers(unit: Unit) -> QuerySet[User]:
    """Those who belong to the unit and everybody else who has read in it, as whoever had been given access."""
    have_read = AccessEntry.objects.filter(unit=unit).values("by")
    return User.objects.filter(Q(memberships__unit=unit) | Q(pk__in=have_read)).distinct()


def key_of(reading: Reading) -> Key:
    """Pages of several clients belong together, and so do those of nobody."""
    return reading.by, reading.at.date(), reading.client or 0, bool(reading.clients)


def gathered(judged: Iterable[Judged]) -> list[Sitting]:
    """In the order of the oddest in each, when they come with the oddest first."""
    found: dict[Key, list[Judged]] = defaultdict(list)
    for one in judged:
        found[key_of(one.reading)].append(one)
    return [Sitting(tuple(pages)) for pages in found.values()]


def as_signed(review: LogReview) -> list[tuple[Sitting, str]]:
    """What was signed with what was said of it: a row begins with its note, or where another person or client does."""
    rows = list(review.rows.all())
    entries = AccessEntry.objects.prefetch_related("clients").in_bulk([row.entry for row in rows])
    found: list[tuple[list[Signed], str]] = []
    for row in rows:
        page = Signed(_reading(entries[row.entry]), row.score, row.why)
        if row.note or not found or key_of(found[-1][0][0].reading) != key_of(page.reading):
            found.append(([page], row.note))
        else:
            found[-1][0].append(page)
    return [(Sitting(tuple(pages)), note) for pages, note in found]


def _reading(entry: AccessEntry) -> Reading:
    """As it stands in the log; those erased have no number any more."""
    clients = sorted(one.client_number or 0 for one in entry.clients.all())
    return Reading(entry.number, timezone.localtime(entry.at), entry.by_id, entry.what, tuple(clients))


def reasons(unit: Unit, sittings: Sequence[Sitting]) -> dict[int, list[OpenedForReason]]:
    """What was given as the reason when the clients were opened, by the number of the row."""
    people = {one.reading.by for one in sittings}
    read = {client for one in sittings for client in one.clients}
    given = defaultdict(list)
    for opened in OpenedForReason.objects.filter(client__unit=unit, by__in=people, client__in=read).order_by("at"):
        given[opened.by_id, opened.client_id].append(opened)
    return {
        one.reading.number: [
            opened
            for client in one.clients
            for opened in given[one.reading.by, client]
            if any(opened.at <= page.reading.at <= opened.until for page in one.pages)
        ]
        for one in sittings
    }
