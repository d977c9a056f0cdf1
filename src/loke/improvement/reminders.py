"""The weekly letter about improvements: how much of one's own is late and where it is, and no more."""

import logging
from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.accounts.access import reach
from loke.accounts.faults import where
from loke.accounts.models import User
from loke.improvement import actions
from loke.improvement.models import CycleStep, ImprovementCycle

MONDAY, FRIDAY = 0, 4
logger = logging.getLogger(__name__)


def late_of(user: User, day: date) -> list[ImprovementCycle | CycleStep]:
    """The person's own cycles and steps that should have been seen or done by now, where the person still works."""
    units = reach(user, "improvement", "write").units
    cycles = ImprovementCycle.objects.open().filter(owner=user, seen_by__lt=day, service__unit__in=units)
    steps = CycleStep.objects.waiting().filter(owner=user, until__lt=day, cycle__service__unit__in=units)
    cycles, steps = cycles.select_related("service"), steps.select_related("cycle__service")
    return [*cycles, *steps]


def send_reminders(today: date | None = None) -> int:
    """A letter to each whose day it is, or was earlier in the week, and who has something late; how many were sent.

    The day of the week is the one they have chosen for their other letter, and whoever wants none gets none here.
    """
    day = today or timezone.localdate()
    if day.weekday() > FRIDAY or not settings.EMAIL_HOST:
        return 0
    return sum(_reminded(user, day) for user in _whose_day(day))


def _whose_day(day: date) -> list[User]:
    monday = day - timedelta(days=day.weekday())
    since = Q(reminded=None) | Q(reminded__lt=monday)
    late = ImprovementCycle.objects.open().filter(since, seen_by__lt=day).values("owner")
    steps = CycleStep.objects.waiting().filter(since, until__lt=day).values("owner")
    people = User.objects.filter(Q(pk__in=late) | Q(pk__in=steps), is_active=True).select_related("reminder")
    return [one for one in people if (chosen := _weekday(one)) is not None and chosen <= day.weekday()]


def _weekday(user: User) -> int | None:
    chosen = getattr(user, "reminder", None)
    return chosen.weekday if chosen else MONDAY


def _reminded(user: User, day: date) -> bool:
    """Whatever hinders one letter hinders no other."""
    try:
        if not (late := late_of(user, day)):
            return False
        _send(user, late)
        actions.note_reminded(by=None, user=user, day=day)
    except Exception as error:  # its words may hold an address
        logger.error("påminnelse om förbättringar: %s", where(error))
        return False
    return True


def _send(user: User, late: list[ImprovementCycle | CycleStep]) -> None:
    n, first = len(late), late[0]
    service = first.cycle.service if isinstance(first, CycleStep) else first.service
    words = ngettext(
        "Du håller i %(n)s sak i Förbättra som skulle ha varit klar.",
        "Du håller i %(n)s saker i Förbättra som skulle ha varit klara.",
        n,
    )
    text = f"{words % {'n': n}}\n\n{settings.SITE}{reverse('improvements', args=[service.code])}\n"
    send_mail(_("Påminnelse från Loke"), text, None, [user.email])


TASKS: tuple[tuple[str, Callable[[], int | None]], ...] = (("påminnelser om förbättringar", send_reminders),)
