"""Writes how far a service has come with Lovande arbetssätt on the story's day: half of it, by several people."""

from collections.abc import Mapping

from loke.accounts.models import User
from loke.description.models import Service
from loke.promising_practice.actions import (
    add_development_area,
    add_practice_participant,
    answer_row,
    begin_practice_review,
    comment_on_practice,
    judge_element,
)
from loke.promising_practice.guide import row_of

ABOUT = ("practice", "about", "motive", "plan")


def begin(plan: Mapping, people: Mapping[str, User]) -> None:
    """What `plan` says, each done by the one of `people` it names."""
    by, service = people[plan["begun_by"]], Service.objects.get(code=plan["service"])
    review = begin_practice_review(by=by, service=service, **{name: plan[name] for name in ABOUT})
    for one in plan["participants"]:
        add_practice_participant(by=by, review=review, **one)
    for name, act in (("answers", answer_row), ("judgements", judge_element), ("areas", add_development_area)):
        for one in plan[name]:
            act(**{**one, "by": people[one["by"]], "review": review})
    for one in plan["comments"]:
        told = {**one, "by": people[one["by"]], "element": row_of(one["row"]).element}
        comment_on_practice(review=review, **told)
