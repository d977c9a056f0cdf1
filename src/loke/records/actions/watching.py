"""Saying that a doubt is right as it stands, and reminding those who have something to fill in."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import Service
from loke.records.models import Dismissal, Episode, ReminderChoice, SentReminder
from loke.records.storing import check, hold, only_the_operator


@action("dismiss_finding")
def dismiss_finding(*, by: User | None, episode: Episode, rule: str, key: str, why: str) -> Dismissal:
    """What a quality rule has found is right all the same, and why; it is not asked again while it stands so."""
    hold(by, episode)
    made = Dismissal(service=episode.service, episode=episode, rule=rule, key=key, why=why, by=by)
    check(made)
    if Dismissal.objects.filter(service=episode.service, rule=rule, key=key).exists():
        raise ValidationError(_("Någon har redan sagt att det stämmer."))
    made.save()
    return made


@action("take_up_finding")
def take_up_finding(*, by: User | None, dismissal: Dismissal) -> Episode:
    """It was not right after all, and is asked again."""
    episode = dismissal.episode
    hold(by, episode)
    dismissal.delete()
    return episode


@action("choose_reminder")
def choose_reminder(*, by: User, weekday: int | None) -> ReminderChoice:
    """One's own choice of the day on which one is reminded; None for never."""
    made, _made = ReminderChoice.objects.update_or_create(user=by, defaults={"weekday": weekday})
    return made


@action("note_reminder")
def note_reminder(*, by: User | None, user: User, day: date) -> SentReminder:
    """Write down that somebody is being reminded this week. Raises IntegrityError when they have been already."""
    only_the_operator(by)
    return SentReminder.objects.create(user=user, week=day - timedelta(days=day.weekday()))


@action("remind")
def remind(*, by: User, service: Service, user: User) -> User:
    """Write down that whoever leads the unit has asked for a letter to one of those who work there.

    Raises ValidationError where no letters can be sent.
    """
    require(by, "client", "assign", unit=service.unit)
    if not settings.EMAIL_HOST:
        raise ValidationError(_("Loke kan inte skicka e-post här. Säg till personen själv."))
    return user
