"""The only door from follow-up to the records: a service's rows as a snapshot, kept and kept up to date."""

from collections import OrderedDict
from dataclasses import replace
from datetime import date
from threading import Lock
from weakref import WeakKeyDictionary

from django.db.models import Count, Sum
from django.utils import timezone

from loke.accounts.access import may
from loke.accounts.models import User
from loke.analysis.cost import Support
from loke.dataset.becoming import settled
from loke.dataset.definitions import Expectation
from loke.dataset.snapshot import Snapshot
from loke.description.models import Service
from loke.followup.dataset.kept import Kept, Line, at_hand, change
from loke.records.alarms import how_many
from loke.records.definitions import service_definition
from loke.records.lookup import opened_lately
from loke.records.missing import Lack, lacking
from loke.records.models import Contact, Episode, Erasure
from loke.records.responsible import alone
from loke.records.review import reviews_overdue

KEPT = 64  # services, more than a municipality has beside each other; one of 500 clients is about 2 MB

_kept: OrderedDict[int, Kept] = OrderedDict()
_lines: WeakKeyDictionary[Snapshot, Line] = WeakKeyDictionary()
_lock = Lock()
_reading: dict[int, Lock] = {}  # one for each service


def as_answered(service: Service, tried: Expectation) -> Expectation:
    """The expectation accepting what its options have become, which is how the answers of a snapshot count."""
    said = replace(service_definition(service), expectations=(tried,))
    return settled((said,))[0].expectations[0]


def snapshot_for(service: Service) -> Snapshot:
    """The service as it stands: brought up to date when its change number has grown, else the one from last time.

    Whoever asks while that is being done waits, and takes what has come of it unless it is too old for them.
    """
    asked = change(service)
    with _reading.setdefault(service.pk, Lock()):
        kept = _kept.get(service.pk)
        if kept is None or kept.line.number < asked:
            kept = at_hand(service, kept)
        _keep(service.pk, kept)
    return kept.snapshot


def _keep(service: int, kept: Kept) -> None:
    with _lock:
        _kept[service], _lines[kept.snapshot] = kept, kept.line
        _kept.move_to_end(service)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)


def exchanged(old: Snapshot, new: Snapshot) -> tuple[list[int], list[int]] | None:
    """The places in `old` of the episodes that have changed or gone until `new`, and in `new` of those that came.

    None where the one is not known to have become the other.
    """
    with _lock:
        here, there = _lines.get(old), _lines.get(new)
    changed = there.since(here.number) if here and there else None
    return None if here is None or there is None or changed is None else (here.places(changed), there.places(changed))


def comparable_to(service: Service, user: User) -> list[Service]:
    """The other services of the same group whose figures `user` may see."""
    if not service.group:
        return []
    others = Service.objects.for_user(user, "figures", "see").filter(group=service.group).exclude(pk=service.pk)
    return list(others.select_related("unit__organisation"))


def snapshot_of_service(code: str) -> Snapshot:
    """The service as it stands, up to today unless the analysis is told otherwise. Raises Service.DoesNotExist."""
    return replace(snapshot_for(Service.objects.get(code=code)), as_of=timezone.localdate())


def ongoing_of(service: Service, user: User) -> tuple[int, list[Lack]]:
    """How many ongoing episodes of the unit, or else of one's own, `user` may read, and what these lack."""
    mine = Episode.objects.for_user(user).filter(service=service).ongoing()
    if not may(user, "client", "read", unit=service.unit):
        mine = mine.filter(responsible=user)
    return mine.count(), lacking(service, mine)


def alone_in(service: Service, user: User) -> int:
    """How many ongoing clients nobody answers for, for whoever may say who is to."""
    theirs = Episode.objects.for_user(user, "assign").filter(service=service).exclude(client=None)
    return theirs.ongoing().filter(alone(service.unit)).count()


def clients_of(service: Service, first: date, last: date) -> int:
    """How many were there on some of the days, each once however often they came."""
    there = Episode.objects.filter(service=service, opened__lte=last).exclude(closed__lt=first)
    return there.aggregate(n=Count("client", distinct=True))["n"]


def nameless_in(service: Service, first: date, last: date) -> int:
    """How many were helped on these days without anybody asking who they were."""
    return Episode.objects.filter(service=service, client=None, opened__gte=first, opened__lte=last).count()


def support_of(service: Service, first: date, last: date) -> Support:
    """How long the contacts between two days took together, and of how many of them that was told."""
    held = Contact.objects.filter(episode__service=service, attendance="attended", date__range=(first, last))
    found = held.aggregate(total=Sum("minutes"), told=Count("minutes"), n=Count("pk"))
    return Support(found["total"] or 0, found["told"], found["n"])


def opened_of(service: Service, user: User) -> int:
    """How many times in the last week colleagues have opened clients that `user` answers for and may read."""
    return opened_lately(user, service) if may(user, "client", "read", unit=service.unit, own=True) else 0


def overdue_of(service: Service, user: User, today: date) -> list[date]:
    """The months whose readings should have been gone through by now, for whoever does it."""
    return reviews_overdue(service.unit, today) if may(user, "access_log", "review", unit=service.unit) else []


def alarms_of(service: Service, user: User) -> int:
    """How many fillings-in hold an answer that must be read at once, of clients whom `user` may register for."""
    return how_many(Episode.objects.for_user(user, "write").filter(service=service).exclude(client=None))


def erasures_of(service: Service, user: User) -> int:
    """How many proposals of erasing wait for `user` to approve them."""
    return Erasure.objects.for_user(user, "approve").waiting().filter(unit=service.unit).count()
