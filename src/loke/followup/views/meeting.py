"""Mötesläge: one section at a time on a screen in the room, with notes and decisions, and the record at the end."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from loke.accounts.access import may
from loke.accounts.pages import needs, posted
from loke.accounts.submissions import attempt, status_of, stored
from loke.followup import actions
from loke.followup.deviations import Turn
from loke.followup.discussion import questions_for
from loke.followup.forms import AnswerForm, DecisionForm, ReadingForm
from loke.followup.meeting import Step, steps_of
from loke.followup.models import Decision, SectionReading
from loke.followup.place import Place
from loke.followup.views.saving import in_place, saved, wants_words
from loke.forms import number_of


@needs("figures", "see")
def meeting(request: HttpRequest, service: str) -> HttpResponse:
    """The section that the address names, else the first."""
    return _show(request, in_place(request, service))


def _show(request: HttpRequest, place: Place, **forms) -> HttpResponse:
    step = _step(request, place)
    may_write = may(request.user, "follow_up", "answer", unit=place.service.unit)
    writing = may_write and not place.is_adopted
    if writing:
        forms = {"reading_form": _reading_form(place, step), "decision_form": DecisionForm()} | forms
    removed = number_of(request.GET.get("borttaget", ""))
    context = {
        "service": place.service,
        "place": place,
        "page": place.page,
        "step": step,
        "questions": questions_for(step.anchor),
        "reading": _stored(place, step),
        "decisions": place.follow_up.decisions.there().prefetch_related("cycles") if place.follow_up else (),
        "removed": removed and place.follow_up and place.follow_up.decisions.filter(pk=removed).first(),
        "turns": with_forms(place, may_write, mote="1"),
        "may_write": may_write,
        "may_adopt": may(request.user, "follow_up", "adopt", unit=place.service.unit),
        "writing": writing,
        **forms,
    }
    status = max((status_of(form) for form in forms.values()), default=200)
    return render(request, "followup/meeting.html", context, status=status)


@dataclass(frozen=True)
class Shown:
    """A turn with where it is answered, and the form where it is answered in place."""

    turn: Turn
    address: str
    form: AnswerForm | None


def with_forms(place: Place, may_write: bool, **more: str) -> list[Shown]:
    """Every turn; those that ask for an answer and have none get a form of their own, and what is frozen no address."""

    def shown(turn: Turn) -> Shown:
        frozen = place.is_adopted and turn.answer and not turn.answer.late
        form = AnswerForm(turn=turn) if may_write and turn.is_waiting else None
        return Shown(turn, "" if frozen else place.answer_address(turn, **more), form)

    return [shown(turn) for turn in place.conversation.turns]


def _step(request: HttpRequest, place: Place) -> Step:
    steps = steps_of(place.page)
    return next((one for one in steps if one.anchor == request.GET.get("fraga")), steps[0])


def _stored(place: Place, step: Step) -> SectionReading | None:
    at_hand = place.service.follow_ups.at_hand(place.reading.period)
    return at_hand.readings.filter(section=step.anchor).first() if at_hand else None


def _reading_form(place: Place, step: Step, data=None, **more) -> ReadingForm:
    return ReadingForm(data, stored=_stored(place, step), find=lambda: _stored(place, step), **more)


@needs("follow_up", "answer")
def write_reading(request: HttpRequest, service: str) -> HttpResponse:
    """Så läser vi det, by the button or while somebody writes."""
    place = in_place(request, service, "follow_up", "answer")
    step = _step(request, place)
    if request.method != "POST":
        return redirect(place.address("meeting", fraga=step.anchor))
    form = _reading_form(place, step, request.POST, quiet=wants_words(request))

    def act(text: str, seen: str) -> str:
        where = {"service": place.service, "period": place.reading.period, "section": step.anchor}
        actions.write_reading(by=request.user, text=text, seen=seen, **where)
        return place.address("meeting", fraga=step.anchor)

    done = stored(request, form, act)
    if wants_words(request):
        return saved(form, done)
    return done or _show(request, place, reading_form=form)


def _in_meeting(request: HttpRequest, service: str, **_at: int) -> str:
    place = in_place(request, service, "follow_up", "answer")
    return place.address("meeting", fraga=_step(request, place).anchor)


@posted(_in_meeting)
@needs("follow_up", "answer")
def decide(request: HttpRequest, service: str) -> HttpResponse:
    """Note what the group decides."""
    place = in_place(request, service, "follow_up", "answer")
    step, form = _step(request, place), DecisionForm(request.POST)

    def act(**told) -> str:
        where = {"service": place.service, "period": place.reading.period, "section": step.anchor}
        actions.decide(by=request.user, **where, **told)
        return place.address("meeting", "beslut", fraga=step.anchor)

    return stored(request, form, act) or _show(request, place, decision_form=form)


@posted(_in_meeting)
@needs("follow_up", "answer")
def remove_decision(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Take a decision away, or, when `undo` is posted, bring it back."""
    place = in_place(request, service, "follow_up", "answer")
    found = Decision.objects.select_related("follow_up__service__unit")
    decision = get_object_or_404(found, follow_up__service=place.service, pk=number)
    undo = "undo" in request.POST
    act = actions.restore_decision if undo else actions.remove_decision
    attempt(request, lambda: act(by=request.user, decision=decision))
    more = {} if undo else {"borttaget": str(decision.pk)}
    return redirect(place.address("meeting", "beslut", fraga=_step(request, place).anchor, **more))


@posted(_in_meeting)
@needs("follow_up", "answer")
def begin_follow_up(request: HttpRequest, service: str) -> HttpResponse:
    """A new follow-up of a period that has an adopted one."""
    place = in_place(request, service, "follow_up", "answer")
    actions.begin_follow_up(by=request.user, service=place.service, period=place.reading.period)
    return redirect(place.address("meeting"))


@needs("figures", "see")
def meeting_record(request: HttpRequest, service: str) -> HttpResponse:
    """What was said and decided, on one page."""
    place = in_place(request, service)
    context = {
        "service": place.service,
        "place": place,
        "page": place.page,
        "said": [
            (step.question, place.texts[step.anchor]) for step in steps_of(place.page) if step.anchor in place.texts
        ],
        "decisions": place.follow_up.decisions.there().prefetch_related("cycles") if place.follow_up else (),
        "may_adopt": may(request.user, "follow_up", "adopt", unit=place.service.unit) and not place.is_adopted,
    }
    return render(request, "followup/record.html", context)
