"""A review of a way of working with many revisions, assessors and comments, and its pages."""

from django.urls import reverse
from django.utils import timezone

from loke.accounts.actions import add_person, give_role
from loke.accounts.models import User
from loke.description.models import Service
from loke.promising_practice import actions
from loke.promising_practice.guide import elements, rows
from loke.promising_practice.models import PracticeReview

SAID = "Det här har vi arbetat fram tillsammans, och vi ser efter varje halvår om det stämmer. " * 4


def staffed(service: Service, role: str, name: str) -> User:
    person = add_person(by=None, email=f"{name}@example.org", name=name.title())
    give_role(by=None, user=person, role=role, organisation=service.unit.organisation, unit=service.unit)
    return person


def crowded(service: Service, revisions: int, assessors: int, comments: int) -> PracticeReview:
    """The last revision, with everything answered, still open."""
    manager = staffed(service, "manager", "chef")
    review = actions.begin_practice_review(by=manager, service=service, practice="Nätverksmöten", about=SAID)
    actions.add_practice_participant(by=manager, review=review, name="Chef", function="enhetschef", assessor=True)
    answer(manager, review)
    for _ in range(revisions - 1):
        judge(manager, review)
        review = actions.begin_revision(by=manager, review=review)
    for number in range(assessors):
        person = staffed(service, "practitioner", f"kollega-{number}")
        own = actions.begin_assessment(by=person, review=review)
        answer(person, own)
        judge(person, own)
    for number in range(comments):
        text = f"{number}: {SAID}"
        actions.comment_on_practice(by=manager, review=review, element=4, row="4.2", text=text)
    return review


def answer(by: User, review: PracticeReview) -> None:
    for row in rows():
        actions.answer_row(by=by, review=review, row=row.code, answer="yes", status="done", description=SAID)


def judge(by: User, review: PracticeReview) -> None:
    for one in elements():
        actions.judge_element(by=by, review=review, element=one.number, status="on_the_way", summary=SAID)
    told = {"verdict": "mostly", "verdict_motive": SAID, "responsible": by.name}
    actions.write_verdict(by=by, review=review, **told)
    actions.judge_practice(by=by, review=review, judged=timezone.localdate())


def pages(review: PracticeReview) -> dict[str, str]:
    place = [review.service.code, review.pk]
    own = review.assessments.first()
    return {
        "A review": reverse("guide_review", args=place),
        "  a question with 50 comments": reverse("guide_row", args=[*place, "4.2"]),
        "  an element": reverse("guide_element", args=[*place, 4]),
        "  the judgement": reverse("guide_judgement", args=place),
        "  about it": reverse("guide_about", args=place),
        "  beside the revision before": reverse("guide_compare", args=place),
        "  beside a second assessor": reverse("guide_compare", args=[place[0], own.pk]),
        "The manager's page": reverse("guide_practices"),
    }
