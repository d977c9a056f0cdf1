"""This week's list: what is left to fill in about the clients one answers for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from loke.accounts.models import User
from loke.description.models import Service
from loke.records.missing import Task, lacks_meanwhile, missing, plan_of
from loke.records.models import Episode, EpisodeQuerySet, Measurement, PlannedContact

RECENT = timedelta(days=90)  # after that, what was never asked before or at the end is not this week's work

LATER = (Measurement.Occasion.AFTER, "follow_up")  # has its day long after the end


@dataclass(frozen=True)
class Left:
    """A client with what is left to fill in, and planned meetings that have passed without an answer."""

    episode: Episode
    tasks: list[Task]
    planned: list[PlannedContact]


@dataclass(frozen=True)
class Part:
    """What is left about the contacts that go on, or about those that have ended; planned meetings are counted apart.

    What lacks in those that go on is what Översikt counts.
    """

    ongoing: bool
    left: list[Left]

    @property
    def tasks(self) -> int:
        return sum(len(one.tasks) for one in self.left)

    @property
    def planned(self) -> int:
        return sum(len(one.planned) for one in self.left)


def mine(user: User, service: Service) -> EpisodeQuerySet:
    """The episodes that `user` answers for and may write in."""
    return Episode.objects.for_user(user, "write").filter(service=service, responsible=user)


def left_for(user: User, service: Service) -> list[Left]:
    """What is left, client by client in the order of their codes."""
    today = timezone.localdate()
    plan = plan_of(service)
    after = max(plan.months, default=0)
    lately = Q(closed=None) | Q(closed__gte=today - RECENT - timedelta(days=31 * after))
    episodes = list(mine(user, service).filter(lately).listed().order_by("client__code", "-opened"))
    lacking, planned = missing(plan, episodes), defaultdict(list)
    for one in PlannedContact.objects.filter(episode__in=[episode.pk for episode in episodes]).passed():
        planned[one.episode_id].append(one)
    rows = [Left(one, list(_now(one, lacking[one.pk])), planned[one.pk]) for one in episodes]
    return [row for row in rows if row.tasks or row.planned]


def asked_for(service: Service, code: str) -> str:
    """The code if it is that of something that may be missing meanwhile; else nothing, which asks for all of it."""
    return code if code in {task.code for task, _condition in lacks_meanwhile(plan_of(service))} else ""


def only(left: Iterable[Left], code: str) -> list[Left]:
    """Of what is left the one thing with the code, for those whose contact goes on."""
    rows = ((one, [task for task in one.tasks if task.code == code]) for one in left if one.episode.closed is None)
    return [Left(one.episode, tasks, []) for one, tasks in rows if tasks]


def parts_of(left: Sequence[Left]) -> list[Part]:
    """Those that go on first; a part with nothing in it is left out."""
    found = {ongoing: [one for one in left if (one.episode.closed is None) is ongoing] for ongoing in (True, False)}
    return [Part(ongoing, some) for ongoing, some in found.items() if some]


def _now(episode: Episode, tasks: Iterable[Task]) -> Iterable[Task]:
    old = episode.closed is not None and episode.closed < timezone.localdate() - RECENT
    return (task for task in tasks if not old or task.occasion in LATER)


def services_of(user: User) -> list[Service]:
    """The services where `user` answers for somebody."""
    numbers = Episode.objects.for_user(user, "write").filter(responsible=user).values("service")
    return list(Service.objects.filter(pk__in=numbers).select_related("unit").order_by("name"))


def count_of(left: Iterable[Left]) -> int:
    """All of it, as the letter says it."""
    return sum(len(one.tasks) + len(one.planned) for one in left)
