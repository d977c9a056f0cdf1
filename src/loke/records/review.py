"""The month's readings of a unit put in order for the manager, what is overdue, and whether the log is whole."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from random import Random

from django.db.models import Max, Min
from django.utils import timezone

from loke.accounts.log import broken_links
from loke.accounts.models import AccessedClient, AccessEntry, Membership, Unit
from loke.records.models import (
    Change,
    Client,
    Contact,
    Episode,
    LogReview,
    OpenedForReason,
    Registration,
    Responsible,
)
from loke.records.oddness import SETTINGS, Known, Reading, judge
from loke.records.sittings import Sitting, gathered
from loke.records.storing import chunks

MONTHS_BACK = 12  # so far back a review is asked for


@dataclass(frozen=True)
class Proposal:
    """What of a month's readings to look at, in order."""

    month: date
    count: int
    risky: int
    rows: list[Sitting]
    broken: list[int]  # links of the log that do not hold

    @property
    def left_out(self) -> int:
        """How many of the risky ones are in none of the rows."""
        return self.risky - sum(one.odd for one in self.rows)

    @property
    def digest(self) -> str:
        """Of what is proposed: the same as long as nothing of it has changed."""
        pages = [[(page.reading.number, page.points) for page in one.pages] for one in self.rows]
        told = [self.month.isoformat(), self.count, pages]
        return sha256(json.dumps(told).encode()).hexdigest()


def first_of(day: date) -> date:
    return day.replace(day=1)


def after(month: date) -> date:
    return first_of(month + timedelta(days=31))


def proposal(unit: Unit, month: date) -> Proposal:
    """The oddest readings of the month, and a few of the others drawn by lot, gathered by person, client and day."""
    readings = _readings(unit, month)
    judged = judge(readings, _known(unit, month)) if readings else []
    broken = broken_links(AccessEntry, readings[0].number, readings[-1].number) if readings else []
    risky = sum(one.risky for one in judged)
    return Proposal(month, len(judged), risky, _sample(unit, month, gathered(judged)), broken)


def _sample(unit: Unit, month: date, sittings: list[Sitting]) -> list[Sitting]:
    odd = [one for one in sittings if one.risky][: SETTINGS["sample"]]
    rest = [one for one in sittings if not one.risky]
    lot = Random(f"{unit.pk} {month} {sum(len(one.pages) for one in sittings)}")  # noqa: S311 - the same page must come again
    return odd + sorted(lot.sample(rest, min(SETTINGS["ordinary"], len(rest))), key=lambda one: -one.reading.number)


def _between(month: date) -> tuple[datetime, datetime]:
    return tuple(timezone.make_aware(datetime.combine(day, time.min)) for day in (month, after(month)))


def _readings(unit: Unit, month: date) -> list[Reading]:
    start, end = _between(month)
    entries = AccessEntry.objects.filter(unit=unit, at__gte=start, at__lt=end)
    shown = defaultdict(list)
    found = AccessedClient.objects.filter(entry__in=entries.order_by().values("number"))
    for entry, client in found.values_list("entry", "client_number"):
        shown[entry].append(client)
    rows = entries.order_by("number").values_list("number", "at", "by", "what")
    return [Reading(n, timezone.localtime(at), by, what, tuple(shown[n])) for n, at, by, what in rows]


def _known(unit: Unit, month: date) -> Known:
    known = Known()
    start, end = _between(month)
    for user, since, until in Membership.objects.filter(unit=unit, role="manager").values_list(
        "user", "since", "until"
    ):
        known.managers[user].append((since, until))
    clients = dict(Episode.objects.filter(service__unit=unit, client__isnull=False).values_list("pk", "client"))
    began = _began(unit)
    held = Responsible.objects.filter(episode__service__unit=unit, episode__in=clients)
    for row, episode, user in held.values_list("pk", "episode", "user"):
        pair, day = (user, clients[episode]), began.get(row, date.min)
        known.own.add(pair)
        known.began[pair] = min(day, known.began.get(pair, day))
    known.ended = dict(_ended(unit, start, end))
    for opened in OpenedForReason.objects.filter(client__unit=unit, until__gt=start, at__lt=end):
        pair = (opened.by_id, opened.client_id)
        known.opened[pair].append((timezone.localtime(opened.at), timezone.localtime(opened.until)))
    for user, client, day in _registered(unit, start, end, clients):
        known.registered[user, client].add(day)
    known.protected = dict(Client.objects.filter(unit=unit, protected__isnull=False).values_list("pk", "protected"))
    known.closed = _closed(unit)
    return known


def _began(unit: Unit) -> dict[int, date]:
    """The day on which each tie between a person and an episode was registered."""
    made = Registration.objects.filter(service__unit=unit, added__has_key="responsible").order_by("pk")
    found = made.values_list("at", "added__responsible")
    return {row: timezone.localtime(at).date() for at, rows in found for row in rows}


def _ended(unit: Unit, start: datetime, end: datetime) -> Iterable[tuple[tuple[int, int], datetime]]:
    """When somebody last was relieved of a client who was read about."""
    read = AccessedClient.objects.filter(entry__unit=unit, entry__at__gte=start, entry__at__lt=end)
    rows = Change.objects.filter(kind="responsible", taken_away=True, registration__service__unit=unit)
    rows = rows.filter(registration__at__lt=end, client_number__in=read.values("client_number"))
    for change in rows.order_by("pk").select_related("registration"):
        person = int(json.loads(change.before)["user_id"])
        yield (person, change.client_number), timezone.localtime(change.registration.at)


def _registered(unit: Unit, start: datetime, end: datetime, clients: dict[int, int]):
    """Person, client and day of everything that was registered; a group meeting counts for each who was there."""
    near = timedelta(days=SETTINGS["after_days"])
    made = Registration.objects.filter(service__unit=unit, at__gte=start - near, at__lt=end + near, by__isnull=False)
    told = list(made.values_list("by", "at", "episode_number", "added"))
    contacts = _episodes_of({row for *_rest, added in told for row in added.get("contact", ())})
    for user, at, episode, added in told:
        episodes = [episode] if episode else [contacts.get(row) for row in added.get("contact", ())]
        for one in episodes:
            if one in clients:
                yield user, clients[one], timezone.localtime(at).date()


def _episodes_of(rows: set[int]) -> dict[int, int]:
    """The episode of each contact, by their numbers."""
    return {
        number: episode
        for some in chunks(sorted(rows))
        for number, episode in Contact.objects.filter(pk__in=some).values_list("pk", "episode")
    }


def _closed(unit: Unit) -> dict[int, date]:
    """The day each client's last contact ended, of those who have none going on."""
    there = Episode.objects.filter(service__unit=unit, client__isnull=False)
    ongoing = there.filter(closed=None).values("client")
    last = there.exclude(client__in=ongoing).order_by().values_list("client").annotate(Max("closed"))
    return dict(last)


def months_to_review(unit: Unit, today: date) -> list[date]:
    """The months that are over, in which somebody read, and that nobody has signed; the oldest first."""
    first = AccessEntry.objects.filter(unit=unit).aggregate(Min("at"))["at__min"]
    if first is None:
        return []
    signed = set(unit.log_reviews.values_list("month", flat=True))
    month = max(first_of(timezone.localtime(first).date()), first_of(today - timedelta(days=31 * MONTHS_BACK)))
    found = []
    while after(month) <= today:
        start, end = _between(month)
        if month not in signed and AccessEntry.objects.filter(unit=unit, at__gte=start, at__lt=end).exists():
            found.append(month)
        month = after(month)
    return found


def reviews_overdue(unit: Unit, today: date) -> list[date]:
    """The months whose review should have been signed by now; for Översikt and the nightly run."""
    return [month for month in months_to_review(unit, today) if today >= due(month)]


def due(month: date) -> date:
    return after(month) + timedelta(days=SETTINGS["due_days"])


def digest_of(told: Proposal, note: str, notes: dict[int, str]) -> str:
    """Of what is signed: each proposed reading with its link in the log, its points and what was said of it."""
    pages = [page for one in told.rows for page in one.pages]
    numbers = [page.reading.number for page in pages]
    links = {
        number: link
        for some in chunks(numbers)
        for number, link in AccessEntry.objects.filter(number__in=some).values_list("number", "digest")
    }
    rows = [(n, links[n], page.points, notes.get(n, "")) for n, page in zip(numbers, pages, strict=True)]
    return sha256(json.dumps([told.digest, note, rows]).encode()).hexdigest()


def last_review(unit: Unit) -> LogReview | None:
    return unit.log_reviews.select_related("by").first()
