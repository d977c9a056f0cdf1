"""What is answered about and by a client: variables, questionnaires and how far the goals were reached."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.measures.models import Instrument, Variable
from loke.records import pseudonyms
from loke.records.actions.episodes import record_sex_and_age
from loke.records.history import store, together
from loke.records.models import Answer, CarePlanGoal, Client, Episode, Measurement, Score, Value, stored_as
from loke.records.seen import background_rows, unchanged
from loke.records.storing import check, hold

Occasion = Measurement.Occasion


@action("fill_in")
def fill_in(
    *,
    by: User | None,
    episode: Episode,
    occasion: str,
    values: Mapping[Variable, object],
    person: Mapping[str, object] | None = None,
    seen: str | None = None,
) -> Episode:
    """What is asked at an occasion as one registration; `person` is the sex and age that are asked at the opening.

    `seen` is the version of the rows that the answers were written on. Raises Stale when they have changed since.
    """
    if person is not None:  # the client is held first: whoever opens an episode does so before all else
        episode.client = Client.objects.select_for_update().get(pk=episode.client_id)
    hold(by, episode)
    unchanged(seen, background_rows(episode, occasion))
    with together("fill_in"):
        if person is not None:
            record_sex_and_age(by=by, episode=episode, **person)
        record_values(by=by, episode=episode, occasion=occasion, values=values)
    return episode


@action("record_values")
def record_values(*, by: User | None, episode: Episode, occasion: str, values: Mapping[Variable, object]) -> Episode:
    """Answers to variables: option codes (a list for choices), numbers, days, yes/no or text; None takes back."""
    hold(by, episode)
    if not values:
        return episode
    before = defaultdict(list)
    for row in episode.values.filter(variable__in=list(values), occasion__in=stored_as(occasion)).order_by("pk"):
        before[row.variable_id].append(row)
    after = {variable.pk: values_of(episode, occasion, {variable: value}) for variable, value in values.items()}
    differences = [_difference(before[variable], rows) for variable, rows in after.items()]
    added, changed, removed = (list(chain.from_iterable(rows)) for rows in zip(*differences, strict=True))
    if added or changed or removed:
        rows = {"added": added, "changed": changed, "removed": removed}
        store(by=by, service=episode.service, episode=episode, what="record_values", **rows)
    return episode


def _difference(before: list[Value], after: list[Value]) -> tuple[list[Value], list[Value], list[Value]]:
    """What is to be added, changed and taken away of one variable's rows; a single answer is changed in its row."""
    there, wanted = ({(row.option_id, row.text): row for row in rows} for rows in (before, after))
    added = [row for key, row in wanted.items() if key not in there]
    removed = [row for key, row in there.items() if key not in wanted]
    if len(before) == len(after) == len(added) == 1:
        removed[0].option, removed[0].text = added[0].option, added[0].text
        return [], removed, []
    return added, [], removed


def values_of(episode: Episode, occasion: str, values: Mapping[Variable, object]) -> list[Value]:
    """The rows of answers, checked and not stored."""
    return [_value(episode, variable, occasion, one) for variable, value in values.items() for one in _several(value)]


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
    _record(by, episode, [told], what="record_measurement")
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
    _record(by, episode, measurements, what="record_measurements")
    return episode


def _record(by: User | None, episode: Episode, measurements: Sequence[Mapping], *, what: str) -> None:
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
    there = {goal.code: goal.pk for goal in episode.goals.all()}
    for goal in made:
        goal.pk = there.get(goal.code)
    added, changed = ([goal for goal in made if (goal.pk is None) is new] for new in (True, False))
    store(by=by, service=episode.service, episode=episode, what="judge_goals", added=added, changed=changed)
    return episode
