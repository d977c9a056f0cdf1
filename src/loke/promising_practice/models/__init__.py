"""The reviews of ways of working, and what is kept beside them: evidence, cost and what has been published."""

from loke.promising_practice.models.kept import Cost, Evidence, FileTakenIn, Publication
from loke.promising_practice.models.reviews import (
    Comment,
    DevelopmentArea,
    ElementJudgement,
    Participant,
    PracticeReview,
    RowAnswer,
    Verdict,
)

__all__ = [
    "Comment",
    "Cost",
    "DevelopmentArea",
    "ElementJudgement",
    "Evidence",
    "FileTakenIn",
    "Participant",
    "PracticeReview",
    "Publication",
    "RowAnswer",
    "Verdict",
]
