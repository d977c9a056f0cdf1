"""What the pages about erasing show: clients by code for the unit's own people, numbers only for everybody else."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from loke.accounts.access import may
from loke.accounts.models import Unit, User
from loke.records.models import Change, Client, ErasedClient, Erasure
from loke.records.retention import due
from loke.records.retention.law import Law, law


@dataclass(frozen=True)
class Leaving:
    """A client on the way out, with the code; without one it is an episode that was only counted."""

    one: ErasedClient
    code: str


@dataclass(frozen=True)
class Numbers:
    """An erasure without anybody in it."""

    erasure: Erasure
    people: int
    counted: int
    years: tuple[int, ...]


def leaving(erasure: Erasure) -> list[Leaving]:
    rows = list(erasure.clients.select_related("spared_by"))
    there = Client.objects.filter(pk__in=[row.client_number for row in rows]).values_list("pk", "code")
    codes = dict(there) | _sealed_codes(rows)
    return [Leaving(row, codes.get(row.client_number, "")) for row in rows]


def _sealed_codes(rows: Iterable[ErasedClient]) -> dict[int, str]:
    kept = Change.objects.filter(registration__in=[row.sealed_id for row in rows], kind="client")
    return {change.row: json.loads(change.before)["code"] for change in kept}


def in_numbers(erasures: Iterable[Erasure]) -> list[Numbers]:
    return [_counted(erasure) for erasure in erasures]


def _counted(erasure: Erasure) -> Numbers:
    if erasure.erased:
        counts = erasure.counts
        return Numbers(erasure, counts["people"], counts["counted"], tuple(dict.fromkeys(counts["years"])))
    rows = list(erasure.clients.filter(spared_until=None).values_list("client_number", "ended"))
    years = sorted({ended.year for __, ended in rows if ended})
    people = sum(number is not None for number, __ in rows)
    return Numbers(erasure, people, len(rows) - people, tuple(dict.fromkeys(years[:1] + years[-1:])))


def rules(unit: Unit) -> tuple[list[due.Kept], Law]:
    """How long each service of the unit keeps its records, and the law."""
    return due.kept(unit.services.order_by("name")), law()


def may_confirm(user: User, unit: Unit) -> bool:
    """Whether somebody may give the second approval, from within the unit or above it."""
    here, above = {"unit": unit}, {"organisation": unit.organisation}
    return may(user, "retention", "confirm", **here) or may(user, "retention", "confirm", **above)
