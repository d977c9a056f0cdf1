"""Help given without identity, as it is listed: month by month, those alike together, and what was corrected."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Model, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.description.models import Intervention, Service
from loke.records.models import Contact, Episode, Registration, Value
from loke.records.registered import CORRECTED

Stood = tuple[str, int]  # the day as text and the number of the help


@dataclass(frozen=True)
class Month:
    first: object
    persons: int
    by: list[tuple[str, int]]


def counted_by_month(service: Service) -> list[Month]:
    """The latest month first, and in each the commonest help first."""
    contacts = Contact.objects.filter(episode__service=service, episode__client=None)
    counts = contacts.annotate(month=TruncMonth("date")).values_list("month", "intervention__name")
    months: dict[object, list[tuple[str, int]]] = {}
    for month, name, n in counts.annotate(n=Count("pk")).order_by("-month", "-n", "intervention__name"):
        months.setdefault(month, []).append((name, n))
    return [Month(month, sum(n for _name, n in by), by) for month, by in months.items()]


@dataclass(frozen=True)
class CountedAlike:
    """People of whom the same is known: the day, the help, the age and the answers; by number the first of them."""

    contacts: list[Contact]

    @property
    def first(self) -> Contact:
        return self.contacts[0]

    @property
    def number(self) -> int:
        return self.first.pk

    @property
    def said(self) -> str:
        """What is known of them beside the day and the help."""
        episode = self.first.episode
        age = [_("%(n)s år") % {"n": episode.age}] if episode.age is not None else []
        return ", ".join([*age, *(_answer(value) for value in episode.values.all())])


def _answer(value: Value) -> str:
    said = value.option or {"yes": _("ja"), "no": _("nej")}.get(value.text) or value.get_reason_display()
    return f"{value.variable.name}: {said}"


def alike_in(service: Service, month: date) -> list[CountedAlike]:
    """Those counted in the month, the latest day first; whoever has come several times is not among them."""
    found: dict[object, list[Contact]] = defaultdict(list)
    for contact in _counted_in(service, month):
        episode = contact.episode
        answers = [(one.variable_id, one.occasion, one.option_id, one.text, one.reason) for one in episode.values.all()]
        known = episode.opened, episode.closed, episode.age, tuple(sorted(answers, key=str))
        found[contact.date, contact.intervention_id, *known].append(contact)
    return [CountedAlike(contacts) for contacts in found.values()]


def rows_of(groups: Sequence[CountedAlike]) -> list[Model]:
    """What a correction is opened on."""
    contacts = [contact for one in groups for contact in one.contacts]
    return [*contacts, *(contact.episode for contact in contacts)]


def _counted_in(service: Service, month: date) -> QuerySet[Contact]:
    following = (month + timedelta(days=31)).replace(day=1)
    once = Episode.objects.filter(service=service, client=None).annotate(n=Count("contacts")).filter(n=1)
    found = Contact.objects.filter(episode__in=once.values("pk"), date__gte=month, date__lt=following)
    return (
        found.select_related("intervention", "episode")
        .prefetch_related("episode__values__option", "episode__values__variable")
        .order_by("-date", "pk")
    )


@dataclass(frozen=True)
class Correction:
    by: str
    at: datetime
    why: str
    lines: list[str]


def corrections_of(service: Service, month: date) -> list[Correction]:
    """What has been corrected in the month and still holds, the latest first; of people who went, for thirty days."""
    made = service.registrations.filter(what=CORRECTED, undone=None).select_related("by").prefetch_related("changes")
    made, stands = list(made.order_by("-pk")), {}
    numbers = {row for one in made for row in one.added.get("contact", ())}
    numbers |= {change.row for one in made for change in one.changes.all() if change.kind == "contact"}
    for row, day, intervention in Contact.objects.filter(pk__in=numbers).values_list("pk", "date", "intervention"):
        stands[row] = day.isoformat(), intervention
    named = dict(Intervention.objects.filter(service=service).values_list("pk", "name"))
    told = [Correction(str(one.by or "–"), one.at, one.why, list(_lines(one, stands, named, month))) for one in made]
    return [one for one in told if one.lines]


def _lines(one: Registration, stands: dict[int, Stood], named: dict[int, str], month: date) -> Iterator[str]:
    """What it did to those of the month, in words; leaves in `stands` how everything stood before it."""
    for words, counts in zip((_more, _fewer, _other), _counts(one, stands), strict=True):
        for (day, *helps), n in counts.items():
            if day.startswith(f"{month:%Y-%m}"):
                before, after = (named.get(number, "–") for number in (helps[0], helps[-1]))
                yield f"{day} {after}: {words(n) % {'n': n, 'help': before}}"


def _more(n: int) -> str:
    return ngettext("%(n)s person till", "%(n)s personer till", n)


def _fewer(n: int) -> str:
    return ngettext("%(n)s person borttagen", "%(n)s personer borttagna", n)


def _other(n: int) -> str:
    return ngettext("%(n)s person, stod tidigare som %(help)s", "%(n)s personer, stod tidigare som %(help)s", n)


def _counts(one: Registration, stands: dict[int, Stood]) -> tuple[Counter, Counter, Counter]:
    """How many came and went by day and help, and how many had their help changed, by that before it and after."""
    more = Counter(stands[row] for row in one.added.get("contact", ()) if row in stands)
    fewer, other = Counter[Stood](), Counter[tuple[str, int, int]]()
    for change in one.changes.all():
        if change.kind != "contact":
            continue
        state = json.loads(change.before)
        before = state["date"], int(state["intervention_id"])
        if change.taken_away:
            fewer[before] += 1
        elif change.row in stands:
            other[*before, stands[change.row][1]] += 1
        stands[change.row] = before
    return more, fewer, other
