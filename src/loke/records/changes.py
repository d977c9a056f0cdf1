"""What has been done to the rows of an episode, step by step: how each stood before and after, by whom and when."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loke.records.contents import everything_in
from loke.records.history import KINDS, NAMES, state
from loke.records.models import SEALED, Change, Episode, Registration

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
    """All steps of the episode's own rows and of its client, the latest first; what lay in quarantine lay still."""
    of_client = Change.objects.filter(client_number=episode.client_id)
    about = Q(episode_number=episode.pk) | Q(episode_number=None, service=episode.service_id)
    about |= Q(pk__in=of_client.values("registration")) if episode.client_id else Q()
    found = Registration.objects.filter(about).exclude(what=SEALED).exclude(undoes__what=SEALED)
    found = found.select_related("by").prefetch_related(Prefetch("changes", of_client)).order_by("-pk")
    return list(_back_in_time(episode, list(found)))


def _back_in_time(episode: Episode, registrations: list[Registration]) -> Iterator[Step]:
    mine = _rows_of(episode, registrations)
    stands = _as_they_stand(mine)
    for one in registrations:
        if one.episode_number != episode.pk:
            one.why = ""  # it may tell of another client, or of what another service knows
        for change in one.changes.all():
            key, before = (change.kind, change.row), json.loads(change.before)
            if change.row in mine[change.kind]:
                yield Step(one, *key, before, None if change.taken_away else stands.get(key))
            stands[key] = before
        for kind, numbers in one.added.items():
            for number in sorted(mine[kind].intersection(numbers)):
                yield Step(one, kind, number, None, stands.get((kind, number)))


def _rows_of(episode: Episode, registrations: list[Registration]) -> dict[str, set[int]]:
    """The numbers of the rows that are about the episode or its client, those that have gone too, by kind."""
    mine: dict[str, set[int]] = defaultdict(set)
    for row in (*everything_in(episode), *filter(None, [episode.client])):
        mine[NAMES[type(row)]].add(row.pk)
    told = [(change, *change.stood_under()) for one in registrations for change in one.changes.all()]
    for one in registrations:
        if one.episode_number == episode.pk:
            for kind, numbers in one.added.items():
                mine[kind].update(numbers)
    measured = (change.row for change, under, __ in told if change.kind == "measurement" and under == episode.pk)
    mine["measurement"].update(measured)
    for change, under, measurement in told:
        if change.kind == "client" or under == episode.pk or measurement in mine["measurement"]:
            mine[change.kind].add(change.row)
        elif change.kind == "episode" and change.row == episode.pk:
            mine["episode"].add(change.row)
    return mine


def _as_they_stand(mine: Mapping[str, set[int]]) -> dict[tuple[str, int], State | None]:
    found = {kind: KINDS[kind]._default_manager.in_bulk(numbers) for kind, numbers in mine.items()}
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
