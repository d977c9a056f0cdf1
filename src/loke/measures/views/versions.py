"""The life of a version of the processbeskrivning: begun, out for comments and back, compared, adopted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import needs_description, service_for
from loke.description.actions import send_for_comments, take_back_from_comments
from loke.description.models import ProcessDescription, Service
from loke.description.views.compare import compared
from loke.measures import actions
from loke.measures.changes import ProcessChange, changes
from loke.measures.forms.process import AdoptProcessForm
from loke.measures.process import read
from loke.measures.sheet import fit_of
from loke.measures.views.process import posted


@needs_description("write")
@posted
def begin_process(request: HttpRequest, service: Service) -> HttpResponse:
    actions.begin_process_version(by=request.user, service=service)
    return redirect("process", service.code)


@needs("description", "write")
@posted
def turn_process(request: HttpRequest, service: Service) -> HttpResponse:
    """Out for comments, or back: `out` says which."""
    version = service.processes.open().first()
    if version:
        out = request.POST.get("out") == "yes"
        (send_for_comments if out else take_back_from_comments)(by=request.user, version=version)
        messages.success(request, _("Utkastet är ute för kommentarer.") if out else _("Utkastet är tillbaka hos er."))
    return redirect("process", service.code)


@needs("description", "adopt")
def adopt_process(request: HttpRequest, service: str) -> HttpResponse:
    """What has changed, from which day it holds, and who was there; the last step before it is frozen."""
    service = service_for(request, service, "description", "adopt")
    version = service.processes.open().select_related("service__unit__organisation").first()
    if version is None:
        return redirect("process", service.code)
    form = AdoptProcessForm(request.POST or None)

    def act(adopted, participants: str, **fields) -> str:
        actions.adopt_process_version(by=request.user, process=version, participants=participants, adopted=adopted)
        return reverse("process", args=[service.code])

    return stored(request, form, act) or form_page(request, form, "measures/process_adopt.html", **_context(version))


def _context(version: ProcessDescription) -> dict:
    whole = read(version)
    before = version.service.processes.adopted().first()
    return {
        "service": version.service,
        "version": version,
        "whole": whole,
        "fit": fit_of(whole),
        "before": before,
        "change": changes(read(before), whole) if before else None,
    }


@needs_description("see")
def compare_processes(request: HttpRequest, service: str) -> HttpResponse:
    return compared(request, service, "process", _differences, "measures/_compare_process.html")


def _differences(old: ProcessDescription, new: ProcessDescription) -> ProcessChange:
    return changes(read(old), read(new))
