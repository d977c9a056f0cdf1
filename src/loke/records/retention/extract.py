"""Everything there is about one client, read off the models so that nothing is left out: for the person who asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.models import AccessedClient, Unit, User
from loke.records.history import KINDS, NAMES, row_before
from loke.records.models import SEALED, Change, Client, Contact, Episode, ErasedClient, PlannedContact, Registration
from loke.records.registered import taken_away
from loke.records.retention.graph import by_number, kinds, rows_about
from loke.records.retention.rows import Cell, Rows, heading_of, table_name, title_of


@dataclass
class Table:
    """Rows of one kind: cells by the data dictionary's names."""

    name: str
    title: str
    rows: list[dict[str, Cell]] = field(default_factory=list)

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The name of each column that some row has something in, and its word."""
        found = {name: cell.label for row in self.rows for name, cell in row.items() if cell.shown}
        return list(found.items())

    @property
    def shown(self) -> list[list[str]]:
        names = [name for name, __ in self.columns]
        return [[row[name].shown if name in row else "" for name in names] for row in self.rows]


@dataclass(frozen=True)
class Before:
    """One row that was changed or taken away: of what kind, and how it stood."""

    kind: str
    taken_away: bool
    row: dict[str, Cell]
    became: str = ""  # how it went, where it was a planned meeting that became one that was held


@dataclass(frozen=True)
class Told:
    """One registration about the client: who did what and when, and how what it changed stood before."""

    at: datetime
    by: str
    what: str
    why: str
    added: int
    changes: list[Before]


@dataclass(frozen=True)
class Extract:
    client: str
    unit: Unit
    made: datetime
    by: User
    sealed: bool
    tables: list[Table]
    history: list[Told]
    readings: list[AccessedClient]

    @property
    def taken_away(self) -> int:
        return sum(one.taken_away for told in self.history for one in told.changes)


def may_be_extracted(unit: Unit, number: int) -> bool:
    """Whether the client is the unit's, be it in quarantine or in the bin."""
    sealed = ErasedClient.objects.filter(erasure__unit=unit, client_number=number).exclude(sealed=None)
    binned = taken_away().filter(kind="client", row=number, registration__service__unit=unit)
    return Client.objects.filter(unit=unit, pk=number).exists() or sealed.exists() or binned.exists()


def extract_of(by: User, unit: Unit, number: int) -> Extract:
    """Everything about the client with that number: what stands there, what stood, who has read, what is sealed."""
    changes = list(Change.objects.filter(client_number=number).select_related("registration__by").order_by("pk"))
    kept = [(change, row_before(change)) for change in changes]
    current = _current(number)
    current_keys = {(type(row), row.pk) for row in current}
    in_quarantine = [row for change, row in kept if change.registration.what == SEALED and _stands(change)]
    in_quarantine = [row for row in in_quarantine if (type(row), row.pk) not in current_keys]
    rows = Rows([*current, *in_quarantine, *(row for __, row in kept)])
    tables = _tables(rows, [*current, *in_quarantine])
    history = _history(rows, [pair for pair in kept if pair[0].registration.what != SEALED], current + in_quarantine)
    readings = AccessedClient.objects.filter(client_number=number).select_related("entry__by").order_by("entry")
    stood = (row for __, row in reversed(kept))
    code = next(row.code for row in [*current, *in_quarantine, *stood] if isinstance(row, Client))
    return Extract(code, unit, timezone.now(), by, bool(in_quarantine), tables, history, list(readings))


def _stands(change: Change) -> bool:
    return change.registration.undone is None


def _current(number: int) -> list[Model]:
    episodes = list(Episode.objects.filter(client=number).values_list("pk", flat=True))
    about = [row for model in _in_order() for row in rows_about(model, episodes, [number])]
    for model, name in by_number():
        named = [number] if name == "client_number" else episodes
        about += model._default_manager.filter(**{f"{name}__in": named}).order_by("pk")
    return about


def _in_order() -> list[type[Model]]:
    """The records' own kinds first, in their order, then whatever else leads to a client."""
    return [*KINDS.values(), *(model for model in kinds() if model not in KINDS.values())]


def _tables(rows: Rows, shown: Iterable[Model]) -> list[Table]:
    tables = {model: Table(table_name(model), heading_of(model)) for model in _in_order()}
    for row in shown:
        model = type(row)
        table = tables.setdefault(model, Table(table_name(model), heading_of(model)))
        table.rows.append(rows.cells(row))
    return list(tables.values())


def _history(rows: Rows, kept: list[tuple[Change, Model]], current: list[Model]) -> list[Told]:
    """Every registration that brought, changed or took away something about the client, the first one first."""
    found: dict[int, list[tuple[Change, Model]]] = {}
    episodes = [row.pk for row in rows.all if isinstance(row, Episode)]
    of = Registration.objects.filter(episode_number__in=episodes).exclude(what=SEALED).select_related("by")
    registrations = {registration.pk: registration for registration in of}
    for change, row in kept:
        registrations[change.registration_id] = change.registration
        found.setdefault(change.registration_id, []).append((change, row))
    first = [*current, *(row for __, row in reversed(kept))]  # the last of a key here is how the row was added
    mine = {(NAMES[type(row)], row.pk): row for row in first if type(row) in NAMES}
    for registration in _of_several(kept, current):
        if _added(registration, mine):
            registrations.setdefault(registration.pk, registration)
    return [_told(rows, one, found.get(one.pk, []), mine) for __, one in sorted(registrations.items())]


def _added(registration: Registration, mine: Mapping[tuple[str, int], Model]) -> list[Model]:
    """What the registration added about the client."""
    keys = ((kind, number) for kind, numbers in registration.added.items() for number in numbers)
    return [mine[key] for key in keys if key in mine]


def _of_several(kept: list[tuple[Change, Model]], current: list[Model]) -> Iterable[Registration]:
    """Registrations about several clients at once, a group meeting or an import, in the client's services."""
    services = {row.service_id for row in [*current, *(row for __, row in kept)] if isinstance(row, Episode)}
    of = Registration.objects.filter(service__in=services, episode_number=None).exclude(what=SEALED)
    return of.select_related("by")


def _told(rows: Rows, registration: Registration, kept: list[tuple[Change, Model]], mine: Mapping) -> Told:
    added = _added(registration, mine)
    held: dict[tuple, list[Contact]] = {}
    for row in added:
        if isinstance(row, Contact):
            held.setdefault(_meeting(row), []).append(row)
    changes = [_before(rows, change, row, held) for change, row in kept]
    by = str(registration.by) if registration.by else _("systemet")
    return Told(registration.at, by, registration.what, registration.why, len(added), changes)


def _before(rows: Rows, change: Change, row: Model, held: dict[tuple, list[Contact]]) -> Before:
    """How the row stood; a planned meeting takes from those `held` the one that it became."""
    met = held.get(_meeting(row)) if isinstance(row, PlannedContact) and change.taken_away else None
    became = str(met.pop(0).get_attendance_display()) if met else ""
    return Before(title_of(type(row)), change.taken_away, rows.cells(row), became)


def _meeting(row: Contact | PlannedContact) -> tuple:
    """What a planned meeting has in common with the one that takes its place."""
    return row.episode_id, row.date, row.intervention_id
