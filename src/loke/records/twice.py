"""Whether a meeting that has just been registered was there already, in words for its receipt."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.description.models import Intervention
from loke.records.models import Contact, Episode


def said_twice(episodes: Iterable[Episode], day: date, intervention: Intervention) -> str:
    """What to do where somebody now has two of the same kind on the day; nothing where nobody has."""
    episodes = list(episodes)
    alike = Contact.objects.filter(episode__in=episodes, date=day, intervention=intervention).order_by()
    n = sum(found > 1 for found in Counter(alike.values_list("episode", flat=True)).values())
    if not n:
        return ""
    words = ngettext(
        "En av dem hade redan en sådan träff den dagen.", "%(n)s av dem hade redan en sådan träff den dagen.", n
    )
    there = _("Samma träff finns redan.") if len(episodes) == 1 else words % {"n": n}
    return f" {there} {_('Ångra den här om den blev dubbel, annars kan båda stå.')}"
