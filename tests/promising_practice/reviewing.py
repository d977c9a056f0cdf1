"""How the tests of this room begin, answer and judge a review."""

from django.utils import timezone

from loke.promising_practice.actions import (
    add_practice_participant,
    answer_row,
    begin_practice_review,
    judge_element,
    judge_practice,
    write_verdict,
)
from loke.promising_practice.guide import elements, rows
from loke.promising_practice.models import PracticeReview


def begun(by, service, practice: str = "Nätverksmöten", **told) -> PracticeReview:
    return begin_practice_review(by=by, service=service, practice=practice, **told)


def answered(by, review, answer: str = "yes", but: tuple[str, ...] = (), **told) -> None:
    """Every row but some, all alike."""
    for row in rows():
        if row.code not in but:
            answer_row(by=by, review=review, row=row.code, answer=answer, **told)


def elements_judged(by, review, status: str = "on_the_way") -> None:
    for one in elements():
        judge_element(by=by, review=review, element=one.number, status=status, summary=f"Så är det med {one.name}")


def judged(by, review, verdict: str = "mostly") -> PracticeReview:
    """The whole way from what is answered to a finished judgement."""
    elements_judged(by, review)
    if review.of_id is None:
        add_practice_participant(by=by, review=review, name="Maryam Demosson", function="enhetschef", assessor=True)
    told = {"verdict": verdict, "verdict_motive": "Det mesta finns på plats", "responsible": "Maryam Demosson"}
    write_verdict(by=by, review=review, **told)
    return judge_practice(by=by, review=review, judged=timezone.localdate())
