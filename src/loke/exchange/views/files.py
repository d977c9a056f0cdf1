"""The way of a file into the records: file, sheet, columns, words, dry run, import; every page can be come back to."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from loke.accounts.access import may
from loke.accounts.files import as_file
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.dataset.grid import Grid, likely_header, likely_sheet
from loke.description.access import service_for
from loke.description.models import Service
from loke.exchange import actions
from loke.exchange.afterwards import alone_after, hindrances
from loke.exchange.files.fields import Kind, kind_names, kinds
from loke.exchange.files.left_out import LeftOut, left_out_workbook
from loke.exchange.files.plan import Part, Plan, book_of, headed_as_before, plan_of, signature
from loke.exchange.files.template import template
from loke.exchange.files.trial import Trial, problems_workbook, trial
from loke.exchange.forms.files import (
    PREVIEWED,
    ChoiceForm,
    ColumnsForm,
    FileForm,
    ForgetForm,
    ImportForm,
    SheetForm,
    UndoForm,
    ValuesForm,
    has_words,
    notes,
)
from loke.exchange.forms.showing import preview, steps, summary
from loke.exchange.models import FileImport
from loke.records import reading

PROBLEMS = LEFT_OUT = 50  # on the page; all of them in the workbook
CHANGES = 200  # on the page, and nowhere else: a file of what is registered would be an extract


@needs("client", "import")
def import_file(request: HttpRequest, service: str) -> HttpResponse:
    """A file is handed over; what has been begun and what has been taken in stands below."""
    service = service_for(request, service, "client", "import")
    form = FileForm(request.POST or None, request.FILES or None)

    def act(file, book) -> str:
        draft = actions.begin_import(by=request.user, service=service, name=file.name, book=book)
        return _next(draft)

    mine = service.imports.filter(by=request.user).defer("rows", "left_out")
    done = _taken_in(request, service).defer("rows", "left_out").select_related("by", "registration")[:20]
    context = {
        "drafts": [(draft, _next(draft)) for draft in mine.filter(registration=None)],
        "done": [(one, summary(one.counts)) for one in done],
        "known": service.known_columns.all(),
    }
    return stored(request, form, act) or form_page(request, form, "exchange/import_file.html", **context)


def _all(request: HttpRequest, service: Service) -> bool:
    return may(request.user, "client", "import", unit=service.unit)


def _taken_in(request: HttpRequest, service: Service) -> QuerySet[FileImport]:
    """The files that have come in and may be seen here: one's own, to whoever leads the unit everybody's."""
    theirs = {} if _all(request, service) else {"by": request.user}
    return service.imports.filter(**theirs).exclude(registration=None)


def _next(draft: FileImport) -> str:
    """The first step that is left."""
    plan = plan_of(draft.plan)
    name = "import_trial" if plan.ready else "import_columns" if plan.parts else "import_sheet"
    return reverse(name, args=[draft.service.code, draft.pk])


def _draft(request: HttpRequest, service: str, number: int) -> FileImport:
    """One's own file that has not been taken in yet. Raises Http404 for everybody else's."""
    here = service_for(request, service, "client", "import")
    return get_object_or_404(FileImport, service=here, by=request.user, pk=number, registration=None)


def _part(draft: FileImport) -> tuple[Plan, Part, Kind]:
    """The one part that is being decided about. Raises Http404 before its sheet is chosen."""
    plan = plan_of(draft.plan)
    asked = {kind.code: kind for kind in kinds(draft.service)}
    if len(plan.parts) != 1 or plan.parts[0].kind not in asked:
        raise Http404
    return plan, plan.parts[0], asked[plan.parts[0].kind]


@needs("client", "import")
def import_sheet(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """In which sheet and row the headings stand, and what a row is."""
    draft = _draft(request, service, number)
    book, parts = book_of(draft.rows), plan_of(draft.plan).parts
    asked = request.GET.get("blad", "")
    place = parts[0].sheet if parts else likely_sheet(book.sheets)
    place = int(asked) if asked.isdecimal() and len(asked) < 4 else place
    if place >= len(book.sheets):
        raise Http404
    grid = book.sheets[place]
    chosen = {"header": parts[0].header, "kind": parts[0].kind} if parts else _guessed(draft.service, grid)
    form = SheetForm(request.POST or None, grid=grid, names=kind_names(draft.service), initial=chosen)

    def act(**fields) -> str:
        actions.choose_sheet(by=request.user, draft=draft, sheet=place, **fields)
        return reverse("import_columns", args=[draft.service.code, draft.pk])

    more = {"draft": draft, "book": book, "place": place, "notes": notes(book), "way": steps(draft, 1)}
    more["preview"] = preview(grid, form, PREVIEWED)
    return stored(request, form, act) or form_page(request, form, "exchange/import_sheet.html", **more)


def _guessed(service: Service, grid: Grid) -> dict[str, Any]:
    """Where the headings stand and what a row is, as the last time for a file with the same ones."""
    known = dict(service.known_columns.values_list("signature", "told"))
    return headed_as_before(grid, known, PREVIEWED) or {"header": likely_header(grid.rows)}


@needs("client", "import")
def import_columns(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Which column is what."""
    draft = _draft(request, service, number)
    _plan, part, kind = _part(draft)
    grid = book_of(draft.rows).sheets[part.sheet]
    form = ColumnsForm(request.POST or None, grid=grid, part=part, kind=kind)

    def act(unknown, new_clients=True, **fields) -> str:
        columns = form.chosen("column-")
        told = {"columns": columns, "same": form.chosen("same-"), "unknown": unknown, "new_clients": new_clients}
        actions.map_columns(by=request.user, draft=draft, **told)
        if has_words(grid, replace(part, columns=columns), kind):
            return reverse("import_values", args=[draft.service.code, draft.pk])
        actions.map_values(by=request.user, draft=draft, values={})
        return reverse("import_trial", args=[draft.service.code, draft.pk])

    known = draft.service.known_columns.filter(signature=signature(grid, part.header)).first()
    more = {"draft": draft, "kind": kind, "way": steps(draft, 2)}
    more["remembered"] = known.at if known and known.told["kind"] == part.kind else None
    return stored(request, form, act) or form_page(request, form, "exchange/import_columns.html", **more)


@needs("client", "import")
def import_values(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """What the words stand for."""
    draft = _draft(request, service, number)
    _plan, part, kind = _part(draft)
    form = ValuesForm(request.POST or None, grid=book_of(draft.rows).sheets[part.sheet], part=part, kind=kind)

    def act(**fields) -> str:
        actions.map_values(by=request.user, draft=draft, values=form.values())
        return reverse("import_trial", args=[draft.service.code, draft.pk])

    more = {"draft": draft, "way": steps(draft, 3)}
    return stored(request, form, act) or form_page(request, form, "exchange/import_values.html", **more)


@needs("client", "import")
def import_trial(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """What would happen, and every problem by cell; then the import itself."""
    here = service_for(request, service, "client", "import")
    done = FileImport.objects.filter(service=here, by=request.user, pk=number).exclude(registration=None)
    if done.exists():  # it was sent twice, or come back to
        return redirect("import_done", service, number)
    draft = _draft(request, service, number)
    plan = plan_of(draft.plan)
    if not plan.ready:
        return redirect(_next(draft))
    form = ImportForm(request.POST or None)

    made = trial(draft, request.user)

    def act(version) -> str:
        actions.run_import(by=request.user, draft=draft, made=made, version=version)
        return reverse("import_done", args=[draft.service.code, draft.pk])

    if receipt := stored(request, form, act):
        return receipt
    reading.log(request, draft.service, made.clients)
    more = {"draft": draft, "plan": plan, "way": steps(draft, 4), "one_part": len(plan.parts) == 1, **_shown(made)}
    return form_page(request, form, "exchange/import_trial.html", **more)


def _shown(made: Trial) -> dict[str, Any]:
    """What the page shows of a dry run, with a form for each of the two choices about its rows."""
    return {
        "made": made,
        "changes": made.differences.changes[:CHANGES],
        "unseen": max(0, len(made.differences.changes) - CHANGES),
        "problems": made.problems[:PROBLEMS],
        "for_changes": ChoiceForm(auto_id=False),
        "for_alike": ChoiceForm(auto_id=False),
    }


@needs("client", "import")
def import_choice(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """A choice about the rows, made at the dry run, which is then made anew."""
    draft = _draft(request, service, number)
    place = reverse("import_trial", args=[service, draft.pk])

    def act(keep, repeats) -> str:
        actions.choose_rows(by=request.user, draft=draft, keep=keep, repeats=repeats)
        return place

    return stored(request, ChoiceForm(request.POST or None), act) or redirect(place)


@needs("client", "import")
def import_problems(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """The problems as Excel."""
    draft = _draft(request, service, number)
    made = trial(draft, request.user)
    reading.log(request, draft.service, made.clients)
    name = f"Problem i filen {draft.at:%Y-%m-%d}"
    return as_file(name, "xlsx", problems_workbook(draft.service, made.problems))


@needs("client", "import")
def import_done(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """What was taken in, and the way back."""
    here = service_for(request, service, "client", "import")
    imported = get_object_or_404(_taken_in(request, here).select_related("registration", "by"), pk=number)
    form = UndoForm(request.POST or None)

    def act() -> str:
        actions.undo_import(by=request.user, imported=imported)
        return reverse("import_done", args=[service, imported.pk])

    if receipt := stored(request, form, act):
        return receipt
    more = {"imported": imported, "summary": summary(imported.counts), "left_out": imported.left_out[:LEFT_OUT]}
    more["kept"] = any(count.get("kept") for count in imported.counts)
    more["hindrances"] = found = hindrances(request.user, imported) if form.errors else []
    more["alone"] = alone = alone_after(request.user, imported)
    reading.log(request, here, {one.client_id for one in (*alone[:20], *(each.episode for each in found))})
    return form_page(request, form, "exchange/import_done.html", **more)


@needs("client", "import")
def import_of(request: HttpRequest, service: str, registration: int) -> HttpResponse:
    """To the file that something was registered from, since all of it is undone together."""
    here = service_for(request, service, "client", "import")
    imported = get_object_or_404(_taken_in(request, here), registration=registration)
    return redirect("import_done", here.code, imported.pk)


@needs("client", "import")
def import_left_out(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Every row that was left out, as Excel."""
    here = service_for(request, service, "client", "import")
    imported = get_object_or_404(_taken_in(request, here).select_related("registration"), pk=number)
    rows = [LeftOut(**one) for one in imported.left_out]
    return as_file(f"Rader som hoppades över {imported.at:%Y-%m-%d}", "xlsx", left_out_workbook(imported.service, rows))


@needs("client", "import")
def discard_import(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """A file that one does not want to go on with is forgotten at once."""
    draft = _draft(request, service, number)
    form = ForgetForm(request.POST or None)

    def act() -> str:
        actions.discard_import(by=request.user, draft=draft)
        return reverse("import_file", args=[service])

    return stored(request, form, act) or form_page(request, form, "exchange/discard_import.html", draft=draft)


@needs("client", "import")
def forget_columns(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Remembered columns are suggested no more."""
    here = service_for(request, service, "client", "import")
    known = get_object_or_404(here.known_columns, pk=number)
    form = ForgetForm(request.POST or None)

    def act() -> str:
        actions.forget_columns(by=request.user, known=known)
        return reverse("import_file", args=[service])

    return stored(request, form, act) or form_page(request, form, "exchange/forget_columns.html", known=known)


@needs("client", "import")
def import_template(request: HttpRequest, service: str) -> HttpResponse:
    """The service's own Excel file to fill in."""
    here = service_for(request, service, "client", "import")
    return as_file(f"Mall {here.name}", "xlsx", template(here))
