"""Whose clients a page is about: one's own, or where the right reaches the whole unit, those of chosen colleagues."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest

from loke.accounts.access import may
from loke.accounts.models import User
from loke.description.models import Service
from loke.forms import number_of
from loke.records.groups import Latest
from loke.records.models import Episode, EpisodeQuerySet

WHOSE = "hos"  # names in an address those whose clients are meant


@dataclass(frozen=True)
class Whose:
    """The ongoing episodes in question; `people` may be chosen among, by whoever may write for all of them."""

    episodes: EpisodeQuerySet
    all_episodes: EpisodeQuerySet
    people: list[User]
    chosen: list[int]


def whose(request: HttpRequest, service: Service) -> Whose:
    """Those chosen in the address; else one's own; of whoever has none and may write for all, everybody's."""
    every = Episode.objects.for_user(request.user, "write").filter(service=service).ongoing()
    people: list[User] = []
    if may(request.user, "client", "write", unit=service.unit):
        people = list(User.objects.filter(episodes__in=every).distinct())
    asked = {number_of(one) for one in request.GET.getlist(WHOSE)}
    chosen = [one.pk for one in people if one.pk in asked]
    own = every.filter(responsible=request.user)
    if chosen:
        return Whose(every.filter(pk__in=every.filter(responsible__in=chosen).values("pk")), every, people, chosen)
    if people and not own.exists():
        return Whose(every, every, people, chosen)
    return Whose(own, every, people, [request.user.pk] if people else [])


def with_those(asked: Whose, latest: Latest | None) -> EpisodeQuerySet:
    """Those asked about, and whoever took part in the latest meeting; nobody asked about, only the latter if any."""
    took_part = latest.episodes if latest else frozenset()
    if asked.people and not asked.chosen:
        return asked.all_episodes.filter(pk__in=took_part)
    return asked.all_episodes.filter(Q(pk__in=asked.episodes.values("pk")) | Q(pk__in=took_part))
