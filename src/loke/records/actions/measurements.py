"""Questionnaires that are filled in, corrected and taken away, and the answers in them that somebody has seen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.measures.models import Instrument
from loke.records import pseudonyms
from loke.records.alarms import alarming
from loke.records.history import store
from loke.records.models import Acknowledgement, Answer, Episode, Measurement, Score
from loke.records.seen import measurement_rows, unchanged
from loke.records.storing import check, check_once, hold

Occasion = Measurement.Occasion


@action("record_measurement")
def record_measurement(
    *,
    by: User | None,
    episode: Episode,
    instrument: Instrument,
    occasion: str,
    date: date,
    answers: Mapping[str, Decimal | str | None],
    **more,
) -> Measurement:
    """One filling-in; `more` may hold scores, months_after, respondent and mode.

    Raises ValidationError by field, item or scale.
    """
    hold(by, episode)
    told = {"instrument": instrument, "occasion": occasion, "respondent": more.get("respondent", "")}
    check_once(Measurement(episode=episode, **told))
    _check_day(episode, occasion, date)
    told = {"instrument": instrument, "occasion": occasion, "date": date, "answers": answers, **more}
    return _record(by, episode, [told], what="record_measurement")[0]


def _check_day(episode: Episode, occasion: str, day: date) -> None:
    """A questionnaire may be answered before the start – at an application – but then it is the one at the start."""
    if occasion != Occasion.START and day < episode.opened:
        _refuse_day(_("Dagen ligger före starten, %(day)s."), episode.opened)
    if occasion == Occasion.DURING and episode.closed and day > episode.closed:
        _refuse_day(_("Dagen ligger efter avslutet, %(day)s."), episode.closed)
    if occasion == Occasion.AFTER and episode.closed and day < episode.closed:
        _refuse_day(_("Dagen ligger före avslutet, %(day)s."), episode.closed)


def _refuse_day(words: str, limit: date) -> None:
    raise ValidationError({"date": words % {"day": limit.isoformat()}})


@action("record_measurements")
def record_measurements(*, by: User | None, episode: Episode, measurements: Sequence[Mapping]) -> Episode:
    """Fillings-in: of each its `instrument`, `occasion` and `answers` by item code, numbers or names of reasons.

    It may also hold scores by scale code, date, months_after, respondent and mode. Raises ValidationError by item for
    an answer that is not allowed.
    """
    hold(by, episode)
    _record(by, episode, measurements, what="record_measurements")
    return episode


def _record(by: User | None, episode: Episode, measurements: Sequence[Mapping], *, what: str) -> list[Measurement]:
    made = [
        Measurement(
            episode=episode,
            code=pseudonyms.new_code(),
            **{name: value for name, value in one.items() if name not in ("answers", "scores")},
        )
        for one in measurements
    ]
    for measurement in made:
        check(measurement)
    both = list(zip(made, measurements, strict=True))
    answers = [answer for measurement, one in both for answer in _answers(measurement, one["answers"])]
    scores = [score for measurement, one in both for score in _scores(measurement, one.get("scores"))]
    store(by=by, service=episode.service, episode=episode, what=what, added=[*made, *answers, *scores])
    return made


@action("correct_measurement")
def correct_measurement(
    *,
    by: User | None,
    measurement: Measurement,
    answers: Mapping[str, Decimal | str | None],
    scores: Mapping[str, Decimal | None] | None = None,
    seen: str | None = None,
    why: str = "",
    **fields,
) -> Measurement:
    """Other answers, scores or `fields` (date, mode, respondent, months_after); what stood there before is kept.

    A score that is None is taken away; one of a scale that is not named stays as it is.

    Raises Stale when it has changed since it was seen, and ValidationError by field, item or scale.
    """
    held, episode = _held(by, measurement, seen), measurement.episode
    before = {name: getattr(held, name) for name in fields}
    for name, value in fields.items():
        setattr(held, name, value)
    check(held)
    check_once(held)
    _check_day(episode, held.occasion, held.date)
    rows = _Rows([held] if before != fields else [])
    _compare(rows, held, answers, scores or {})
    if rows.added or rows.changed or rows.removed:
        parts = {"added": rows.added, "changed": rows.changed, "removed": rows.removed}
        store(by=by, service=episode.service, episode=episode, what="correct_measurement", why=why, **parts)
    return held


def _compare(rows: "_Rows", held: Measurement, answers: Mapping, scores: Mapping[str, Decimal | None]) -> None:
    """Put among the rows how answers and scores differ; what was said of an answer that differs goes too."""
    rows.compare(held.answers.all(), _answers(held, answers), "item_id", ("value", "reason"))
    given = {code: value for code, value in scores.items() if value is not None}
    rows.compare(held.scores.filter(scale__code__in=scores), _scores(held, given), "scale_id", ("value",))
    touched = {one.item_id for one in (*rows.changed, *rows.removed) if isinstance(one, Answer)}
    rows.removed += held.acknowledgements.filter(item__in=touched)


@dataclass
class _Rows:
    """What a correction adds, changes and takes away."""

    changed: list
    added: list = field(default_factory=list)
    removed: list = field(default_factory=list)

    def compare(self, before: Iterable, after: Iterable, key: str, names: Sequence[str]) -> None:
        there = {getattr(row, key): row for row in before}
        for row in after:
            stood = there.pop(getattr(row, key), None)
            if stood is None:
                self.added.append(row)
            elif any(getattr(stood, name) != getattr(row, name) for name in names):
                row.pk = stood.pk
                self.changed.append(row)
        self.removed += there.values()


@action("remove_measurement")
def remove_measurement(*, by: User | None, measurement: Measurement, seen: str | None = None, why: str = "") -> Episode:
    """Take the filling-in away with everything in it. Raises Stale when it has changed since it was seen."""
    held, episode = _held(by, measurement, seen), measurement.episode
    gone = [held, *held.answers.all(), *held.scores.all(), *held.acknowledgements.all()]
    store(by=by, service=episode.service, episode=episode, what="remove_measurement", why=why, removed=gone)
    return episode


@action("acknowledge_alarms")
def acknowledge_alarms(*, by: User | None, measurement: Measurement) -> Measurement:
    """Say that one has seen the answers in it that staff must see at once."""
    held, episode = _held(by, measurement, None), measurement.episode
    made = [Acknowledgement(measurement=held, item=answer.item, by=by) for answer in alarming(held.answers)]
    if made:
        store(by=by, service=episode.service, episode=episode, what="acknowledge_alarms", added=made)
    return held


def _held(by: User | None, measurement: Measurement, seen: str | None) -> Measurement:
    """The measurement as it stands, held with its episode."""
    hold(by, measurement.episode)
    found = Measurement.objects.select_related("instrument", "episode__service__unit").filter(pk=measurement.pk).first()
    if found is None:
        raise ValidationError(_("Mätningen är redan borttagen."))
    unchanged(seen, measurement_rows(found))
    return found


def _answers(measurement: Measurement, answers: Mapping[str, Decimal | str | None]) -> list[Answer]:
    items = {item.code: item for item in measurement.instrument.items.all()}
    return [_answer(measurement, items, code, value) for code, value in answers.items()]


def _scores(measurement: Measurement, scores: Mapping[str, Decimal] | None) -> list[Score]:
    scales = {scale.code: scale for scale in measurement.instrument.scales.all()} if scores else {}
    return [_score(measurement, scales, code, value) for code, value in (scores or {}).items()]


def _score(measurement: Measurement, scales: Mapping, code: str, value: Decimal) -> Score:
    if code not in scales:
        raise ValidationError({code: _("Skalan finns inte i instrumentet.")})
    if not scales[code].allows(value):
        raise ValidationError({code: _("Poängen ligger utanför skalan.")})
    return Score(measurement=measurement, scale=scales[code], value=value)


def _answer(measurement: Measurement, items: Mapping, code: str, value: Decimal | str | None) -> Answer:
    if code not in items:
        raise ValidationError({code: _("Frågan finns inte i instrumentet.")})
    item = items[code]
    if value is None or isinstance(value, str):
        return Answer(measurement=measurement, item=item, reason=value or "")
    if not item.allows(value):
        raise ValidationError({code: _("Svaret ligger utanför det som frågan tillåter.")})
    return Answer(measurement=measurement, item=item, value=value)
