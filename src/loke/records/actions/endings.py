"""How an episode ends: the last day and the reason, with what is asked then."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.measures.models import Variable
from loke.records.actions.answers import record_values
from loke.records.history import store, together
from loke.records.models import Ending, Episode, Phase
from loke.records.seen import ending_rows, unchanged
from loke.records.storing import check, hold


@action("end_episode")
def end_episode(
    *,
    by: User | None,
    episode: Episode,
    closed: date,
    ending: Ending | None,
    values: Mapping[Variable, object] | None = None,
    seen: str | None = None,
    why: str = "",
) -> Episode:
    """Close the episode and the phase it is in, with the answers that are asked then; what was planned goes.

    Whoever has `seen` that it has ended corrects how. Raises Stale when that has changed since, and ValidationError by
    field.
    """
    hold(by, episode)
    unchanged(seen, ending_rows(episode))
    if episode.closed and seen is None:
        raise ValidationError(_("Kontakten är redan avslutad, %(day)s.") % {"day": episode.closed.isoformat()})
    _check_last_day(episode, closed)
    stays = _that_end_with(episode)
    for stay in stays:
        stay.left = closed
    changed = [episode] if (episode.closed, episode.ending) != (closed, ending) else []
    changed += stays if episode.closed != closed else []
    what = "correct_ending" if episode.closed else "end_episode"
    episode.closed, episode.ending = closed, ending
    check(episode)
    with together(what, why):
        if changed:
            planned = list(episode.planned.all())
            told = {"service": episode.service, "episode": episode, "what": what}
            store(by=by, **told, changed=changed, removed=planned)
        if values:
            record_values(by=by, episode=episode, occasion="closing", values=values)
    return episode


@action("reopen_episode")
def reopen_episode(*, by: User | None, episode: Episode, why: str, seen: str | None = None) -> Episode:
    """Take back an ending that was a mistake; the phase that ended with it goes on. `why` is kept in the history.

    Raises Stale when the ending has changed since it was seen.
    """
    hold(by, episode)
    unchanged(seen, ending_rows(episode))
    if not why.strip():
        raise ValidationError({"why": _("Skriv varför avslutet tas tillbaka.")})
    if episode.closed is None:
        raise ValidationError(_("Kontakten pågår redan."))
    if episode.client and episode.client.episodes.filter(service=episode.service, closed=None).exists():
        raise ValidationError(_("Klienten har redan en annan pågående kontakt med verksamheten."))
    stays = _that_end_with(episode)
    for stay in stays:
        stay.left = None
    episode.closed = episode.ending = None
    check(episode)
    told = {"why": why, "changed": [episode, *stays]}
    store(by=by, service=episode.service, episode=episode, what="reopen_episode", **told)
    return episode


def _that_end_with(episode: Episode) -> list[Phase]:
    """The stays in phases that end when the episode does: those that go on, or the last of one that has ended."""
    if episode.closed is None:
        return list(episode.phases.filter(left=None))
    last = episode.phases.last()
    return [last] if last and last.left == episode.closed else []


def _check_last_day(episode: Episode, closed: date) -> None:
    if closed < episode.opened:
        raise ValidationError(
            {"closed": _("Avslutet ligger före starten, %(day)s.") % {"day": episode.opened.isoformat()}}
        )
    last = episode.contacts.order_by("-date").values_list("date", flat=True).first()
    if last and last > closed:
        raise ValidationError({"closed": _("Det finns en träff efter avslutet, %(day)s.") % {"day": last.isoformat()}})
    if later := episode.phases.filter(entered__gt=closed).first():
        words = _("Fasen %(phase)s började efter avslutet, %(day)s.")
        raise ValidationError({"closed": words % {"phase": later.phase, "day": later.entered.isoformat()}})
