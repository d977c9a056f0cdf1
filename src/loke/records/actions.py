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
from loke.measures.models import Instrument, Variable
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
    thing.full_clean()
    thing.save()
    service.touch()
    return thing


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


@action("enter_phase")
def enter_phase(
    *, by: User | None, episode: Episode, phase: PlannedPhase, entered: date, left: date | None = None
) -> Phase:
    """Go into a phase; the one before is left the same day."""
    _require_write(by, episode)
    episode.phases.filter(left=None, entered__lte=entered).update(left=entered)
    return _save(Phase(episode=episode, phase=phase, entered=entered, left=left), episode.service)


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
    made.clean_fields(exclude=["episode", "variable", "option"])  # loaded just now; the database looks again
    return made


@action("record_measurement")
def record_measurement(
    *,
    by: User | None,
    episode: Episode,
    instrument: Instrument,
    occasion: str,
    answers: Mapping[str, Decimal | str | None],
    scores: Mapping[str, Decimal] | None = None,
    **more,
) -> Measurement:
    """One filling-in: answers by item code, each a number or the name of a reason.

    `more` may hold date, months_after, respondent and mode. Raises ValidationError by item for an answer not allowed.
    """
    _require_write(by, episode)
    measurement = Measurement(
        episode=episode, instrument=instrument, code=pseudonyms.new_code(), occasion=occasion, **more
    )
    _save(measurement, episode.service)
    items = {item.code: item for item in instrument.items.all()}
    Answer.objects.bulk_create(_answer(measurement, items, code, value) for code, value in answers.items())
    scales = {scale.code: scale for scale in instrument.scales.all()} if scores else {}
    Score.objects.bulk_create(
        Score(measurement=measurement, scale=scales[code], value=value) for code, value in (scores or {}).items()
    )
    return measurement


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


@action("judge_goal")
def judge_goal(
    *, by: User | None, episode: Episode, goal: str, attainment: str, set_on: date | None, judged_on: date | None
) -> CarePlanGoal:
    """How far a goal of the care plan was reached; judged anew, the last judgement holds."""
    _require_write(by, episode)
    found = episode.goals.filter(code=goal).first() or CarePlanGoal(episode=episode, code=goal)
    found.attainment, found.set_on, found.judged_on = attainment, set_on, judged_on
    return _save(found, episode.service)


def _unused_code(service: Service) -> str:
    code = pseudonyms.new_code()
    return _unused_code(service) if service.unit.clients.filter(code=code).exists() else code
