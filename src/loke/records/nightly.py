"""What the records do every night: propose what is to go, and erase what has been in quarantine long enough."""

from datetime import date

from django.db import connection

from loke.accounts.models import Unit
from loke.records import actions
from loke.records.models import Erasure
from loke.records.retention.erasing import scrub


def propose_erasures(day: date) -> list[Erasure]:
    """A proposal for each unit where somebody's time has passed."""
    made = [actions.propose_erasure(by=None, unit=unit, day=day) for unit in Unit.objects.order_by("pk")]
    return [one for one in made if one]


def erase_what_is_due(day: date) -> list[Erasure]:
    """Erase what has been in quarantine until that day, and write over what it leaves in the files."""
    found = Erasure.objects.quarantined().filter(until__lte=day).order_by("pk")
    done = [actions.erase(by=None, erasure=erasure, day=day) for erasure in found]
    if done and not connection.in_atomic_block:
        scrub()
    return done
