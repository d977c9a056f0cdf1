"""Whether a meeting that has just been registered was there already, in words for its receipt."""

from collections.abc import Sequence
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.database.statements import written_once
from loke.description.models import Intervention
from loke.records.models import Contact, Episode


@written_once(episode=models.BigIntegerField(), day=models.DateField(), intervention=models.BigIntegerField())
def alike(episode, day, intervention):
    """Two of those of one kind on one day, where there are so many."""
    return Contact.objects.filter(episode=episode, date=day, intervention=intervention).order_by().values_list("pk")[:2]


def said_twice(episodes: Sequence[Episode], day: date, intervention: Intervention) -> str:
    """What to do where somebody now has two of the same kind on the day; nothing where nobody has."""
    n = sum(len(alike(episode=one.pk, day=day, intervention=intervention.pk)) > 1 for one in episodes)
    if not n:
        return ""
    words = ngettext(
        "En av dem hade redan en sådan träff den dagen.", "%(n)s av dem hade redan en sådan träff den dagen.", n
    )
    there = _("Det fanns redan en sådan träff den dagen.") if len(episodes) == 1 else words % {"n": n}
    return f" {there} {_('Ångra den här om den blev dubbel, annars kan båda stå.')}"
