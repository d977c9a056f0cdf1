"""What in a follow-up may be answered, what asks for an answer, and what has been answered and when."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from loke.description.models import Service
from loke.followup.choices import days_of_period
from loke.followup.models import DeviationAnswer, FollowUp
from loke.followup.reality import Reality, RealityRow
from loke.measures.models import Expectation

INTERVENTION = "insats:"  # what the code of a deviation begins with that is about an intervention
Key = tuple[str, str]


@dataclass(frozen=True)
class Deviation:
    """Something to answer: what was meant, and what is said of it; one that `asks` surely did not hold."""

    code: str
    version: str
    text: str
    said: str
    asks: bool

    @property
    def key(self) -> Key:
        return self.code, self.version

    @property
    def anchor(self) -> str:
        """What it is called in the page."""
        return re.sub(r"\W", "-", f"svar-{self.code}-{self.version}")


def deviations_of(reality: Reality) -> list[Deviation]:
    """Every expectation, and every intervention that is given or described but not both."""
    found = [Deviation(row.expectation, row.version, row.text, row.happened, row.deviates) for row in reality.rows]
    return found + [
        Deviation(f"{INTERVENTION}{one.intervention}", "", one.name, one.says, False) for one in reality.apart
    ]


@dataclass(frozen=True)
class Turn:
    """A deviation with our answer, and what we answered to the same the time before."""

    deviation: Deviation
    stored: DeviationAnswer | None  # also when it was taken back
    before: DeviationAnswer | None
    row: RealityRow | None = None

    @property
    def answer(self) -> DeviationAnswer | None:
        return self.stored if self.stored and not self.stored.withdrawn else None

    @property
    def is_waiting(self) -> bool:
        return self.deviation.asks and self.answer is None


@dataclass(frozen=True)
class Conversation:
    """All that may be answered in a follow-up, in the order of the page."""

    rows: Sequence[Turn]
    apart: Sequence[Turn]

    @property
    def turns(self) -> list[Turn]:
        return [*self.rows, *self.apart]

    @property
    def waiting(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.is_waiting]

    @property
    def answered(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.answer]

    def turn(self, code: str, version: str) -> Turn | None:
        return next((turn for turn in self.turns if turn.deviation.key == (code, version)), None)


def row_code(service: Service, code: str, version: str = "") -> str:
    """The code, the same in every version, of the row that the expectation stands under or that is the intervention.

    Without a version the one that was meant last; empty where there is no such row.
    """
    if code.startswith(INTERVENTION):
        rows = service.interventions.filter(code=code.removeprefix(INTERVENTION))
        return rows.values_list("rows__code", flat=True).last() or ""
    said = Expectation.objects.filter(process__service=service, code=code).order_by("pk")
    said = said.filter(process__version=version) if version else said
    return said.values_list("row__code", flat=True).last() or ""


def conversation_of(service: Service, reality: Reality, follow_up: FollowUp | None, period: str) -> Conversation:
    """The deviations with what has been answered to them, in the `follow_up` of the period if any, and before it."""
    every = DeviationAnswer.objects.filter(follow_up__service=service).select_related("follow_up", "changed_by")
    number = follow_up.pk if follow_up else None  # none of one that nobody has written in yet
    mine, others = {}, {}
    for one in every.defer("follow_up__content").prefetch_related("cycles").order_by("changed"):
        if number and one.follow_up_id == number:
            mine[one.deviation, one.version] = one
        elif one.withdrawn or is_later(one.follow_up.period, period):
            continue
        elif number is None or one.follow_up_id < number:
            others[one.deviation] = one
    rows = {(row.expectation, row.version): row for row in reality.rows}
    turns = [Turn(one, mine.get(one.key), others.get(one.code), rows.get(one.key)) for one in deviations_of(reality)]
    return Conversation([one for one in turns if one.row], [one for one in turns if not one.row])


def is_later(period: str, other: str) -> bool:
    """Whether a period goes on after another has ended, by their labels: none does after all of the time."""
    return days_of_period(period)[0] > days_of_period(other)[1]


@dataclass(frozen=True)
class Unanswered:
    """A deviation that was not answered when its follow-up was adopted, and has not been since."""

    follow_up: FollowUp
    code: str
    version: str
    text: str


def unanswered_of(service: Service) -> list[Unanswered]:
    """What waits in the adopted follow-ups, the latest period first; what was answered of a later waits no more."""
    given = DeviationAnswer.objects.given().filter(follow_up__service=service).select_related("follow_up")
    answered = [(_place(one.follow_up), one.deviation) for one in given.defer("follow_up__content")]
    found = []
    for one in sorted(service.follow_ups.adopted(), key=_place, reverse=True):
        said = {code for place, code in answered if place >= _place(one)}
        found += [
            Unanswered(one, told["expectation"], told["version"], told["text"])
            for told in one.verdicts
            if told["verdict"] == "not_met" and told["expectation"] not in said
        ]
    return _once(found)


def _place(follow_up: FollowUp) -> tuple[date, int]:
    """Its place in time, whenever it was adopted; of one period, the one begun anew comes after."""
    return days_of_period(follow_up.period)[1], follow_up.pk


def _once(found: Iterable[Unanswered]) -> list[Unanswered]:
    """Each expectation in the latest follow-up where it waits."""
    return list({one.code: one for one in reversed(list(found))}.values())[::-1]
