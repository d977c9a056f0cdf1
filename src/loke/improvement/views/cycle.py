"""The page of a cycle: its four parts, and what is written in each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from loke.accounts.access import may
from loke.accounts.pages import needs, posted
from loke.accounts.submissions import attempt, form_page, status_of, stored
from loke.description.access import service_for
from loke.forms import number_of
from loke.improvement import actions
from loke.improvement.board import cards_of
from loke.improvement.forms import ChangeStepForm, NoteForm, PlanForm, StepForm, StudyForm
from loke.improvement.measures import may_be_followed
from loke.improvement.models import CycleNote, CycleStep, ImprovementCycle, Phase
from loke.improvement.questions import QUESTIONS
from loke.improvement.study import followable, followed_of, to_show


def cycle_for(request: HttpRequest, code: str, number: int, verb: str = "see") -> ImprovementCycle:
    """The cycle, if the person may `verb` the service's improvements. Raises Http404 for strangers."""
    service = service_for(request, code, "improvement", verb)
    found = service.cycles.select_related("service__unit__organisation", "owner", "changed_by", "before", "process")
    found = found.select_related("source__service", "answer__follow_up", "ended_by")
    return get_object_or_404(found.defer("answer__follow_up__content"), pk=number)


def address_of(cycle: ImprovementCycle, fragment: str = "") -> str:
    return f"{reverse('cycle', args=[cycle.service.code, cycle.pk])}{fragment and '#'}{fragment}"


def its_page(request: HttpRequest, service: str, number: int, **_at: int) -> str:
    """Where the forms of a cycle stand."""
    return address_of(cycle_for(request, service, number))


@needs("improvement", "see")
def cycle(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Planera, Göra, Studera and Agera on one page, the prediction beside what has happened."""
    return _show(request, cycle_for(request, service, number))


def _show(request: HttpRequest, cycle: ImprovementCycle, **forms) -> HttpResponse:
    unit, today = cycle.service.unit, timezone.localdate()
    may_write = may(request.user, "improvement", "write", unit=unit)
    writing = may_write and cycle.is_open
    if writing:
        told = {"step_form": StepForm(service=cycle.service), "note_form": NoteForm(), "form": StudyForm(cycle=cycle)}
        forms = told | forms
    context = {
        "service": cycle.service,
        "cycle": cycle,
        "card": cards_of([cycle], today)[0],
        "phases": _phases(cycle),
        "questions": QUESTIONS[cycle.kind],
        "notes": cycle.notes.there().select_related("written_by"),
        "next": cycle.after.last(),
        "removed": _removed(request, cycle),
        "sees_figures": may(request.user, "figures", "see", unit=unit),
        "writing": writing,
        "may_write": may_write,
        "may_share": may(request.user, "improvement", "share", unit=unit) and not cycle.is_open,
        **forms,
    }
    followed = followed_of(cycle, today, get_language()) if context["sees_figures"] else None
    context["shown"] = to_show(followed, get_language()) if followed else None
    status = max((status_of(form) for form in forms.values()), default=200)
    return render(request, "improvement/cycle.html", context, status=status)


def _phases(cycle: ImprovementCycle) -> list[tuple[str, str]]:
    """The four, each done, now or to come."""
    now = list(Phase).index(Phase(cycle.phase))
    states = ["done" if place < now or not cycle.is_open else "now" if place == now else "todo" for place in range(4)]
    return list(zip(Phase.labels, states, strict=True))


def _removed(request: HttpRequest, cycle: ImprovementCycle) -> dict:
    """What has just been taken away, and may be brought back."""
    found = {}
    for name, rows in (("steg", cycle.steps), ("anteckning", cycle.notes)):
        if asked := number_of(request.GET.get(name, "")):
            found[name] = rows.filter(pk=asked).exclude(removed=None).first()
    return found


@needs("improvement", "write")
def plan_cycle(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Planera: the plan and the prediction."""
    cycle = cycle_for(request, service, number, "write")
    if not cycle.is_open:
        return redirect(address_of(cycle))
    measures = followable(cycle.service, timezone.localdate(), get_language())
    form = PlanForm(request.POST or None, cycle=cycle, measures=measures)

    def act(**told) -> str:
        actions.write_plan(by=request.user, cycle=cycle, **told)
        return address_of(cycle)

    context = {"cycle": cycle, "learning": [(kind, QUESTIONS[kind]) for kind in QUESTIONS]}
    context["unfollowed"] = bool(cycle.deviation) and not may_be_followed(measures, cycle.deviation)
    return stored(request, form, act) or form_page(request, form, "improvement/plan.html", **context)


@posted(its_page)
@needs("improvement", "write")
def move_cycle(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """On to another phase, or back."""
    cycle = cycle_for(request, service, number, "write")
    told = {"phase": request.POST.get("phase", ""), "seen": request.POST.get("seen")}
    attempt(request, lambda: actions.move_cycle(by=request.user, cycle=cycle, **told))
    return redirect(address_of(cycle))


@posted(its_page)
@needs("improvement", "write")
def write_study(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Studera: how the group reads it."""
    cycle = cycle_for(request, service, number, "write")
    form = StudyForm(request.POST, cycle=cycle)

    def act(**told) -> str:
        actions.write_study(by=request.user, cycle=cycle, **told)
        return address_of(cycle, "studera")

    return stored(request, form, act) or _show(request, cycle, form=form)


@posted(its_page)
@needs("improvement", "write")
def add_step(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Göra: something that is to be done."""
    cycle = cycle_for(request, service, number, "write")
    form = StepForm(request.POST, service=cycle.service)

    def act(**told) -> str:
        actions.add_step(by=request.user, cycle=cycle, **told)
        return address_of(cycle, "gora")

    return stored(request, form, act) or _show(request, cycle, step_form=form)


@needs("improvement", "write")
def change_step(request: HttpRequest, service: str, number: int, step: int) -> HttpResponse:
    found = _step(request, service, number, step)

    def find() -> CycleStep:
        return CycleStep.objects.select_related("cycle__service").get(pk=found.pk)

    form = ChangeStepForm(request.POST or None, step=found, find=find)

    def act(**told) -> str:
        actions.write_step(by=request.user, step=found, **told)
        return address_of(found.cycle, "gora")

    return stored(request, form, act) or form_page(request, form, "improvement/step.html", step=found)


@posted(its_page)
@needs("improvement", "write")
def tick_step(request: HttpRequest, service: str, number: int, step: int) -> HttpResponse:
    """It is done, or, when `undo` is posted, not after all."""
    found = _step(request, service, number, step)
    attempt(request, lambda: actions.tick_step(by=request.user, step=found, done="undo" not in request.POST))
    return redirect(address_of(found.cycle, "gora"))


@posted(its_page)
@needs("improvement", "write")
def remove_step(request: HttpRequest, service: str, number: int, step: int) -> HttpResponse:
    """Take a step away, or, when `undo` is posted, bring it back."""
    found, undo = _step(request, service, number, step), "undo" in request.POST
    act = actions.restore_step if undo else actions.remove_step
    attempt(request, lambda: act(by=request.user, step=found))
    return _back(found.cycle, "gora", "" if undo else f"steg={found.pk}")


@posted(its_page)
@needs("improvement", "write")
def write_note(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """A line in the log."""
    cycle = cycle_for(request, service, number, "write")
    form = NoteForm(request.POST)

    def act(**told) -> str:
        actions.write_note(by=request.user, cycle=cycle, **told)
        return address_of(cycle, "logg")

    return stored(request, form, act) or _show(request, cycle, note_form=form)


@posted(its_page)
@needs("improvement", "write")
def remove_note(request: HttpRequest, service: str, number: int, note: int) -> HttpResponse:
    """Take a line away, or, when `undo` is posted, bring it back."""
    cycle, undo = cycle_for(request, service, number, "write"), "undo" in request.POST
    found = get_object_or_404(CycleNote, cycle=cycle, pk=note)
    act = actions.restore_note if undo else actions.remove_note
    attempt(request, lambda: act(by=request.user, note=found))
    return _back(cycle, "logg", "" if undo else f"anteckning={found.pk}")


def _step(request: HttpRequest, service: str, number: int, step: int) -> CycleStep:
    cycle = cycle_for(request, service, number, "write")
    found = get_object_or_404(CycleStep, cycle=cycle, pk=step)
    found.cycle = cycle
    return found


def _back(cycle: ImprovementCycle, fragment: str, query: str) -> HttpResponse:
    return redirect(f"{address_of(cycle)}{query and '?'}{query}#{fragment}")
