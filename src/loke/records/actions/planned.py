"""Meetings that are planned: put down in a series, moved, dropped, and at last answered."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import Intervention
from loke.records import pseudonyms
from loke.records.fields import PASSED
from loke.records.history import MOMENT, store, version_of
from loke.records.models import Contact, Episode, PlannedContact, lasted
from loke.records.seen import unchanged
from loke.records.storing import check, hold

PLAN_GONE = gettext_lazy("Träffen står inte längre som planerad. Någon har hunnit före. Inget är sparat.")


@action("plan_contacts")
def plan_contacts(
    *, by: User | None, episode: Episode, intervention: Intervention, days: Sequence[date], minutes: int | None = None
) -> Episode:
    """Put down one series of meetings. Raises ValidationError by field."""
    hold(by, episode)
    _refuse_ended(episode)
    told = {"episode": episode, "intervention": intervention, "minutes": minutes, "series": pseudonyms.new_code()}
    made = [PlannedContact(date=day, **told) for day in days]
    for one in made:
        check(one)
        _check_day(one)
    store(by=by, service=episode.service, episode=episode, what="plan_contacts", added=made)
    return episode


@action("answer_planned")
def answer_planned(*, by: User | None, planned: PlannedContact, attendance: str) -> Contact:
    """Say how a planned meeting went: it becomes a contact. Raises ValidationError before its day."""
    episode = planned.episode
    hold(by, episode)
    planned = _still(planned)
    if not planned.has_come:
        raise ValidationError(
            _("Träffen är planerad till %(day)s, som inte har varit än. Flytta den eller ta bort den i stället.")
            % {"day": planned.date.isoformat()}
        )
    told = {"date": planned.date, "intervention": planned.intervention, "attendance": attendance}
    contact = Contact(episode=episode, minutes=lasted(attendance, planned.minutes), **told)
    check(contact)
    store(by=by, service=episode.service, episode=episode, what="answer_planned", added=[contact], removed=[planned])
    return contact


@action("move_planned")
def move_planned(
    *, by: User | None, planned: PlannedContact, date: date, minutes: int | None, seen: str
) -> PlannedContact:
    """Another day, or another length, for one meeting; the others of its series stay.

    `seen` is the version of it that was moved. Raises Stale when it has been moved since, ValidationError by field.
    """
    episode = planned.episode
    hold(by, episode)
    _refuse_ended(episode)
    there = _still(planned)
    unchanged(seen, [there])
    there.episode, there.date, there.minutes = episode, date, minutes
    check(there)
    _check_day(there)
    if version_of([there]) != seen:
        store(by=by, service=episode.service, episode=episode, what="move_planned", changed=[there])
    return there


@action("drop_planned")
def drop_planned(*, by: User | None, planned: PlannedContact, rest: bool = False) -> Episode:
    """Take away one planned meeting; with `rest` also those of its series that come after it."""
    episode = planned.episode
    hold(by, episode)
    there = _still(planned)
    later = episode.planned.filter(series=there.series, date__gte=there.date)
    gone = list(later) if rest else [there]
    store(by=by, service=episode.service, episode=episode, what="drop_planned", removed=gone)
    return episode


def _still(planned: PlannedContact) -> PlannedContact:
    """The meeting as it stands now that the episode is held."""
    there = PlannedContact.objects.select_related("intervention").filter(pk=planned.pk).first()
    if there is None:
        raise ValidationError(PLAN_GONE)
    return there


def _refuse_ended(episode: Episode) -> None:
    if episode.closed:
        raise ValidationError(_("Kontakten är avslutad, %(day)s.") % {"day": episode.closed.isoformat()})


def _check_day(planned: PlannedContact) -> None:
    if planned.date < timezone.localdate(MOMENT.get()):
        raise ValidationError({"date": PASSED})
    if planned.date < planned.episode.opened:
        words = _("Träffen ligger före starten, %(day)s.")
        raise ValidationError({"date": words % {"day": planned.episode.opened.isoformat()}})
