"""Group meetings as they have been: the latest of a kind, who took part, and those that stand twice."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from django.db.models import Count, Max, QuerySet

from loke.records.models import Contact, EpisodeQuerySet
from loke.records.storing import chunks


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


def of_session(episodes: EpisodeQuerySet, contact: Contact) -> QuerySet[Contact]:
    """What the group meeting that the contact is of has become among the episodes, the first stored first."""
    alike = of_the_same(contact).filter(session=contact.session, episode__in=episodes)
    return alike.select_related("intervention", "episode__client", "episode__service").order_by("pk")


def of_the_same(contact: Contact) -> QuerySet[Contact]:
    """Everybody's part in the service's group meetings of the contact's kind and day."""
    told = {"date": contact.date, "intervention": contact.intervention_id}
    return Contact.objects.filter(episode__service=contact.episode.service_id, **told).exclude(session="")


@dataclass(frozen=True)
class Doubled:
    """Two group meetings of a kind on a day in which mostly the same took part; `theirs` were in both."""

    first: dict[int, Contact]  # by episode
    second: dict[int, Contact]  # stored after the first
    theirs: list[int]


def held_twice(episodes: EpisodeQuerySet) -> Iterator[Doubled]:
    """Those in which somebody among the episodes was in both; two groups with a few in common are two."""
    seen = Contact.objects.filter(episode__in=episodes).exclude(session="").order_by()
    kinds = seen.values_list("episode__service", "date", "intervention").annotate(n=Count("session", distinct=True))
    several = {tuple(kind) for *kind, _n in kinds.filter(n__gt=1)}
    mine = set(episodes.values_list("pk", flat=True)) if several else set()
    sessions = _sessions(several)
    for kind in sorted(sessions):
        for pair in combinations(sessions[kind].values(), 2):
            if (both := _mostly_in_both(*pair)) & mine:
                yield Doubled(*pair, sorted(both & mine))


def _sessions(kinds: set[tuple]) -> dict[tuple, dict[str, dict[int, Contact]]]:
    """Everybody's part in the group meetings of each service, day and intervention, meeting by meeting."""
    found: dict[tuple, dict] = {kind: defaultdict(dict) for kind in kinds}
    services = {service for service, _day, _intervention in kinds}
    for days in chunks(sorted({day for _service, day, _intervention in kinds})):
        met = Contact.objects.filter(episode__service__in=services, date__in=days).exclude(session="")
        for contact in met.select_related("intervention", "episode").order_by("pk"):
            kind = contact.episode.service_id, contact.date, contact.intervention_id
            if kind in found:
                found[kind][contact.session][contact.episode_id] = contact
    return found


def _mostly_in_both(first: dict[int, Contact], second: dict[int, Contact]) -> set[int]:
    """The episodes in both, if they are more than half of the smaller."""
    both = first.keys() & second.keys()
    return both if 2 * len(both) > min(len(first), len(second)) else set()
