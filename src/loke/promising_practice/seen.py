"""What whoever may not see the unit's figures reads of a review: the same, without the lines that tell them."""

from collections.abc import Iterable
from typing import TypeVar

from loke.accounts.access import may
from loke.accounts.models import User
from loke.promising_practice.models import Comment, DevelopmentArea, ElementJudgement, PracticeReview, RowAnswer
from loke.promising_practice.outside import figures_taken, scrubbed

OF_REVIEW = ("about", "motive", "plan", "verdict_motive")
OF_PARTS = ("description", "reason", "status_text", "summary", "comment", "text")
Part = TypeVar("Part", PracticeReview, RowAnswer, ElementJudgement, DevelopmentArea, Comment)


def hidden_from(user: User, review: PracticeReview) -> list[str]:
    """The sentences of figures that `user` is not to read; none for those who see the figures themselves."""
    if may(user, "figures", "see", unit=review.access_unit) or (review.of_id and review.begun_by_id == user.pk):
        return []  # nobody is kept from what they have written in a judgement of their own
    return figures_taken(review)


def as_seen(user: User, review: PracticeReview, parts: Iterable[Part]) -> list[Part]:
    """The review or parts of it as `user` reads them; they are not to be stored again."""
    parts, hidden = list(parts), hidden_from(user, review)
    for one in parts if hidden else ():
        for name in (*OF_REVIEW, *OF_PARTS):
            if text := getattr(one, name, ""):
                setattr(one, name, scrubbed(text, hidden))
    return parts
