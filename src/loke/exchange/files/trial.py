"""The dry run: what a file would change in the records, and every problem in it by cell, with nothing stored."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.models import User
from loke.description.models import Service
from loke.exchange.files.clients import Clients
from loke.exchange.files.fields import CLIENT, CONTACT, GOAL, INSTRUMENT, Kind, kinds
from loke.exchange.files.known import CHANGED, KEPT, NEW, SAME, Differences, Known
from loke.exchange.files.left_out import LeftOut, left_out
from loke.exchange.files.measurements import Measurements
from loke.exchange.files.meetings import Contacts, Goals
from loke.exchange.files.plan import book_of, plan_of
from loke.exchange.files.rows import Problem, Reading, only_letters, read_part
from loke.exchange.models import FileImport
from loke.publishing.documents.content import Column, Table
from loke.publishing.documents.excel import workbook
from loke.records.models import Episode, Responsible


@dataclass(frozen=True)
class Count:
    """How many rows of one kind would come, change, are there already, are left out, and are left as they stand."""

    name: str
    new: int
    changed: int
    same: int
    skipped: int
    kept: int = 0  # left as they stand, since somebody has chosen so
    kind: str = ""


@dataclass
class Trial:
    """What came of it."""

    counts: list[Count] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    differences: Differences = field(default_factory=Differences)
    left_out: list[LeftOut] = field(default_factory=list)
    version: str = ""  # of all that it was made of

    @property
    def skipped(self) -> int:
        return sum(count.skipped for count in self.counts)

    @property
    def coming(self) -> int:
        return sum(count.new + count.changed for count in self.counts)

    @property
    def kept(self) -> int:
        return sum(count.kept for count in self.counts)

    @property
    def alone(self) -> int:
        """For how many new clients whose contact goes on nobody would answer."""
        held = {id(row.episode) for row in self.differences.added if isinstance(row, Responsible)}
        opened = [row for row in self.differences.added if isinstance(row, Episode) and not row.closed]
        return sum(id(row) not in held for row in opened)

    @property
    def clients(self) -> set[int]:
        """Whose stored records the problems and changes tell something of."""
        return {one.client for one in (*self.problems, *self.differences.changes) if one.client}


def version_of(draft: FileImport) -> str:
    """A digest of the file, what has been decided about it, and how far the records of the unit have come."""
    changes = list(Service.objects.filter(unit=draft.service.unit).order_by("pk").values_list("pk", "change"))
    told = json.dumps([draft.rows, draft.plan, changes], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def trial(draft: FileImport, user: User | None) -> Trial:
    """Read every part of the file and compare it with the records as they stand; nothing is held meanwhile."""
    service, book, plan, version = draft.service, book_of(draft.rows), plan_of(draft.plan), version_of(draft)
    asked = {kind.code: kind for kind in kinds(service)}
    order = list(asked)
    parts = sorted((part for part in plan.parts if part.kind in asked), key=lambda part: order.index(part.kind))
    today, known = timezone.localdate(), Known(service, user)
    found = Differences(keep=plan.keep, repeats=plan.repeats)
    made = Trial(differences=found, version=version)
    letters = any(only_letters(client.code) for client in known.clients.values())
    readings = [read_part(book, part, asked[part.kind], today, letters, len(parts) == 1) for part in parts]
    for reading in readings:
        _compare(reading, known, found, user)
        made.problems += reading.problems
    made.left_out = left_out(readings)
    made.problems.sort(key=lambda problem: problem.place)
    made.counts = [_count(kind, readings, found.counts) for kind in asked.values() if _has(kind, readings)]
    return made


def _compare(reading: Reading, known: Known, found: Differences, user: User | None) -> None:
    kind = reading.kind.code.partition(":")[0]
    if kind == CLIENT:
        Clients(known, found, None if known.all else user).take(reading)
    elif kind == CONTACT:
        Contacts(known, found).take(reading)
    elif kind == GOAL:
        Goals(known, found).take(reading)
    elif kind == INSTRUMENT:
        Measurements(known, found, reading).take()


def _has(kind: Kind, readings: list[Reading]) -> bool:
    return any(reading.kind.code == kind.code for reading in readings)


def _count(kind: Kind, readings: list[Reading], counts: Mapping[str, Counter]) -> Count:
    found = counts[kind.code]
    skipped = sum(reading.skipped for reading in readings if reading.kind.code == kind.code)
    return Count(kind.name, found[NEW], found[CHANGED], found[SAME], skipped, found[KEPT], kind.code)


def problems_workbook(service: Service, problems: list[Problem]) -> bytes:
    """The problems as Excel, to mend the file by; what the records say of a client is on the page alone."""
    heads = (_("Blad"), _("Cell"), _("Det som står där"), _("Det som väntades"), _("Gör så här"), _("Raden"))
    columns = tuple(Column(str(place), head) for place, head in enumerate(heads))
    rows = tuple(
        (one.sheet, one.cell, one.found, one.expected, one.todo, _("hoppas över") if one.skips else _("läses in"))
        for one in problems
    )
    return workbook(_("Problem i filen"), service.name, [Table("problems", _("Problem"), columns, rows)])
