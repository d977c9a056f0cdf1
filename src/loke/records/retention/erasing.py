"""Erasing for good: what was sealed, and every trace of it in the history, the logs and the receipts of forms."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import Q
from django.urls import reverse

from loke.accounts import log
from loke.accounts.models import AccessedClient, AuditEntry, Submission, Unit, User
from loke.records.history import KINDS
from loke.records.models import Change, ErasedClient, FiguresChange, Registration
from loke.records.retention.graph import by_number
from loke.records.retention.sealing import numbers_of
from loke.records.undoing import relations_to

Numbers = dict[str, set[int]]


def erase_all(by: User | None, unit: Unit, going: Iterable[ErasedClient]) -> Counter:
    """Erase sealed clients, or clients' old episodes; gives how many rows of each kind there were."""
    counted, numbers, changes, sealed = Counter(), defaultdict(set), {}, set()
    for one in going:
        sealed.add(one.sealed_id)
        counted += Counter({kind: len(rows) for kind, rows in numbers_of(one).items()})
        its_numbers, its_changes = _all_that_was(unit, one)
        changes |= its_changes
        for kind, rows in its_numbers.items():
            numbers[kind] |= rows
        gone = its_numbers.get("client", set())
        ErasedClient.objects.filter(Q(pk=one.pk) | Q(client_number__in=gone)).delete()
        Change.objects.filter(pk__in=its_changes).delete()
        _clear_receipts(one.sealed.service.code, gone, its_numbers.get("episode", set()))
    gone = numbers.get("client", set())
    registrations = _strip(unit, numbers, changes, sealed)
    FiguresChange.objects.filter(service__unit=unit).delete()  # it names episodes; without it all is read anew
    for model, field in by_number():
        named = gone if field == "client_number" else numbers.get("episode", set())
        model._default_manager.filter(**{f"{field}__in": named}).delete()
    targets = {f"{KINDS[kind]._meta.label} {number}" for kind, some in numbers.items() for number in some}
    targets |= {f"{Registration._meta.label} {number}" for number in registrations}
    log.forget(by=by, unit=unit, clients=gone, targets=targets)
    return counted


def _all_that_was(unit: Unit, one: ErasedClient) -> tuple[Numbers, dict[int, int]]:
    """Every row there has been, corrected and thrown away ones too, and the changes that tell of them."""
    numbers = defaultdict(set, numbers_of(one))
    whole, mine = bool(numbers["client"]), {}
    of = Change.objects.filter(registration__service__unit=unit, client_number=one.client_number)
    told = [(change, *change.stood_under()) for change in of.order_by("pk")]
    for change, episode, __ in told:
        if change.kind == "measurement" and episode in one.episodes:
            numbers["measurement"].add(change.row)
    for change, episode, measurement in told:
        under = episode in one.episodes or measurement in numbers["measurement"]
        if whole or under or change.row in numbers[change.kind]:
            numbers[change.kind].add(change.row)
            mine[change.pk] = change.registration_id
    return numbers, mine


def _strip(unit: Unit, numbers: Numbers, changes: dict[int, int], sealed: set[int]) -> set[int]:
    """Take the rows out of the registrations that brought them; one that told of nothing else goes altogether.

    Where something else points at such a one, as a file that was read in does, it stays and tells of nothing.
    """
    episodes, pointed_at = numbers.get("episode", set()), _pointed_at()
    touched = set(changes.values()) | sealed
    of = Q(episode_number__in=episodes) | Q(episode_number=None) | Q(pk__in=touched)
    gone = set()
    for registration in Registration.objects.filter(of, service__unit=unit).order_by("pk"):
        added = {kind: sorted(set(rows) - numbers.get(kind, set())) for kind, rows in registration.added.items()}
        added = {kind: rows for kind, rows in added.items() if rows}
        about = registration.episode_number in episodes or registration.pk in touched
        if not about and added == registration.added:
            continue
        if added or registration.pk in pointed_at or registration.changes.exists():
            wiped = {"episode_number": None, "why": ""} if registration.episode_number in episodes else {}
            Registration.objects.filter(pk=registration.pk).update(added=added, **wiped)
        else:
            gone.add(registration.pk)
    Registration.objects.filter(undoes__in=gone).update(undoes=None)
    Registration.objects.filter(pk__in=gone).delete()
    return gone


def _pointed_at() -> set[int]:
    """The registrations that rows outside the history point at."""
    found: set[int] = set()
    for relation in relations_to(Registration):
        if relation.related_model not in (Change, Registration):
            found |= set(relation.related_model._default_manager.values_list(relation.field.attname, flat=True))
    return found


def _clear_receipts(service: str, clients: set[int], episodes: set[int]) -> None:
    """The answer to a form that is sent once more leads to the list of clients, not to one who is not there."""
    named = Q(pk=None)
    for number in clients:
        named |= Q(receipt__contains=f"/klienter/{number}/")
    for number in episodes:
        named |= Q(receipt__endswith=f"kontakt={number}")
    Submission.objects.filter(named).update(receipt=reverse("clients", args=[service]))


def scrub() -> None:
    """Write over what erased rows leave behind in the database's files; outside a transaction, when few are there."""
    with connection.cursor() as cursor:
        for statement in _statements():
            cursor.execute(statement)


def _statements() -> Iterator[str]:
    if connection.vendor == "sqlite":  # secure_delete has written zeros already; the pages are made anew to be sure
        yield from ("PRAGMA temp_store=FILE", "VACUUM", "PRAGMA temp_store=MEMORY")  # the whole of it, made anew
        yield "PRAGMA wal_checkpoint(TRUNCATE)"
        return
    for model in (*KINDS.values(), Change, ErasedClient, Registration, Submission, AuditEntry, AccessedClient):
        yield f"VACUUM (FULL) {model._meta.db_table}"
