"""One element: its questions a card at a time, what is said beside them, and the element as a whole."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from loke.accounts.submissions import attempt, status_of, stored
from loke.followup.views.saving import saved, wants_words
from loke.promising_practice import actions
from loke.promising_practice.access import Place, needs_guide, place_for, sent_to
from loke.promising_practice.card import Card, card_of
from loke.promising_practice.forms.reviews import (
    AssessedRowForm,
    CommentForm,
    ElementForm,
    RowForm,
    WholeCommentForm,
)
from loke.promising_practice.guide import Row, element_of, row_of
from loke.promising_practice.models import Comment


@needs_guide("see")
def element(request: HttpRequest, service: str, number: int, element: int) -> HttpResponse:
    """The element at its first question without an answer; what is posted judges the element as a whole."""
    place = place_for(request, service, number, "write" if request.method == "POST" else "see")
    card = _card(place, element)
    if request.method != "POST":
        return _show(request, card)
    form = ElementForm(request.POST, find=card.find_judgement, quiet=wants_words(request))

    def act(**told) -> str:
        actions.judge_element(by=request.user, review=place.review, element=element, **told)
        return f"{reverse('guide_element', args=[service, number, element])}#hela"

    done = stored(request, form, act)
    if wants_words(request):
        return saved(form, done)
    return done or _show(request, card, element_form=form)


def _card(place: Place, element: int, row: Row | None = None) -> Card:
    try:
        return card_of(place, element_of(element), row)
    except KeyError as unknown:
        raise Http404 from unknown


@needs_guide("see")
def row(request: HttpRequest, service: str, number: int, row: str) -> HttpResponse:
    """The card of one question."""
    place = place_for(request, service, number, "write" if request.method == "POST" else "see")
    card = _row_card(place, row)
    if request.method != "POST":
        return _show(request, card)
    form = _row_form(card)(request.POST, find=card.find_answer, quiet=wants_words(request))

    def act(**told) -> str:
        actions.answer_row(by=request.user, review=place.review, row=row, **told)
        return card.next_address if "next" in request.POST else card.address

    done = stored(request, form, act)
    if wants_words(request):
        return saved(form, done)
    return done or _show(request, card, row_form=form)


def _row_card(place: Place, code: str) -> Card:
    try:
        row = row_of(code)
    except KeyError as unknown:
        raise Http404 from unknown
    return _card(place, row.element, row)


def _row_form(card: Card) -> type[RowForm]:
    return AssessedRowForm if card.place.is_assessment else RowForm


def _show(request: HttpRequest, card: Card, **forms) -> HttpResponse:
    if card.place.may_write:
        forms = {
            "row_form": _row_form(card)(find=lambda: card.answer),
            "element_form": ElementForm(find=lambda: card.judgement),
        } | forms
    if card.may_comment:
        forms = {"comment_form": CommentForm(), "whole_comment_form": WholeCommentForm()} | forms
    context = {"service": card.place.service, "place": card.place, "review": card.place.review, "card": card, **forms}
    status = max((status_of(form) for form in forms.values()), default=200)
    return render(request, "promising_practice/element.html", context, status=status)


@sent_to("guide_row", "row")
@needs_guide("comment")
def comment(request: HttpRequest, service: str, number: int, row: str) -> HttpResponse:
    """Say something to the others beside a question."""
    card, form = _row_card(place_for(request, service, number, "comment"), row), CommentForm(request.POST)
    return _say(request, card, form, row) or _show(request, card, comment_form=form)


@sent_to("guide_element", "element")
@needs_guide("comment")
def comment_on_whole(request: HttpRequest, service: str, number: int, element: int) -> HttpResponse:
    """Say something to the others of the element as a whole."""
    card, form = _card(place_for(request, service, number, "comment"), element), WholeCommentForm(request.POST)
    return _say(request, card, form) or _show(request, card, whole_comment_form=form)


def _say(request: HttpRequest, card: Card, form: CommentForm, row: str = "") -> HttpResponse | None:
    def act(text: str) -> str:
        told = {"review": card.place.review, "element": card.element.number, "row": row, "text": text}
        return _address(actions.comment_on_practice(by=request.user, **told), card.place)

    return stored(request, form, act)


def _address(one: Comment, place: Place) -> str:
    """Where a comment is read."""
    at = [place.service.code, place.review.pk]
    if one.row:
        return f"{reverse('guide_row', args=[*at, one.row])}#kommentarer"
    return f"{reverse('guide_element', args=[*at, one.element])}#om-hela"


@sent_to("guide_review")
@needs_guide("comment")
def settle(request: HttpRequest, service: str, number: int, comment: int) -> HttpResponse:
    """Put a comment aside, or, when `undo` is posted, bring it back."""
    place = place_for(request, service, number, "comment")
    one = get_object_or_404(Comment.objects.select_related("review"), review=place.review, pk=comment)
    undo = "undo" in request.POST
    attempt(request, lambda: actions.settle_practice_comment(by=request.user, comment=one, undo=undo))
    return redirect(_address(one, place))
