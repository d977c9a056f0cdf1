"""The one place where rows of the records are written: each registration keeps what it added, changed and took away."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from hashlib import sha256
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.models import User
from loke.description.models import Service
from loke.records.models import (
    Answer,
    CarePlanGoal,
    Change,
    Client,
    Contact,
    Episode,
    Measurement,
    Phase,
    PlannedContact,
    Registration,
    Responsible,
    Score,
    Value,
)

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
    "goal": CarePlanGoal,
}
ORDER = {model: place for place, model in enumerate(KINDS.values())}
NAMES = {model: name for name, model in KINDS.items()}
MOMENT: ContextVar[datetime | None] = ContextVar("moment", default=None)
TOGETHER: ContextVar[list | None] = ContextVar("together", default=None)


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
    changes = [_change(row, taken_away=False) for row in _as_stored(changed)]
    changes += [_change(row, taken_away=True) for row in _as_stored(removed)]
    for model, rows in _by_kind(removed, backwards=True):
        model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    for row in changed:
        row.save()
    came: dict[str, list[int]] = {}
    for model, rows in _by_kind(added):
        model._default_manager.bulk_create(rows)
        came.setdefault(NAMES[model], []).extend(row.pk for row in rows)
    number = episode.pk if episode else None
    told = {"service": service, "episode_number": number, "by": by, "what": what, "why": why, "added": came}
    made = Registration(at=MOMENT.get() or timezone.now(), **told)
    return _keep(made, changes)


@contextmanager
def together(what: str) -> Iterator[None]:
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
            _merge(kept, what)
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


def _keep(made: Registration, changes: list[Change]) -> Registration:
    waiting = TOGETHER.get()
    if waiting is not None:
        waiting.append((made, changes))
        return made
    made.save()
    for change in changes:
        change.registration = made
    Change.objects.bulk_create(changes)
    made.service.touch()
    return made


def _merge(kept: list, what: str) -> None:
    if not kept:
        return
    registrations = [one for one, some in kept]
    made, changes = registrations[0], [change for one, some in kept for change in some]
    episodes, added = {one.episode_number for one in registrations} - {None}, {}
    for one in registrations:
        for kind, numbers in one.added.items():
            added.setdefault(kind, []).extend(numbers)
    made.what, made.added = what, added
    made.episode_number = episodes.pop() if len(episodes) == 1 else None
    _keep(made, changes)


def _by_kind(rows: list[Model], *, backwards: bool = False) -> Iterator[tuple[type[Model], list[Model]]]:
    ordered = sorted(rows, key=lambda row: ORDER[type(row)], reverse=backwards)
    return ((model, list(some)) for model, some in groupby(ordered, key=type))


def _as_stored(rows: list[Model]) -> Iterator[Model]:
    """The rows as the database has them now."""
    for model, some in _by_kind(rows):
        stored = model._default_manager.filter(pk__in=[row.pk for row in some]).order_by("pk")
        yield from stored.select_related(*_way_to_client(model))


def _change(row: Model, *, taken_away: bool) -> Change:
    return Change(
        kind=NAMES[type(row)],
        row=row.pk,
        client_number=client_number(row),
        taken_away=taken_away,
        before=json.dumps(state(row)),
    )


def _way_to_client(model: type[Model]) -> list[str]:
    names = {field.name for field in model._meta.fields}
    return ["measurement__episode"] if "measurement" in names else ["episode"] if "episode" in names else []


def client_number(row: Model) -> int | None:
    """The number of the client that a row of the records is about; None for a count-only registration."""
    if isinstance(row, Client):
        return row.pk
    if isinstance(row, Episode):
        return row.client_id
    return client_number(row.measurement.episode if hasattr(row, "measurement_id") else row.episode)


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


def undo(*, by: User | None, registration: Registration) -> Registration:
    """Put everything back as it stood before the registration; itself a registration.

    Raises ValidationError when it is undone already, or when something of it has been changed since.
    """
    held = Registration.objects.select_for_update().get(pk=registration.pk)
    changes = list(held.changes.order_by("pk"))
    came = [row for kind, numbers in held.added.items() for row in KINDS[kind]._default_manager.filter(pk__in=numbers)]
    if held.undone:
        raise ValidationError(_("Det är redan ångrat."))
    if _touched_since(held, changes) or _leaned_on(came):
        raise ValidationError(_("Något av det har ändrats efteråt. Ändra i stället det som är fel."))
    gone = [row_before(change) for change in changes if change.taken_away]
    rest = [row_before(change) for change in changes if not change.taken_away]
    episode = Episode.objects.filter(pk=held.episode_number).first()
    done = store(by=by, service=held.service, what="undo", episode=episode, added=gone, changed=rest, removed=came)
    Registration.objects.filter(pk=held.pk).update(undone=timezone.now())
    Registration.objects.filter(pk=done.pk).update(undoes=held, episode_number=held.episode_number)
    return done


def _touched_since(registration: Registration, changes: list[Change]) -> bool:
    rows = Q(pk=None)
    for kind, numbers in registration.added.items():
        rows |= Q(kind=kind, row__in=numbers)
    for change in changes:
        rows |= Q(kind=change.kind, row=change.row)
    return Change.objects.filter(rows, registration__gt=registration.pk).exists()


def _leaned_on(rows: list[Model]) -> bool:
    """Whether there is something that points at the rows and does not go with them."""
    going = {(type(row), row.pk) for row in rows}
    return any(
        (relation.related_model, number) not in going
        for model, some in _by_kind(rows)
        for relation in model._meta.related_objects
        for number in relation.related_model._default_manager.filter(
            **{f"{relation.field.name}__in": [row.pk for row in some]}
        ).values_list("pk", flat=True)
    )
