"""The two hash-chained logs: what was done, and which clients were shown to whom; and how they forget."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from loke.accounts.models import (
    AccessedClient,
    AccessEntry,
    AuditEntry,
    Installation,
    Link,
    LogHead,
    Unit,
    User,
    new_salt,
)
from loke.database.statements import insert, insert_all, new_row, send

FORGOTTEN = "forgotten"  # what an entry is called that says how many names the log has forgotten: "forgotten 12"
AT_ONCE = 500
KEPT_LOOK = 48 * 3600  # seconds: until a later night has looked


def record_action(*, by: User | None, unit: Unit | None, what: str, target: str = "") -> AuditEntry:
    """Append to the audit log, in the caller's transaction. `by` is None for the operator at the command line."""
    salt = new_salt()
    told = {"what": what, "target": target, "salt": salt, "content": sealed(salt, target)}
    return _append(new_row(AuditEntry, by=by, unit=unit, **told), "audit")


def record_reading(
    *, by: User, unit: Unit, what: str, clients: Iterable[int], at: datetime | None = None
) -> AccessEntry:
    """Append to the access log before the answer is sent; `clients` are their numbers. Fails rather than be silent.

    `at` is for invented readings only: raises ValueError where real ones are kept, which are made now.
    """
    if at and Installation.objects.filter(kind=Installation.Kind.REAL).exists():
        raise ValueError("a real reading is made now")
    shown = [new_row(AccessedClient, client_number=number) for number in sorted(set(clients))]
    for one in shown:
        one.seal = sealed(one.salt, one.client_number)
    seals = sealed("", *sorted(one.seal for one in shown))
    return _append(new_row(AccessEntry, by=by, unit=unit, what=what, content=seals), "access", shown, at)


def forget(*, by: User | None, unit: Unit, clients: Collection[int], targets: Collection[str]) -> None:
    """Take out of both logs which clients were read and what was done to, in the caller's transaction.

    The entries stay with who, when and what. Each log says in an entry of its own how many were forgotten, so that one
    who wipes names by hand is found.
    """
    _forget_read(AccessedClient.objects.filter(client_number__in=list(clients)), by, unit)
    wanted, done = sorted(targets), 0
    for start in range(0, len(wanted), AT_ONCE):
        entries = AuditEntry.objects.filter(target__in=wanted[start : start + AT_ONCE])
        done += entries.update(target="", salt="")
    if done:
        record_action(by=by, unit=unit, what=f"{FORGOTTEN} {done}")


def forget_readings(*, before: datetime) -> int:
    """Take out of the access log which clients were read before a time; who read, when and on which page stays.

    Gives how many names were forgotten, which the log says in an entry of its own.
    """
    with transaction.atomic():
        read = AccessedClient.objects.filter(entry__at__lt=before, client_number__isnull=False)
        return _forget_read(read, by=None, unit=None)


def _forget_read(read: QuerySet, by: User | None, unit: Unit | None) -> int:
    if forgotten := read.update(client_number=None, salt=""):
        what = f"{FORGOTTEN} {forgotten}"
        _append(AccessEntry(by=by, unit=unit, what=what, content=sealed("")), "access")
    return forgotten


def _append(entry: Link, log: str, shown: Sequence[AccessedClient] = (), at: datetime | None = None) -> Link:
    with transaction.atomic(savepoint=False):  # what cannot be logged is not done
        entry.number, previous = _hold_head(log)
        entry.at = (at or timezone.now()).astimezone(UTC)  # as it is read again, for the digest
        entry.digest = entry.expected_digest(previous)
        insert(entry)
        for one in shown:
            one.entry = entry
        insert_all(shown)
        send("UPDATE accounts_loghead SET digest = %s WHERE log = %s", [entry.digest, log])
    return entry


def _hold_head(log: str) -> tuple[int, str]:
    """The number of the next entry and the digest of the last; whoever comes now waits until it is written."""
    # SQL, since it is done twice for every row that is stored, and held and read in one statement
    sql = "UPDATE accounts_loghead SET number = number + 1 WHERE log = %s RETURNING number, digest"
    if found := send(sql, [log]):
        return found[0]
    LogHead.objects.get_or_create(log=log)
    return _hold_head(log)


def broken_links(model: type[Link], first: int = 1, last: int | None = None) -> list[int]:
    """Numbers of the entries that do not follow from the one before or from what they are about, or that are missing.

    [] when the log is whole: to its end as the head remembers it, having forgotten as many names as it says, or between
    two numbers.
    """
    every, said = model._default_manager, _said_forgotten(model)
    before = every.filter(number=first - 1).values_list("digest", flat=True).first()
    latest = every.order_by("-number").values_list("number", flat=True).first() or 0
    # in this order, and the entries to the head only: people work meanwhile, and what they add is no fault
    head = LogHead.objects.filter(log="audit" if model is AuditEntry else "access").first() or LogHead(number=0)
    broken, previous, expected = [latest] if latest > head.number else [], before or "", first
    entries = every.filter(number__gte=first, number__lte=last or head.number).order_by("number")
    entries = entries.prefetch_related(*([] if model is AuditEntry else ["clients"]))
    for entry in entries.iterator(chunk_size=2000):
        right = (expected, entry.expected_digest(previous))
        if (entry.number, entry.digest) != right or not _tells_the_truth(entry):
            broken.append(entry.number)
        previous, expected = entry.digest, entry.number + 1
    forgotten = last is None and first == 1 and not said <= _forgotten(model) <= _said_forgotten(model)
    if last is None and ((head.number, head.digest) != (expected - 1, previous) or forgotten):
        broken.append(head.number)
    return sorted(set(broken))


def _tells_the_truth(entry: Link) -> bool:
    """Whether what the entry is said to be about is what was sealed in it; of what is forgotten the seal is left."""
    if isinstance(entry, AuditEntry):
        return _forgot(entry.salt, entry.target) or entry.content == sealed(entry.salt, entry.target)
    shown = list(entry.clients.all())
    true = all(_forgot(one.salt, one.client_number) or one.seal == sealed(one.salt, one.client_number) for one in shown)
    return true and entry.content == sealed("", *sorted(one.seal for one in shown))


def _forgot(salt: str, content: object) -> bool:
    return not salt and content in ("", None)


def _forgotten(model: type[Link]) -> int:
    rows = AuditEntry if model is AuditEntry else AccessedClient
    return rows.objects.filter(salt="").count()


def _said_forgotten(model: type[Link]) -> int:
    said = model._default_manager.filter(what__startswith=f"{FORGOTTEN} ").values_list("what", flat=True)
    return sum(int(what.partition(" ")[2]) for what in said)


def sealed(*parts: object) -> str:
    return hashlib.sha256("\x1f".join("" if part is None else str(part) for part in parts).encode()).hexdigest()


@dataclass(frozen=True)
class Look:
    """What was found when a log was looked through, and when."""

    at: datetime
    broken: list[int]


def look_through(model: type[Link]) -> Look:
    """Look through the log from its beginning, as every night, and keep what was found for the pages to tell."""
    look = Look(timezone.now(), broken_links(model))
    cache.set(f"look-{model.__name__}", look, KEPT_LOOK)
    return look


def last_look(model: type[Link]) -> Look:
    """What was found last; looked for now only where no night has kept it."""
    return cache.get(f"look-{model.__name__}") or look_through(model)
