"""What can be filled in about a client, and what of it is due and not there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.description.models import Service
from loke.measures.models import plans_of, variables_asked
from loke.records.models import Episode, Measurement, Value, stored_as, variables_said
from loke.records.moments import Moments, closed_between, moments_of

Occasion = Measurement.Occasion
MEANWHILE = (Occasion.START, Occasion.DURING)


@dataclass(frozen=True)
class Plan:
    """What the service records for everyone: instruments by number, and variables by occasion."""

    instruments: dict[int, Moments]
    variables: dict[str, frozenset[int]]

    @property
    def months(self) -> list[int]:
        """The months after closing at which the service follows up; what is asked then has no day of its own."""
        return sorted({months for one in self.instruments.values() for months in one.months})


@dataclass(frozen=True)
class Task:
    """Something to fill in: the variables of an occasion, or the questionnaire with the number."""

    words: str = field(compare=False)
    occasion: str
    instrument: int | None = None

    @property
    def code(self) -> str:
        """As it stands in an address."""
        return f"{self.occasion}-{self.instrument}" if self.instrument else self.occasion


def plan_of(service: Service) -> Plan:
    variables = defaultdict(set)
    for variable in variables_asked(service=service.pk):
        for occasion in variable.occasions:
            variables[occasion].add(variable.pk)
    plans = plans_of(service=service.pk)
    instruments = {plan.instrument_id: moments_of(plan) for plan in plans if plan.asked}
    return Plan(instruments, {occasion: frozenset(found) for occasion, found in variables.items()})


def tasks(plan: Plan, episode: Episode) -> list[Task]:
    """Everything that can be filled in now, whether it has been or not."""
    later = ["closing", "follow_up"] if episode.closed else []
    there = [one for one in later if plan.variables.get(one) or episode.values.filter(occasion=one).exists()]
    found = [_about_variables(occasion) for occasion in ("opening", *there)]
    questionnaires = plan.instruments.items()
    return found + [_about(one, at, moment) for at, one in questionnaires for moment in _moments(one, episode)]


def _moments(instrument: Moments, episode: Episode) -> list[Occasion]:
    """Start and end as the plan says; in between and afterwards nobody is kept from asking."""
    planned = {Occasion.START: instrument.at_start, Occasion.END: instrument.at_end}
    moments = [Occasion.START, Occasion.DURING, Occasion.END, *([Occasion.AFTER] if episode.closed else [])]
    return [moment for moment in moments if planned.get(moment, True)]


def may_be_filled_in(plan: Plan, episode: Episode, lacking: Sequence[Task]) -> list[Task]:
    """What can be filled in besides what is lacking: answers to correct and questionnaires without a due day."""
    once = (Occasion.START, Occasion.END) if episode.closed else (Occasion.START,)
    left = (task for task in tasks(plan, episode) if task not in lacking)
    return [task for task in left if not (task.instrument and task.occasion in once)]


def _about_variables(occasion: str) -> Task:
    words = {"opening": _("Bakgrund vid start"), "closing": _("Uppgifter vid avslut")}
    return Task(words.get(occasion, _("Uppgifter vid uppföljning")), occasion)


def _about(instrument: Moments, number: int, moment: Occasion, months: int | None = None) -> Task:
    words = _("%(what)s %(when)s") % {"what": instrument.name, "when": moment.label}
    if months:
        words = f"{instrument.name} {months_after(months)}"
    return Task(words, moment.value, number)


def months_after(months: int) -> str:
    return ngettext("%(n)s månad efter avslut", "%(n)s månader efter avslut", months) % {"n": months}


def missing(plan: Plan, episodes: Sequence[Episode]) -> dict[int, list[Task]]:
    """For each episode number what is due today and not there."""
    numbers = [episode.pk for episode in episodes]
    measured = defaultdict(list)
    rows = Measurement.objects.filter(episode__in=numbers).order_by()
    for episode, *row in rows.values_list("episode", "instrument", "occasion", "months_after").annotate(Max("date")):
        measured[episode].append(row)
    known = defaultdict(set)
    values = Value.objects.filter(episode__in=numbers).values_list("episode", "occasion", "variable")
    for episode, occasion, variable in values:
        known[episode, occasion or "opening"].add(variable)
    return {episode.pk: list(_not_there(plan, episode, _Done(measured[episode.pk]), known)) for episode in episodes}


def missing_in(plan: Plan, episode: Episode, measured: Iterable[Measurement]) -> list[Task]:
    """The same for one, whose measurements are at hand."""
    rows = [(one.instrument_id, one.occasion, one.months_after, one.date) for one in measured]
    known = defaultdict(set)
    for occasion, variable in variables_said(episode=episode.pk) if plan.variables else ():
        known[episode.pk, occasion or "opening"].add(variable)
    return list(_not_there(plan, episode, _Done(rows), known))


class _Done:
    """What has been answered in an episode: instrument, occasion, months after and the last day of each."""

    def __init__(self, mine: Iterable[Sequence]):
        self.moments = {(instrument, occasion) for instrument, occasion, *_ in mine}
        self.after = {(instrument, months) for instrument, occasion, months, _ in mine if occasion == Occasion.AFTER}
        self._days = [(instrument, last) for instrument, occasion, _, last in mine if occasion in MEANWHILE and last]

    def since(self, instrument: int, day: date) -> bool:
        """Whether it has been answered after the day, at start or meanwhile."""
        return any(number == instrument and last > day for number, last in self._days)


def _not_there(plan: Plan, episode: Episode, done: _Done, known: dict) -> Iterator[Task]:
    today = timezone.localdate()
    if episode.closed and _followed_up(plan, episode.closed, today) and _unsaid(plan, episode, known, "follow_up"):
        yield _about_variables("follow_up")
    for occasion in ("opening", "closing") if episode.closed else ("opening",):
        if _unsaid(plan, episode, known, occasion):
            yield _about_variables(occasion)
        due = _due_at_first if occasion == "opening" else _due_at_last
        for number, instrument in plan.instruments.items():
            yield from due(instrument, number, episode, done, today)


def _unsaid(plan: Plan, episode: Episode, known: dict, occasion: str) -> frozenset[int]:
    return plan.variables.get(occasion, frozenset()) - known[episode.pk, occasion]


def _followed_up(plan: Plan, closed: date, today: date) -> bool:
    return any(after < closed <= until for after, until in (closed_between(today, months) for months in plan.months))


def _due_at_first(instrument: Moments, number: int, episode: Episode, done: _Done, today: date) -> Iterator[Task]:
    if instrument.at_start and (number, Occasion.START) not in done.moments:
        yield _about(instrument, number, Occasion.START)
    if instrument.every_weeks and not episode.closed:
        limit = instrument.last_but(today)
        if episode.opened <= limit and not done.since(number, limit):
            yield _about(instrument, number, Occasion.DURING)


def _due_at_last(instrument: Moments, number: int, episode: Episode, done: _Done, today: date) -> Iterator[Task]:
    if instrument.at_end and (number, Occasion.END) not in done.moments:
        yield _about(instrument, number, Occasion.END)
    for months in instrument.months:
        after, until = closed_between(today, months)
        if after < episode.closed <= until and (number, months) not in done.after:
            yield _about(instrument, number, Occasion.AFTER, months)


def lacking_first(plan: Plan, episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    """Those who lack something before the others, each part the latest started first; told by the database."""
    today, ended = timezone.localdate(), Q(closed__isnull=False)
    lacks = _unanswered(plan, "opening") | (ended & _unanswered(plan, "closing"))
    days = (closed_between(today, months) for months in plan.months)
    lacks |= _any(Q(closed__gt=after, closed__lte=until) for after, until in days) & _unanswered(plan, "follow_up")
    for number, instrument in plan.instruments.items():
        lacks |= _lack(instrument, number, today)
    return episodes.alias(lacks=lacks).order_by("-lacks", "-opened", "-pk")


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk=None)  # never
    for condition in conditions:
        found |= condition
    return found


def _unanswered(plan: Plan, occasion: str) -> Q:
    """Condition on episodes: a variable without an answer."""
    answers = Value.objects.filter(episode=OuterRef("pk"), occasion__in=stored_as(occasion))
    return _any(Q(~Exists(answers.filter(variable=variable))) for variable in plan.variables.get(occasion, ()))


def _lack(instrument: Moments, number: int, today: date) -> Q:
    """Condition on episodes: the questionnaire is due today and not filled in."""
    filled = Measurement.objects.filter(episode=OuterRef("pk"), instrument=number)
    found = []
    if instrument.at_start:
        found.append(Q(~Exists(filled.filter(occasion=Occasion.START))))
    if instrument.every_weeks:
        found.append(_lack_meanwhile(filled, instrument, today))
    if instrument.at_end:
        found.append(Q(closed__isnull=False) & ~Exists(filled.filter(occasion=Occasion.END)))
    for months in instrument.months:
        after, until = closed_between(today, months)
        then = filled.filter(occasion=Occasion.AFTER, months_after=months)
        found.append(Q(closed__gt=after, closed__lte=until) & ~Exists(then))
    return _any(found)


def _lack_meanwhile(filled: QuerySet[Measurement], instrument: Moments, today: date) -> Q:
    limit = instrument.last_but(today)
    return Q(closed=None, opened__lte=limit) & ~Exists(filled.filter(occasion__in=MEANWHILE, date__gt=limit))


@dataclass(frozen=True)
class Lack:
    """One thing that is due while the contact goes on and has not been recorded, and for how many ongoing episodes."""

    task: Task
    count: int


def lacking(service: Service, episodes: QuerySet[Episode]) -> list[Lack]:
    """The background and each instrument with how many lack it, the most first; counted by the database."""
    asked = lacks_meanwhile(plan_of(service))
    found = [Lack(task, episodes.filter(condition).count()) for task, condition in asked]
    return sorted((lack for lack in found if lack.count), key=lambda lack: -lack.count)


def lacks_meanwhile(plan: Plan) -> Iterator[tuple[Task, Q]]:
    """What may be due while a contact goes on, each with the condition on the episodes that lack it."""
    if plan.variables.get("opening"):
        yield _about_variables("opening"), _unanswered(plan, "opening")
    for number, instrument in plan.instruments.items():
        filled = Measurement.objects.filter(episode=OuterRef("pk"), instrument=number)
        if instrument.at_start:
            yield _about(instrument, number, Occasion.START), Q(~Exists(filled.filter(occasion=Occasion.START)))
        if instrument.every_weeks:
            condition = _lack_meanwhile(filled, instrument, timezone.localdate())
            yield _about(instrument, number, Occasion.DURING), condition
