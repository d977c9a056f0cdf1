"""What can be done to a follow-up: answered, read, decided on, begun anew and adopted."""

from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke import __version__
from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import Stale, check_seen, clean_save, write
from loke.description.adopting import hold
from loke.description.models import Service
from loke.followup.deviations import Deviation
from loke.followup.frozen import digest_of, drawn, freeze, seal_of, written
from loke.followup.models import Decision, DeviationAnswer, FollowUp, SectionReading
from loke.followup.reading import Reading
from loke.followup.since import verdicts_of
from loke.forms import NOT_YET


@action("begin_follow_up")
def begin_follow_up(*, by: User | None, service: Service, period: str) -> FollowUp:
    """The open follow-up of the period, also where one has been adopted."""
    require(by, "follow_up", "answer", unit=service.unit)
    return _open(by, hold(service), period)


def _open(by: User | None, service: Service, period: str) -> FollowUp:
    if there := service.follow_ups.open().filter(period=period).first():
        return there
    return clean_save(FollowUp(service=service, period=period, begun_by=by))


def _at_hand(by: User | None, service: Service, period: str, verb: str = "answer") -> FollowUp:
    """The follow-up that is written in, held together with its service; begun when the period has none."""
    require(by, "follow_up", verb, unit=service.unit)
    service = hold(service)
    return service.follow_ups.at_hand(period) or _open(by, service, period)


def _written_in(by: User | None, service: Service, period: str, verb: str = "answer") -> FollowUp:
    return _still_open(_at_hand(by, service, period, verb))


def _still_open(follow_up: FollowUp) -> FollowUp:
    if not follow_up.is_open:
        raise ValidationError(_("Uppföljningen är antagen och ändras inte. Börja på en ny för samma period."))
    return follow_up


@action("answer_deviation")
def answer_deviation(
    *,
    by: User | None,
    service: Service,
    period: str,
    deviation: Deviation,
    answer: str,
    seen: str | None = None,
    **told,
) -> DeviationAnswer:
    """Answer, or answer otherwise; `told` may hold words, who and until.

    What nobody had answered when it was adopted is answered late.

    Raises Stale when the answer has changed since it was seen, and ValidationError by field.
    """
    follow_up = _at_hand(by, service, period)
    one = follow_up.answers.filter(deviation=deviation.code, version=deviation.version).first()
    one = one or DeviationAnswer(follow_up=follow_up, deviation=deviation.code, version=deviation.version)
    if one.pk and not one.late:
        _still_open(follow_up)
    check_seen(one.number, seen)
    one.text, one.answer, one.until = deviation.text, answer, told.get("until")
    one.words, one.who = told.get("words", "").strip(), told.get("who", "").strip()
    one.withdrawn, one.late = None, not follow_up.is_open
    return write(by, one)


@action("withdraw_answer")
def withdraw_answer(*, by: User | None, answer: DeviationAnswer) -> DeviationAnswer:
    """Take it back; `restore_answer` brings it back as it was."""
    held = _held_answer(by, answer)
    held.withdrawn = timezone.now()
    return write(by, held)


@action("restore_answer")
def restore_answer(*, by: User | None, answer: DeviationAnswer) -> DeviationAnswer:
    held = _held_answer(by, answer)
    held.withdrawn = None
    return write(by, held)


def _held_answer(by: User | None, answer: DeviationAnswer) -> DeviationAnswer:
    follow_up = answer.follow_up
    require(by, "follow_up", "answer", unit=follow_up.access_unit)
    hold(follow_up.service)
    held = DeviationAnswer.objects.select_related("follow_up__service__unit").get(pk=answer.pk)
    if not held.late:
        _still_open(held.follow_up)
    return held


@action("write_reading")
def write_reading(
    *, by: User | None, service: Service, period: str, section: str, text: str, seen: str | None = None
) -> SectionReading:
    """What the group reads out of a section. Raises Stale when it has changed since it was seen."""
    follow_up = _written_in(by, service, period)
    one = follow_up.readings.filter(section=section).first() or SectionReading(follow_up=follow_up, section=section)
    check_seen(one.number, seen)
    one.text = text.strip()
    return write(by, one)


@action("decide")
def decide(
    *, by: User | None, service: Service, period: str, section: str, text: str, who: str = "", until: date | None = None
) -> Decision:
    follow_up = _written_in(by, service, period)
    made = Decision(follow_up=follow_up, section=section, text=text.strip(), who=who.strip(), until=until, made_by=by)
    return clean_save(made)


@action("remove_decision")
def remove_decision(*, by: User | None, decision: Decision) -> Decision:
    """Take it away; `restore_decision` brings it back."""
    return _mark(by, decision, gone=True)


@action("restore_decision")
def restore_decision(*, by: User | None, decision: Decision) -> Decision:
    return _mark(by, decision, gone=False)


def _mark(by: User | None, decision: Decision, *, gone: bool) -> Decision:
    require(by, "follow_up", "answer", unit=decision.access_unit)
    hold(decision.follow_up.service)
    held = Decision.objects.select_related("follow_up__service__unit").get(pk=decision.pk)
    _still_open(held.follow_up)
    held.removed = timezone.now() if gone else None
    held.save()
    return held


@action("adopt_follow_up")
def adopt_follow_up(
    *, by: User | None, service: Service, reading: Reading, met: date, participants: str, seen: str | None = None
) -> FollowUp:
    """Freeze what `reading` says of its period and all that the group has said; from now on nothing changes it.

    Raises Stale when it is not what was seen, and ValidationError by field, or when the period is adopted already.
    """
    follow_up = _written_in(by, service, reading.period, "adopt")
    _check_met(met, participants, reading.today)
    follow_up.answers.exclude(withdrawn=None).delete()  # so that what has no answer can be answered late
    follow_up.adopted, follow_up.adopted_by, follow_up.language = reading.today, by, reading.language
    follow_up.met, follow_up.participants, follow_up.split = met, participants.strip(), reading.by
    frozen = freeze(follow_up, reading, __version__)
    if seen is not None and seen != seal_of(frozen):
        raise Stale
    follow_up.content = written(replace(frozen, html=drawn(frozen, reading, follow_up)))
    follow_up.digest, follow_up.verdicts = digest_of(follow_up.content), verdicts_of(reading)
    return clean_save(follow_up)


def _check_met(met: date, participants: str, today: date) -> None:
    if met > today:
        raise ValidationError({"met": NOT_YET})
    if not participants.strip():
        raise ValidationError({"participants": _("Skriv vilka som var med.")})
