"""Putting everything back as it stood before a registration, unless something has come or been changed since."""

import json
from collections import Counter
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.accounts.models import User
from loke.records.history import KINDS, NAMES, by_kind, row_before, state, store
from loke.records.models import (
    CarePlanGoal,
    Change,
    Contact,
    Episode,
    Measurement,
    PlannedContact,
    Registration,
    Value,
)
from loke.records.plurals import how_many
from loke.records.storing import check_once, chunks

# what a page takes away
CAN_GO = (Episode, Contact, PlannedContact, Value, Measurement, CarePlanGoal)


def undo(*, by: User | None, registration: Registration) -> Registration:
    """Put everything back as it stood before the registration; itself a registration.

    Raises ValidationError when it is undone already, has been changed since, or when what comes back has no place.
    """
    held = Registration.objects.select_for_update().get(pk=registration.pk)
    changes = list(held.changes.order_by("pk"))
    came = [KINDS[kind](pk=number) for kind, numbers in held.added.items() for number in numbers]
    if held.undone:
        raise ValidationError(_("Det är redan ångrat."))
    _refuse_if_more_has_happened(held, changes, came)
    done = _put_back(by, held, changes, came)
    Registration.objects.filter(pk=held.pk).update(undone=timezone.now())
    Registration.objects.filter(pk=done.pk).update(undoes=held, episode_number=held.episode_number)
    return done


def _put_back(by: User | None, held: Registration, changes: list[Change], came: list[Model]) -> Registration:
    """What was taken away or changed stands again as it did, and what came is gone."""
    gone = [row_before(change) for change in changes if change.taken_away]
    rest = [row_before(change) for change in changes if not change.taken_away]
    episode = Episode.objects.filter(pk=held.episode_number).first()
    try:
        with transaction.atomic():
            rows = {"added": gone, "changed": rest, "removed": came}
            done = store(by=by, service=held.service, what="undo", episode=episode, **rows)
            connection.check_constraints(table_names={row._meta.db_table for row in (*gone, *rest)})
    except IntegrityError as error:
        words = _(
            "Något av det finns redan, till exempel en klient med samma kod, eller hör till det som är borttaget."
        )
        raise ValidationError(words) from error
    for row in (*gone, *rest):
        if isinstance(row, Measurement):
            check_once(row)
    return done


def _refuse_if_more_has_happened(held: Registration, changes: list[Change], came: list[Model]) -> None:
    touched, more = _touched_since(held, changes), Counter[type[Model]]()
    for other, model, numbers in _leaned_on(came):
        if other in CAN_GO:
            more[other] += len(numbers)
        else:
            touched[other if other in NAMES else model] += len(numbers)
    if more:
        raise ValidationError(_take_away_first(more, whole="episode" in held.added) % {"what": how_many(more)})
    if touched:
        words = _("Det går inte att ångra, för %(what)s har ändrats sedan dess. Rätta det som är fel i stället.")
        raise ValidationError(words % {"what": how_many(touched)})


def _take_away_first(more: Counter, *, whole: bool) -> str:
    if whole:
        return ngettext(
            "Det går inte att ångra, för %(what)s har tillkommit. Ta bort det först, eller ta bort hela kontakten.",
            "Det går inte att ångra, för %(what)s har tillkommit. Ta bort dem först, eller ta bort hela kontakten.",
            more.total(),
        )
    return ngettext(
        "Det går inte att ångra, för %(what)s har tillkommit. Ta bort det först.",
        "Det går inte att ångra, för %(what)s har tillkommit. Ta bort dem först.",
        more.total(),
    )


def _touched_since(registration: Registration, changes: list[Change]) -> Counter[type[Model]]:
    """How many rows of each kind stand otherwise than it left them."""
    return Counter(type(row) for row in _otherwise(registration, changes))


def in_the_way(registration: Registration) -> list[Model]:
    """The rows for which it cannot be undone: those that have come to what it brought, and that stand otherwise now."""
    came = [KINDS[kind](pk=number) for kind, numbers in registration.added.items() for number in numbers]
    leaning = (
        other._default_manager.filter(pk__in=numbers) for other, __, numbers in _leaned_on(came) if other in NAMES
    )
    changes = list(registration.changes.order_by("pk"))
    return [*(row for rows in leaning for row in rows), *_otherwise(registration, changes)]


def _otherwise(registration: Registration, changes: list[Change]) -> Iterator[Model]:
    """A row that has been taken away and put back, or changed and changed back, stands as it did."""
    numbers = {kind: list(rows) for kind, rows in registration.added.items()}
    for change in changes:
        numbers.setdefault(change.kind, []).append(change.row)
    for kind, rows in numbers.items():
        for some in chunks(rows):
            later = Change.objects.filter(registration__gt=registration.pk, kind=kind, row__in=some)
            left = {change.row: change for change in later.order_by("-registration", "-pk")}  # the first one of each
            there = KINDS[kind]._default_manager.in_bulk(list(left))
            for number, change in left.items():
                row = there.get(number)
                if row is None or state(row) != json.loads(change.before):
                    yield row or row_before(change)


def relations_to(model: type[Model]) -> list:
    """How rows of other kinds point at rows of this one, also where it has no name for them."""
    fields = model._meta.get_fields(include_hidden=True)
    return [one for one in fields if one.auto_created and not one.concrete and not one.many_to_many]


def _leaned_on(rows: list[Model]) -> Iterator[tuple[type[Model], type[Model], list[int]]]:
    """The kinds that point at rows of a kind without going with them, and the numbers of those that do."""
    going = {(type(row), row.pk) for row in rows}
    for model, those in by_kind(rows):
        for relation in relations_to(model):
            other, field = relation.related_model, f"{relation.field.name}__in"
            for some in chunks(those):
                leaning = other._default_manager.filter(**{field: [row.pk for row in some]})
                found = leaning.values_list("pk", flat=True)
                if numbers := [number for number in found if (other, number) not in going]:
                    yield other, model, numbers
