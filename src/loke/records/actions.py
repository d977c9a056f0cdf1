"""What can be done in the records: open, register, measure, end – each one allowed, atomic and logged."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import Intervention, PlannedPhase, Service
from loke.measures.models import Variable
from loke.records import pseudonyms
from loke.records.models import (
    Answer,
    CarePlanGoal,
    Client,
    Contact,
    Ending,
    Episode,
    Measurement,
    Phase,
    Score,
    Value,
)


def _require_write(by: User | None, episode: Episode) -> None:
    own = by is not None and episode.responsible.filter(pk=by.pk).exists()
    require(by, "client", "write", unit=episode.service.unit, own=own)


def _save(thing, service: Service):
    thing.full_clean(exclude=_relations(thing))
    thing.save()
    service.touch()
    return thing


def _check(thing) -> None:
    """Raise ValidationError by field; what the database itself refuses is left to it, since there may be many."""
    thing.clean_fields(exclude=_relations(thing))


def _relations(thing) -> list[str]:
    """What a row points at was loaded just now and need not be looked for again."""
    return [field.name for field in thing._meta.fields if field.is_relation]


@action("add_ending")
def add_ending(
    *, by: User | None, service: Service, code: str, name: str, kind: str, planned: bool | None = None
) -> Ending:
    """A way in which the service's episodes may end; `kind` is one of Ending.Kind."""
    require(by, "service", "change", unit=service.unit)
    return _save(Ending(service=service, code=code, name=name, kind=kind, planned=planned), service)


@action("open_episode")
def open_episode(
    *,
    by: User | None,
    service: Service,
    opened: date,
    client: Client | None = None,
    sex: str = "",
    birth_year: int | None = None,
    age: int | None = None,
    responsible: Iterable[User] = (),
) -> Episode:
    """Open an episode for a client of the unit, or for a new one who gets a code.

    Raises ValidationError if the client has one open.
    """
    require(by, "client", "open", unit=service.unit)
    if client is None:
        client = _save(Client(unit=service.unit, code=_unused_code(service), sex=sex, birth_year=birth_year), service)
    if client.episodes.filter(service=service, closed=None).exists():
        raise ValidationError(
            {"client": _("Klienten har redan en pågående kontakt med verksamheten. Avsluta den först.")}
        )
    episode = _save(
        Episode(service=service, code=pseudonyms.new_code(), client=client, opened=opened, age=age), service
    )
    episode.responsible.set(responsible or ([by] if by else []))
    return episode


@action("register_contacts")
def register_contacts(*, by: User | None, episode: Episode, contacts: Sequence[Mapping]) -> Episode:
    """Several contacts of one episode at once, each a mapping of date, intervention, attendance, minutes, session."""
    _require_write(by, episode)
    made = [Contact(episode=episode, **fields) for fields in contacts]
    for contact in made:
        _check_contact(contact)
    Contact.objects.bulk_create(made)
    episode.service.touch()
    return episode


@action("register_contact")
def register_contact(
    *,
    by: User | None,
    episode: Episode,
    date: date,
    intervention: Intervention,
    attendance: str = Contact.Attendance.ATTENDED,
    minutes: int | None = None,
    session: str = "",
) -> Contact:
    """Register one contact. Raises ValidationError by field."""
    _require_write(by, episode)
    contact = Contact(
        episode=episode, date=date, intervention=intervention, attendance=attendance, minutes=minutes, session=session
    )
    _check_contact(contact)
    return _save(contact, episode.service)


def _check_contact(contact: Contact) -> None:
    episode = contact.episode
    if contact.date < episode.opened:
        raise ValidationError(
            {"date": _("Träffen ligger före starten, %(day)s.") % {"day": episode.opened.isoformat()}}
        )
    if episode.closed and contact.date > episode.closed:
        raise ValidationError(
            {"date": _("Träffen ligger efter avslutet, %(day)s.") % {"day": episode.closed.isoformat()}}
        )


@action("register_group_session")
def register_group_session(
    *,
    by: User | None,
    service: Service,
    date: date,
    intervention: Intervention,
    minutes: int | None,
    attendance: Mapping[Episode, str],
) -> Service:
    """One meeting for several clients: `attendance` of each episode; all are stored or none."""
    session = pseudonyms.new_code()
    for episode, how in attendance.items():
        register_contact(
            by=by,
            episode=episode,
            date=date,
            intervention=intervention,
            attendance=how,
            minutes=minutes,
            session=session,
        )
    return service


@action("end_episode")
def end_episode(*, by: User | None, episode: Episode, closed: date, ending: Ending | None) -> Episode:
    """Close the episode and the phase it is in. Raises ValidationError by field."""
    _require_write(by, episode)
    if episode.closed:
        raise ValidationError({"closed": _("Kontakten är redan avslutad.")})
    if closed < episode.opened:
        raise ValidationError(
            {"closed": _("Avslutet ligger före starten, %(day)s.") % {"day": episode.opened.isoformat()}}
        )
    last = episode.contacts.order_by("-date").values_list("date", flat=True).first()
    if last and last > closed:
        raise ValidationError({"closed": _("Det finns en träff efter avslutet, %(day)s.") % {"day": last.isoformat()}})
    episode.phases.filter(left=None, entered__lte=closed).update(left=closed)
    episode.closed, episode.ending = closed, ending
    return _save(episode, episode.service)


@action("enter_phases")
def enter_phases(*, by: User | None, episode: Episode, stays: Sequence[tuple[PlannedPhase, date]]) -> Episode:
    """Phases with the day each was entered, in that order; a phase is left when the next is entered."""
    _require_write(by, episode)
    days = [entered for _, entered in stays]
    made = [
        Phase(episode=episode, phase=phase, entered=entered, left=left)
        for (phase, entered), left in zip(stays, [*days[1:], None], strict=True)
    ]
    for stay in made:
        _check(stay)
    if made:
        episode.phases.filter(left=None, entered__lte=days[0]).update(left=days[0])
    Phase.objects.bulk_create(made)
    episode.service.touch()
    return episode


@action("record_values")
def record_values(*, by: User | None, episode: Episode, occasion: str, values: Mapping[Variable, object]) -> Episode:
    """Answers to variables: option codes (a list for choices), numbers, days, yes/no or text; None takes back."""
    _require_write(by, episode)
    made = [_value(episode, variable, occasion, one) for variable, value in values.items() for one in _several(value)]
    episode.values.filter(variable__in=list(values), occasion=occasion).delete()
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
        made.text = str(value)
    _check(made)
    return made


@action("record_measurements")
def record_measurements(*, by: User | None, episode: Episode, measurements: Sequence[Mapping]) -> Episode:
    """Fillings-in: of each its `instrument`, `occasion` and `answers` by item code, numbers or names of reasons.

    It may also hold scores by scale code, date, months_after, respondent and mode. Raises ValidationError by item for
    an answer that is not allowed.
    """
    _require_write(by, episode)
    made = [
        Measurement(
            episode=episode,
            code=pseudonyms.new_code(),
            **{name: value for name, value in one.items() if name not in ("answers", "scores")},
        )
        for one in measurements
    ]
    for measurement in made:
        _check(measurement)
    Measurement.objects.bulk_create(made)
    both = list(zip(made, measurements, strict=True))
    Answer.objects.bulk_create(answer for measurement, one in both for answer in _answers(measurement, one["answers"]))
    Score.objects.bulk_create(score for measurement, one in both for score in _scores(measurement, one.get("scores")))
    episode.service.touch()
    return episode


def _answers(measurement: Measurement, answers: Mapping[str, Decimal | str | None]) -> list[Answer]:
    items = {item.code: item for item in measurement.instrument.items.all()}
    return [_answer(measurement, items, code, value) for code, value in answers.items()]


def _scores(measurement: Measurement, scores: Mapping[str, Decimal] | None) -> list[Score]:
    scales = {scale.code: scale for scale in measurement.instrument.scales.all()} if scores else {}
    return [Score(measurement=measurement, scale=scales[code], value=value) for code, value in (scores or {}).items()]


def _answer(measurement: Measurement, items: Mapping, code: str, value: Decimal | str | None) -> Answer:
    if code not in items:
        raise ValidationError({code: _("Frågan finns inte i instrumentet.")})
    item = items[code]
    if value is None or isinstance(value, str):
        return Answer(measurement=measurement, item=item, reason=value or "")
    allowed = {Decimal(v) for v in item.allowed.split()}
    if (item.lowest is not None and not item.lowest <= value <= item.highest) or (allowed and value not in allowed):
        raise ValidationError({code: _("Svaret ligger utanför det som frågan tillåter.")})
    return Answer(measurement=measurement, item=item, value=value)


@action("judge_goals")
def judge_goals(*, by: User | None, episode: Episode, goals: Iterable[tuple]) -> Episode:
    """How far goals of the care plan were reached: of each its text, attainment, day set and day judged.

    Judged anew, the last judgement holds.
    """
    _require_write(by, episode)
    names = ("code", "attainment", "set_on", "judged_on")
    made = [CarePlanGoal(episode=episode, **dict(zip(names, goal, strict=True))) for goal in goals]
    for goal in made:
        _check(goal)
    CarePlanGoal.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["episode", "code"], update_fields=names[1:]
    )
    episode.service.touch()
    return episode


def _unused_code(service: Service) -> str:
    code = pseudonyms.new_code()
    return _unused_code(service) if service.unit.clients.filter(code=code).exists() else code
