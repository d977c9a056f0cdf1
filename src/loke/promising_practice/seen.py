"""What whoever may not see the unit's figures reads of a review: the same, without the lines that tell them."""

from collections.abc import Iterable
from typing import TypeVar

from loke.accounts.access import may
from loke.accounts.models import User
from loke.promising_practice.models import ElementJudgement, PracticeReview, RowAnswer
from loke.promising_practice.outside import figures_taken, scrubbed

TEXTS = ("description", "reason", "status_text", "summary", "comment")
Part = TypeVar("Part", RowAnswer, ElementJudgement)


def hidden_from(user: User, *reviews: PracticeReview) -> list[str]:
    """The sentences of figures that `user` is not to read; none for those who see the figures themselves."""
    if may(user, "figures", "see", unit=reviews[0].access_unit):
        return []
    return [sentence for review in reviews for sentence in figures_taken(review)]


def as_seen(user: User, review: PracticeReview, parts: Iterable[Part]) -> list[Part]:
    """Answers and judgements as `user` reads them; they are not to be stored again."""
    parts, hidden = list(parts), hidden_from(user, review)
    for one in parts if hidden else ():
        for name in TEXTS:
            if text := getattr(one, name, ""):
                setattr(one, name, scrubbed(text, hidden))
    return parts
