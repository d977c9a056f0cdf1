"""How complete it is: of each variable and instrument how many are there, and whose clients lack it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from loke.dataset.months import MARGIN
from loke.description.models import Service
from loke.measures.models import Variable
from loke.records.missing import MEANWHILE, Plan, lacks_meanwhile, months_after, plan_of
from loke.records.models import Episode, Measurement, Responsible, Value
from loke.records.moments import Moments, closed_until

Occasion = Measurement.Occasion
Key = tuple


@dataclass(frozen=True)
class Complete:
    """One thing asked at one occasion: for how many it was due, for how many it is there, and who can fill it in."""

    what: str
    when: str
    due: int
    done: int
    people: list[tuple[str, int]]

    @property
    def share(self) -> int:
        return round(100 * self.done / self.due)


def completeness(service: Service, since: date, until: date, today: date) -> list[Complete]:
    """Of the clients' episodes that opened in the period; variables out of use are not asked for."""
    episodes = list(service.episodes.exclude(client=None).filter(opened__gte=since, opened__lte=until))
    plan = plan_of(service)
    known, people, rows = _known(service, plan, today), _people({episode.pk for episode in episodes}), []
    for what, when, due, key in _asked(service, plan, episodes, today):
        lack = due - known[key]
        if due:
            rows.append(Complete(what, when, len(due), len(due) - len(lack), _whose(lack, people)))
    return rows


@dataclass(frozen=True)
class Missing:
    """One thing that is due now for some whose contact goes on, and who answers for them."""

    what: str
    count: int
    people: list[tuple[str, int]]


def missing_now(service: Service) -> list[Missing]:
    """What Översikt counts for the unit, with names; the most first."""
    ongoing, found = Episode.objects.filter(service=service).ongoing(), []
    for task, condition in lacks_meanwhile(plan_of(service)):
        if lack := set(ongoing.filter(condition).values_list("pk", flat=True)):
            found.append(Missing(task.words, len(lack), _whose(lack, _people(lack))))
    return sorted(found, key=lambda one: -one.count)


def _known(service: Service, plan: Plan, today: date) -> dict[Key, set[int]]:
    """The episodes that have a value or a filling-in, by what and when."""
    known: dict[Key, set[int]] = defaultdict(set)
    values = Value.objects.filter(episode__service=service).values_list("variable", "occasion", "episode")
    for variable, occasion, episode in values:
        known["variable", variable, occasion or "opening"].add(episode)
    filled = Measurement.objects.filter(episode__service=service)
    for number, instrument in plan.instruments.items():
        if instrument.every_weeks:
            limit = instrument.last_but(today)
            lately = filled.filter(instrument=number, occasion__in=MEANWHILE, date__gt=limit)
            known["instrument", number, "during", limit] = set(lately.values_list("episode", flat=True))
    for instrument, occasion, months, episode in filled.values_list(
        "instrument", "occasion", "months_after", "episode"
    ):
        known["instrument", instrument, occasion, months if occasion == Occasion.AFTER else None].add(episode)
    return known


def _asked(
    service: Service, plan: Plan, episodes: list[Episode], today: date
) -> Iterator[tuple[str, str, set[int], Key]]:
    """What is asked, when, of which episodes, and how it is known."""
    everybody = {episode.pk for episode in episodes}
    closed = {episode.pk: episode.closed for episode in episodes if episode.closed}
    late = closed_until(today - timedelta(days=MARGIN), plan.months[0]) if plan.months else date.min
    followed_up = {episode for episode, day in closed.items() if day <= late}
    due = {"opening": everybody, "closing": set(closed), "follow_up": followed_up}
    for variable in service.variables.in_use():
        for occasion in variable.occasions:
            if occasion in due:
                label = str(Variable.Occasion(occasion).label)
                yield variable.name, label, due[occasion], ("variable", variable.pk, occasion)
    for number, instrument in plan.instruments.items():
        yield from _of_instrument(instrument, number, everybody, closed, today)
        if instrument.every_weeks:
            yield _meanwhile(instrument, number, episodes, today)


def _of_instrument(
    instrument: Moments, number: int, everybody: set[int], closed: dict[int, date], today: date
) -> Iterator[tuple[str, str, set[int], Key]]:
    if instrument.at_start:
        yield instrument.name, str(Occasion.START.label), everybody, ("instrument", number, "start", None)
    if instrument.at_end:
        yield instrument.name, str(Occasion.END.label), set(closed), ("instrument", number, "end", None)
    for months in instrument.months:
        last = closed_until(today - timedelta(days=MARGIN), months)
        due = {episode for episode, day in closed.items() if day <= last}
        yield instrument.name, months_after(months), due, ("instrument", number, "after", months)


def _meanwhile(
    instrument: Moments, number: int, episodes: list[Episode], today: date
) -> tuple[str, str, set[int], Key]:
    """Of those that have gone on for so long that it is due: who has answered since it was time last."""
    limit = instrument.last_but(today)
    due = {episode.pk for episode in episodes if not episode.closed and episode.opened <= limit}
    return instrument.name, str(Occasion.DURING.label), due, ("instrument", number, "during", limit)


def _people(episodes: set[int]) -> dict[int, list[str]]:
    people: dict[int, list[str]] = defaultdict(list)
    held = Responsible.objects.filter(episode__in=episodes).values_list("episode", "user__name")
    for episode, name in held:
        people[episode].append(name)
    return people


def _whose(lack: set[int], people: dict[int, list[str]]) -> list[tuple[str, int]]:
    """Who answers for those who lack it, the most first; a client of two counts for both."""
    count = Counter(name for episode in lack for name in people.get(episode) or [_("ingen ansvarig")])
    return sorted(count.items(), key=lambda one: (-one[1], one[0]))
