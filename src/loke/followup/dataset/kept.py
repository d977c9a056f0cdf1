"""A service's rows as they were last read, and renewed: of what the change log tells of, and of nothing else."""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.db import connection
from django.db.models import BigIntegerField, IntegerField, QuerySet
from django.utils import timezone

from loke.database.statements import written_once
from loke.dataset.assemble import Facts, assemble
from loke.dataset.renewing import alike, renewed, with_respondents
from loke.dataset.snapshot import Array, Snapshot
from loke.description.models import Service
from loke.followup.dataset.rows import Rows, Said
from loke.records.models import FiguresChange

BEGIN = {"sqlite": "BEGIN", "postgresql": "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"}
STEPS = 20  # remembered of the way to a snapshot
SOME = 200  # episodes; more than so many are not read faster than all

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Line:
    """Where a snapshot came from: its change number, its episodes' numbers, rising, and the steps that led to it.

    A step holds the change number it was taken from, and the episodes that had changed since.
    """

    number: int
    numbers: Array
    steps: tuple[tuple[int, frozenset[int]], ...] = ()

    def since(self, number: int) -> frozenset[int] | None:
        """The episodes that have changed since then; None where the steps do not lead so far back."""
        if number == self.number:
            return frozenset()
        at = next((place for place, (start, _) in enumerate(self.steps) if start == number), None)
        return None if at is None else frozenset().union(*(changed for _, changed in self.steps[at:]))

    def after(self, number: int, numbers: Array, changed: Collection[int]) -> "Line":
        return Line(number, numbers, (*self.steps, (self.number, frozenset(changed)))[-STEPS:])

    def places(self, episodes: Collection[int]) -> list[int]:
        return np.flatnonzero(np.isin(self.numbers, list(episodes))).tolist()


@dataclass(frozen=True, eq=False)
class Kept:
    """A service as it stood, and what it takes to bring it up to date."""

    line: Line
    whole: date  # the day on which everything was read
    said: Said
    respondents: tuple[str, ...]
    facts: Facts
    snapshot: Snapshot


def at_hand(service: Service, before: Kept | None) -> Kept:
    """The service as it stands: `before` with what has changed since, where the log tells, else everything read.

    On a new day everything is read, and the log must have led to the same.
    """
    with _one_moment():
        number = change(service)
        changed = _changed(service, before.line.number, number) if before else None
        if before is None or changed is None:
            return read(service, number)
        now = _renewed(service, before, number, changed)
        return now if now.whole == timezone.localdate() else _checked(now, read(service, number))


def change(service: Service) -> int:
    [(number,)] = _number(service=service.pk)
    return number


@written_once(service=IntegerField())
def _number(*, service: int) -> QuerySet:
    return Service.objects.filter(pk=service).values_list("change")


@written_once(service=IntegerField(), since=BigIntegerField(), number=BigIntegerField())
def _steps(*, service: int, since: int, number: int) -> QuerySet:
    found = FiguresChange.objects.filter(service=service, number__gt=since, number__lte=number)
    return found.values_list("episodes")


def _changed(service: Service, since: int, number: int) -> set[int] | None:
    """The episodes that have changed; None where the log does not tell, or of so many that all may as well be read."""
    steps = _steps(service=service.pk, since=since, number=number)
    found = {episode for (episodes,) in steps for episode in episodes}
    return found if len(steps) == number - since and len(found) <= SOME else None


def read(service: Service, number: int) -> Kept:
    """The service's rows, coded and assembled."""
    said, rows = Said(service), Rows(service)
    facts = rows.facts(said, rows.respondents)
    return _kept(Line(number, rows.numbers), timezone.localdate(), said, rows.respondents, facts)


def _kept(line: Line, whole: date, said: Said, respondents: tuple[str, ...], facts: Facts) -> Kept:
    made = assemble((said.definition,), said.instruments, respondents, facts)
    return Kept(line, whole, said, respondents, facts, made)


def _renewed(service: Service, before: Kept, number: int, changed: Collection[int]) -> Kept:
    if not changed:
        return replace(before, line=before.line.after(number, before.line.numbers, ()))
    rows, there = Rows(service, changed), before.line.numbers
    stays = np.flatnonzero(~np.isin(there, list(changed)))
    numbers = np.concatenate((there[stays], rows.numbers))
    known = tuple(sorted({*before.respondents, *rows.respondents}))
    old = with_respondents(before.facts, before.respondents, known)
    facts = renewed(old, stays, rows.facts(before.said, known), np.argsort(np.argsort(numbers)))
    used = tuple(known[code] for code in np.unique(facts.measured.respondent) if code >= 0)
    line = before.line.after(number, np.sort(numbers), changed)
    return _kept(line, before.whole, before.said, used, with_respondents(facts, known, used))


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
