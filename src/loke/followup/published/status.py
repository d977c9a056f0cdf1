"""How the improvements of each service stand, in one plain sentence of counts, as leadership reads it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.description.models import Service

# Filled by the room above this one that knows: a function from services and a day to, for the key of each service that
# has any, how many are open, overdue (of the open), keep, adjust and drop.
COUNTED: list[Callable[[Sequence[Service], date], Mapping[int, Mapping[str, int]]]] = []


def said_of(services: Sequence[Service], day: date) -> dict[int, str]:
    """The sentence for each service by its key; empty where nobody counts."""
    counted = [counts(services, day) for counts in COUNTED]
    return {one.pk: _sentence(found.get(one.pk, {})) for found in counted for one in services}


def _sentence(counts: Mapping[str, int]) -> str:
    if not any(counts.values()):
        return _("Ingen förbättring är påbörjad.")
    said = [words for name, words in _words(counts).items() if counts[name]]
    return _("Förbättringar: %(counts)s.") % {"counts": ", ".join(said)}


def _words(counts: Mapping[str, int]) -> dict[str, str]:
    told = {
        "open": _("%(n)s pågår"),
        "overdue": ngettext("varav %(n)s är försenad", "varav %(n)s är försenade", counts["overdue"]),
        "keep": ngettext("%(n)s behållen", "%(n)s behållna", counts["keep"]),
        "adjust": ngettext("%(n)s justerad", "%(n)s justerade", counts["adjust"]),
        "drop": ngettext("%(n)s nedlagd", "%(n)s nedlagda", counts["drop"]),
    }
    return {name: words % {"n": counts[name]} for name, words in told.items()}
