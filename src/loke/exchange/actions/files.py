"""A file with rows on its way into the records, one step at a time; nothing of it is a record before the last."""

from collections.abc import Mapping
from dataclasses import asdict, replace

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.fields import no_identifiers
from loke.accounts.models import User
from loke.dataset.grid import Book, columns_of
from loke.description.models import Service
from loke.exchange.files import suggest
from loke.exchange.files.fields import kinds
from loke.exchange.files.identify import StruckOut, without_personal_columns
from loke.exchange.files.plan import Part, Plan, book_of, book_text, by_name, kept, plan_of, remembered, signature
from loke.exchange.files.template import parts_of
from loke.exchange.files.trial import Trial, version_of
from loke.exchange.models import FileImport, KnownColumns
from loke.records import actions as records
from loke.records.registered import touched_by
from loke.records.storing import hold_all, hold_service
from loke.records.undoing import undo


@action("begin_import")
def begin_import(*, by: User | None, service: Service, name: str, book: StruckOut) -> FileImport:
    """Keep the rows of a file as a draft; our own template needs no more steps."""
    require(by, "client", "import", unit=service.unit, own=True)
    parts = parts_of(book, service)
    plan = Plan(parts, ready=bool(parts)).as_json()
    return FileImport.objects.create(service=service, by=by, name=_safe(name), rows=book_text(book), plan=plan)


def _safe(name: str) -> str:
    """The file's name, unless it tells who somebody is."""
    try:
        no_identifiers(name)
    except ValidationError:
        return ""
    return name[:200]


@action("choose_sheet")
def choose_sheet(*, by: User | None, draft: FileImport, sheet: int, header: int, kind: str) -> FileImport:
    """Say in which sheet and row the headings stand, and what a row is; the columns are then guessed."""
    book = book_of(draft.rows)
    grid = without_personal_columns(book.sheets[sheet], header)
    sheets = tuple(grid if place == sheet else one for place, one in enumerate(book.sheets))
    part = Part(sheet, header, kind)
    fields = next(one for one in kinds(draft.service) if one.code == kind).fields
    known = draft.service.known_columns.filter(signature=signature(grid, header)).first()
    if known and known.told["kind"] == kind:
        part = remembered(known.told, part, grid)
    else:
        guessed = suggest.columns(grid, header, fields)
        part = replace(part, columns={str(place): key for place, key in guessed.items()})
    return _keep(by, draft, Plan((part,)), rows=book_text(replace(book, sheets=sheets)))


@action("map_columns")
def map_columns(
    *,
    by: User | None,
    draft: FileImport,
    columns: Mapping[str, str],
    same: Mapping[str, str],
    unknown: str,
    new_clients: bool,
) -> FileImport:
    """Say which column is what, what holds for every row, and what becomes of what cannot be understood."""
    plan = plan_of(draft.plan)
    part = plan.parts[0]
    values = {place: said for place, said in part.values.items() if part.columns.get(place) == columns.get(place)}
    told = {"columns": dict(columns), "same": dict(same), "unknown": unknown, "new_clients": new_clients}
    return _keep(by, draft, replace(plan, parts=(replace(part, values=values, **told),), ready=False))


@action("map_values")
def map_values(*, by: User | None, draft: FileImport, values: Mapping[str, Mapping[str, str]]) -> FileImport:
    """Say what the words in the columns stand for; the words themselves are not kept."""
    plan = plan_of(draft.plan)
    digests = {place: {kept(word): told for word, told in said.items()} for place, said in values.items()}
    return _keep(by, draft, replace(plan, parts=(replace(plan.parts[0], values=digests),), ready=True))


@action("choose_rows")
def choose_rows(*, by: User | None, draft: FileImport, keep: bool, repeats: bool) -> FileImport:
    """Say whether what the records say already stays as it stands, and whether rows that are alike all come in."""
    return _keep(by, draft, replace(plan_of(draft.plan), keep=keep, repeats=repeats))


def _keep(by: User | None, draft: FileImport, plan: Plan, **more: str) -> FileImport:
    require(by, "client", "import", unit=draft.service.unit, own=by is None or draft.by_id == by.pk)
    if not FileImport.objects.select_for_update().filter(pk=draft.pk, registration=None):
        raise ValidationError(_("Filen är redan inläst, eller borttagen."))
    draft.plan = plan.as_json()
    for name, value in more.items():
        setattr(draft, name, value)
    draft.save(update_fields=["plan", *more])
    return draft


@action("run_import")
def run_import(*, by: User | None, draft: FileImport, made: Trial, version: str) -> FileImport:
    """Take the rows in, as a dry run `made` just now says; the rows of the file are then no longer kept.

    Raises ValidationError when the file, the decisions or the records are others than those of `version`, which
    somebody saw.
    """
    require(by, "client", "import", unit=draft.service.unit, own=by is None or draft.by_id == by.pk)
    hold_service(draft.service)
    held = FileImport.objects.select_for_update().get(pk=draft.pk)
    if held.registration_id:
        raise ValidationError(_("Filen är redan inläst."))
    if not version == made.version == version_of(held):
        raise ValidationError(_("Något har ändrats sedan provkörningen. Inget är inläst. Se siffrorna en gång till."))
    if not made.differences.anything:
        raise ValidationError(_("Det finns inget nytt i filen att läsa in."))
    rows = {name: getattr(made.differences, name) for name in ("added", "changed", "removed")}
    held.registration = records.import_rows(by=by, service=draft.service, **rows)
    if len(parts := plan_of(held.plan).parts) == 1:
        _remember(by, draft.service, book_of(held.rows), parts[0])
    held.counts, held.rows, held.name, held.plan = [asdict(count) for count in made.counts], "", "", {}
    held.left_out = [asdict(one) for one in made.left_out]
    held.at = timezone.now()
    held.save()
    return held


def _remember(by: User | None, service: Service, book: Book, part: Part) -> None:
    grid = book.sheets[part.sheet]
    names = ", ".join(name for _place, name in columns_of(grid, part.header) if name)
    told = {"names": names, "told": by_name(part, grid), "at": timezone.now(), "by": by}
    service.known_columns.update_or_create(signature=signature(grid, part.header), defaults=told)


@action("undo_import")
def undo_import(*, by: User | None, imported: FileImport) -> FileImport:
    """Put everything back as it stood before. Raises ValidationError with what has been changed since."""
    require(by, "client", "import", unit=imported.service.unit, own=by is None or imported.by_id == by.pk)
    if not imported.may_be_undone:
        raise ValidationError(_("Det är redan ångrat, eller mer än 30 dagar sedan."))
    hold_all(touched_by(by, imported.registration))
    undo(by=by, registration=imported.registration)
    imported.registration.refresh_from_db()
    return imported


@action("discard_import")
def discard_import(*, by: User | None, draft: FileImport) -> Service:
    """Forget a file that has not been taken in."""
    require(by, "client", "import", unit=draft.service.unit, own=by is None or draft.by_id == by.pk)
    FileImport.objects.filter(pk=draft.pk, registration=None).delete()
    return draft.service


@action("forget_columns")
def forget_columns(*, by: User | None, known: KnownColumns) -> Service:
    """Suggest them no more."""
    require(by, "client", "import", unit=known.service.unit, own=True)
    known.delete()
    return known.service
