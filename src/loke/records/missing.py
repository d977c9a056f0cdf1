"""What has not been recorded yet for a client, in words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from loke.description.models import Service
from loke.measures.models import Variable
from loke.records.models import Episode, Measurement, Value


@dataclass(frozen=True)
class Plan:
    """What the service records for everyone: instruments by number, and variables by occasion."""

    instruments: dict[int, str]
    variables: dict[str, frozenset[int]]


def plan_of(service: Service) -> Plan:
    variables = defaultdict(set)
    for variable in Variable.objects.filter(service=service):
        for occasion in variable.occasions:
            variables[occasion].add(variable.pk)
    instruments = {plan.instrument_id: str(plan.instrument) for plan in service.plans.select_related("instrument")}
    return Plan(instruments, {occasion: frozenset(found) for occasion, found in variables.items()})


def missing(service: Service, episodes: Sequence[Episode]) -> dict[int, list[str]]:
    """For each episode number, the words for what is due and not there; start for all, end for those who have ended."""
    plan, numbers = plan_of(service), [episode.pk for episode in episodes]
    measured = set(
        Measurement.objects.filter(episode__in=numbers).values_list("episode", "instrument", "occasion").distinct()
    )
    known = defaultdict(set)
    for episode, occasion, variable in Value.objects.filter(episode__in=numbers).values_list(
        "episode", "occasion", "variable"
    ):
        known[episode, occasion or "opening"].add(variable)
    return {episode.pk: list(_words(episode, plan, measured, known)) for episode in episodes}


def _words(episode: Episode, plan: Plan, measured: set, known: dict) -> Iterable[str]:
    due = [("opening", "start", _("%(what)s vid start"))]
    if episode.closed:
        due.append(("closing", "end", _("%(what)s vid avslut")))
    for occasion, moment, words in due:
        if plan.variables.get(occasion, frozenset()) - known[episode.pk, occasion]:
            yield words % {"what": _("Bakgrund") if occasion == "opening" else _("Uppgifter")}
        for instrument, name in plan.instruments.items():
            if (episode.pk, instrument, moment) not in measured:
                yield words % {"what": name}


@dataclass(frozen=True)
class Lack:
    """One thing that is due at the start and has not been recorded, and for how many ongoing episodes."""

    what: str
    count: int


def lacking(service: Service, episodes: QuerySet[Episode]) -> list[Lack]:
    """The background and each instrument with how many lack it, the most first; counted by the database."""
    plan = plan_of(service)
    asked = plan.variables.get("opening", frozenset())
    found = []
    if asked:
        known = Count(
            "values__variable",
            filter=Q(values__variable__in=asked, values__occasion__in=("", "opening")),
            distinct=True,
        )
        found.append(Lack(_("Bakgrund vid start"), episodes.annotate(known=known).filter(known__lt=len(asked)).count()))
    for instrument, name in plan.instruments.items():
        measured = Measurement.objects.filter(episode=OuterRef("pk"), instrument=instrument, occasion="start")
        found.append(Lack(_("%(what)s vid start") % {"what": name}, episodes.exclude(Exists(measured)).count()))
    return sorted((lack for lack in found if lack.count), key=lambda lack: -lack.count)
