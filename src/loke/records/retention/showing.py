"""What the pages about erasing show: clients by code for the unit's own people, numbers only for everybody else."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.accounts.access import may
from loke.accounts.models import Unit, User
from loke.description.models import Service
from loke.records.models import Change, Client, Episode, ErasedClient, Erasure, RetentionRule
from loke.records.retention import due, still
from loke.records.retention.law import Law, law


@dataclass(frozen=True)
class Leaving:
    """A client on the way out, with the code; without one it is an episode that was only counted."""

    one: ErasedClient
    code: str
    other: Episode | None  # for the sake of which the client stays and only what is older goes


@dataclass(frozen=True)
class Numbers:
    """An erasure without anybody in it; its words say how much goes: "4 klienter, 5 äldre kontakter för klienter …"."""

    erasure: Erasure
    people: int
    older: int
    counted: int
    years: tuple[int, ...]

    def __str__(self):
        words = (
            (self.people, ngettext("%(n)s klient", "%(n)s klienter", self.people)),
            (self.older, _older(self.older)),
            (self.counted, ngettext("%(n)s som bara är räknad", "%(n)s som bara är räknade", self.counted)),
        )
        return ", ".join(said % {"n": n} for n, said in words if n)


def _older(n: int) -> str:
    return ngettext(
        "%(n)s äldre kontakt för en klient som är kvar", "%(n)s äldre kontakter för klienter som är kvar", n
    )


def leaving(erasure: Erasure) -> list[Leaving]:
    rows = list(erasure.clients.select_related("spared_by"))
    there = Client.objects.filter(pk__in=[row.client_number for row in rows]).values_list("pk", "code")
    codes, others = dict(there) | sealed_codes(rows), _others(erasure, rows)
    return [Leaving(row, codes.get(row.client_number, ""), others.get(row.client_number)) for row in rows]


def sealed_codes(rows: Iterable[ErasedClient]) -> dict[int, str]:
    kept = Change.objects.filter(registration__in=[row.sealed_id for row in rows], kind="client")
    return {change.row: json.loads(change.before)["code"] for change in kept}


def _others(erasure: Erasure, rows: Collection[ErasedClient]) -> dict[int | None, Episode]:
    """For clients who stay an episode that does not go, the ongoing one or else the last; by the client's number.

    Where it is not because of time, everything goes.
    """
    if erasure.ground != Erasure.Ground.TIME:
        return {}
    going = {number for row in rows for number in row.episodes}
    of = Episode.objects.filter(client__in=[row.client_number for row in rows if row.client_number])
    others: dict[int | None, Episode] = {}
    for episode in of.exclude(pk__in=going).first_shown_first():
        others.setdefault(episode.client_id, episode)
    return others


def in_numbers(erasures: Iterable[Erasure]) -> list[Numbers]:
    return [counted(erasure) for erasure in erasures]


def counted(erasure: Erasure) -> Numbers:
    if erasure.erased:
        counts = erasure.counts
        years = tuple(dict.fromkeys(counts["years"]))
        return Numbers(erasure, counts["people"], counts.get("older", 0), counts["counted"], years)
    return _numbers(erasure, list(erasure.clients.filter(spared_until=None)))


def _numbers(erasure: Erasure, rows: list[ErasedClient]) -> Numbers:
    others, known = _others(erasure, rows), [row for row in rows if row.client_number]
    staying = [row for row in known if row.client_number in others]
    years = sorted({row.ended.year for row in rows if row.ended})
    older = sum(len(row.episodes) for row in staying)
    ends = tuple(dict.fromkeys(years[:1] + years[-1:]))
    return Numbers(erasure, len(known) - len(staying), older, len(rows) - len(known), ends)


def approved(erasure: Erasure) -> str:
    """What the first one who approves is told."""
    words = _("Godkänt: %(what)s. Nu behöver någon annan godkänna det.")
    return words % {"what": counted(erasure)}


def confirmed(erasure: Erasure) -> str:
    """What the second one is told: how much is in quarantine now, until when, and how many were left."""
    return " ".join(_confirmed(erasure))


def _confirmed(erasure: Erasure) -> Iterator[str]:
    if erasure.withdrawn:
        yield _("Inget gallras.")
    else:
        told = {"what": counted(erasure), "day": erasure.until.isoformat()}
        yield _("I karantän nu: %(what)s. Det går att lägga tillbaka till %(day)s och raderas sedan för gott.") % told
    if left := erasure.counts.get("left_out"):
        words = ngettext(
            "%(n)s av de föreslagna är kvar, för tiden har inte gått ut.",
            "%(n)s av de föreslagna är kvar, för tiden har inte gått ut för dem.",
            left,
        )
        yield words % {"n": left}


@dataclass(frozen=True)
class Reached:
    """What a rule would do on a day: those whose time has passed now and then, and those on their way out who stay."""

    now: Numbers
    then: Numbers
    staying: int


def reached(service: Service, months: int | None, day: date) -> Reached:
    unit = service.unit
    rules = due.months_of(unit)
    alone = ({**dict.fromkeys(rules), service.pk: one} for one in (rules[service.pk], months))
    now, then = (_of_due(unit, due.due_in(unit, day, only)) for only in alone)
    open_ones = Erasure.objects.open().filter(unit=unit)
    staying = sum(len(still.no_longer_due(one, day, {**rules, service.pk: months})) for one in open_ones)
    return Reached(now, then, staying)


def _of_due(unit: Unit, found: list[due.Due]) -> Numbers:
    as_if = Erasure(unit=unit, ground=Erasure.Ground.TIME)
    return _numbers(as_if, [one.row(as_if) for one in found])


def lapsed(unit: Unit) -> list[Erasure]:
    """Proposals of late that came to nothing, since nobody's time had passed after all."""
    since = timezone.now() - timedelta(days=30)
    withdrawn = Erasure.objects.filter(unit=unit, withdrawn__gt=since, ground=Erasure.Ground.TIME)
    return [one for one in withdrawn if one.counts.get("left_out")]


def rule_since(erasure: Erasure) -> RetentionRule | None:
    """The latest rule, decided after it was proposed, of a service whose records are left."""
    services = erasure.counts.get("left_out_of", ())
    return RetentionRule.objects.filter(service__in=services, at__gt=erasure.proposed).first()


def rules(unit: Unit) -> tuple[list[due.Kept], Law]:
    """How long each service of the unit keeps its records, and the law."""
    return due.kept(unit.services.order_by("name")), law()


def may_confirm(user: User, unit: Unit) -> bool:
    """Whether somebody may give the second approval, from within the unit or above it."""
    here, above = {"unit": unit}, {"organisation": unit.organisation}
    return may(user, "retention", "confirm", **here) or may(user, "retention", "confirm", **above)
