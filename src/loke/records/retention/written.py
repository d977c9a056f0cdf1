"""An extract as a file: JSON for a machine, and a document for a reader."""

import json

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loke.publishing.documents import content
from loke.records.names import page_name
from loke.records.pseudonyms import spaced
from loke.records.registered import called
from loke.records.retention.extract import Before, Extract, Told
from loke.records.retention.rows import Cell

FORMAT = "loke-extract 1"


def as_json(extract: Extract) -> bytes:
    """As docs/security/extract.md describes it."""
    told = {
        "format": FORMAT,
        "client": extract.client,
        "unit": extract.unit.name,
        "organisation": extract.unit.organisation.name,
        "made": extract.made.isoformat(),
        "made_by": extract.by.name,
        "in_quarantine": extract.sealed,
        "tables": {table.name: [_plain(row) for row in table.rows] for table in extract.tables},
        "history": [
            {
                "at": one.at.isoformat(),
                "by": one.by,
                "what": one.what,
                "why": one.why,
                "rows_added": one.added,
                "before": [
                    {"kind": row.kind, "taken_away": row.taken_away, "row": _plain(row.row)} for row in one.changes
                ],
            }
            for one in extract.history
        ],
        "readings": [
            {"at": one.entry.at.isoformat(), "by": str(one.entry.by), "page": one.entry.what}
            for one in extract.readings
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _plain(row: dict[str, Cell]) -> dict[str, object]:
    """Values by column, and beside a code its name."""
    told: dict[str, object] = {}
    for name, cell in row.items():
        told[name] = cell.value
        if cell.name:
            told[f"{name}_name"] = cell.name
    return told


def as_document(extract: Extract) -> content.Plan:
    return content.Plan(
        title=_("Utdrag om %(code)s") % {"code": spaced(extract.client)},
        service=extract.unit.name,
        municipality=extract.unit.organisation.name,
        version=timezone.localdate().isoformat(),
        lines=(_("Allt som finns i Loke om den här koden."), *summary(extract)),
        tables=(*(_table(table) for table in extract.tables if table.rows), _history(extract), _readings(extract)),
        language=get_language() or "sv",
    )


def summary(extract: Extract) -> tuple[str, ...]:
    """What else there is to say before the tables."""
    return (_("Uppgifterna är i karantän och raderas."),) if extract.sealed else ()


def _table(table) -> content.Table:
    columns = tuple(content.Column(name, label) for name, label in table.columns)
    return content.Table(table.name, table.title.capitalize(), columns, tuple(map(tuple, table.shown)))


def _history(extract: Extract) -> content.Table:
    """Who did what and when, why where somebody has said so, and how it stood before."""
    told = [(_("När"), lambda one: moment(one.at), 1), (_("Vem"), lambda one: one.by, 1)]
    told += [(_("Vad"), lambda one: called(one.what), 1), (_("Hur det stod innan"), before, 3)]
    if any(one.why for one in extract.history):
        told.insert(3, (_("Varför"), lambda one: one.why, 2))
    columns = tuple(content.Column(f"h{n}", head, share=share) for n, (head, __, share) in enumerate(told))
    rows = tuple(tuple(say(one) for __, say, ___ in told) for one in extract.history)
    return content.Table("history", _("Vad som har registrerats och ändrats"), columns, rows)


def _readings(extract: Extract) -> content.Table:
    columns = tuple(content.Column(f"r{n}", head) for n, head in enumerate((_("När"), _("Vem"), _("Sida"))))
    rows = tuple((moment(one.entry.at), str(one.entry.by), str(page_name(one.entry.what))) for one in extract.readings)
    return content.Table("readings", _("Vem som har läst"), columns, rows)


def moment(at) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def before(told: Told) -> str:
    """The rows that were changed or taken away, as a reader wants them."""
    return "; ".join(
        f"{one.kind}{_fate(one)}: {', '.join(cell.shown for cell in one.row.values() if cell.shown)}"
        for one in told.changes
    )


def _fate(one: Before) -> str:
    """What is planned goes when it has become a meeting."""
    if one.became:
        return _(" (blev en träff: %(how)s)") % {"how": one.became}
    return _(" (borttagen)") if one.taken_away else ""
