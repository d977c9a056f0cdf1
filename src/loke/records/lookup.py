"""Finding a colleague's client by the whole code: that one exists, and the way to open it by saying why."""

import time
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from loke.accounts.access import may
from loke.accounts.log import record_reading
from loke.accounts.models import AccessEntry, User
from loke.description.models import Service
from loke.records import pseudonyms
from loke.records.models import Client, Episode, OpenedForReason

LOOK_UP = "look_up"  # what such a search is called in the access log
A_MINUTE, A_DAY = 30, 200  # searches by one person, and in one unit
FOUND = "looked_up"  # in the session: the client that was found last, and when
KEPT = 10 * 60  # seconds that the way from the search to the client stays open


@dataclass(frozen=True)
class LookedUp:
    """What a search for a colleague's client gave."""

    client: Client | None = None
    too_many: bool = False
    known: bool = False  # whether whoever asks sees other times that the client has been here

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return self.client is not None or self.too_many


def look_up(request: HttpRequest, service: Service, typed: str) -> LookedUp | None:
    """The client with exactly this code whom a colleague has now or has had; None when nobody has asked for one.

    While somebody types, only a whole code of ours is a question. Every question is logged, answered or not, but for
    those about clients of one's own; those whose personal data are protected are never found.
    """
    whole = pseudonyms.is_code(pseudonyms.tidy(typed)) or not request.htmx
    if not typed or not whole or not may(request.user, "client", "reason", unit=service.unit):
        return None
    with_code = service.unit.clients.filter(code__in=[typed, pseudonyms.tidy(typed)], episodes__service=service)
    known = with_code.filter(pk__in=Client.objects.for_user(request.user)).exists()
    found = with_code.filter(protected=None, episodes__in=unseen(request.user, service, ongoing=known)).first()
    if known and not found:
        return None
    if too_many(request.user, service):
        return LookedUp(too_many=True)
    record_reading(by=request.user, unit=service.unit, what=LOOK_UP, clients=[found.pk] if found else [])
    if found:
        request.session[FOUND] = [found.pk, int(time.time())]
    return LookedUp(found, known=known)


def unseen(user: User, service: Service, *, ongoing: bool) -> QuerySet[Episode]:
    """The episodes in the service that the person does not see; only those that are ongoing, or all."""
    there = Episode.objects.filter(service=service).exclude(pk__in=Episode.objects.for_user(user))
    return there.ongoing() if ongoing else there


def with_a_colleague(user: User, episode: Episode) -> bool:
    """Whether the client, whose ended episode the person sees, is back and may be opened by saying why."""
    if not episode.closed or episode.client.protected or not may(user, "client", "reason", unit=episode.service.unit):
        return False
    return unseen(user, episode.service, ongoing=True).filter(client=episode.client_id).exists()


def _is_back(user: User, service: Service, client: int) -> bool:
    ended = Episode.objects.for_user(user).filter(service=service, client=client).ended()
    return any(with_a_colleague(user, one) for one in ended.select_related("client", "service__unit")[:1])


def too_many(user: User, service: Service) -> bool:
    """Whether there have been so many searches lately that no more are answered."""
    asked, now = AccessEntry.objects.filter(what=LOOK_UP), timezone.now()
    mine = asked.filter(by=user, at__gt=now - timedelta(minutes=1))
    ours = asked.filter(unit=service.unit, at__gt=now - timedelta(days=1))
    return mine.count() >= A_MINUTE or ours.count() >= A_DAY


def known_by_code(user: User, service: Service, typed: str) -> LookedUp:
    """The client of the unit for whom a new contact is to be opened.

    One's own, and codes that nobody has used, are found freely; any other code is a search for a colleague's client.
    """
    found = service.unit.clients.filter(Q(code__iexact=typed) | Q(code=pseudonyms.tidy(typed))).first()
    free = Client.objects.for_user(user) | Client.objects.filter(episodes=None)
    if found and free.filter(pk=found.pk).exists():
        return LookedUp(found)
    if too_many(user, service):
        return LookedUp(too_many=True)
    record_reading(by=user, unit=service.unit, what=LOOK_UP, clients=[found.pk] if found else [])
    return LookedUp(None if found and found.protected else found)


def found_lately(request: HttpRequest, service: Service, number: int) -> Client | None:
    """The client with the number, if this person has just found it by its code, or has had it before a colleague.

    Nobody goes through the numbers.
    """
    client, at = request.session.get(FOUND, (0, 0))
    if (client != number or time.time() - at > KEPT) and not _is_back(request.user, service, number):
        return None
    here = Episode.objects.filter(service=service, client=number).values("client")
    return service.unit.clients.filter(pk__in=here, protected=None).first()


def opened_lately(user: User, service: Service) -> int:
    """How many times in the last week colleagues have opened clients that the person answers for."""
    mine = Episode.objects.filter(service=service, responsible=user).values("client")
    week = OpenedForReason.objects.filter(at__gt=timezone.now() - timedelta(days=7))
    return week.filter(client__in=mine).exclude(by=user).count()
