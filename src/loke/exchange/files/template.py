"""The service's own Excel file to fill in, and how it is known again when it comes back."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from loke.dataset.grid import Book, Grid
from loke.description.models import Service
from loke.exchange.files.fields import CLIENT, CONTACT, GOAL, Field, Kind, kinds
from loke.exchange.files.plan import Part
from loke.publishing.documents.form_book import FormColumn, FormSheet, form_book, sheet_name
from loke.records.models import Reason

VERSION = "loke-mall-1"
NAMES = {CLIENT: "Klienter", CONTACT: "Träffar", GOAL: "Mål"}


def template(service: Service) -> bytes:
    """The workbook: instructions, and a sheet for clients, contacts, every instrument and goals."""
    guide = (
        _("Fyll i en rad för varje klient, träff, mätning eller mål, på det blad som det hör till."),
        _("Skriv aldrig namn, personnummer, telefonnummer eller e-postadress. Koden är enhetens egen för klienten."),
        _("Börja med bladet Klienter. Träffar, mätningar och mål hör till den klient som har koden."),
        _("Skriv dagar som 2026-03-01. Välj ur listan där det finns en. Lämna tomt det som inte är antecknat."),
        _("Har en fråga inget svar, skriv varför: %(reasons)s.") % {"reasons": ", ".join(map(str, Reason.labels))},
        _("Ändra inte rubrikerna. Byt inte namn på bladen. Blad och kolumner som inte används får stå tomma."),
        _("Läs sedan in filen i Loke, under Dokumentera. Ni får se vad som händer innan något sparas."),
    )
    title = _("Mall för %(service)s") % {"service": service.name}
    known = {"mall": VERSION, "verksamhet": service.code}
    return form_book(title, _("Så här gör ni"), guide, _sheets(kinds(service)), known)


def _sheets(asked: Sequence[Kind]) -> list[FormSheet]:
    """A sheet for each, by its name; with a number first where Excel would take two names for the same."""
    names = [NAMES.get(kind.code) or f"Mätning {kind.thing}" for kind in asked]
    taken: set[str] = set()
    sheets = []
    for number, (kind, name) in enumerate(zip(asked, names, strict=True), 1):
        title = f"{number} {name}" if sheet_name(name).casefold() in taken else name
        taken.add(sheet_name(title).casefold())
        sheets.append(FormSheet(kind.code, title, tuple(map(_column, kind.fields))))
    return sheets


def _column(field: Field) -> FormColumn:
    names = [name for _code, name in (*field.options, *field.reasons)]
    options = tuple(dict.fromkeys(names)) if field.type == "option" else ()
    hint = field.expected if field.type != "options" else f"{field.expected}. " + _("Flera skrivs med ; emellan.")
    return FormColumn(field.key, field.label, options, hint[:1].upper() + hint[1:], field.type == "day")


def parts_of(book: Book, service: Service) -> tuple[Part, ...]:
    """The filled-in sheets of our own template for this service; nothing when the file is another."""
    if book.known.get("mall") != VERSION or book.known.get("verksamhet") != service.code:
        return ()
    asked = {kind.code: kind for kind in kinds(service)}
    parts = (_part(book, place, sheet, asked) for place, sheet in enumerate(book.sheets))
    return tuple(part for part in parts if part)


def _part(book: Book, place: int, sheet: Grid, asked: dict[str, Kind]) -> Part | None:
    kind = asked.get(book.known.get(sheet_name(sheet.name), ""))
    if kind is None or len(sheet.rows) < 2:
        return None
    keys = {str(n): book.known.get(f"{sheet_name(sheet.name)}!{n}", "") for n in range(len(kind.fields) * 2)}
    columns = {n: key for n, key in keys.items() if key in kind.by_key}
    return Part(place, 0, kind.code, columns)
