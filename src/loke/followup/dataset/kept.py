"""A service's rows as they were last read, and renewed: of what the change log tells of, and of nothing else."""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.db import connection
from django.utils import timezone

from loke.dataset.assemble import Facts, assemble
from loke.dataset.renewing import alike, renewed, with_respondents
from loke.dataset.snapshot import Array, Snapshot
from loke.description.models import Service
from loke.followup.dataset.rows import Rows, Said

BEGIN = {"sqlite": "BEGIN", "postgresql": "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"}
SOME = 200  # episodes; more than so many are not read faster than all

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Kept:
    """A service as it stood when its change number was `number`; `numbers` are its episodes', rising."""

    number: int
    whole: date  # the day on which everything was read
    said: Said
    numbers: Array
    respondents: tuple[str, ...]
    facts: Facts
    snapshot: Snapshot


def at_hand(service: Service, before: Kept | None) -> Kept:
    """The service as it stands: `before` with what has changed since, where the log tells, else everything read.

    On a new day everything is read, and the log must have led to the same.
    """
    with _one_moment():
        number = change(service)
        changed = _changed(service, before.number, number) if before else None
        if before is None or changed is None:
            return read(service, number)
        now = _renewed(service, before, number, changed)
        return now if now.whole == timezone.localdate() else _checked(now, read(service, number))


def change(service: Service) -> int:
    return Service.objects.values_list("change", flat=True).get(pk=service.pk)


def _changed(service: Service, since: int, number: int) -> set[int] | None:
    """The episodes that have changed; None where the log does not tell, or of so many that all may as well be read."""
    steps = service.figures_changes.filter(number__gt=since, number__lte=number).values_list("episodes", flat=True)
    found = {episode for episodes in steps for episode in episodes}
    return found if len(steps) == number - since and len(found) <= SOME else None


def read(service: Service, number: int) -> Kept:
    """The service's rows, coded and assembled."""
    said, rows = Said(service), Rows(service)
    facts = rows.facts(said, rows.respondents)
    return _kept(number, timezone.localdate(), said, rows.numbers, rows.respondents, facts)


def _kept(number: int, whole: date, said: Said, numbers: Array, respondents: tuple[str, ...], facts: Facts) -> Kept:
    made = assemble((said.definition,), said.instruments, respondents, facts)
    return Kept(number, whole, said, numbers, respondents, facts, made)


def _renewed(service: Service, before: Kept, number: int, changed: Collection[int]) -> Kept:
    if not changed:
        return replace(before, number=number)
    rows = Rows(service, changed)
    stays = np.flatnonzero(~np.isin(before.numbers, list(changed)))
    numbers = np.concatenate((before.numbers[stays], rows.numbers))
    place = np.argsort(np.argsort(numbers))
    known = tuple(sorted({*before.respondents, *rows.respondents}))
    old = with_respondents(before.facts, before.respondents, known)
    facts = renewed(old, stays, rows.facts(before.said, known), place)
    used = tuple(known[code] for code in np.unique(facts.measured.respondent) if code >= 0)
    facts = with_respondents(facts, known, used)
    return _kept(number, before.whole, before.said, np.sort(numbers), used, facts)


def _checked(now: Kept, whole: Kept) -> Kept:
    if not alike(now.snapshot, whole.snapshot):
        logger.error("siffror: ändringsloggen ledde inte till det som står i tabellerna, allt är läst om")
    return whole


@contextmanager
def _one_moment() -> Iterator[None]:
    """Every query inside sees the same moment, and nobody who writes has to wait (as they would for `atomic`)."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("COMMIT")
