"""What the page of an element shows: one of its questions, what is answered to all of them, and what is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from loke.promising_practice.access import Place
from loke.promising_practice.guide import Category, Element, Row, categories
from loke.promising_practice.models import Comment, ElementJudgement, PracticeReview, RowAnswer
from loke.promising_practice.progress import Level
from loke.promising_practice.seen import as_seen


@dataclass(frozen=True)
class Listed:
    """A question in the list of its element, with the word of its answer."""

    row: Row
    said: str
    url: str


@dataclass(frozen=True)
class Card:
    """One question of an element in a review; of a second assessor's, with what the group has described."""

    place: Place
    element: Element
    row: Row
    answers: dict[str, RowAnswer]
    described: dict[str, RowAnswer]

    @property
    def category(self) -> Category:
        return next(one for one in categories() if one.code == self.element.category)

    @property
    def answer(self) -> RowAnswer | None:
        return self.answers.get(self.row.code)

    def find_answer(self) -> RowAnswer | None:
        found = self.place.review.answers.select_related("changed_by")
        return found.filter(row=self.row.code).first()

    @cached_property
    def judgement(self) -> ElementJudgement | None:
        found = self.find_judgement()
        return found and as_seen(self.place.user, self.place.review, [found])[0]

    def find_judgement(self) -> ElementJudgement | None:
        found = self.place.review.judgements.select_related("changed_by")
        return found.filter(element=self.element.number).first()

    @property
    def level(self) -> Level | None:
        return Level(self.judgement.status) if self.judgement and self.judgement.status else None

    @property
    def levels(self) -> list[Level]:
        return [Level(code) for code in ElementJudgement.Status.values]

    @cached_property
    def theirs(self) -> ElementJudgement | None:
        """The group's own summary, for a second assessor to read."""
        of = self.place.review.of
        found = of and of.judgements.filter(element=self.element.number).first()
        return found and as_seen(self.place.user, of, [found])[0]

    @property
    def their_answer(self) -> RowAnswer | None:
        return self.described.get(self.row.code)

    @property
    def list(self) -> list[Listed]:
        said = {code: one.get_answer_display() for code, one in self.answers.items() if one.answer}
        return [Listed(row, said.get(row.code, ""), self._of(row)) for row in self.element.rows]

    @property
    def left(self) -> int:
        return sum(not one.said for one in self.list)

    def _of(self, row: Row) -> str:
        return reverse("guide_row", args=[self.place.service.code, self.place.review.pk, row.code])

    @property
    def address(self) -> str:
        return self._of(self.row)

    @property
    def after(self) -> Row | None:
        return self.element.after(self.row)

    @property
    def next_address(self) -> str:
        """The next question, or, after the last, the element as a whole."""
        return self._of(self.after) if self.after else f"{self.address}#hela"

    @property
    def may_comment(self) -> bool:
        place = self.place
        return not place.is_assessment and place.review.is_open and place.may("comment")

    @property
    def comments(self) -> Sequence[Comment]:
        """What is said beside this question."""
        return [one for one in self._said if one.row]

    @property
    def of_whole(self) -> Sequence[Comment]:
        """What is said of the element as a whole."""
        return [one for one in self._said if not one.row]

    @cached_property
    def _said(self) -> Sequence[Comment]:
        """What is not dealt with first."""
        found = self.place.review.comments.filter(element=self.element.number, row__in=["", self.row.code])
        seen = as_seen(self.place.user, self.place.review, found.select_related("by", "settled_by"))
        return sorted(seen, key=lambda one: (one.settled is not None, one.pk))


def card_of(place: Place, element: Element, row: Row | None = None) -> Card:
    """The card of a question; without one of the first that has no answer, else the first."""

    def answers_of(review: PracticeReview) -> dict[str, RowAnswer]:
        found = review.answers.filter(row__in=[one.code for one in element.rows]).select_related("changed_by")
        return {one.row: one for one in as_seen(place.user, review, found)}

    answers, of = answers_of(place.review), place.review.of
    described = answers_of(of) if of else {}
    left = (one for one in element.rows if one.code not in answers or not answers[one.code].answer)
    return Card(place, element, row or next(left, element.rows[0]), answers, described)
