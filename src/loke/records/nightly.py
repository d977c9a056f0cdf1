"""What is done with the records every night, by `loke nightly`."""

from datetime import date

from django.utils import timezone

from loke.description.models import Service
from loke.records import actions
from loke.records.registered import old_in_bin
from loke.records.reminders import remind, to_remind


def empty_bins() -> int:
    """Erase what has lain in the bin for 30 days; how many services had any."""
    services = Service.objects.filter(pk__in=old_in_bin().values("registration__service"))
    for service in services:
        actions.empty_bin(by=None, service=service)
    return len(services)


def erase_handovers() -> None:
    """Erase what one service handed over and no other took over in time."""
    actions.erase_handovers(by=None)


def send_reminders(today: date | None = None) -> int:
    """Remind those whose day it is, each once a week; how many letters were sent."""
    day = today or timezone.localdate()
    return sum(remind(user, day) for user in to_remind(day))


TASKS = (empty_bins, erase_handovers, send_reminders)
