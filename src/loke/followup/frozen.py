"""The frozen form of an adopted follow-up: written once as canonical JSON with a digest, and read back as it was.

`read` gives the page's own objects again, so whatever makes a document of a follow-up can make one of an adopted one.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.analysis.disclosure.declared import DECLARED
from loke.analysis.disclosure.rectangles import THRESHOLD
from loke.analysis.output import to_json
from loke.analysis.retention import FIXED
from loke.followup.deviations import Turn, conversation_of
from loke.followup.models import Decision, FollowUp
from loke.followup.page import FollowUpPage, follow_up_of
from loke.followup.reading import Reading
from loke.followup.since import Since, Turned, since_of

Kind = TypeVar("Kind")
FORM = 2  # a new number when what is written here changes its meaning; 1 had a dot or a line for each person


@dataclass(frozen=True)
class Answered:
    """What was meant, the answer in words, and what will be done by whom until when."""

    deviation: str
    version: str
    text: str
    answer: str
    said: str
    words: str
    who: str
    until: str
    by: str
    day: str


@dataclass(frozen=True)
class Decided:
    section: str
    text: str
    who: str
    until: str


@dataclass(frozen=True)
class Head:
    """What the follow-up is of, who adopted it, and what it was counted by."""

    service: str
    unit: str
    organisation: str
    period: str
    period_name: str
    split: str
    as_of: str
    met: str
    adopted: str
    adopted_by: str
    participants: str
    language: str
    software: str


@dataclass(frozen=True)
class Frozen:
    """An adopted follow-up as it was.

    `page` is what Följ upp showed; `readings` our own reading by the anchor of a section; `tables` every row of the
    analysis by table, unrounded and without averages of fewer than five, and `dataset` its head with the options;
    `definitions` the service and instruments with expectations, variables, scales, norms and what they are called;
    `html` the page as it was drawn.
    """

    form: int
    head: Head
    page: FollowUpPage
    since: list[str]
    readings: dict[str, str]
    answers: list[Answered]
    unanswered: list[str]
    decisions: list[Decided]
    dataset: dict[str, Any]
    tables: dict[str, list[dict[str, Any]]]
    definitions: dict[str, Any]
    html: str


def freeze(follow_up: FollowUp, reading: Reading, software: str) -> Frozen:
    """All of it, but for the drawing; the follow-up has its day, its participants and who adopts it.

    Other services are left out: the whole unit reads what is frozen, whatever else the one who adopts may see. So is
    every number of a single person, since erasing a client does not reach what is frozen.
    """
    page = follow_up_of(replace(reading, others=(), person_by_person=False))
    talk = conversation_of(follow_up.service, page.reality, follow_up, reading.period)
    analysed = json.loads(to_json(reading.result))
    return Frozen(
        form=FORM,
        head=_head(follow_up, reading, page, software),
        page=page,
        since=_since(since_of(follow_up.service, reading)),
        readings=follow_up.texts(),
        answers=[as_answered(turn) for turn in talk.answered],
        unanswered=[turn.deviation.text for turn in talk.waiting],
        decisions=[as_decided(one) for one in follow_up.decisions.there()] if follow_up.pk else [],
        dataset=analysed["dataset"],
        tables={name: list(_frozen(name, rows)) for name, rows in analysed["tables"].items()},
        definitions={
            "service": asdict(reading.service),
            "instruments": [asdict(one) for one in reading.instruments],
            "titles": dict(reading.titles),
        },
        html="",
    )


def _frozen(table: str, rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Of how long they stayed only the days that everybody is asked about, each as long as five have been that long."""
    for row in rows:
        if table != "retention" or (row["day"] in FIXED and row["at_risk"] >= THRESHOLD):
            yield without_few(table, row)


def without_few(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row without averages of the answers of fewer than five people."""
    averages = DECLARED[table].averages.items()
    few = {name for name, people in averages if (row[people] or 0) < THRESHOLD}
    return {name: None if name in few else value for name, value in row.items()}


def _head(follow_up: FollowUp, reading: Reading, page: FollowUpPage, software: str) -> Head:
    service, by = follow_up.service, follow_up.adopted_by
    return Head(
        service=service.name,
        unit=service.unit.name,
        organisation=service.organisation.name,
        period=reading.period,
        period_name=page.period_name,
        split=reading.by,
        as_of=_day(reading.today),
        met=_day(follow_up.met),
        adopted=_day(follow_up.adopted),
        adopted_by=by.name if by else "",
        participants=follow_up.participants,
        language=reading.language,
        software=software,
    )


def as_answered(turn: Turn) -> Answered:
    one = turn.answer
    assert one
    return Answered(
        deviation=one.deviation,
        version=one.version,
        text=turn.deviation.text,
        answer=one.answer,
        said=one.get_answer_display(),
        words=one.words,
        who=one.who,
        until=_day(one.until),
        by=one.changed_by.name if one.changed_by else "",
        day=_day(timezone.localtime(one.changed).date()),
    )


def as_decided(one: Decision) -> Decided:
    return Decided(one.section, one.text, one.who, _day(one.until))


def _since(found: Since | None) -> list[str]:
    if found is None:
        return []
    turned = [_turned(one) for one in found.turned]
    new = [_("Ny förväntan: %(text)s") % {"text": text} for text in found.new]
    return [*turned, *new, *(_("Ingen har prövats mot: %(text)s") % {"text": text} for text in found.gone)]


def _turned(one: Turned) -> str:
    said = _("%(text)s: var %(before)s, är %(now)s") % vars(one)
    return f"{said}. {_('Skillnaden kan vara tillfällig.')}" if one.chance else said


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def drawn(frozen: Frozen, reading: Reading, follow_up: FollowUp) -> str:
    """The page as it is drawn now; kept, since templates change."""
    talk = conversation_of(follow_up.service, frozen.page.reality, follow_up, follow_up.period)
    context = {
        "frozen": frozen,
        "page": frozen.page,
        "turns": [{"turn": turn} for turn in talk.turns],
        "since": since_of(follow_up.service, reading),
        "sections": [(one, frozen.readings.get(one.anchor, ""), ()) for one in frozen.page.sections],
        "idea": frozen.readings.get("idea", ""),
    }
    return render_to_string("followup/_adopted.html", context)


def seal_of(frozen: Frozen) -> str:
    """Tells whether what would be frozen now is what was shown, whoever adopts it and whatever day it is drawn."""
    head = replace(frozen.head, adopted="", met="", participants="", adopted_by="")
    return digest_of(written(replace(frozen, head=head)))


def written(content: Any) -> str:
    """Canonical: keys in order, no spaces, the same text for the same content."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a frozen follow-up")


def digest_of(content: str) -> str:
    return sha256(content.encode()).hexdigest()


class Altered(ValueError):  # noqa: N818 - it is not a fault of the program
    """What is stored is not what was adopted."""


class Sealed(Protocol):
    """What is kept with the digest of what it was when it was written."""

    content: str
    digest: str


def unaltered(sealed: Sealed) -> dict[str, Any]:
    """What was written, as it was written. Raises Altered when its digest says that somebody has been at it."""
    if digest_of(sealed.content) != sealed.digest:
        raise Altered
    found: dict[str, Any] = json.loads(sealed.content)
    return found


def read(follow_up: FollowUp) -> Frozen:
    """The adopted follow-up as it was, as the page's own objects. Raises Altered as `unaltered` does."""
    return made(Frozen, unaltered(follow_up))


def made(kind: type[Kind], value: dict[str, Any]) -> Kind:
    """What `written` wrote of a dataclass, as the dataclass again."""
    found = _made(kind, value)
    assert isinstance(found, kind)
    return found


@cache
def _hints(kind: type) -> list[tuple[str, Any]]:
    hints = get_type_hints(kind)
    return [(one.name, hints[one.name]) for one in fields(kind)]


def _made(kind: Any, value: Any) -> Any:
    """The value as what the annotation says: dataclasses, tuples, lists and what JSON has itself."""
    if is_dataclass(kind) and isinstance(value, dict):
        return kind(**{name: _made(hint, value[name]) for name, hint in _hints(kind) if name in value})
    if kind in (Fraction, date):
        return Fraction(value) if kind is Fraction else date.fromisoformat(value)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if value is None else _made(next(one for one in inner if one is not NoneType), value)
    if origin in (list, Sequence) and inner:
        return [_made(inner[0], one) for one in value]
    if origin is tuple and inner and value is not None:
        return tuple(_made(inner[0], one) for one in value)
    return value
