"""How far reviews have come: answers given, elements judged, and what to do next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from loke.promising_practice.guide import Category, Element, categories, elements
from loke.promising_practice.models import Comment, ElementJudgement, PracticeReview, RowAnswer

LEVELS = {"needs_work": 1, "on_the_way": 2, "very_good": 3}  # boxes filled, of three


@dataclass(frozen=True)
class Level:
    """One of the three statuses of an element, as boxes and a word."""

    code: str

    @property
    def name(self) -> str:
        return str(ElementJudgement.Status(self.code).label)

    @property
    def boxes(self) -> list[bool]:
        return [n < LEVELS[self.code] for n in range(len(LEVELS))]


@dataclass(frozen=True)
class ElementSoFar:
    """One element of a review: which rows are answered, when last, how it is judged, comments left to settle."""

    element: Element
    answered: frozenset[str]
    last: datetime | None
    status: str
    comments: int

    @property
    def count(self) -> int:
        return len(self.answered)

    @property
    def of(self) -> int:
        return len(self.element.rows)

    @property
    def left(self) -> list[str]:
        """The rows without an answer."""
        return [row.code for row in self.element.rows if row.code not in self.answered]

    @property
    def level(self) -> Level | None:
        return Level(self.status) if self.status else None


@dataclass(frozen=True)
class NextStep:
    text: str
    url: str


@dataclass(frozen=True)
class Standing:
    """How far one review has come."""

    review: PracticeReview
    elements: Sequence[ElementSoFar]

    @property
    def count(self) -> int:
        return sum(one.count for one in self.elements)

    @property
    def of(self) -> int:
        return sum(one.of for one in self.elements)

    @property
    def judged(self) -> list[ElementSoFar]:
        return [one for one in self.elements if one.status]

    @property
    def is_ready(self) -> bool:
        """Whether every element is judged, which is when the whole can be."""
        return len(self.judged) == len(self.elements)

    @property
    def comments(self) -> int:
        return sum(one.comments for one in self.elements)

    @property
    def levels(self) -> list[tuple[Level, int]]:
        """How many elements have each status, the best first; those that none has are left out."""
        found = Counter(one.status for one in self.judged)
        return [(Level(code), found[code]) for code in sorted(found, key=LEVELS.__getitem__, reverse=True)]

    @property
    def by_category(self) -> list[tuple[Category, list[ElementSoFar]]]:
        return [(one, [each for each in self.elements if each.element.category == one.code]) for one in categories()]

    @property
    def next(self) -> NextStep | None:
        """On with the element that was last written in, else the first with something left; None when it is judged."""
        place = [self.review.service.code, self.review.pk]
        if not self.review.is_open:
            return None
        left = [one for one in self.elements if one.left or not one.status]
        if not left:
            return NextStep(_("Gör den samlade bedömningen"), reverse("guide_judgement", args=place))
        begun = [one for one in left if one.last]
        one = max(begun, key=lambda each: each.last) if begun else left[0]
        words = _("Fortsätt med %(name)s") if self.count else _("Börja med %(name)s")
        return NextStep(
            words % {"name": _(one.element.name)}, reverse("guide_element", args=[*place, one.element.number])
        )


def standing_of(review: PracticeReview) -> Standing:
    return standings([review])[0]


def standings(reviews: Iterable[PracticeReview]) -> list[Standing]:
    """Of each review, in order, with as many queries for many as for one."""
    reviews = list(reviews)
    answered, last = defaultdict(set), {}
    for review, row, answer, changed in RowAnswer.objects.filter(review__in=reviews).values_list(
        "review", "row", "answer", "changed"
    ):
        if answer:
            answered[review].add(row)
        last[review, row] = changed
    judged = ElementJudgement.objects.filter(review__in=reviews).values_list("review", "element", "status")
    status = {(review, element): code for review, element, code in judged}
    waiting = Comment.objects.filter(review__in=reviews, settled=None).values_list("review", "element")
    comments = Counter(waiting)

    def so_far(review: PracticeReview, one: Element) -> ElementSoFar:
        codes = [row.code for row in one.rows]
        written = [last[review.pk, code] for code in codes if (review.pk, code) in last]
        place = (review.pk, one.number)
        given = frozenset(answered[review.pk].intersection(codes))
        return ElementSoFar(one, given, max(written, default=None), status.get(place, ""), comments[place])

    return [Standing(review, [so_far(review, one) for one in elements()]) for review in reviews]
