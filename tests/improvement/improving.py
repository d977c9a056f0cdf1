"""How the tests of this room plan, start and end a cycle."""

import uuid
from datetime import date, timedelta

from django.utils import timezone

from loke.improvement import actions
from loke.improvement.models import ImprovementCycle

COMPLETES = "completion/share"


def today(days: int = 0) -> date:
    """The day it is when it is asked, or so many days after it."""
    return timezone.localdate() + timedelta(days)


def begun(by, service, title: str = "Ring dagen före", **told) -> ImprovementCycle:
    return actions.begin_cycle(by=by, service=service, title=title, **told)


def planned(by, service, measure: str = COMPLETES, **told) -> ImprovementCycle:
    """With a plan, a measure and a prediction; begins three hundred days ago unless something else is told."""
    told = {"trying": "Vi ringer dagen före varje träff", "begins": today(-300), **told}
    told = {"measure": measure, "up": True, "seen_by": today(30), **told}
    return actions.write_plan(by=by, cycle=begun(by, service), **told)


def started(by, service, measure: str = COMPLETES, **told) -> ImprovementCycle:
    return actions.move_cycle(by=by, cycle=planned(by, service, measure, **told), phase="study")


def ended(by, service, outcome: str = "keep", **told) -> ImprovementCycle:
    return actions.end_cycle(by=by, cycle=started(by, service, **told), outcome=outcome, words="Fler kommer tillbaka")


def sent(**told) -> dict:
    return {"submission": str(uuid.uuid4()), **told}
