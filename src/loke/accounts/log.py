"""The two hash-chained logs: what was done, and which clients were shown to whom."""

import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from loke.accounts.models import AccessedClient, AccessEntry, AuditEntry, Link, LogHead, Unit, User


def record_action(*, by: User | None, unit: Unit | None, what: str, target: str = "") -> AuditEntry:
    """Append to the audit log, in the caller's transaction. `by` is None for the operator at the command line."""
    return _append(AuditEntry(by=by, unit=unit, what=what, target=target, content=_digest(target)), "audit")


def record_reading(*, by: User, unit: Unit, what: str, clients: Iterable[int]) -> AccessEntry:
    """Append to the access log before the answer is sent; `clients` are their numbers. Fails rather than be silent."""
    numbers = sorted(set(clients))
    with transaction.atomic():
        entry = _append(AccessEntry(by=by, unit=unit, what=what, content=_digest(numbers)), "access")
        AccessedClient.objects.bulk_create(AccessedClient(entry=entry, client_number=n) for n in numbers)
    return entry


def _append(entry: Link, log: str) -> Link:
    with transaction.atomic():
        head, _ = LogHead.objects.select_for_update().get_or_create(log=log)
        entry.number, entry.at = head.number + 1, timezone.now()
        entry.digest = entry.expected_digest(head.digest)
        entry.save(force_insert=True)
        LogHead.objects.filter(log=log).update(number=entry.number, digest=entry.digest)
    return entry


def broken_links(model: type[Link], first: int = 1, last: int | None = None) -> list[int]:
    """Numbers of the entries that do not follow from the one before or from what they are about, or that are missing.

    [] when the log is whole: to its end as the head remembers it, or from one number to another.
    """
    before = model._default_manager.filter(number=first - 1).values_list("digest", flat=True).first()
    broken, previous, expected = [], before or "", first
    entries = model._default_manager.filter(number__gte=first).order_by("number")
    entries = entries.filter(number__lte=last) if last else entries
    entries = entries.prefetch_related(*([] if model is AuditEntry else ["clients"]))
    for entry in entries.iterator(chunk_size=2000):
        right = (expected, entry.expected_digest(previous), _digest(_about(entry)))
        if (entry.number, entry.digest, entry.content) != right:
            broken.append(entry.number)
        previous, expected = entry.digest, entry.number + 1
    head = LogHead.objects.filter(log="audit" if model is AuditEntry else "access").first()
    if last is None and head and (head.number, head.digest) != (expected - 1, previous):
        broken.append(head.number)
    return sorted(set(broken))


def _about(entry: Link) -> object:
    if isinstance(entry, AuditEntry):
        return entry.target
    return sorted(client.client_number for client in entry.clients.all())


def _digest(content: object) -> str:
    return hashlib.sha256(str(content).encode()).hexdigest()
