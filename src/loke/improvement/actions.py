"""What can be done to a cycle: begun, planned, moved, ended, written into the description and shared."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import check_seen, clean_save, write
from loke.description.actions import give_reason
from loke.description.adopting import hold
from loke.description.models import Service
from loke.improvement.beginning import Start, from_earlier
from loke.improvement.models import LONGEST_TITLE, CycleNote, CycleStep, ImprovementCycle, Kind, Outcome, Phase
from loke.improvement.plans import PLANNED, PREDICTED, check_plan, check_settled, check_to_be_seen
from loke.improvement.study import follow, frozen
from loke.measures.actions import begin_process_version


@action("begin_cycle")
def begin_cycle(
    *,
    by: User | None,
    service: Service,
    title: str,
    problem: str = "",
    kind: str = Kind.ADAPTIVE,
    owner: User | None = None,
    seen_by: date | None = None,
    start: Start | None = None,
) -> ImprovementCycle:
    """A cycle in its first phase, from what `start` says or from nothing at all.

    Raises ValidationError by field, and when what it is about has a cycle that goes on.
    """
    require(by, "improvement", "write", unit=service.unit)
    hold(service)
    cycle = ImprovementCycle(service=service, begun_by=by, kind=kind, owner=owner or by, seen_by=seen_by)
    cycle.title, cycle.problem = title.strip()[:LONGEST_TITLE], problem.strip()
    _start_from(cycle, start or Start())
    _check_only(cycle)
    return write(by, cycle)


def _start_from(cycle: ImprovementCycle, start: Start) -> None:
    if any(owner != cycle.service for owner in start.owners):
        raise ValidationError(_("Det här hör till en annan verksamhet."))
    shared = ImprovementCycle.objects.shared_in(cycle.service.organisation)
    if start.source and not shared.filter(pk=start.source.pk).exists():
        raise ValidationError(_("Idén delas inte längre."))
    cycle.origin, cycle.origin_text = start.origin, start.text.strip()
    cycle.answer, cycle.decision, cycle.before, cycle.source = start.answer, start.decision, start.before, start.source
    cycle.deviation = start.answer.deviation if start.answer else start.before.deviation if start.before else ""
    if start.answer:
        cycle.trying, cycle.measure = start.answer.words, start.measure
    if told := start.before or start.source:
        cycle.trying = told.trying
    if start.before:
        cycle.causes = start.before.causes
        cycle.measure, cycle.up, cycle.size = start.before.measure, start.before.up, start.before.size


def _check_only(cycle: ImprovementCycle) -> None:
    if cycle.deviation and cycle.service.cycles.open().filter(deviation=cycle.deviation).exists():
        raise ValidationError(_("Det pågår redan en förbättring om det här. Avsluta den först."))


def _held(by: User | None, cycle: ImprovementCycle, seen: str | None = None, verb: str = "write") -> ImprovementCycle:
    """The cycle, held together with its service, if it goes on. Raises Stale when it has changed since it was seen."""
    held = _any_held(by, cycle, verb)
    if not held.is_open:
        raise ValidationError(_("Förbättringen är avslutad och ändras inte."))
    check_seen(held.number, seen)
    return held


def _any_held(by: User | None, cycle: ImprovementCycle, verb: str = "write") -> ImprovementCycle:
    require(by, "improvement", verb, unit=cycle.access_unit)
    hold(cycle.service)
    return ImprovementCycle.objects.select_related("service__unit__organisation").get(pk=cycle.pk)


@action("write_plan")
def write_plan(*, by: User | None, cycle: ImprovementCycle, seen: str | None = None, **told) -> ImprovementCycle:
    """Planera: what is told of the plan and, until it starts, of the prediction. Raises Stale and ValidationError."""
    held = _held(by, cycle, seen)
    check_settled(held, told)
    for name in (*PLANNED, *PREDICTED):
        if name in told:
            setattr(held, name, told[name])
    if not held.started:
        check_plan(held)
    return write(by, held)


@action("move_cycle")
def move_cycle(*, by: User | None, cycle: ImprovementCycle, phase: str, seen: str | None = None) -> ImprovementCycle:
    """On to another phase, or back; from the day it is done that day parts before from since.

    Back to the plan only on that very day: later it would be planned with the outcome at hand.
    """
    held, today = _held(by, cycle, seen), timezone.localdate()
    if phase not in (Phase.PLAN, Phase.DO, Phase.STUDY):
        raise ValidationError(_("Välj planera, göra eller studera."))
    if phase != Phase.PLAN and not held.trying:
        raise ValidationError(_("Skriv först vad ni ska pröva."))
    if phase == Phase.PLAN and held.started and held.started < today:
        raise ValidationError(_("Ni har börjat. Avsluta förbättringen och justera den för att planera om."))
    if phase != Phase.PLAN:
        if not held.started:
            check_plan(held)
        held.begins = min(held.begins or today, today)
        check_to_be_seen(held)
    held.phase = phase
    return write(by, held)


@action("write_study")
def write_study(*, by: User | None, cycle: ImprovementCycle, reading: str, seen: str | None = None) -> ImprovementCycle:
    """Studera: how the group reads what has happened. Raises Stale when the cycle has changed since it was seen."""
    held = _held(by, cycle, seen)
    held.reading = reading.strip()
    return write(by, held)


@action("end_cycle")
def end_cycle(
    *,
    by: User | None,
    cycle: ImprovementCycle,
    outcome: str,
    words: str,
    seen: str | None = None,
    day: date | None = None,
) -> ImprovementCycle:
    """Agera: keep, adjust or drop, with words; the figures are kept as they are. To adjust begins the next cycle.

    Raises Stale when it has changed since it was seen, and ValidationError by field.
    """
    held, today = _held(by, cycle, seen), day or timezone.localdate()
    if not words.strip():
        raise ValidationError({"words": _("Skriv varför ni gör så.")})
    if outcome != Outcome.DROP and held.phase == Phase.PLAN:
        raise ValidationError({"outcome": _("Ni har inte börjat än. Det går att lägga ner, eller att börja först.")})
    held.figures = frozen(follow(held, today, get_language() or "sv"))
    held.begins = held.started
    held.outcome, held.words, held.phase, held.ended, held.ended_by = outcome, words.strip(), Phase.DONE, today, by
    write(by, held)
    if outcome == Outcome.ADJUST:
        told = from_earlier(held)
        begin_cycle(by=by, service=held.service, kind=held.kind, start=told.start, **told.fields)
    return held


@action("describe_kept")
def describe_kept(*, by: User | None, cycle: ImprovementCycle) -> ImprovementCycle:
    """Open the next version of the process description with what was kept as its reason, or the one that is open."""
    held = _any_held(by, cycle)
    if held.outcome != Outcome.KEEP:
        raise ValidationError(_("Bara det som behålls skrivs in i beskrivningen."))
    reason = f"{held.title}: {held.words}"
    draft = begin_process_version(by=by, service=held.service, reason=reason)
    held.process = give_reason(by=by, process=draft, reason=reason)
    return write(by, held)


@action("share_cycle")
def share_cycle(*, by: User | None, cycle: ImprovementCycle) -> ImprovementCycle:
    """Tell the organisation's other units of it; `take_back_shared` ends that."""
    held = _any_held(by, cycle, "share")
    if held.is_open:
        raise ValidationError(_("Avsluta förbättringen först, så att det går att berätta hur det gick."))
    held.shared, held.shared_by = timezone.localdate(), by
    return write(by, held)


@action("take_back_shared")
def take_back_shared(*, by: User | None, cycle: ImprovementCycle) -> ImprovementCycle:
    held = _any_held(by, cycle, "share")
    held.shared, held.shared_by = None, None
    return write(by, held)


@action("add_step")
def add_step(
    *, by: User | None, cycle: ImprovementCycle, text: str, owner: User | None = None, until: date | None = None
) -> CycleStep:
    """Göra: something that is to be done."""
    step = CycleStep(cycle=_held(by, cycle), text=text.strip(), owner=owner, until=until)
    return write(by, step)


def _held_step(by: User | None, step: CycleStep, seen: str | None = None) -> CycleStep:
    cycle = _held(by, step.cycle)
    held = CycleStep.objects.get(pk=step.pk)
    held.cycle = cycle
    check_seen(held.number, seen)
    return held


@action("write_step")
def write_step(
    *, by: User | None, step: CycleStep, text: str, owner: User | None, until: date | None, seen: str | None = None
) -> CycleStep:
    """Raises Stale when it has changed since it was seen."""
    held = _held_step(by, step, seen)
    held.text, held.owner, held.until = text.strip(), owner, until
    return write(by, held)


@action("tick_step")
def tick_step(*, by: User | None, step: CycleStep, done: bool) -> CycleStep:
    """It is done, or not after all."""
    held = _held_step(by, step)
    held.done = timezone.now() if done else None
    return write(by, held)


@action("remove_step")
def remove_step(*, by: User | None, step: CycleStep) -> CycleStep:
    """Take it away; `restore_step` brings it back."""
    held = _held_step(by, step)
    held.removed = timezone.now()
    return write(by, held)


@action("restore_step")
def restore_step(*, by: User | None, step: CycleStep) -> CycleStep:
    held = _held_step(by, step)
    held.removed = None
    return write(by, held)


@action("write_note")
def write_note(*, by: User | None, cycle: ImprovementCycle, day: date, text: str) -> CycleNote:
    """A line in the log."""
    return clean_save(CycleNote(cycle=_held(by, cycle), day=day, text=text.strip(), written_by=by))


@action("remove_note")
def remove_note(*, by: User | None, note: CycleNote) -> CycleNote:
    """Take it away; `restore_note` brings it back."""
    return _mark(by, note, gone=True)


@action("restore_note")
def restore_note(*, by: User | None, note: CycleNote) -> CycleNote:
    return _mark(by, note, gone=False)


def _mark(by: User | None, note: CycleNote, *, gone: bool) -> CycleNote:
    _held(by, note.cycle)
    held = CycleNote.objects.select_related("cycle__service__unit").get(pk=note.pk)
    held.removed = timezone.now() if gone else None
    held.save()
    return held


@action("note_reminded")
def note_reminded(*, by: User | None, user: User, day: date) -> User:
    """Write down that somebody is being reminded of what of theirs is late, so that it is done once a week."""
    ImprovementCycle.objects.open().filter(owner=user).update(reminded=day)
    CycleStep.objects.waiting().filter(owner=user).update(reminded=day)
    return user
