"""Two reviews side by side as a page: what differs under each element, in words, and how far the two agree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.promising_practice.compare import Difference, differences
from loke.promising_practice.content import content_of
from loke.promising_practice.developed import developed
from loke.promising_practice.guide import elements, row_of
from loke.promising_practice.models import DevelopmentArea, ElementJudgement, PracticeReview, RowAnswer, Verdict
from loke.promising_practice.outside import scrubbed
from loke.promising_practice.progress import LEVELS

MODELS = {"about": PracticeReview, "rows": RowAnswer, "elements": ElementJudgement, "areas": DevelopmentArea}
OF_VERDICT = {"verdict": "verdict", "motive": "verdict_motive", "responsible": "responsible", "judged": "judged"}
WORDS = {
    ("rows", "answer"): dict(RowAnswer.Answer.choices),
    ("rows", "status"): dict(RowAnswer.Status.choices),
    ("elements", "status"): dict(ElementJudgement.Status.choices),
    ("verdict", "verdict"): dict(Verdict.choices),
}
JUDGED = {("rows", "answer"), ("rows", "reason"), ("elements", "status"), ("verdict", "verdict"), ("verdict", "motive")}


@dataclass(frozen=True)
class Line:
    """One thing that differs: what it is, and how it stands in each."""

    label: str
    place: str
    one: str
    other: str


@dataclass(frozen=True)
class Part:
    """What differs under one heading."""

    name: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Compared:
    """Two reviews: what the page says of them first, and the parts in which something differs."""

    says: Sequence[str]
    parts: Sequence[Part]


def revisions_compared(before: PracticeReview, now: PracticeReview, hidden: list[str]) -> Compared:
    """What has moved from one revision to a later one, without the sentences that are `hidden`."""
    one, other = content_of(before), content_of(now)
    found = [each for each in differences(one, other) if each.part != "areas" and not _to_come(each, now)]
    return Compared(list(_moved(one, other)), _parts([*found, *developed(before, now)], hidden))


def _to_come(each: Difference, now: PracticeReview) -> bool:
    """Whether it is what a judgement says that has not been made yet."""
    return now.is_open and each.part == "verdict" and not each.other


def judgements_compared(group: PracticeReview, assessor: PracticeReview, hidden: list[str]) -> Compared:
    """How a second assessor judges what the group has judged, in the rows that the assessor has answered.

    What is said of a row only where the answers differ.
    """
    one, other = content_of(group), content_of(assessor)
    given = {code for code, told in other["rows"].items() if told["answer"]}
    found = [each for each in differences(one, other) if each.part != "rows" or each.place in given]
    otherwise = {each.place for each in found if (each.part, each.field) == ("rows", "answer")}
    shown = [
        each
        for each in found
        if (each.part, each.field) in JUDGED or (each.field == "description" and each.place in otherwise)
    ]
    return Compared(list(_agreement(one, other)), _parts(shown, hidden))


def _parts(found: Iterable[Difference], hidden: list[str]) -> list[Part]:
    names = {"about": _("Om arbetssättet"), "verdict": _("Samlad bedömning"), "areas": _("Att utveckla")}
    named = {**{one.number: f"{one.number} {_(one.name)}" for one in elements()}, **names}
    lines: dict[str | int, list[Line]] = {key: [] for key in ("about", *(one.number for one in elements()), *names)}
    for each in found:
        lines[_key(each)].append(_line(each, hidden))
    return [Part(named[key], each) for key, each in lines.items() if each]


def _key(each: Difference) -> str | int:
    if each.part == "rows":
        return row_of(each.place).element
    return int(each.place) if each.part == "elements" else each.part


def _line(each: Difference, hidden: list[str]) -> Line:
    words = WORDS.get((each.part, each.field), {})
    one, other = (scrubbed(str(words.get(text, text)), hidden) or "–" for text in (each.one, each.other))
    return Line(_label(each), each.place if each.part == "rows" else "", one, other)


def _label(each: Difference) -> str:
    model, field = MODELS.get(each.part, PracticeReview), each.field
    if each.part == "verdict":
        field = OF_VERDICT[field]
    return capfirst(str(model._meta.get_field(field).verbose_name))


def _moved(one: Mapping, other: Mapping) -> Iterable[str]:
    """The new answers, the elements that are judged as better and as less good than before, and the new verdict."""
    new = sum(bool(b["answer"]) and not one["rows"].get(code, {}).get("answer") for code, b in other["rows"].items())
    steps = [_step(one["elements"].get(number, {}), b) for number, b in other["elements"].items()]
    up, down = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    answered = ngettext("%(n)s fråga har fått svar.", "%(n)s frågor har fått svar.", new)
    yield answered % {"n": new} if new else _("Ingen ny fråga har fått svar.")
    forward = ngettext("Ett element har gått framåt.", "%(n)s element har gått framåt.", up)
    back = ngettext("Ett element har gått bakåt.", "%(n)s element har gått bakåt.", down)
    yield forward % {"n": up} if up else _("Inget element har gått framåt.")
    yield back % {"n": down} if down else _("Inget element har gått bakåt.")


def _step(one: Mapping, other: Mapping) -> int:
    """Above zero when an element is judged as better than it was; zero when it was or is not judged."""
    before, now = one.get("status"), other.get("status")
    return LEVELS[now] - LEVELS[before] if before and now else 0


def _agreement(one: Mapping, other: Mapping) -> Iterable[str]:
    """How far the two agree in what the assessor has answered and judged, and what the assessor has left."""
    rows = [(one["rows"][code]["answer"], b["answer"]) for code, b in other["rows"].items() if b["answer"]]
    statuses = [(one["elements"][n]["status"], b["status"]) for n, b in other["elements"].items() if b["status"]]
    told = {"rows": sum(a == b for a, b in rows), "of_rows": len(rows)}
    told |= {"elements": sum(a == b for a, b in statuses), "of_elements": len(statuses)}
    words = ngettext(
        "Ni svarar lika på %(rows)s av %(of_rows)s fråga och bedömer %(elements)s av %(of_elements)s element lika.",
        "Ni svarar lika på %(rows)s av %(of_rows)s frågor och bedömer %(elements)s av %(of_elements)s element lika.",
        len(rows),
    )
    yield words % told
    if left := len(other["rows"]) - len(rows):
        words = ngettext(
            "%(n)s fråga är inte besvarad i den egna bedömningen.",
            "%(n)s frågor är inte besvarade i den egna bedömningen.",
            left,
        )
        yield words % {"n": left}
