"""A review to test with: begun, answered, with evidence taken, and judged."""

from datetime import date

from loke.promising_practice import actions
from loke.promising_practice.evidence import offer
from loke.promising_practice.ground import ground_of
from loke.promising_practice.guide import elements
from loke.promising_practice.models import Evidence, PracticeReview

PRACTICE = "Att lyssna på 🌱 ungdomar"


def begun(world, practice: str = PRACTICE) -> PracticeReview:
    return actions.begin_practice_review(
        by=world.maryam, service=world.ungdom, practice=practice, about="Samtal med unga.\n\nTvå gånger i veckan."
    )


def take(world, review: PracticeReview, row: str, kind: str, period: str = "2025") -> Evidence:
    ground = ground_of(world.ungdom, world.day, period)
    return actions.take_evidence(by=world.maryam, review=review, row=row, content=offer(ground, kind))


def judge(world, review: PracticeReview, day: date) -> PracticeReview:
    told = {"by": world.maryam, "review": review}
    for one in elements():
        actions.judge_element(**told, element=one.number, summary=f"Så är det med {one.name}.", status="on_the_way")
    actions.add_practice_participant(**told, name="Karin Ek", function="behandlare", assessor=True)
    actions.write_verdict(**told, verdict="mostly", verdict_motive="Vi mäter och pratar.", responsible="Karin Ek")
    return actions.judge_practice(**told, judged=day)
