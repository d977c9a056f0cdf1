"""The one place where rows of the records are written: each registration keeps what it added, changed and took away."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from hashlib import sha256
from itertools import groupby

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from loke.accounts.models import User
from loke.database.statements import insert, insert_all, new_row
from loke.description.models import Service
from loke.records.models import (
    Acknowledgement,
    Answer,
    CarePlanGoal,
    Change,
    Client,
    Contact,
    Dismissal,
    Episode,
    Measurement,
    OpenedForReason,
    Phase,
    PlannedContact,
    Registration,
    Responsible,
    Score,
    Value,
)
from loke.records.storing import chunks, episode_of, way_to_episode
from loke.records.touching import touch

# In this order rows can come back: what others point at stands first.
KINDS: dict[str, type[Model]] = {
    "client": Client,
    "episode": Episode,
    "responsible": Responsible,
    "phase": Phase,
    "contact": Contact,
    "planned": PlannedContact,
    "value": Value,
    "measurement": Measurement,
    "answer": Answer,
    "score": Score,
    "acknowledgement": Acknowledgement,
    "goal": CarePlanGoal,
    "dismissal": Dismissal,
    "opened_for_reason": OpenedForReason,
}
ORDER = {model: place for place, model in enumerate(KINDS.values())}
NAMES = {model: name for name, model in KINDS.items()}
MOMENT: ContextVar[datetime | None] = ContextVar("moment", default=None)
TOGETHER: ContextVar[list | None] = ContextVar("together", default=None)
# the latest one, for the receipt of the form that led to it
MADE: ContextVar[Registration | None] = ContextVar("made", default=None)


def store(
    *,
    by: User | None,
    service: Service,
    what: str,
    episode: Episode | None = None,
    added: Iterable[Model] = (),
    changed: Iterable[Model] = (),
    removed: Iterable[Model] = (),
    why: str = "",
) -> Registration:
    """Write rows of the records in the caller's transaction and keep how they stood before.

    Hold the episode first. Rows are checked by the caller; constraints by the database.
    """
    added, changed, removed = list(added), list(changed), list(removed)
    number = episode.pk if episode else None
    told = {"service": service, "episode_number": number, "by": by, "what": what, "why": why}
    made, waiting = new_row(Registration, at=MOMENT.get() or timezone.now(), **told), TOGETHER.get()
    if waiting is None and (changed or removed):
        _keep(made)
    kept: list[Change] = []
    for some in chunks(changed):
        kept += _keep_changes(made, _as_stored(some), taken_away=False)
    for model, rows in by_kind(removed, backwards=True):
        for some in chunks(rows):
            kept += _keep_changes(made, _as_stored(some), taken_away=True)
            model._default_manager.filter(pk__in=[row.pk for row in some]).delete()
    for row in changed:  # when what goes no longer stands in its way
        row.save()
    for model, rows in by_kind(added):
        insert_all(rows)
        made.added.setdefault(NAMES[model], []).extend(row.pk for row in rows)
    if waiting is not None:
        waiting.append((made, kept, added, [*changed, *removed]))
        return made
    _keep(made)
    touch(service, added=added, rest=[*changed, *removed], changes=kept)
    return made


def _keep(made: Registration) -> None:
    """Before what it changes, and again when the numbers of what it added are known."""
    MADE.set(made)
    if made.pk is None:
        insert(made)
    else:
        made.save()


def _keep_changes(made: Registration, rows: Iterable[Model], *, taken_away: bool) -> list[Change]:
    """What stood in the rows: written at once if the registration is, else to wait with it."""
    changes = [_change(row, taken_away=taken_away) for row in rows]
    if made.pk is not None:
        for change in changes:
            change.registration = made
        insert_all(changes)
    return changes


@contextmanager
def together(what: str, why: str = "") -> Iterator[None]:
    """What is stored meanwhile becomes one registration, called `what`, that is undone as a whole.

    Inside another one it becomes part of that.
    """
    if TOGETHER.get() is not None:
        yield
        return
    kept: list = []
    token = TOGETHER.set(kept)
    try:
        with transaction.atomic():
            yield
            TOGETHER.set(None)
            _merge(kept, what, why)
    finally:
        TOGETHER.reset(token)


@contextmanager
def registered_at(moment: datetime) -> Iterator[None]:
    """Say of what is stored meanwhile that it was registered then; for invented records, never for real ones."""
    token = MOMENT.set(moment)
    try:
        yield
    finally:
        MOMENT.reset(token)


def _merge(kept: list, what: str, why: str) -> None:
    if not kept:
        return
    registrations = [one for one, *_rest in kept]
    made, changes = registrations[0], [change for _one, some, *_rows in kept for change in some]
    episodes, added = {one.episode_number for one in registrations} - {None}, {}
    for one in registrations:
        for kind, numbers in one.added.items():
            added.setdefault(kind, []).extend(numbers)
    made.what, made.why, made.added = what, made.why or why, added
    made.episode_number = episodes.pop() if len(episodes) == 1 else None
    _keep(made)
    for change in changes:
        change.registration = made
    insert_all(changes)
    added_rows = [row for *_kept, rows, _rest in kept for row in rows]
    touch(made.service, added=added_rows, rest=[row for *_kept, rows in kept for row in rows], changes=changes)


def by_kind(rows: list[Model], *, backwards: bool = False) -> Iterator[tuple[type[Model], list[Model]]]:
    """The rows of each kind, in the order in which they can come back."""
    ordered = sorted(rows, key=lambda row: ORDER[type(row)], reverse=backwards)
    return ((model, list(some)) for model, some in groupby(ordered, key=type))


def _as_stored(rows: list[Model]) -> Iterator[Model]:
    """The rows as the database has them now."""
    for model, some in by_kind(rows):
        stored = model._default_manager.filter(pk__in=[row.pk for row in some]).order_by("pk")
        way = way_to_episode(model)
        yield from stored.select_related(way) if way else stored


def _change(row: Model, *, taken_away: bool) -> Change:
    return Change(
        kind=NAMES[type(row)],
        row=row.pk,
        client_number=client_number(row),
        taken_away=taken_away,
        before=json.dumps(state(row)),
    )


def client_number(row: Model) -> int | None:
    """The number of the client that a row of the records is about; None for a count-only registration."""
    if isinstance(row, Client):
        return row.pk
    return (row if isinstance(row, OpenedForReason) else episode_of(row)).client_id


def state(row: Model) -> dict[str, str | None]:
    """The row's fields as text, by column."""
    values = ((field, field.value_from_object(row)) for field in row._meta.concrete_fields)
    return {field.attname: None if value is None else field.value_to_string(row) for field, value in values}


def row_before(change: Change) -> Model:
    """The row as it stood, not saved."""
    model, before = KINDS[change.kind], json.loads(change.before)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(text) for name, text in before.items() if name in fields})


def version_of(rows: Iterable[Model]) -> str:
    """A digest of rows as they stand, which a form carries to be told apart from what somebody has changed since."""
    ordered = sorted((ORDER[type(row)], row.pk, state(row)) for row in rows)
    return sha256(json.dumps(ordered, sort_keys=True).encode()).hexdigest()[:32]
