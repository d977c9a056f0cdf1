"""The weekly letter: how much there is to fill in and where the list is, and nothing about anybody."""

from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.accounts.models import User
from loke.records import actions
from loke.records.models import MONDAY, ReminderChoice, Responsible, SentReminder
from loke.records.todo import count_of, left_for, services_of


def to_remind(day: date) -> list[User]:
    """Those who answer for clients, have this day as theirs, and have not been reminded this week."""
    sent = SentReminder.objects.filter(week=day - timedelta(days=day.weekday())).values("user")
    chosen = dict(ReminderChoice.objects.values_list("user", "weekday"))
    people = User.objects.filter(pk__in=Responsible.objects.values("user"), is_active=True).exclude(pk__in=sent)
    return [user for user in people if chosen.get(user.pk, MONDAY) == day.weekday()]


def remind(user: User, day: date) -> bool:
    """Send the letter, if there is anything to fill in; written down first, so that nobody gets it twice."""
    counts = [(count_of(left_for(user, service)), service) for service in services_of(user)]
    total = sum(n for n, _service in counts)
    if not total or not settings.EMAIL_HOST:
        return False
    try:
        actions.note_reminder(by=None, user=user, day=day)
    except IntegrityError:  # another night's work was faster
        return False
    most = max(counts, key=lambda one: one[0])[1]
    words = ngettext("Du har %(n)s sak att fylla i.", "Du har %(n)s saker att fylla i.", total) % {"n": total}
    text = f"{words}\n\n{settings.SITE}{reverse('to_do', args=[most.code])}\n"
    try:
        return bool(send_mail(_("Påminnelse från Loke"), text, None, [user.email]))
    except OSError:
        return False
