"""Group meetings as they have been: the latest of a kind, and who took part in it."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from loke.records.models import Contact, EpisodeQuerySet


@dataclass(frozen=True)
class Latest:
    """The latest group meeting of one kind, with the episodes that took part, and what other kinds there have been."""

    intervention: int
    day: date
    minutes: int | None
    episodes: frozenset[int]
    kinds: list[dict] = field(default_factory=list)


def latest_of_groups(episodes: EpisodeQuerySet, kind: str = "") -> Latest | None:
    """Of the intervention with the number; else of the one there has been a group meeting of most lately."""
    meetings = Contact.objects.filter(episode__in=episodes).exclude(session="")
    kinds = meetings.values("intervention", "intervention__name").annotate(day=Max("date")).order_by("-day")
    found = list(kinds.filter(intervention__proposed=None))
    if not found:
        return None
    chosen = next((one for one in found if str(one["intervention"]) == kind), found[0])
    last = meetings.filter(intervention=chosen["intervention"]).order_by("-date", "-pk").first()
    took_part = meetings.filter(session=last.session).values_list("episode", flat=True)
    return Latest(last.intervention_id, last.date, last.minutes, frozenset(took_part), found)
