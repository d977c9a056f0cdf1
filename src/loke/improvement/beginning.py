"""What a cycle starts from, and what of it is carried over."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loke.accounts.models import User
from loke.description.models import Service
from loke.followup.models import Answer, Decision, DeviationAnswer
from loke.improvement.measures import key_of, may_be_followed
from loke.improvement.models import LONGEST_TITLE, ImprovementCycle, Origin
from loke.improvement.staff import called
from loke.improvement.study import followable
from loke.measures.models import Expectation
from loke.publishing.numbers import percent


@dataclass(frozen=True)
class Start:
    """Where a cycle comes from. Another room gives a kind of `origin` and its `text`, and keeps its own tie to it."""

    origin: str = Origin.IDEA
    text: str = ""
    answer: DeviationAnswer | None = None
    decision: Decision | None = None
    before: ImprovementCycle | None = None
    source: ImprovementCycle | None = None
    measure: str = ""  # of an answer, where what did not turn out as meant can be followed

    @property
    def name(self) -> str:
        return Origin(self.origin).label

    @property
    def owners(self) -> list[Service]:
        """The services that what it comes from belongs to; a shared idea may come from anywhere."""
        found = [one.follow_up.service for one in (self.answer, self.decision) if one]
        return found + ([self.before.service] if self.before else [])


@dataclass(frozen=True)
class Beginning:
    """A start with what is filled in from it."""

    start: Start = Start()
    title: str = ""
    problem: str = ""
    owner: User | None = None
    seen_by: date | None = None

    @property
    def fields(self) -> dict:
        told = {"title": self.title[:LONGEST_TITLE], "problem": self.problem, "owner": self.owner}
        return told | ({"seen_by": self.seen_by} if self.seen_by else {})


def from_answer(answer: DeviationAnswer) -> Beginning:
    """What did not turn out as meant, with what the group answered it would try, by whom and until when.

    Who is told by the answer itself, so that the word for it is in the reader's language.
    """
    start = Start(Origin.DEVIATION, answer.words, answer=answer, measure=_measure_of(answer))
    owner = called(answer.follow_up.service, answer.who)
    return Beginning(start, answer.text, _problem_of(answer), owner, answer.until)


def _problem_of(answer: DeviationAnswer) -> str:
    """What was meant and for how many. Without what it became: what is written here may be shared outside the unit."""
    service = answer.follow_up.service
    meant = Expectation.objects.filter(process__service=service, process__version=answer.version, code=answer.deviation)
    share = meant.values_list("share", flat=True).first()
    if share is None:
        return _("Vi hade tänkt %(text)s, men så blev det inte.") % {"text": _within(answer.text)}
    words = {"text": answer.text.rstrip("."), "share": percent(share, get_language() or "sv")}
    return _("Vi hade tänkt att ”%(text)s” skulle gälla minst %(share)s. Så blev det inte.") % words


def _within(text: str) -> str:
    """As it stands within a sentence; what begins with two capitals is an abbreviation and keeps them."""
    text = text.rstrip(".")
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _measure_of(answer: DeviationAnswer) -> str:
    offered = followable(answer.follow_up.service, timezone.localdate(), get_language() or "sv")
    there = may_be_followed(offered, answer.deviation)
    return key_of("expectations", [answer.deviation], "share") if there else ""


def from_decision(decision: Decision) -> Beginning:
    start = Start(Origin.DECISION, decision.text, decision=decision)
    owner = called(decision.follow_up.service, decision.who)
    return Beginning(start, decision.text, owner=owner, seen_by=decision.until)


def from_earlier(cycle: ImprovementCycle) -> Beginning:
    start = Start(Origin.ADJUSTED, cycle.words, before=cycle)
    return Beginning(start, cycle.title, cycle.problem, cycle.owner)


def from_shared(cycle: ImprovementCycle) -> Beginning:
    words = {"service": cycle.service.name, "words": cycle.words}
    start = Start(Origin.SHARED, _("Prövat i %(service)s. %(words)s") % words, source=cycle)
    return Beginning(start, cycle.title)


def waiting_in(service: Service) -> list[DeviationAnswer]:
    """The latest answers to a deviation that ask for a change of practice, where no improvement has begun."""
    given = DeviationAnswer.objects.given().filter(follow_up__service=service).order_by("changed")
    told = given.select_related("follow_up").defer("follow_up__content").prefetch_related("cycles")
    latest = {one.deviation: one for one in told}
    going_on = set(service.cycles.open().values_list("deviation", flat=True))
    return [one for one in latest.values() if may_begin(one) and not one.cycles.all() and one.deviation not in going_on]


def may_begin(answer: DeviationAnswer) -> bool:
    """Whether the answer asks for a change of practice."""
    return answer.answer == Answer.PRACTICE and answer.withdrawn is None
