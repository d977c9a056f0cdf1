"""The processbeskrivning as a page of its own, and what is done to its rows there."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from loke.accounts.access import may
from loke.accounts.submissions import StoredOnce, attempt, stored
from loke.description import actions
from loke.description.access import described_for, invited, may_describe, needs_description
from loke.description.models import ProcessDescription, ProcessRow, Service
from loke.description.said import comments_of
from loke.description.taking_over import suggestions
from loke.measures.forms.expectations import NAMES, ExpectationForm, kinds_for
from loke.measures.forms.process import NEW, AddRowForm, PlaceForm, RowForm
from loke.measures.process import Line, Process, listed, read
from loke.measures.sheet import MAIN, fit_of, version_line


def posted(view: Callable) -> Callable:
    """For what only a form on the page posts to: whoever comes in another way is led to the page."""

    @wraps(view)
    def post_only(request: HttpRequest, service: str, **named) -> HttpResponse:
        here = described_for(request, service, "write")
        return view(request, here, **named) if request.method == "POST" else redirect("process", here.code)

    return post_only


@needs_description("see")
def process(request: HttpRequest, service: str) -> HttpResponse:
    """The version that is being written, else the one that holds; with none the way to begin."""
    service = described_for(request, service)
    version = service.processes.latest_first().select_related("changed_by").first()
    if version is None:
        context = {"service": service, "may_write": may_describe(request.user, "write", service)}
        return render(request, "measures/process_empty.html", context)
    return show(request, version, writing=version.is_open)


@needs_description("see")
def process_version(request: HttpRequest, service: str, version: str) -> HttpResponse:
    """Any version, to read."""
    service = described_for(request, service)
    found = service.processes.filter(version=version).select_related("changed_by").first()
    if found is None:
        raise Http404
    return show(request, found, writing=False)


def show(request: HttpRequest, version: ProcessDescription, *, writing: bool = True, **more) -> HttpResponse:
    """The page; `more` holds what a form came back with: row_form, add_form or expectation_form with its trial."""
    service, whole, rights = version.service, read(version), _rights(request, version.service)
    writing = writing and version.is_open and rights["may_begin"]
    line = whole.line(more.get("code") or request.GET.get("rad", "")) if writing else None
    context = {
        **rights,
        "service": service,
        "version": version,
        "here": reverse("process", args=[service.code]),
        "version_line": version_line(version),
        "versions": listed(version),
        "adopted": service.processes.adopted().exclude(pk=version.pk).first(),
        "whole": whole,
        "columns": [whole.columns[kind] for kind in MAIN],
        "threads": [whole.drawn(kind) for kind in MAIN[:2]],
        "fit": fit_of(whole),
        "writing": writing,
        "chosen": line,
        "said": comments_of(version, request.user, line.row.code if line else ""),
        **(_to_write(request, whole, more) if writing else {}),
        **(_of_row(request, whole, line) if line else {}),
        **more,
    }
    wrong = any(form.errors for form in more.values() if isinstance(form, Form))
    return render(request, "measures/process.html", context, status=422 if wrong else 200)


def _rights(request: HttpRequest, service: Service) -> dict[str, bool]:
    """What of the rest of the page is for this person; figures are never for whoever is only invited."""
    user, unit = request.user, service.unit
    may_turn = may(user, "description", "write", unit=unit)
    return {
        "may_see_figures": may(user, "figures", "see", unit=unit),
        "may_adopt": may(user, "description", "adopt", unit=unit),
        "may_turn": may_turn,
        "may_begin": may_turn or invited(user, "write", service),
    }


def _to_write(request: HttpRequest, whole: Process, more: dict) -> dict:
    offered = suggestions(whole.version.service, [line.row.text for line in whole])
    wrong = more.get("add_form")
    forms = {kind: wrong if wrong and wrong.column == kind else AddRowForm(column=kind) for kind in NEW}
    removed = whole.version.rows.filter(code=request.GET.get("borttagen", "")).exclude(removed=None).first()
    return {
        "adding": [(whole.columns[kind], forms[kind], AddRowForm(column=kind), offered[kind]) for kind in NEW],
        "removed": removed,
        **_dropped(request, whole),
    }


def _dropped(request: HttpRequest, whole: Process) -> dict:
    """An expectation that was just taken away, as the form that brings it back."""
    told = request.GET.get("angra", "")
    line = whole.line(request.GET.get("rad", "")) if told else None
    return {"dropped": list(QueryDict(told).lists()), "dropped_row": line, "undo_form": StoredOnce()} if line else {}


def _of_row(request: HttpRequest, whole: Process, line: Line) -> dict:
    """The panel of the chosen row; an expectation is written in it when one is asked for."""
    offered, others = kinds_for(line)
    kind, code = request.GET.get("ny", ""), request.GET.get("andra", "")
    old = next((one for one in line.expectations if one.first.code == code), None)
    kind = old.first.kind if old else kind
    return {
        "row_form": RowForm(process=whole, line=line),
        "kinds": offered,
        "other_kinds": others,
        "expectation_form": ExpectationForm(line=line, kind=kind, old=old) if kind in NAMES else None,
        "focus": request.GET.get("knapp", ""),
    }


@needs_description("write")
@posted
def add_process_row(request: HttpRequest, service: Service, number: int) -> HttpResponse:
    version = _version(service, number)
    form = AddRowForm(request.POST, column=request.POST.get("column", ""))

    def act(column: str, text: str, **fields) -> str:
        actions.add_row(by=request.user, process=version, column=column, text=text)
        return reverse("process", args=[service.code])

    return stored(request, form, act) or show(request, version, add_form=form)


@needs_description("write")
@posted
def write_process_row(request: HttpRequest, service: Service, number: int) -> HttpResponse:
    """The words of the row and its threads together."""
    row = row_of(service, number)
    whole = read(row.process)
    form = RowForm(request.POST, process=whole, line=whole.line(row.code) or _gone())

    def act(text: str, number: int, place: int | None, **fields) -> str:
        actions.write_row(by=request.user, row=row, text=text, seen=number)
        if form.ties_changed():
            actions.tie_rows(by=request.user, row=row, others=form.tied())
        if place is not None:
            actions.move_row(by=request.user, row=row, place=place)
        return address_of(row, knapp=form.button) if form.button else address_of(row)

    if done := stored(request, form, act):
        return done
    form.catch_up(row_of(service, number).number)
    return show(request, row.process, code=row.code, row_form=form)


@needs_description("write")
@posted
def move_process_row(request: HttpRequest, service: Service, number: int) -> HttpResponse:
    row, form = row_of(service, number), PlaceForm(request.POST)
    if form.is_valid():
        attempt(request, lambda: actions.move_row(by=request.user, row=row, place=form.cleaned_data["place"]))
    return redirect(address_of(row))


@needs_description("write")
@posted
def remove_process_row(request: HttpRequest, service: Service, number: int) -> HttpResponse:
    row = row_of(service, number)
    done = attempt(request, lambda: actions.remove_row(by=request.user, row=row))
    page = reverse("process", args=[service.code])
    return redirect(f"{page}?{urlencode({'borttagen': row.code})}" if done else page)


@needs_description("write")
@posted
def restore_process_row(request: HttpRequest, service: Service, number: int) -> HttpResponse:
    row = row_of(service, number)
    attempt(request, lambda: actions.restore_row(by=request.user, row=row))
    return redirect(address_of(row))


def _version(service: Service, number: int) -> ProcessDescription:
    version = service.processes.filter(pk=number).select_related("service__unit__organisation", "changed_by").first()
    return version or _gone()


def row_of(service: Service, number: int) -> ProcessRow:
    """A row of any version of the service; what is done to one of an adopted version the actions refuse."""
    rows = ProcessRow.objects.filter(process__service=service, pk=number)
    return rows.select_related("process__service__unit__organisation", "process__changed_by").first() or _gone()


def _gone():
    raise Http404


def address_of(row: ProcessRow, **more: str) -> str:
    """The page with the row chosen."""
    page = reverse("process", args=[row.process.service.code])
    return f"{page}?{urlencode({'rad': row.code, **more})}"
