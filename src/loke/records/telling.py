"""What has been changed, in words: what it is about, what stood there before and what stands there now."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import DateTimeField, Field, Model
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from loke.publishing.numbers import shortest
from loke.records.changes import State, Step
from loke.records.history import KINDS
from loke.records.registered import called
from loke.records.rules import RULES

OWNERS = {"client_id", "episode_id", "service_id", "unit_id", "measurement_id", "item_id", "scale_id"}
QUIET = {"id", "code", "series", "key", *OWNERS}
# by what a row is known among others of its kind
KNOWN_BY = {"measurement": "instrument_id", "phase": "phase_id", "contact": "date", "planned": "date", "goal": "code"}
RULE_NAMES = {rule.code: rule.heading for rule in RULES}


@dataclass(frozen=True)
class Line:
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One registration as it is told: what was done, by whom, when and why."""

    what: str
    by: str
    at: datetime
    why: str
    lines: tuple[Line, ...]


def told(steps: Iterable[Step]) -> list[Entry]:
    """The steps as they come, those of one registration together."""
    steps = list(steps)
    names = _Names(steps)
    grouped = groupby(steps, key=lambda step: step.registration)
    return [
        Entry(
            called(one.what),
            str(one.by or _("inläst")),
            one.at,
            one.why,
            tuple(line for step in some for line in names.lines(step)),
        )
        for one, some in grouped
    ]


class _Names:
    """The words for what rows point at, looked up once for all steps."""

    def __init__(self, steps: Iterable[Step]):
        wanted: dict[type[Model], set[str]] = {}
        for step in steps:
            for state in filter(None, (step.before, step.after)):
                for field in _pointers(step.kind):
                    if number := state.get(field.attname):
                        wanted.setdefault(field.related_model, set()).add(number)
        found = {model: model._default_manager.in_bulk([int(one) for one in ids]) for model, ids in wanted.items()}
        self.named = {(model, str(pk)): str(row) for model, rows in found.items() for pk, row in rows.items()}

    def lines(self, step: Step) -> Iterator[Line]:
        if step.kind in SUMMED:
            field, summed = SUMMED[step.kind]
            words = (summed(self, state) if state else "" for state in (step.before, step.after))
            yield Line(self.word(step.kind, field, step.about), *words)
        elif step.before is None or step.after is None:
            there = ", ".join(filter(None, (self.labelled(step, name) for name in _shown(step.kind))))
            yield Line(_kind_name(step.kind), *((there, "") if step.after is None else ("", there)))
        else:
            yield from self._differences(step)

    def _differences(self, step: Step) -> Iterator[Line]:
        for name in _shown(step.kind):
            before, after = (self.word(step.kind, name, state) for state in (step.before, step.after))
            if before != after:
                label = _fields(step.kind)[name].verbose_name
                yield Line(f"{self.thing(step)}, {label}", before or "–", after or "–")

    def thing(self, step: Step) -> str:
        """The kind of row and which one, by what it was known as before."""
        name, known_by = _kind_name(step.kind), KNOWN_BY.get(step.kind)
        return f"{name} {self.word(step.kind, known_by, step.before)}" if known_by else name

    def labelled(self, step: Step, name: str) -> str:
        """What a column says, after its name where the row says more than that."""
        said, label = self.word(step.kind, name, step.about), str(_fields(step.kind)[name].verbose_name)
        alone = label.capitalize() == _kind_name(step.kind) or len(_shown(step.kind)) == 1
        return said if alone or not said else f"{label} {said}"

    def word(self, kind: str, name: str, state: State | None) -> str:
        field, text = _fields(kind)[name], (state or {}).get(name)
        if text in (None, ""):
            return ""
        if field.is_relation:
            return self.named.get((field.related_model, text), "–")
        if field.choices:
            return str(dict(field.flatchoices).get(text, text))
        return _said(kind, field, text)


def _said(kind: str, field: Field, text: str) -> str:
    """A column that is no choice: a moment as clocks say it, and what is a code to the program in words."""
    if isinstance(field, DateTimeField):
        return date_format(localtime(field.to_python(text)), "Y-m-d H:i")
    if (kind, field.attname) == ("contact", "session"):
        return _("ja")
    return str(RULE_NAMES.get(text, text)) if (kind, field.attname) == ("dismissal", "rule") else text


def _kind_name(kind: str) -> str:
    if kind == "responsible":  # Django's own name for the table between people and episodes
        return _("Ansvarig")
    return str(KINDS[kind]._meta.verbose_name).capitalize()


def _fields(kind: str) -> dict[str, Field]:
    return {field.attname: field for field in KINDS[kind]._meta.concrete_fields}


def _pointers(kind: str) -> list[Field]:
    return [field for field in _fields(kind).values() if field.is_relation]


def _shown(kind: str) -> list[str]:
    """The columns that say something to a reader; a goal's code is the goal itself."""
    quiet = QUIET - {"code"} if kind == "goal" else QUIET
    return [name for name in _fields(kind) if name not in quiet]


def _value(names: _Names, state: State) -> str:
    said = next(filter(None, (names.word("value", name, state) for name in ("option_id", "text", "reason"))), "–")
    return {"yes": _("ja"), "no": _("nej")}.get(said, said)


def _answer(names: _Names, state: State) -> str:
    number = state.get("value")
    return shortest(_decimal(number)) if number else names.word("answer", "reason", state) or "–"


def _score(names: _Names, state: State) -> str:
    return shortest(_decimal(state["value"]))


def _decimal(text: str | None):
    return KINDS["score"]._meta.get_field("value").to_python(text)


SUMMED: Mapping[str, tuple[str, Callable[[_Names, State], str]]] = {
    "value": ("variable_id", _value),
    "answer": ("item_id", _answer),
    "score": ("scale_id", _score),
}
