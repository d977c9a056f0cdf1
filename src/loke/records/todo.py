"""This week's list: what is left to fill in about the clients one answers for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from loke.accounts.models import User
from loke.description.models import Service
from loke.records.missing import Task, missing, plan_of
from loke.records.models import Episode, EpisodeQuerySet, Measurement

RECENT = timedelta(days=90)  # after that, what was never asked before or at the end is not this week's work


@dataclass(frozen=True)
class Left:
    """A client with what is left to fill in."""

    episode: Episode
    tasks: list[Task]


def mine(user: User, service: Service) -> EpisodeQuerySet:
    """The episodes that `user` answers for and may write in."""
    return Episode.objects.for_user(user, "write").filter(service=service, responsible=user)


def left_for(user: User, service: Service) -> list[Left]:
    """What is left, client by client in the order of their codes."""
    today = timezone.localdate()
    plan = plan_of(service)
    after = max([months for one in plan.instruments.values() for months in one.months], default=0)
    lately = Q(closed=None) | Q(closed__gte=today - RECENT - timedelta(days=31 * after))
    episodes = list(mine(user, service).filter(lately).listed().order_by("client__code", "-opened"))
    lacking = missing(plan, episodes)
    rows = [Left(episode, list(_now(episode, lacking[episode.pk]))) for episode in episodes]
    return [row for row in rows if row.tasks]


def _now(episode: Episode, tasks: Iterable[Task]) -> Iterable[Task]:
    old = episode.closed is not None and episode.closed < timezone.localdate() - RECENT
    return (task for task in tasks if not old or task.occasion == Measurement.Occasion.AFTER)


def services_of(user: User) -> list[Service]:
    """The services where `user` answers for somebody."""
    numbers = Episode.objects.for_user(user, "write").filter(responsible=user).values("service")
    return list(Service.objects.filter(pk__in=numbers).select_related("unit").order_by("name"))


def count_of(left: Iterable[Left]) -> int:
    return sum(len(one.tasks) for one in left)
