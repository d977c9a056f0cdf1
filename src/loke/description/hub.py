"""Where a service stands in describing itself: both descriptions, their versions, and what there is to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.accounts.access import may
from loke.accounts.models import User
from loke.description.access import may_describe
from loke.description.models import ProcessDescription, Review, Service, ServiceDescription, Wording
from loke.description.reading import Told, current, told_of
from loke.description.yearly import to_look_at


@dataclass(frozen=True)
class Task:
    """A heading in the task list: `state` is done, now or todo."""

    name: str
    url: str
    text: str
    by: str
    status: str
    state: str


@dataclass(frozen=True)
class Hub:
    description: ServiceDescription | None
    adopted: ServiceDescription | None
    tasks: Sequence[Task]
    process: ProcessDescription | None
    adopted_process: ProcessDescription | None
    versions: QuerySet
    process_versions: QuerySet
    yearly: ServiceDescription | None
    readers: QuerySet
    waiting: Sequence[Wording]
    may_write: bool
    may_adopt: bool
    may_ask: bool
    may_make: bool


def hub_of(service: Service, user: User, today: date) -> Hub:
    description = current(service)
    told = told_of(description) if description else []
    may_write = may_describe(user, "write", service)
    return Hub(
        description=description,
        adopted=service.descriptions.adopted().first(),
        tasks=_tasks(service, description, told) if description else (),
        process=service.processes.latest_first().select_related("changed_by").first(),
        adopted_process=service.processes.adopted().first(),
        versions=service.descriptions.latest_first(),
        process_versions=service.processes.latest_first(),
        yearly=to_look_at(service, today) if may(user, "description", "write", unit=service.unit) else None,
        readers=Review.objects.open(today).filter(service=service).select_related("partner"),
        waiting=[aside for one in told for answer in one.all_answers for aside in answer.waiting],
        may_write=may_write,
        may_adopt=may(user, "description", "adopt", unit=service.unit),
        may_ask=may(user, "description", "ask", unit=service.unit),
        may_make=may(user, "service", "change", unit=service.unit),
    )


def _tasks(service: Service, description: ServiceDescription, told: Sequence[Told]) -> list[Task]:
    """The headings; of an open version the first that is not done is the next."""
    following = next((one for one in told if not one.is_done), None) if description.is_open else None
    return [_task(service, one, one is following) for one in told]


def _task(service: Service, told: Told, following: bool) -> Task:
    n, of = len(told.written), len(told.answers)
    last = told.last
    by = ""
    if last and last.changed_by:
        day = timezone.localdate(last.changed).isoformat()
        by = _("%(who)s skrev senast, %(day)s") % {"who": last.changed_by, "day": day}
    words = ngettext("%(n)s av %(of)s svar", "%(n)s av %(of)s svar", of) % {"n": n, "of": of}
    status = _("Klart") if told.is_done else _("Nästa") if following else words
    return Task(
        name=_(told.heading.name),
        url=reverse("heading", args=[service.code, told.heading.code]),
        text=_("Används vid analys.") if told.heading.for_analysis else "",
        by=by,
        status=status,
        state="done" if told.is_done else "now" if following else "todo",
    )
