"""What has not been recorded yet for a client, in words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
