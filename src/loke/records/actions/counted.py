"""Help that was given without identity: registered, and corrected when the number or the help was wrong."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Model

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import Intervention, Service
from loke.measures.models import Variable
from loke.records import pseudonyms
from loke.records.actions.answers import _values_of
from loke.records.counted import CountedAlike, alike_in, rows_of
from loke.records.history import KINDS, store
from loke.records.models import Contact, Episode, Value
from loke.records.registered import CORRECTED
from loke.records.seen import unchanged
from loke.records.storing import check, chunks, hold_all, way_to_episode


@action("register_counted")
def register_counted(
    *,
    by: User | None,
    service: Service,
    day: date,
    intervention: Intervention,
    persons: int = 1,
    age: int | None = None,
    values: Mapping[Variable, object] | None = None,
) -> Service:
    """Help given on a day to people whom nobody asked who they were: each an episode of that day without a client."""
    require(by, "client", "write", unit=service.unit, own=True)
    episodes = [
        Episode(service=service, code=pseudonyms.new_code(), opened=day, closed=day, age=age) for _ in range(persons)
    ]
    contacts = [
        Contact(episode=episode, date=day, intervention=intervention, attendance=Contact.Attendance.ATTENDED)
        for episode in episodes
    ]
    for row in (*episodes[:1], *contacts[:1]):
        check(row)
    answers = [row for episode in episodes for row in _values_of(episode, "opening", values or {})]
    store(by=by, service=service, what="register_counted", added=[*episodes, *contacts, *answers])
    return service


@action("correct_counted")
def correct_counted(
    *,
    by: User | None,
    service: Service,
    month: date,
    seen: str | None,
    told: Mapping[int, tuple[int, Intervention]],
    why: str = "",
) -> Service:
    """Of those alike in a month, by number, set how many they were and what help they had; none of them takes all away.

    Whoever comes to is known as the others are. Raises Stale when the rows have changed since they were seen.
    """
    require(by, "client", "write", unit=service.unit, own=True)
    hold_all([contact.episode for one in alike_in(service, month) for contact in one.contacts])
    groups = alike_in(service, month)
    unchanged(seen, rows_of(groups))
    added, changed, removed = [], [], []
    for one in groups:
        persons, intervention = told.get(one.number, (len(one.contacts), one.first.intervention))
        kept = one.contacts[:persons]
        removed += _everything_of([contact.episode for contact in one.contacts[persons:]])
        added += _more(one, persons - len(one.contacts), intervention)
        if intervention.pk != one.first.intervention_id:
            for contact in kept:
                contact.intervention = intervention
            changed += kept
    for row in (*added, *changed):
        check(row)
    if added or changed or removed:
        rows = {"added": added, "changed": changed, "removed": removed}
        store(by=by, service=service, what=CORRECTED, why=why, **rows)
    return service


def _everything_of(episodes: Sequence[Episode]) -> Iterator[Model]:
    yield from episodes
    for model in KINDS.values():
        if way := way_to_episode(model):
            for some in chunks(episodes):
                yield from model._default_manager.filter(**{f"{way}__in": some})


def _more(one: CountedAlike, persons: int, intervention: Intervention) -> Iterator[Model]:
    """So many more of whom the same is known."""
    like, contact = one.first.episode, one.first
    known = {name: getattr(like, name) for name in ("service", "opened", "closed", "age")}
    for _ in range(persons):
        episode = Episode(code=pseudonyms.new_code(), **known)
        came = {"date": contact.date, "attendance": contact.attendance, "minutes": contact.minutes}
        yield episode
        yield Contact(episode=episode, intervention=intervention, **came)
        for value in like.values.all():
            said = {name: getattr(value, name) for name in ("variable", "occasion", "option", "text", "reason")}
            yield Value(episode=episode, **said)
