"""What can be done to a review, and to the evidence, the cost and the publication that belong to it."""

from loke.promising_practice.actions.areas import (
    add_development_area,
    change_development_area,
    finish_development_area,
    improve_area,
    remove_development_area,
)
from loke.promising_practice.actions.kept import (
    publish_practice,
    take_evidence,
    take_in_practice,
    withdraw_practice,
    write_cost,
)
from loke.promising_practice.actions.reviews import (
    add_practice_participant,
    answer_row,
    begin_assessment,
    begin_practice_review,
    begin_revision,
    comment_on_practice,
    describe_practice,
    judge_element,
    judge_practice,
    remove_practice_participant,
    settle_practice_comment,
    write_verdict,
)

__all__ = [
    "add_development_area",
    "add_practice_participant",
    "answer_row",
    "begin_assessment",
    "begin_practice_review",
    "begin_revision",
    "change_development_area",
    "comment_on_practice",
    "describe_practice",
    "finish_development_area",
    "improve_area",
    "judge_element",
    "judge_practice",
    "publish_practice",
    "remove_development_area",
    "remove_practice_participant",
    "settle_practice_comment",
    "take_evidence",
    "take_in_practice",
    "withdraw_practice",
    "write_cost",
    "write_verdict",
]
