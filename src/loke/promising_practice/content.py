"""A review as plain content: the one shape that documents, import, comparison and publication speak."""

import json
from typing import Any

from loke.followup.frozen import digest_of, written
from loke.promising_practice.guide import elements, rows
from loke.promising_practice.models import DevelopmentArea, ElementJudgement, Participant, PracticeReview, RowAnswer

ROW = ("answer", "reason", "status", "status_text", "description")
ELEMENT = ("summary", "comment", "status")
PARTICIPANT = ("name", "function", "organisation", "external", "assessor")
ABOUT = ("practice", "about", "motive", "plan", "number")


def content_of(review: PracticeReview) -> dict:
    """All that the review says, every row and element of the guide named, in words, numbers, lists and dicts only."""
    answers = {one.row: one for one in review.answers.prefetch_related("evidence")}
    judgements = {one.element: one for one in review.judgements.all()}
    return {
        **{name: getattr(review, name) for name in ABOUT},
        "service": review.service.name,
        "organisation": review.service.organisation.name,
        "participants": [_fields(one, PARTICIPANT) for one in review.participants.there()],
        "rows": {row.code: _row(answers.get(row.code)) for row in rows()},
        "elements": {str(one.number): _element(judgements.get(one.number)) for one in elements()},
        "verdict": {
            "verdict": review.verdict,
            "motive": review.verdict_motive,
            "judged": review.judged.isoformat() if review.judged else None,
            "responsible": review.responsible,
        },
        "areas": [_area(one) for one in review.areas.there()],
    }


def seal_of(review: PracticeReview) -> str:
    """Another for every change in anything that the review says but in its own texts, which `written` counts."""
    own = {*ABOUT, "verdict"}
    said = {name: told for name, told in content_of(review).items() if name not in own}
    return digest_of(written(said))


def _fields(one: Participant | RowAnswer | ElementJudgement | DevelopmentArea, names: tuple[str, ...]) -> dict:
    return {name: getattr(one, name) for name in names}


def _row(answer: RowAnswer | None) -> dict:
    evidence = [json.loads(one.content) for one in answer.evidence.all()] if answer else []
    return {**_fields(answer or RowAnswer(), ROW), "evidence": evidence}


def _element(judgement: ElementJudgement | None) -> dict:
    return _fields(judgement or ElementJudgement(), ELEMENT)


def _area(area: DevelopmentArea) -> dict:
    until = area.until.isoformat() if area.until else None
    return {**_fields(area, ("element", "text", "priority", "responsible")), "until": until}


def blank() -> dict[str, Any]:
    """The content of a review in which nothing is written."""
    return {
        **dict.fromkeys(ABOUT, ""),
        "number": 1,
        "service": "",
        "organisation": "",
        "participants": [],
        "rows": {row.code: _row(None) for row in rows()},
        "elements": {str(one.number): _element(None) for one in elements()},
        "verdict": {"verdict": "", "motive": "", "judged": None, "responsible": ""},
        "areas": [],
    }
