"""A filled-in Word file understood: which text belongs to which field, and what could not be placed."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from loke.publishing.documents.apart import asked
from loke.publishing.documents.blocks import TITLE, Grid, Paragraph, Story
from loke.publishing.documents.content import WORDS, Description, Field, Heading, Table
from loke.publishing.documents.package import check_bytes

NUMBERING = re.compile(r"^\s*(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[a-zå-ö][.)])\s+", re.IGNORECASE)
LEAST_MATCH = 0.5  # the part of a table's columns that must be known for it to be that table
LONGEST_SHOWN = 200
FINDINGS = {
    "unknown_heading": "Rubriken ”{}” finns inte i beskrivningen. Texten under den är inte inläst.",
    "outside": "Texten ”{}” står inte under någon känd rubrik och är inte inläst.",
    "unknown_table": "Tabellen med kolumnerna ”{}” finns inte i beskrivningen och är inte inläst.",
    "unknown_column": "Kolumnen ”{}” finns inte i tabellen och är inte inläst.",
    "not_an_alternative": "Svaret ”{}” är inget av alternativen.",
    "missing": "Rubriken ”{}” saknas i filen.",
    "twice": "”{}” står mer än en gång. Texterna är lagda efter varandra.",
    "changes": "Filen har {} spårade ändringar. De är lästa som om de vore godkända.",
    "comments": "Filen har {} kommentarer. De är inte inlästa.",
    "footnotes": "Filen har {} fotnoter. De är inte inlästa.",
    "pictures": "Filen har {} bilder. De är inte inlästa.",
    "text_boxes": "Filen har {} textrutor. De är inte inlästa.",
    "no_columns": "Tabellen med de tre kolumnerna finns inte i filen.",
    "expectations": "{} förväntningar är inlästa som ord. De räknas först när ni har gjort dem räknebara.",
    "unknown_thread": "Tråden ”{}” leder inte till någon rad och är inte inläst.",
}


@dataclass(frozen=True)
class Finding:
    """Something that was not understood, or not read: `code` is one of FINDINGS, `text` what was found."""

    code: str
    text: str

    def __str__(self) -> str:
        return FINDINGS[self.code].format(self.text)


@dataclass
class Reading:
    """The texts by the codes of their fields, the rows by the codes of their tables, and what was not understood."""

    fields: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, text: object) -> None:
        """Adds a finding."""
        shown = " ".join(str(text).split())
        self.findings.append(Finding(code, shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"))


def clean_base(data: bytes) -> bytes:
    """A municipality's own .docx or .dotx with only its styles, page and header left. Raises Unreadable."""
    check_bytes(data)
    return base64.b64decode(asked("base", data))


def read_description(data: bytes, like: Description) -> Reading:
    """What a file of the same shape as `like` says. Raises Unreadable."""
    return understood(story_of(data), like)


def story_of(data: bytes, exact: bool = False) -> Story:
    """The paragraphs and tables of a file, read in a process of its own. Raises Unreadable."""
    check_bytes(data)
    told = asked("exactly" if exact else "blocks", data)
    blocks = [_block(kind, block) for kind, block in zip(told["kinds"], told["blocks"], strict=True)]
    return Story(blocks, told["pictures"], told["ignored"])


def _block(kind: str, block: dict[str, Any]) -> Paragraph | Grid:
    if kind == "paragraph":
        return Paragraph(**block)
    rows = (
        tuple(None if cell is None else tuple(Paragraph(**each) for each in cell) for cell in row)
        for row in block["rows"]
    )
    return Grid(tuple(rows))


def key(text: str) -> str:
    """What is compared of a heading or a label: its letters and figures, without numbering, case and signs."""
    return "".join(letter for letter in NUMBERING.sub("", text).casefold() if letter.isalnum())


class _Reader:
    """Walks through a story and remembers under which heading and label it is."""

    def __init__(self, like: Description) -> None:
        self.like = like
        self.reading = Reading()
        self.headings = {key(heading.title): heading for heading in like.headings}
        self.heading: Heading | None = None
        self.field: Field | None = None
        self.seen: set[str] = set()
        self.skipped = {key(text) for text in _said_by_us(like)}

    def take(self, block: Paragraph | Grid) -> None:
        if isinstance(block, Grid):
            self._table(block)
        elif not (self._begins_heading(block) or self._begins_field(block)):
            self._text(block)

    def _begins_heading(self, paragraph: Paragraph) -> bool:
        found = self.headings.get(key(paragraph.text))
        if found is None:
            return False
        if found.title in self.seen and not (paragraph.heading or NUMBERING.match(paragraph.text)):
            return False
        self.heading, self.field = found, None
        self.seen.add(found.title)
        return True

    def _begins_field(self, paragraph: Paragraph) -> bool:
        label, _, rest = paragraph.text.partition(":")
        found = self._named(paragraph.text, paragraph.heading) or (self._named(label, 0) if rest else None)
        if isinstance(found, Field):
            if found.code in self.reading.fields:
                self.reading.note("twice", found.label)
            self.field = found
            self.reading.fields.setdefault(found.code, "")
            if rest.strip() and key(label) == key(found.label):
                self._add(rest.strip())
        elif found:
            self.field = None
        return found is not None

    def _named(self, text: str, level: int) -> Field | Table | None:
        """The field or table with this label under the heading; when it is set as a heading, under any."""
        here = [self.heading] if self.heading else []
        for heading in [*here, *self.like.headings] if level else here:
            labels: dict[str, Field | Table] = {key(table.caption): table for table in heading.tables}
            labels |= {key(each.label): each for each in heading.fields}
            if found := labels.get(key(text)):
                return found
        return None

    def _text(self, paragraph: Paragraph) -> None:
        if paragraph.heading == TITLE or key(paragraph.text) in self.skipped or not key(paragraph.text):
            return
        if paragraph.heading:
            self.field = None
            self.reading.note("unknown_heading", paragraph.text)
        elif self.field:
            self._add(f"- {paragraph.text}" if paragraph.item else paragraph.text)
        else:
            self.reading.note("outside", paragraph.text)

    def _add(self, text: str) -> None:
        if self.field:
            so_far = self.reading.fields[self.field.code]
            self.reading.fields[self.field.code] = f"{so_far}\n{text}" if so_far else text

    def _table(self, grid: Grid) -> None:
        here = self.heading.tables if self.heading else ()
        every = [table for heading in self.like.headings for table in heading.tables]
        head = [_cell(cell) for cell in grid.rows[0]] if grid.rows else []
        known = max((*here, *every), key=lambda table: _match(table, head), default=None)
        if known is None or _match(known, head) < LEAST_MATCH:
            self.reading.note("unknown_table", " | ".join(head))
            return
        self.field = None
        self._rows(known, head, grid)

    def _rows(self, table: Table, head: Sequence[str], grid: Grid) -> None:
        codes = {key(column.label): column.code for column in table.columns}
        for label in head:
            if label and key(label) not in codes:
                self.reading.note("unknown_column", label)
        rows = [dict(_filled(codes, head, row)) for row in grid.rows[1:]]
        empty = dict.fromkeys(codes.values(), "")
        self.reading.tables.setdefault(table.code, []).extend(empty | row for row in rows if any(row.values()))


def _filled(
    codes: dict[str, str], head: Sequence[str], row: Sequence[tuple[Paragraph, ...] | None]
) -> list[tuple[str, str]]:
    pairs = zip(head, row, strict=False)
    return [(codes[key(label)], _cell(cell)) for label, cell in pairs if key(label) in codes]


def _cell(cell: tuple[Paragraph, ...] | None) -> str:
    text = "\n".join(f"- {each.text}" if each.item else each.text for each in cell or ())
    return text if key(text) else ""


def _match(table: Table, head: Sequence[str]) -> float:
    found = {key(label) for label in head}
    return sum(key(column.label) in found for column in table.columns) / len(table.columns)


def _said_by_us(like: Description) -> list[str]:
    """What stands in the form besides the answers."""
    place = [like.title, like.service, like.municipality, like.version, f"{like.service}, {like.municipality}"]
    choose = WORDS[like.language]["choose"]
    fields = [each for heading in like.headings for each in heading.fields]
    hints = [each.hint for each in fields] + [
        f"{choose}: {' / '.join(each.alternatives)}" for each in fields if each.alternatives
    ]
    notes = [table.note for heading in like.headings for table in heading.tables]
    return [*place, *hints, *notes, *(heading.mark for heading in like.headings)]


def understood(story: Story, like: Description) -> Reading:
    """The story read against the headings and labels of `like`."""
    reader = _Reader(like)
    for block in story.blocks:
        reader.take(block)
    reading = reader.reading
    for each in (each for heading in like.headings for each in heading.fields if reading.fields.get(each.code)):
        _choose(reading, each)
    for heading in like.headings:
        if heading.title not in reader.seen:
            reading.note("missing", heading.title)
    for kind, count in story.ignored.items():
        reading.note(kind, count)
    return reading


def _choose(reading: Reading, of: Field) -> None:
    """An answer as its alternative is written, whatever its case."""
    if not of.alternatives:
        return
    chosen = next((each for each in of.alternatives if key(each) == key(reading.fields[of.code])), None)
    if chosen:
        reading.fields[of.code] = chosen
    else:
        reading.note("not_an_alternative", reading.fields[of.code])
