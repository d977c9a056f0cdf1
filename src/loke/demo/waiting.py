"""Writes what waits for somebody on the story's day: an answer to read, readings to go through, erasures, a meeting."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from loke.accounts.log import record_reading
from loke.accounts.models import User
from loke.demo.calendar import is_workday, moment, workday
from loke.demo.draws import pick
from loke.description.models import Service
from loke.measures.actions import plan_measurement, use_library_instrument
from loke.measures.models import Item
from loke.records.actions import (
    acknowledge_alarms,
    decide_retention,
    plan_contacts,
    propose_erasure,
    record_measurement,
    request_erasure,
)
from loke.records.history import registered_at
from loke.records.models import Episode
from loke.records.review import after, due, first_of


class Read(NamedTuple):
    """One reading to be; `by` is a name among the people."""

    at: datetime
    by: str
    page: str
    clients: list[int]


def begin(plan: Mapping, people: Mapping[str, User], day: date) -> None:
    """What `plan` says, with its days counted back from `day`."""
    _questionnaire(plan["questionnaire"], people, day)
    _meeting(plan["meeting"], people, day)
    _readings(plan["readings"], people, day)
    _erasures(plan, people, day)


def _questionnaire(plan: Mapping, people: Mapping[str, User], day: date) -> None:
    """Taken out of the library and answered once by everybody who should have; some answers must be read at once."""
    service, chance = Service.objects.get(code=plan["service"]), Random(plan["entry"])  # noqa: S311
    here = {"by": people[plan["by"]], "service": service}
    own = {"steps": {plan["scale"]: Decimal(plan["step"])}, "source": plan["source"]}
    instrument = use_library_instrument(**here, entry=plan["entry"], **own)
    plan_measurement(**here, instrument=instrument, every_weeks=plan["weeks"], **plan["plan"])
    alarms = {(people[one["whose"]], one["which"]): one for one in plan["alarms"]}
    items, held = list(instrument.items.select_related("alarm")), day - timedelta(weeks=plan["weeks"])
    for person in people.values():
        theirs = person.episodes.ongoing().listed().filter(service=service, opened__lte=held)
        for number, episode in enumerate(theirs):
            alarm = alarms.get((person, number), {})
            answers = {one.code: _answer(one, alarm, plan["weights"], chance) for one in items}
            asked = workday(day - timedelta(days=alarm.get("days", 10 + 7 * number)))
            told = {"instrument": instrument, "occasion": "during", "date": asked, "answers": answers}
            filled = record_measurement(by=person, episode=episode, mode=plan["plan"]["how"], **told)
            if alarm.get("read"):
                acknowledge_alarms(by=person, measurement=filled)


def _answer(item: Item, alarm: Mapping, weights: Sequence[int], chance: Random) -> Decimal:
    if hasattr(item, "alarm"):
        return Decimal(alarm.get("answer", 0))
    return pick(chance, [Decimal(one) for one in item.allowed.split()], weights)


def _meeting(plan: Mapping, people: Mapping[str, User], day: date) -> None:
    """Planned with the one who came last before that, on a day of last week on which nothing else is registered."""
    person, service = people[plan["whose"]], Service.objects.get(code=plan["service"])
    then = day - timedelta(days=plan["planned"])
    episode = person.episodes.ongoing().listed().filter(service=service, opened__lte=then)[0]
    days = (day - timedelta(days=back) for back in range(plan["days"], plan["planned"]))
    free = next(one for one in days if is_workday(one) and not episode.contacts.filter(date=one).exists())
    intervention = service.interventions.get(code=plan["intervention"])
    with registered_at(moment(then, 16)):
        plan_contacts(by=person, episode=episode, intervention=intervention, days=[free], minutes=plan["minutes"])


def _readings(plan: Mapping, people: Mapping[str, User], day: date) -> None:
    """A month that should have been gone through by now."""
    month = first_of(day)
    while due(month) > day:
        month = first_of(month - timedelta(days=1))
    unit = Service.objects.get(code=plan["service"]).unit
    for one in sorted([*_ordinary(plan, people, month), *_odd(plan["odd"], people, month)]):
        record_reading(by=people[one.by], unit=unit, what=one.page, clients=one.clients, at=one.at)


def _ordinary(plan: Mapping, people: Mapping[str, User], month: date) -> Iterator[Read]:
    """Every working day each reads the list of their own, and in the afternoon one of them."""
    for day in (month + timedelta(days=n) for n in range((after(month) - month).days)):
        for order, who in enumerate(plan["people"] if is_workday(day) else ()):
            clients = _own(people[who], day)
            yield Read(moment(day, plan["hours"][0], 7 * order), who, "clients", clients)
            yield Read(moment(day, plan["hours"][1], 7 * order), who, "client", [clients[day.day % len(clients)]])


def _odd(plan: Sequence[Mapping], people: Mapping[str, User], month: date) -> Iterator[Read]:
    for one in plan:
        day = month + timedelta(days=one["day"] - 1)
        clients = _own(people[one["whose"]], day)[:1] if "whose" in one else []
        yield Read(moment(day, one["hour"], one["minute"]), one["by"], one["page"], clients)


def _own(person: User, day: date) -> list[int]:
    """The numbers of the clients that somebody had that day."""
    return list(
        person.episodes.filter(opened__lte=day).exclude(closed__lt=day).listed().values_list("client", flat=True)
    )


def _erasures(plan: Mapping, people: Mapping[str, User], day: date) -> None:
    """One proposed because the time is out, and one that the person has asked for and that the manager has approved."""
    rule, asked = plan["retention"], plan["request"]
    service = Service.objects.get(code=rule["service"])
    decide_retention(by=people[rule["by"]], service=service, months=rule["months"], why=rule["why"])
    propose_erasure(by=None, unit=service.unit, day=day)
    left = Episode.objects.filter(service__code=asked["service"]).ended().listed()[0]
    request_erasure(by=people[asked["by"]], client=left.client, ground=asked["ground"], why=asked["why"])
