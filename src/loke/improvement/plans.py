"""What a plan and its prediction must hold together, and what of it stands once it has started."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.improvement.measures import is_share
from loke.improvement.models import ImprovementCycle

PLANNED = ("title", "kind", "problem", "causes", "trying", "owner", "begins")
PREDICTED = ("prediction", "measure", "up", "size", "seen_by")
WHOLE = 100  # percentage points
SETTLED = ("begins", *PREDICTED)  # from the start on


def check_settled(cycle: ImprovementCycle, told: Mapping[str, object]) -> None:
    """What was predicted, and of which measure from which day, stands when it has started."""
    if cycle.started and any(name in told and told[name] != getattr(cycle, name) for name in SETTLED):
        raise ValidationError(_("Ni har börjat. Dagen ni började och det ni trodde ändras inte efter det."))


def check_plan(cycle: ImprovementCycle) -> None:
    """Raises ValidationError by field."""
    if cycle.measure and cycle.up is None:
        raise ValidationError({"up": _("Välj om ni tror att det ökar eller minskar.")})
    if not cycle.measure and (cycle.up is not None or cycle.size is not None):
        raise ValidationError({"measure": _("Välj vilket mått det gäller, eller lämna riktning och storlek tomma.")})
    _check_size(cycle)
    if _is_seen_too_soon(cycle):
        raise ValidationError({"seen_by": _("Välj en dag efter att ni har börjat.")})


def check_to_be_seen(cycle: ImprovementCycle) -> None:
    """Raises ValidationError when it should have been seen by the day it starts."""
    if _is_seen_too_soon(cycle):
        raise ValidationError(_("Dagen då det ska synas måste ligga efter starten. Välj en ny dag i planen först."))


def _is_seen_too_soon(cycle: ImprovementCycle) -> bool:
    return bool(cycle.begins and cycle.seen_by and cycle.seen_by <= cycle.begins)


def _check_size(cycle: ImprovementCycle) -> None:
    if cycle.size is None:
        return
    if cycle.size <= 0:
        raise ValidationError({"size": _("Skriv ett tal större än noll.")})
    if cycle.size > WHOLE and is_share(cycle.measure):
        raise ValidationError({"size": _("Skriv högst 100: en andel ändras med högst 100 procentenheter.")})
