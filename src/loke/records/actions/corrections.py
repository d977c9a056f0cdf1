"""Correcting what the client's page says: the opening day, a code that was typed wrong, and the stays in phases."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.records.history import state, store
from loke.records.models import Client, Episode, Measurement, Phase
from loke.records.own_codes import fault_of
from loke.records.pseudonyms import is_code
from loke.records.seen import unchanged
from loke.records.storing import check, hold, hold_clients

Stay = tuple[date, date | None]


def _can_be_corrected(episode: Episode) -> list[Model]:
    """The rows that a correction may change."""
    return [episode, *([episode.client] if episode.client else []), *episode.phases.all()]


@action("correct_episode")
def correct_episode(
    *,
    by: User | None,
    episode: Episode,
    seen: str | None,
    opened: date,
    stays: Mapping[int, Stay | None],
    code: str | None = None,
    why: str = "",
) -> Episode:
    """Set the opening day, the code and the days of stays in phases by their numbers; None takes a stay away.

    Raises Stale when the rows have changed since they were seen, and ValidationError by field.
    """
    client = episode.client = hold_clients([episode.client_id])[episode.client_id]
    hold(by, episode)
    before = _can_be_corrected(episode)
    unchanged(seen, before)
    stood = {(type(row), row.pk): state(row) for row in before}
    _set_opening(episode, opened)
    if code is not None and code != client.code:
        _set_code(client, code)
    kept, removed = _set_stays(episode, list(before[2:]), stays)
    changed = [row for row in (episode, client, *kept) if state(row) != stood[type(row), row.pk]]
    for row in changed:
        check(row)
    if changed or removed:
        rows = {"changed": changed, "removed": removed}
        store(by=by, service=episode.service, episode=episode, what="correct_episode", why=why, **rows)
    return episode


def _set_opening(episode: Episode, opened: date) -> None:
    if episode.closed and opened > episode.closed:
        raise ValidationError({"opened": _("Kontakten slutade %(day)s.") % {"day": episode.closed.isoformat()}})
    contacts = episode.contacts.order_by("date").values_list("date", flat=True)
    measured = episode.measurements.exclude(occasion=Measurement.Occasion.START).exclude(date=None)
    for words, first in (
        (_("Den första träffen är registrerad %(day)s."), contacts.first()),
        (_("En mätning är registrerad %(day)s."), measured.order_by("date").values_list("date", flat=True).first()),
    ):
        if first and opened > first:
            raise ValidationError({"opened": words % {"day": first.isoformat()}})
    episode.opened = opened


def _set_code(client: Client, code: str) -> None:
    if is_code(client.code):
        raise ValidationError(_("Koden är gjord av Loke och går inte att ändra."))
    if fault := fault_of(code):
        raise ValidationError({"code": fault})
    if client.unit.clients.exclude(pk=client.pk).filter(code__iexact=code).exists():
        raise ValidationError({"code": _("En annan klient i enheten har den koden.")})
    client.code = code


def _set_stays(
    episode: Episode, before: list[Phase], stays: Mapping[int, Stay | None]
) -> tuple[list[Phase], list[Phase]]:
    removed = [stay for stay in before if stay.pk in stays and stays[stay.pk] is None]
    kept = [stay for stay in before if stay not in removed]
    for stay in kept:
        if days := stays.get(stay.pk):
            stay.entered, stay.left = days
    faults = dict(_faults_of(episode, sorted(kept, key=lambda stay: (stay.entered, stay.pk))))
    if faults:
        raise ValidationError(faults)
    return kept, removed


def _faults_of(episode: Episode, stays: list[Phase]) -> Iterator[tuple[str, str]]:
    for stay in stays:
        if stay.entered < episode.opened:
            yield f"entered-{stay.pk}", _("Kontakten började %(day)s.") % {"day": episode.opened.isoformat()}
        if stay.left and stay.left < stay.entered:
            yield f"left-{stay.pk}", _("Fasen kan inte sluta innan den börjar.")
        if episode.closed and (stay.left is None or stay.left > episode.closed):
            yield f"left-{stay.pk}", _("Kontakten slutade %(day)s.") % {"day": episode.closed.isoformat()}
    for one, following in pairwise(stays):
        if one.left is None or one.left > following.entered:
            words = _("Nästa fas, %(phase)s, börjar %(day)s.")
            told = {"phase": following.phase, "day": following.entered.isoformat()}
            yield f"left-{one.pk}", words % told
