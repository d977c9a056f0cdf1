"""What can be filled in about a client, and what of it is due and not there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from loke.description.models import Service
from loke.measures.models import Variable
from loke.records.models import Episode, Measurement, Value, stored_as

Occasion = Measurement.Occasion
DUE = (("opening", Occasion.START),)  # variables and questionnaires that everybody is asked, each at its occasion
DUE_WHEN_ENDED = (("closing", Occasion.END),)


@dataclass(frozen=True)
class Plan:
    """What the service records for everyone: instruments by number, and variables by occasion."""

    instruments: dict[int, str]
    variables: dict[str, frozenset[int]]


@dataclass(frozen=True)
class Task:
    """Something to fill in: the variables of an occasion, or the questionnaire with the number."""

    words: str
    occasion: str
    instrument: int | None = None


def plan_of(service: Service) -> Plan:
    variables = defaultdict(set)
    for variable in Variable.objects.filter(service=service):
        for occasion in variable.occasions:
            variables[occasion].add(variable.pk)
    instruments = {plan.instrument_id: str(plan.instrument) for plan in service.plans.select_related("instrument")}
    return Plan(instruments, {occasion: frozenset(found) for occasion, found in variables.items()})


def tasks(plan: Plan, episode: Episode) -> list[Task]:
    """Everything that can be filled in now, whether it has been or not."""
    later = ["closing", "follow_up"] if episode.closed else []
    found = [_about_variables(occasion) for occasion in ("opening", *filter(plan.variables.get, later))]
    moments = [Occasion.START, Occasion.DURING, Occasion.END, *([Occasion.AFTER] if episode.closed else [])]
    return found + [_about(plan, instrument, moment) for instrument in plan.instruments for moment in moments]


def may_be_filled_in(plan: Plan, episode: Episode, lacking: Sequence[Task]) -> list[Task]:
    """What can be filled in besides what is lacking: answers to correct and questionnaires without a due day."""
    once = (Occasion.START, Occasion.END) if episode.closed else (Occasion.START,)
    there = [task for task in tasks(plan, episode) if task.instrument and task.occasion in once]
    return [task for task in tasks(plan, episode) if task not in lacking and task not in there]


def _about_variables(occasion: str) -> Task:
    words = {"opening": _("Bakgrund vid start"), "closing": _("Uppgifter vid avslut")}
    return Task(words.get(occasion, _("Uppgifter vid uppföljning")), occasion)


def _about(plan: Plan, instrument: int, moment: Occasion) -> Task:
    words = _("%(what)s %(when)s") % {"what": plan.instruments[instrument], "when": moment.label}
    return Task(words, moment.value, instrument)


def missing(plan: Plan, episodes: Sequence[Episode]) -> dict[int, list[Task]]:
    """For each episode number what is due and not there; start for all, end for those who have ended."""
    numbers = [episode.pk for episode in episodes]
    measurements = Measurement.objects.filter(episode__in=numbers)
    measured = set(measurements.values_list("episode", "instrument", "occasion").distinct())
    known = defaultdict(set)
    values = Value.objects.filter(episode__in=numbers).values_list("episode", "occasion", "variable")
    for episode, occasion, variable in values:
        known[episode, occasion or "opening"].add(variable)
    return {episode.pk: list(_not_there(plan, episode, measured, known)) for episode in episodes}


def _not_there(plan: Plan, episode: Episode, measured: set, known: dict) -> Iterator[Task]:
    for occasion, moment in DUE + (DUE_WHEN_ENDED if episode.closed else ()):
        if plan.variables.get(occasion, frozenset()) - known[episode.pk, occasion]:
            yield _about_variables(occasion)
        for instrument in plan.instruments:
            if (episode.pk, instrument, moment) not in measured:
                yield _about(plan, instrument, moment)


def lacking_first(plan: Plan, episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    """Those who lack something before the others, each part the latest started first; told by the database."""
    lacks = _any(_lack(plan, *due) for due in DUE)
    lacks |= Q(closed__isnull=False) & _any(_lack(plan, *due) for due in DUE_WHEN_ENDED)
    return episodes.alias(lacks=lacks).order_by("-lacks", "-opened", "-pk")


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk=None)  # never
    for condition in conditions:
        found |= condition
    return found


def _lack(plan: Plan, occasion: str, moment: Occasion) -> Q:
    """Condition on episodes: a variable without an answer, or a questionnaire that is not filled in."""
    mine = {"episode": OuterRef("pk")}
    answers = Value.objects.filter(**mine, occasion__in=stored_as(occasion))
    filled = Measurement.objects.filter(**mine, occasion=moment)
    unanswered = [~Exists(answers.filter(variable=variable)) for variable in plan.variables.get(occasion, ())]
    return _any(Q(one) for one in unanswered + [~Exists(filled.filter(instrument=i)) for i in plan.instruments])


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
            filter=Q(values__variable__in=asked, values__occasion__in=stored_as("opening")),
            distinct=True,
        )
        count = episodes.annotate(known=known).filter(known__lt=len(asked)).count()
        found.append(Lack(_about_variables("opening").words, count))
    for instrument in plan.instruments:
        measured = Measurement.objects.filter(episode=OuterRef("pk"), instrument=instrument, occasion=Occasion.START)
        count = episodes.exclude(Exists(measured)).count()
        found.append(Lack(_about(plan, instrument, Occasion.START).words, count))
    return sorted((lack for lack in found if lack.count), key=lambda lack: -lack.count)
