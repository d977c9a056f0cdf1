"""What has been done to the rows of an episode, step by step: how each stood before and after, by whom and when."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loke.records.history import KINDS, state
from loke.records.models import Episode, Registration

State = Mapping[str, str | None]


@dataclass(frozen=True)
class Step:
    """What one registration did to one row; None before for a row that came, and after for one that was taken away."""

    registration: Registration
    kind: str
    row: int
    before: State | None
    after: State | None

    @property
    def about(self) -> State:
        return self.after or self.before or {}


def steps_of(episode: Episode) -> list[Step]:
    """All steps of the episode's own rows and of its client, the latest first."""
    about = Q(episode_number=episode.pk, service=episode.service_id)
    about |= Q(changes__kind="client", changes__client_number=episode.client_id)
    found = Registration.objects.filter(about).select_related("by").prefetch_related("changes").order_by("-pk")
    return list(_back_in_time(episode, found.distinct()))


def _back_in_time(episode: Episode, registrations) -> Iterator[Step]:
    stands: dict[tuple[str, int], State | None] = _as_they_stand(registrations)
    for one in registrations:
        whole = one.episode_number == episode.pk
        for change in one.changes.all():
            if whole or (change.kind == "client" and change.client_number == episode.client_id):
                key, before = (change.kind, change.row), json.loads(change.before)
                yield Step(one, *key, before, None if change.taken_away else stands.get(key))
                stands[key] = before
        for kind, numbers in one.added.items() if whole else ():
            yield from (Step(one, kind, number, None, stands.get((kind, number))) for number in numbers)


def _as_they_stand(registrations) -> dict[tuple[str, int], State | None]:
    wanted: dict[str, set[int]] = {}
    for one in registrations:
        for change in one.changes.all():
            wanted.setdefault(change.kind, set()).add(change.row)
        for kind, numbers in one.added.items():
            wanted.setdefault(kind, set()).update(numbers)
    found = {kind: KINDS[kind]._default_manager.in_bulk(numbers) for kind, numbers in wanted.items()}
    return {(kind, number): state(row) for kind, rows in found.items() for number, row in rows.items()}


def last_of(episode: Episode, matches: Callable[[Step], bool]) -> Registration | None:
    """The latest registration that did what is looked for."""
    return next((step.registration for step in steps_of(episode) if matches(step)), None)


def who_and_when(registration: Registration | None) -> str:
    if registration is None:
        return ""
    when = date_format(timezone.localtime(registration.at), "Y-m-d H:i")
    who = registration.by or _("inläst")
    return _("%(who)s, %(when)s") % {"who": who, "when": when}
