"""How far a review has come, in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.promising_practice.progress import Level, Standing
from loke.publishing.numbers import spelled


def said_of(standing: Standing, language: str) -> str:
    """As "5 av 11 element är bedömda. Två är mycket bra och tre på god väg."."""
    told = {"n": len(standing.judged), "of": len(standing.elements)}
    if not told["n"]:
        return _("Inget av de %(of)s elementen är bedömt än.") % told
    first = ngettext("%(n)s av %(of)s element är bedömt.", "%(n)s av %(of)s element är bedömda.", told["n"]) % told
    return f"{first} {_levels(standing.levels, language)}"


def _levels(levels: list[tuple[Level, int]], language: str) -> str:
    first, *rest = [_level(level, count, language, verb=not place) for place, (level, count) in enumerate(levels)]
    *middle, last = [first, *rest]
    words = _("%(some)s och %(last)s.") % {"some": ", ".join(middle), "last": last} if middle else f"{last}."
    return words[:1].upper() + words[1:]


def _level(level: Level, count: int, language: str, *, verb: bool) -> str:
    told = {"n": _("ett") if count == 1 else spelled(count, language)}
    name = level.name[:1].lower() + level.name[1:]
    if level.code == "needs_work":
        return _("%(n)s behöver utvecklas vidare") % told
    words = "%(n)s %(is)s %(name)s" if verb else "%(n)s %(name)s"
    return words % {**told, "is": _("är"), "name": name}
