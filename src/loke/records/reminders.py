"""The weekly letter, and the one that a manager asks for: how much there is to fill in, and nothing about anybody."""

from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.accounts.models import User
from loke.description.models import Service
from loke.records import actions
from loke.records.models import FRIDAY, MONDAY, Episode, ReminderChoice, Responsible, SentReminder
from loke.records.todo import count_of, left_for, services_of


def to_remind(day: date) -> list[User]:
    """Those whose day it is, or was earlier in a week in which they have not been reminded, and who answer for clients.

    What did not go one night goes the next working day.
    """
    if day.weekday() > FRIDAY:
        return []
    sent = SentReminder.objects.filter(week=day - timedelta(days=day.weekday())).values("user")
    chosen = dict(ReminderChoice.objects.values_list("user", "weekday"))
    people = User.objects.filter(pk__in=Responsible.objects.values("user"), is_active=True).exclude(pk__in=sent)
    asked = ((user, chosen.get(user.pk, MONDAY)) for user in people)
    return [user for user, weekday in asked if weekday is not None and weekday <= day.weekday()]


def remind(user: User, day: date) -> bool:
    """Send the letter if there is anything to fill in, and write down that it is done; whether it was sent."""
    if not settings.EMAIL_HOST:
        return False
    sent = send(user)
    actions.note_reminder(by=None, user=user, day=day)
    return sent


def who_has_left(service: Service) -> list[User]:
    """Those who have something left to fill in about a client of the service whose contact goes on."""
    ongoing = Episode.objects.filter(service=service).ongoing()
    people = User.objects.filter(pk__in=ongoing.values("responsible"), is_active=True).order_by("name")
    return [user for user in people if left_for(user, service)]


def send(user: User) -> bool:
    """Send the letter; False where there is nothing to fill in. Raises OSError when it cannot be sent."""
    counts = [(count_of(left_for(user, service)), service) for service in services_of(user)]
    total = sum(n for n, _service in counts)
    if not total:
        return False
    most = max(counts, key=lambda one: one[0])[1]
    words = ngettext("Du har %(n)s sak att fylla i.", "Du har %(n)s saker att fylla i.", total) % {"n": total}
    text = f"{words}\n\n{settings.SITE}{reverse('to_do', args=[most.code])}\n"
    send_mail(_("Påminnelse från Loke"), text, None, [user.email])
    return True
