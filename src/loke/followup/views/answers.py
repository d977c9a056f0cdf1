"""Our answer to a deviation: given in place or on a page of its own, changed, taken back and brought back."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from loke.accounts.pages import needs, posted
from loke.accounts.submissions import attempt, form_page, stored
from loke.description.access import may_describe, service_for
from loke.followup import actions
from loke.followup.deviations import Turn, row_code
from loke.followup.forms import AnswerForm
from loke.followup.models import Answer, DeviationAnswer
from loke.followup.place import Place
from loke.followup.views.saving import in_place, saved, wants_words
from loke.measures.actions import begin_process_version
from loke.measures.views.process import address_of


@needs("follow_up", "answer")
def answer_deviation(request: HttpRequest, service: str) -> HttpResponse:
    """One deviation with the four ways of answering it."""
    place = in_place(request, service, "follow_up", "answer")
    turn = _turn(place, request)
    find = partial(place.stored_answer, turn)
    form = AnswerForm(request.POST or None, turn=turn, find=find, quiet=wants_words(request))

    def act(**told) -> str:
        where = {"service": place.service, "period": place.reading.period, "deviation": turn.deviation}
        answer = actions.answer_deviation(by=request.user, **where, **told)
        return _next(request, place, turn, answer)

    done = stored(request, form, act)
    if wants_words(request) and request.method == "POST":
        return saved(form, done)
    context = {"place": place, "turn": turn, "in_meeting": _in_meeting(request)}
    return done or form_page(request, form, "followup/answer.html", **context)


def _turn(place: Place, request: HttpRequest) -> Turn:
    turn = place.conversation.turn(request.GET.get("om", ""), request.GET.get("version", ""))
    if turn is None:
        raise Http404
    return turn


def _in_meeting(request: HttpRequest) -> bool:
    return request.GET.get("mote") == "1"


def _next(request: HttpRequest, place: Place, turn: Turn, answer: DeviationAnswer) -> str:
    """Back to where it was answered; whoever changes the description goes on to the row, unless in a meeting."""
    if _in_meeting(request):
        return place.address("meeting", turn.deviation.anchor, fraga="idea")
    if answer.answer == Answer.DESCRIPTION and may_describe(request.user, "write", place.service):
        return _row_of(request, place, turn, answer)
    return place.address("follow_up", turn.deviation.anchor)


def _row_of(request: HttpRequest, place: Place, turn: Turn, answer: DeviationAnswer) -> str:
    """The row in the draft of the next version, which is begun when there is none; the page where it has no row."""
    draft = begin_process_version(by=request.user, service=place.service, reason=answer.words)
    row = draft.rows.there().filter(code=row_code(place.service, *turn.deviation.key)).first()
    return address_of(row) if row else reverse("process", args=[place.service.code])


def _asked(request: HttpRequest, service: str) -> str:
    place = in_place(request, service, "follow_up", "answer")
    return place.answer_address(_turn(place, request))


@posted(_asked)
@needs("follow_up", "answer")
def change_description(request: HttpRequest, service: str) -> HttpResponse:
    """On to the row in the next version, from an answer that says that the description is to change."""
    place = in_place(request, service, "follow_up", "answer")
    turn = _turn(place, request)
    if turn.answer is None:
        return redirect(place.answer_address(turn))
    return redirect(_row_of(request, place, turn, turn.answer))


def _answered(request: HttpRequest, service: str, number: int) -> str:
    """Where what was answered was asked."""
    answer = _answer(request, service, number)
    there = {"period": answer.follow_up.period, "om": answer.deviation, "version": answer.version}
    return reverse("answer_deviation", args=[service], query=there)


def _answer(request: HttpRequest, service: str, number: int) -> DeviationAnswer:
    service = service_for(request, service, "follow_up", "answer")
    found = DeviationAnswer.objects.select_related("follow_up__service__unit")
    return get_object_or_404(found, follow_up__service=service, pk=number)


@posted(_answered)
@needs("follow_up", "answer")
def take_back_answer(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Take an answer back, or, when `undo` is posted, bring it back."""
    answer = _answer(request, service, number)
    act = actions.restore_answer if "undo" in request.POST else actions.withdraw_answer
    attempt(request, lambda: act(by=request.user, answer=answer))
    return redirect(_answered(request, service, number))
