"""What the records hold already of what a file speaks of: clients by code, their episodes, and what may be changed."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model
from django.utils.translation import gettext as _

from loke.accounts.access import may
from loke.accounts.models import User
from loke.description.models import Service
from loke.exchange.files.rows import Problem, Reading, Row
from loke.records.models import Client, Episode
from loke.records.pseudonyms import is_code, tidy
from loke.records.storing import reached

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass
class Differences:
    """The rows of the records that are to come, to change and to go, and how many rows of the file mean what."""

    added: list[Model] = field(default_factory=list)
    changed: list[Model] = field(default_factory=list)
    removed: list[Model] = field(default_factory=list)
    counts: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))
    problems: list[Problem] = field(default_factory=list)

    def count(self, reading: Reading, what: str) -> None:
        self.counts[reading.kind.code][what] += 1

    @property
    def anything(self) -> bool:
        return bool(self.added or self.changed or self.removed)


class Known:
    """The unit's clients and the service's episodes as they stand, with those of the file as they come.

    A client whom the person cannot reach is not told apart from one who does not exist, but for the code being taken.
    """

    def __init__(self, service: Service, user: User | None) -> None:
        self.service = service
        self.clients: dict[str, Client] = {}
        for client in service.unit.clients.all():
            self.remember(client)
        self.episodes: dict[str, list[Episode]] = defaultdict(list)  # by client's code
        by_number = {client.pk: client for client in self.clients.values()}
        for episode in Episode.objects.filter(service=service).exclude(client=None).order_by("opened", "pk"):
            episode.client = by_number[episode.client_id]
            episode.service = service
            self.episodes[episode.client.code].append(episode)
        self.all = user is None or may(user, "client", "import", unit=service.unit)
        self.own: set[int] = set()
        self.hidden: set[int] = set()
        if user and not self.all:
            own = Episode.objects.for_user(user, "import").filter(service=service)
            self.own = set(own.values_list("pk", flat=True))
            self.hidden = {client.pk for client in self.clients.values()} - reached(user, service.unit)

    def remember(self, client: Client) -> None:
        self.clients.setdefault(_key(client.code), client)

    def client(self, code: str) -> Client | None:
        found = self.clients.get(_key(code))
        return None if self.is_hidden(found) else found

    def is_taken(self, code: str) -> bool:
        """Whether the code is that of a client whom the person cannot reach."""
        return self.is_hidden(self.clients.get(_key(code)))

    def is_hidden(self, client: Client | None) -> bool:
        return client is not None and client.pk in self.hidden

    def mine(self, episode: Episode) -> bool:
        """Whether the person may write in it; what is new in the file is theirs."""
        return self.all or episode.pk is None or episode.pk in self.own

    def on(self, client: Client, day: date | None) -> Episode | None:
        """The episode of a day; the latest, without one."""
        there = self.episodes[client.code]
        held = [one for one in there if day is None or (one.opened <= day and (not one.closed or day <= one.closed))]
        return held[-1] if held else None

    def before(self, client: Client, day: date) -> Episode | None:
        """The latest that had ended by then."""
        return next((e for e in reversed(self.episodes[client.code]) if e.closed and e.closed <= day), None)

    def after(self, client: Client, day: date) -> Episode | None:
        """The first that began on the day or later."""
        return next((e for e in self.episodes[client.code] if e.opened >= day), None)


def _key(code: str) -> str:
    """Codes of ours are found in whatever way they are typed, others whatever their case."""
    tidied = tidy(code)
    return tidied if is_code(tidied) else code.casefold()


def number_of(client: Client | None) -> int | None:
    return client.pk if client else None


def refuse(reading: Reading, row: Row, key: str, expected: str, todo: str, client: Client | None = None) -> None:
    """Note the problem and leave the row out."""
    reading.problem(row, key, expected, todo, client=number_of(client))
    reading.skipped += 1


def not_yours(reading: Reading, row: Row) -> None:
    """Leave out a row of somebody else's contact with a client whom the person reaches in another way."""
    todo = _("Någon annan ansvarar för klienten. Be den eller enhetschefen läsa in raden.")
    refuse(reading, row, "code", _("en klient som du ansvarar för"), todo)
