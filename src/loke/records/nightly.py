"""What is done with the records every night, by `loke nightly`."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.db.models import F, Model
from django.utils import timezone

from loke.accounts import log
from loke.accounts.faults import where
from loke.accounts.models import Unit, User
from loke.description.models import Service
from loke.records import actions
from loke.records.models import Erasure, FiguresChange
from loke.records.registered import old_in_bin
from loke.records.reminders import remind, to_remind
from loke.records.retention.erasing import scrub
from loke.records.retention.law import due, readings

STEPS = 1000  # of a service's change log: whoever has kept its figures for longer reads everything anew

logger = logging.getLogger(__name__)


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
    """Remind those whose day it is, each once a week; how many letters were sent.

    Whatever hinders one letter hinders no other; it is tried again the next night.
    """
    day = today or timezone.localdate()
    return sum(_reminded(user, day) for user in to_remind(day))


def _reminded(user: User, day: date) -> bool:
    try:
        return remind(user, day)
    except Exception as error:  # its words may hold an address
        logger.error("påminnelse: %s", where(error))
        return False


def propose_erasures(today: date | None = None) -> int:
    """A proposal for each unit where somebody's time has passed; how many there were."""
    day = today or timezone.localdate()
    made, faults = _each(Unit.objects.order_by("pk"), lambda unit: actions.propose_erasure(by=None, unit=unit, day=day))
    if faults:
        raise ExceptionGroup("Proposals that failed", faults)
    return sum(one is not None for one in made)


def erase_what_is_due(today: date | None = None) -> int:
    """Erase what has been in quarantine long enough, and write over what it leaves in the files; how many erasures."""
    day = today or timezone.localdate()
    found = list(Erasure.objects.quarantined().filter(until__lte=day).order_by("pk"))
    _done, faults = _each(found, lambda erasure: actions.erase(by=None, erasure=erasure, day=day))
    if found and not connection.in_atomic_block:
        scrub()
    if faults:
        raise ExceptionGroup("Erasures that failed", faults)
    return len(found)


def _each(rows: Iterable[Model], act: Callable[[Any], object]) -> tuple[list[object], list[Exception]]:
    """Act on each; one that fails stops no other, and is told of when they have all been tried."""
    made, faults = [], []
    for row in rows:
        try:
            made.append(act(row))
        except Exception as fault:
            fault.add_note(f"{row._meta.label} {row.pk}")
            faults.append(fault)
    return made, faults


def forget_readings(today: date | None = None) -> int:
    """Take out of the access log which clients were read longer ago than it is kept; how many names there were."""
    since = due(today or timezone.localdate(), -readings().months)
    return log.forget_readings(before=datetime.combine(since, time.min, timezone.get_current_timezone()))


def forget_steps() -> int:
    """Take away the older steps of the services' change logs; how many there were."""
    old = FiguresChange.objects.filter(number__lte=F("service__change") - STEPS)
    return FiguresChange.objects.filter(pk__in=old.values("pk")).delete()[0]


TASKS: tuple[tuple[str, Callable[[], int | None]], ...] = (  # in this order, each under the name the operator sees
    ("papperskorg", empty_bins),
    ("överlämningar", erase_handovers),
    ("påminnelser", send_reminders),
    ("förslag till gallring", propose_erasures),
    ("gallring", erase_what_is_due),
    ("åtkomstloggen", forget_readings),
    ("siffrornas ändringslogg", forget_steps),
)
