"""A Word file of the shape that `papers.form_paper` writes, understood as the plain content of a review."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.promising_practice import labels
from loke.promising_practice.content import blank
from loke.promising_practice.guide import elements, rows
from loke.publishing.documents.blocks import Grid, Paragraph, Story
from loke.publishing.documents.reading import key, story_of

Cells = tuple[tuple[Paragraph, ...] | None, ...]


@dataclass
class FileReading:
    """What a file says, the digests of the evidence in it by row, and line by line what was not understood."""

    content: dict[str, Any] = field(default_factory=blank)
    evidence: dict[str, list[str]] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    tables: int = 0  # that were known


def read_review(data: bytes) -> FileReading:
    """Raises Unreadable."""
    return understood(story_of(data, exact=True))


def understood(story: Story) -> FileReading:
    reading = FileReading()
    missing = [row.code for row in rows()]
    for block in story.blocks:
        if isinstance(block, Grid) and block.rows and len(block.rows[0]) > 1:
            known = _take(reading, block)
            reading.tables += known is not None
            if known in missing:
                missing.remove(known)
            if known is None:
                said = {"head": " | ".join(_text(cell).strip() for cell in block.rows[0])[:120]}
                reading.findings.append(_("Tabellen ”%(head)s” är ingen av formulärets och är inte inläst.") % said)
    if missing and reading.tables:
        reading.findings.append(_("Frågor som saknas i filen: %(codes)s.") % {"codes": ", ".join(missing)})
    if changes := story.ignored.get("changes"):
        said = {"n": changes}
        words = ngettext(
            "Filen har %(n)s spårad ändring. Den är läst som om den vore godkänd.",
            "Filen har %(n)s spårade ändringar. De är lästa som om de vore godkända.",
            changes,
        )
        reading.findings.append(words % said)
    return reading


def _take(reading: FileReading, grid: Grid) -> str | None:
    """Read a table into the content; gives the code of what it was, None for what is none of ours."""
    head = _text(grid.rows[0][0]).strip()
    content = reading.content
    if head in content["rows"]:
        content["rows"][head] |= _fields(reading, "row", head, labels.ROW, grid)
        return head
    found = _places(reading).get(key(head))
    if found is None:
        return _evidence(reading, head, grid)
    found(grid)
    return key(head)


def _places(reading: FileReading) -> Mapping[str, Callable[[Grid], None]]:
    """By the head of its first column: what to do with a table."""
    content = reading.content

    def fields(table: str, names: labels.Labels, into: dict[str, Any], head: object) -> Callable[[Grid], None]:
        return lambda grid: into.update(_fields(reading, table, str(head), names, grid))

    found = {key(str(labels.CHOSEN)): fields("about", labels.ABOUT, content, labels.CHOSEN)}
    for one in elements():
        head = labels.ELEMENT % {"number": one.number}
        found[key(head)] = fields("element", labels.OF_ELEMENT, content["elements"][str(one.number)], head)
    found[key(str(labels.JUDGED))] = fields("verdict", labels.VERDICT, content["verdict"], labels.JUDGED)
    found[key(str(labels.PARTICIPANTS["name"]))] = lambda grid: _people(reading, grid)
    found[key(str(labels.AREAS["element"]))] = lambda grid: _areas(reading, grid)
    return found


def _text(cell: tuple[Paragraph, ...] | None) -> str:
    return "\n".join(f"- {one.text}" if one.item else one.text for one in cell or ())


def _first_two(cells: Cells) -> tuple[str, str]:
    """The texts of the first two cells; a row may have been merged into one."""
    label, text, *_rest = (*cells, None, None)
    return _text(label), _text(text)


def _fields(reading: FileReading, table: str, head: str, names: labels.Labels, grid: Grid) -> dict[str, Any]:
    by_label = {_plain(label): name for name, label in names.items()}
    found = {}
    for cells in grid.rows[1:]:
        label, text = _first_two(cells)
        name = by_label.get(_plain(label))
        if name is None:
            if label.strip() or text.strip():
                said = {"head": head, "label": label.strip()[:120]}
                reading.findings.append(_("%(head)s: raden ”%(label)s” finns inte i formuläret.") % said)
            continue
        found[name] = _value(reading, table, head, name, text)
    return found


def _plain(label: object) -> str:
    """A label without the alternatives that it tells of."""
    return key(str(label).partition(":")[0])


def _value(reading: FileReading, table: str, head: str, name: str, text: str) -> str | None:
    if (choices := labels.CHOICES.get((table, name))) is not None:
        return _chosen(reading, head, choices, text)
    if name == "judged":
        return _day(reading, head, text)
    return text


def _chosen(reading: FileReading, head: str, choices: labels.Labels, text: str) -> str:
    if not text.strip():
        return ""
    found = next((code for code, label in choices.items() if key(str(label)) == key(text)), None)
    if found is None:
        said = {"head": head, "text": text.strip()[:120], "among": ", ".join(map(str, choices.values()))}
        reading.findings.append(_("%(head)s: ”%(text)s” är inget av svaren %(among)s.") % said)
    return found or ""


def _day(reading: FileReading, head: str, text: str) -> str | None:
    try:
        return date.fromisoformat(text.strip()).isoformat() if text.strip() else None
    except ValueError:
        said = {"head": head, "text": text.strip()[:40]}
        reading.findings.append(_("%(head)s: ”%(text)s” är ingen dag. Skriv som 2026-03-01.") % said)
        return None


def _table(names: labels.Labels, grid: Grid) -> list[dict[str, str]]:
    """The rows in which something stands, by the names of the columns."""
    by_label = {key(str(label)): name for name, label in names.items()}
    columns = [by_label.get(key(_text(cell)), "") for cell in grid.rows[0]]
    found = [dict(zip(columns, map(_text, cells), strict=False)) for cells in grid.rows[1:]]
    empty = dict.fromkeys(names, "")
    return [empty | one for one in found if any(text.strip() for text in one.values())]


def _people(reading: FileReading, grid: Grid) -> None:
    yes = key(str(labels.YES))
    for one in _table(labels.PARTICIPANTS, grid):
        said = {name: key(one[name]) == yes for name in ("external", "assessor")}
        reading.content["participants"].append({name: one[name] for name in labels.PARTICIPANTS} | said)


def _areas(reading: FileReading, grid: Grid) -> None:
    areas, numbers = reading.content["areas"], {str(one.number) for one in elements()}
    for one in _table(labels.AREAS, grid):
        element, priority = one["element"].strip(), one["priority"].strip()
        if not one["text"].strip():
            said = {"element": element or "–", "responsible": one["responsible"].strip()[:40] or "–"}
            words = _("Att utveckla: raden om element %(element)s, ansvarig %(responsible)s, har ingen text.")
            reading.findings.append(words % said)
            continue
        areas.append(
            {
                "element": int(element) if element in numbers else None,
                "text": one["text"],
                "priority": int(priority) if priority.isdecimal() and len(priority) < 5 else len(areas) + 1,
                "responsible": one["responsible"],
                "until": _day(reading, one["text"][:40], one["until"]),
            }
        )


def _evidence(reading: FileReading, head: str, grid: Grid) -> str | None:
    for row in rows():
        if key(head) == key(labels.EVIDENCE % {"code": row.code}):
            digest = key(str(labels.DIGEST))
            said = map(_first_two, grid.rows[1:])
            found = [text.strip() for label, text in said if key(label) == digest]
            reading.evidence.setdefault(row.code, []).extend(found)
            return head
    return None
