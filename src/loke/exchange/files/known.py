"""What the records hold already of what a file speaks of: clients by code, their episodes, and what may be changed."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from loke.accounts.access import may
from loke.accounts.models import User
from loke.dataset.asread import plain
from loke.description.models import Service
from loke.exchange.files.fields import Field
from loke.exchange.files.rows import Reading, Row
from loke.publishing.numbers import shortest
from loke.records.models import Client, Episode, Reason
from loke.records.pseudonyms import is_code, tidy
from loke.records.storing import reached

NEW, CHANGED, SAME, KEPT = "new", "changed", "same", "kept"
DAYS = ("date", "opened", "judged_on", "set_on")  # of a row, by which it is known


@dataclass(frozen=True)
class Change:
    """What a row of the file says otherwise than the records: what stands there now, and what it would become."""

    sheet: str
    line: int  # as Excel counts
    code: str
    day: str
    what: str
    before: str
    after: str
    client: int | None


@dataclass
class Differences:
    """The rows of the records that are to come, to change and to go, and how many rows of the file mean what.

    Rows are compared one at a time: `set` and `tell` note what the row changes until `count` ends it. What is there
    already stays as it stands when somebody has chosen to `keep` it.
    """

    keep: bool = False
    repeats: bool = False  # rows that are alike are taken in, each for itself
    added: list[Model] = field(default_factory=list)
    changed: list[Model] = field(default_factory=list)
    removed: list[Model] = field(default_factory=list)
    counts: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))
    changes: list[Change] = field(default_factory=list)
    alike: int = 0  # rows that another row of the file is like
    _was: list[tuple[Model, str, Any]] = field(default_factory=list)
    _told: list[tuple[str, Any, Any]] = field(default_factory=list)
    _ended: tuple[int, int, int] = (0, 0, 0)  # how many had been added, changed and removed when the last row ended

    def set(self, thing: Model, name: str, value: Any) -> None:
        """Change a field of something stored; it can be put back while the row is not ended."""
        self._was.append((thing, name, getattr(thing, name)))
        setattr(thing, name, value)

    def tell(self, key: str, before: Any, after: Any) -> None:
        """Note that what `key` stands for becomes something else."""
        self._told.append((key, before, after))

    def count(self, reading: Reading, row: Row, what: str, client: Client) -> None:
        """End a row."""
        if self.keep and self._told:
            self._put_back(what)
            what = KEPT if what == CHANGED else what
        day = next((row.values[key] for key in DAYS if key in row.values), "")
        where = reading.grid.name, row.line + 1, client.code, str(day)
        for key, before, after in self._told:
            one = reading.kind.by_key[key]
            self.changes.append(Change(*where, one.label, said(one, before), said(one, after), client.pk))
        self.counts[reading.kind.code][what] += 1
        self._was, self._told = [], []
        self._ended = len(self.added), len(self.changed), len(self.removed)

    def _put_back(self, what: str) -> None:
        added, changed, removed = self._ended
        for thing, name, value in reversed(self._was):
            setattr(thing, name, value)
        del self.changed[changed:], self.removed[removed:]
        if what == CHANGED:
            del self.added[added:]

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
        by_number = {client.pk: client for client in service.unit.clients.all()}
        for client in by_number.values():
            self.remember(client)
        self.episodes: dict[str, list[Episode]] = defaultdict(list)  # by client's code
        for episode in Episode.objects.filter(service=service).exclude(client=None).order_by("opened", "pk"):
            episode.client = by_number[episode.client_id]
            episode.service = service
            self.episodes[episode.client.code].append(episode)
        self.in_file: dict[str, tuple[str, int]] = {}  # by code: the sheet and row of the file that speak of the client
        self.all = user is None or may(user, "client", "import", unit=service.unit)
        self.own: set[int] = set()
        self.hidden: set[int] = set()
        if user and not self.all:
            own = Episode.objects.for_user(user, "import").filter(service=service)
            self.own = set(own.values_list("pk", flat=True))
            self.hidden = {client.pk for client in by_number.values()} - reached(user, service.unit)

    def remember(self, client: Client) -> None:
        self.clients.setdefault(_key(client.code), client)

    def note(self, reading: Reading) -> None:
        """Which clients the file speaks of, also in rows that are left out."""
        place = reading.part.place_of("code")
        for line in range(reading.part.header + 1, len(reading.grid.rows)) if place is not None else ():
            if code := plain(reading.grid.cell(line, place)):
                self.in_file.setdefault(_key(code), (reading.grid.name, line + 1))

    def left_out(self, code: str) -> tuple[str, int] | None:
        """Where in the file the client of that code stands, who is not known for all that."""
        return self.in_file.get(_key(code))

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


def change(found: Differences, thing: Model, told: Mapping[str, Any]) -> bool:
    """Give a stored thing what a row says of it; whether anything differs. What it says nothing of stays."""
    different = {name: value for name, value in told.items() if getattr(thing, name) != value}
    for name, value in different.items():
        if thing.pk:
            found.tell(name, getattr(thing, name), value)
            found.set(thing, name, value)
        else:
            setattr(thing, name, value)
    return bool(different)


def said(of: Field, value: Any) -> str:
    """A stored value as people read it."""
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, list | tuple | set):
        return ", ".join(sorted(said(of, one) for one in value))
    if isinstance(value, Decimal):
        return shortest(value)
    names = {**dict(Reason.choices), **dict(of.options)}
    return str(names.get(str(value), value))


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
