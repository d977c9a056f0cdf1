"""Så här följer vi upp: what is asked of a client at each moment, in words for those who are asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.description.models import Service
from loke.measures.burden import minutes_once, plans_of
from loke.measures.listing import every, minutes_text
from loke.measures.models import MeasurementPlan, Mode, Variable


@dataclass
class Moment:
    """One time when something is asked: what staff ask about, and the questionnaires with how they are answered."""

    when: str
    questions: list[str] = field(default_factory=list)
    questionnaires: list[str] = field(default_factory=list)
    minutes: Decimal = Decimal(0)

    @property
    def time(self) -> str:
        number = minutes_text(self.minutes)
        return ngettext("ungefär %(n)s minut", "ungefär %(n)s minuter", 1 if number == "1" else 2) % {"n": number}


def moments(service: Service) -> list[Moment]:
    """The moments at which anything is asked, from the start to the last follow-up."""
    variables, plans = list(service.variables.in_use()), plans_of(service)
    found = [_at_start(variables, plans), *_meanwhile(plans), _at_end(variables, plans), *_afterwards(variables, plans)]
    return [one for one in found if one.questions or one.questionnaires]


def _at_start(variables: list[Variable], plans: list[MeasurementPlan]) -> Moment:
    return _moment(_("När du börjar"), variables, "opening", [plan for plan in plans if plan.at_start])


def _at_end(variables: list[Variable], plans: list[MeasurementPlan]) -> Moment:
    return _moment(_("När du slutar"), variables, "closing", [plan for plan in plans if plan.at_end])


def _meanwhile(plans: list[MeasurementPlan]) -> Iterator[Moment]:
    for weeks in sorted({plan.every_weeks for plan in plans if plan.every_weeks}):
        asked = [plan for plan in plans if plan.every_weeks == weeks]
        yield _moment(_("Under tiden, %(every)s") % {"every": every(weeks)}, [], "", asked)


def _afterwards(variables: list[Variable], plans: list[MeasurementPlan]) -> Iterator[Moment]:
    numbers = sorted({months for plan in plans for months in plan.months})
    for months in numbers:
        words = ngettext("%(n)s månad efter att du har slutat", "%(n)s månader efter att du har slutat", months)
        yield _moment(words % {"n": months}, [], "", [plan for plan in plans if months in plan.months])
    yield _moment(_("Vid en uppföljning efter att du har slutat"), variables, "follow_up", [])


def _moment(when: str, variables: list[Variable], occasion: str, plans: list[MeasurementPlan]) -> Moment:
    asked = [one for one in variables if occasion in one.occasions]
    minutes = sum((minutes_once(one) for one in (*asked, *plans)), Decimal(0))
    return Moment(when, [one.name for one in asked], list(map(_questionnaire, plans)), minutes)


def _questionnaire(plan: MeasurementPlan) -> str:
    said = {
        Mode.ALONE: _("Du fyller i %(name)s själv."),
        Mode.WITH_STAFF: _("Du svarar på %(name)s tillsammans med personalen."),
        Mode.PROXY: _("Någon som känner dig svarar på %(name)s."),
        Mode.PAPER: _("Du fyller i %(name)s på papper."),
    }
    return said.get(plan.how, _("Du svarar på %(name)s.")) % {"name": plan}
