"""Taking variables over from a starter set."""

from collections.abc import Collection
from dataclasses import dataclass

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import Unit, User
from loke.description.adopting import hold
from loke.description.models import Service
from loke.measures.actions.variables import add_variable
from loke.measures.burden import check_reason
from loke.measures.models import Variable
from loke.measures.starters import Starter, Suggestion, there_already


@dataclass(frozen=True)
class TakenOver:
    """What came of it: the variables that were added, and those that the service had already."""

    unit: Unit
    added: list[Variable]
    skipped: list[Suggestion]


@action("add_from_starter")
def add_from_starter(
    *, by: User | None, service: Service, starter: Starter, codes: Collection[str], reason: str = ""
) -> TakenOver:
    """Add the suggestions with these codes, in the set's order, but for those whose name or code is there already.

    Raises ValidationError by field.
    """
    require(by, "measures", "write", unit=service.unit)
    hold(service)
    wanted = [one for one in starter.suggestions if one.code in codes]
    there = there_already(service, wanted)
    new = [one for one in wanted if one not in there]
    check_reason(service, len(new), reason)
    added = [add_variable(by=by, service=service, reason=reason, **one.fields()) for one in new]
    return TakenOver(service.unit, added, there)
