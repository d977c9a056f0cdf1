"""What is answered about and by a client: variables, questionnaires and how far the goals were reached."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.measures.models import Instrument, Variable
from loke.records import pseudonyms
from loke.records.models import Answer, CarePlanGoal, Episode, Measurement, Score, Value, stored_as
from loke.records.storing import check, hold

Occasion = Measurement.Occasion


@action("record_values")
def record_values(*, by: User | None, episode: Episode, occasion: str, values: Mapping[Variable, object]) -> Episode:
    """Answers to variables: option codes (a list for choices), numbers, days, yes/no or text; None takes back."""
    hold(by, episode)
    made = [_value(episode, variable, occasion, one) for variable, value in values.items() for one in _several(value)]
    episode.values.filter(variable__in=list(values), occasion__in=stored_as(occasion)).delete()
    Value.objects.bulk_create(made)
    episode.service.touch()
    return episode


def _several(value: object) -> list:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _value(episode: Episode, variable: Variable, occasion: str, value: object) -> Value:
    options = {option.code: option for option in variable.options.all()}
    made = Value(episode=episode, variable=variable, occasion=occasion)
    if variable.type in (Variable.Type.CHOICE, Variable.Type.CHOICES):
        if value not in options:
            raise ValidationError({variable.code: _("Alternativet finns inte.")})
        made.option = options[value]
    else:
        made.text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    check(made)
    return made


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
) -> Episode:
    """One filling-in; `more` may hold scores, months_after, respondent and mode.

    Raises ValidationError by field, item or scale.
    """
    hold(by, episode)
    once = occasion in (Occasion.START, Occasion.END)
    same = {"instrument": instrument, "occasion": occasion, "respondent": more.get("respondent", "")}
    if once and episode.measurements.filter(**same).exists():
        raise ValidationError(_("Svaren %(when)s är redan sparade.") % {"when": Occasion(occasion).label})
    _check_day(episode, occasion, date)
    told = {"instrument": instrument, "occasion": occasion, "date": date, "answers": answers, **more}
    _record(episode, [told])
    return episode


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
    _record(episode, measurements)
    return episode


def _record(episode: Episode, measurements: Sequence[Mapping]) -> None:
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
    Measurement.objects.bulk_create(made)
    both = list(zip(made, measurements, strict=True))
    Answer.objects.bulk_create(answer for measurement, one in both for answer in _answers(measurement, one["answers"]))
    Score.objects.bulk_create(score for measurement, one in both for score in _scores(measurement, one.get("scores")))
    episode.service.touch()


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


@action("judge_goals")
def judge_goals(*, by: User | None, episode: Episode, goals: Iterable[tuple]) -> Episode:
    """How far goals of the care plan were reached: of each its text, attainment, day set and day judged.

    Judged anew, the last judgement holds.
    """
    hold(by, episode)
    names = ("code", "attainment", "set_on", "judged_on")
    made = [CarePlanGoal(episode=episode, **dict(zip(names, goal, strict=True))) for goal in goals]
    for goal in made:
        check(goal)
    CarePlanGoal.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["episode", "code"], update_fields=names[1:]
    )
    episode.service.touch()
    return episode
