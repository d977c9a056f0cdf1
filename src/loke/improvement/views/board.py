"""The board and the history of a service, and a new cycle."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from loke.accounts.access import may
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.description.models import Service
from loke.followup.models import Decision, DeviationAnswer
from loke.forms import number_of
from loke.improvement import actions, beginning
from loke.improvement.beginning import Beginning
from loke.improvement.board import board_of
from loke.improvement.forms import BeginForm
from loke.improvement.models import ImprovementCycle
from loke.improvement.sharing import told_of


@needs("improvement", "see")
def improvements(request: HttpRequest, service: str) -> HttpResponse:
    """The cycles by phase, what is overdue first."""
    service = service_for(request, service, "improvement", "see")
    context = {"service": service, "board": board_of(service, timezone.localdate())}
    context["may_write"] = may(request.user, "improvement", "write", unit=service.unit)
    context["waiting"] = beginning.waiting_in(service) if context["may_write"] else []
    return render(request, "improvement/board.html", context)


@needs("improvement", "see")
def cycle_history(request: HttpRequest, service: str) -> HttpResponse:
    """All that have ended, and how."""
    service = service_for(request, service, "improvement", "see")
    found = service.cycles.ended().select_related("owner", "process")
    return render(request, "improvement/history.html", {"service": service, "found": found})


@needs("improvement", "see")
def shared_ideas(request: HttpRequest, service: str) -> HttpResponse:
    """What groups of the organisation have chosen to tell of, to whoever works in one of its units."""
    service = service_for(request, service, "improvement", "see")
    found = ImprovementCycle.objects.shared_in(service.organisation)
    context = {"service": service, "found": [(one, told_of(one, get_language())) for one in found]}
    context["may_write"] = may(request.user, "improvement", "write", unit=service.unit)
    return render(request, "improvement/ideas.html", context)


@needs("improvement", "write")
def begin_cycle(request: HttpRequest, service: str) -> HttpResponse:
    """A cycle from what the address names: an answer, a decision, an earlier cycle, a shared idea or nothing."""
    service = service_for(request, service, "improvement", "write")
    found = _beginning(request, service)
    if there := _going_on(service, found):
        return redirect("cycle", service.code, there.pk)
    form = BeginForm(request.POST or None, service=service, beginning=found)

    def act(**told) -> str:
        made = actions.begin_cycle(by=request.user, service=service, start=found.start, **told)
        return reverse("plan_cycle", args=[service.code, made.pk])

    return stored(request, form, act) or form_page(request, form, "improvement/begin.html", start=found.start)


def _beginning(request: HttpRequest, service: Service) -> Beginning:
    kinds = {
        "svar": (DeviationAnswer.objects.filter(follow_up__service=service), beginning.from_answer),
        "beslut": (Decision.objects.there().filter(follow_up__service=service), beginning.from_decision),
        "fran": (service.cycles.ended(), beginning.from_earlier),
        "ide": (ImprovementCycle.objects.shared_in(service.organisation), beginning.from_shared),
    }
    for name, (rows, make) in kinds.items():
        if name in request.GET:
            made = make(get_object_or_404(rows, pk=number_of(request.GET[name])))
            if made.start.answer and not beginning.may_begin(made.start.answer):
                raise Http404
            return made
    return Beginning()


def _going_on(service: Service, found: Beginning) -> ImprovementCycle | None:
    """The cycle that goes on about the same deviation."""
    start = found.start
    deviation = start.answer.deviation if start.answer else start.before.deviation if start.before else ""
    return service.cycles.open().filter(deviation=deviation).first() if deviation else None
