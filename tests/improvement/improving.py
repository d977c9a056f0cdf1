"""How the tests of this room plan, start and end a cycle."""

import uuid
from datetime import date, timedelta

from loke.improvement import actions
from loke.improvement.models import ImprovementCycle

TODAY = date.today()
COMPLETES = "completion/share"


def begun(by, service, title: str = "Ring dagen före", **told) -> ImprovementCycle:
    return actions.begin_cycle(by=by, service=service, title=title, **told)


def planned(by, service, measure: str = COMPLETES, **told) -> ImprovementCycle:
    """With a plan, a measure and a prediction; begins three hundred days ago unless something else is told."""
    told = {"trying": "Vi ringer dagen före varje träff", "begins": TODAY - timedelta(days=300), **told}
    told = {"measure": measure, "up": True, "seen_by": TODAY + timedelta(days=30), **told}
    return actions.write_plan(by=by, cycle=begun(by, service), **told)


def started(by, service, measure: str = COMPLETES, **told) -> ImprovementCycle:
    return actions.move_cycle(by=by, cycle=planned(by, service, measure, **told), phase="study")


def ended(by, service, outcome: str = "keep", **told) -> ImprovementCycle:
    return actions.end_cycle(by=by, cycle=started(by, service, **told), outcome=outcome, words="Fler kommer tillbaka")


def sent(**told) -> dict:
    return {"submission": str(uuid.uuid4()), **told}
