"""The forms on the way of a file: the file, its sheet, its columns, its words, and the last yes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from loke.accounts.submissions import StoredOnce
from loke.dataset.asread import plain
from loke.dataset.grid import Book, Grid, column_name, columns_of
from loke.exchange.files import suggest
from loke.exchange.files.fields import Field, Kind, empty_means
from loke.exchange.files.identify import STRUCK, struck_columns, struck_out
from loke.exchange.files.plan import LEAVE, REFUSE, SKIP_ROW, Part, kept
from loke.forms import CHOOSE, says
from loke.publishing.documents.package import MOST_BYTES, TABLE_REASONS, Unreadable
from loke.publishing.documents.rows_in import read_rows, reason

UNDECIDED = "?"
MOST_WORDS = 60  # different ones in a column that are asked about; the others are treated as unknown
MOST_ASKED = 900  # in all: a form may hold a thousand fields
EXAMPLES = 3
PREVIEWED = 15  # rows


class FileForm(StoredOnce):
    """One file with rows, read here before anything in the database is held, and without what tells who one is."""

    file = forms.FileField(
        label=_("Fil"),
        help_text=_("En Excel-fil (.xlsx) eller textfil (.csv, .txt) på högst 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            **dict.fromkeys(("required", "invalid", "missing"), _("Välj en fil.")),
            "empty": _("Filen är tom. Välj en annan."),
        },
    )

    def clean_file(self):
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise forms.ValidationError(TABLE_REASONS["too_large"])
        return self.cleaned_data["file"]

    def clean(self):
        """`book` is what may be kept of the file."""
        if file := self.cleaned_data.get("file"):
            try:
                self.cleaned_data["book"] = struck_out(read_rows(file.name, file.read()))
            except Unreadable as refused:
                self.add_error("file", reason(refused))


class SheetForm(StoredOnce):
    """Where the headings stand, and what a row is."""

    header = forms.TypedChoiceField(
        label=_("Rad med rubriker"), coerce=int, widget=forms.RadioSelect, error_messages=says(_("Välj rubrikraden."))
    )
    kind = forms.ChoiceField(
        label=_("Vad är en rad?"), widget=forms.RadioSelect, error_messages=says(_("Välj vad en rad är."))
    )

    def __init__(self, *args, grid: Grid, names: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        rows = [n for n, row in enumerate(grid.rows[:PREVIEWED]) if row]
        self.fields["header"].choices = [(n, _now("Rad %(n)s") % {"n": n + 1}) for n in rows]
        self.fields["kind"].choices = names


@dataclass(frozen=True)
class ColumnRow:
    """A column as it is asked about: its letter and heading, what stands in it, and the field for what it is."""

    letter: str
    head: str
    examples: list[str]
    struck: int
    field: BoundField | None


class ColumnsForm(StoredOnce):
    """Which column is what. One in which every cell tells who somebody is cannot be chosen."""

    unknown = forms.ChoiceField(
        label=_("Om en cell inte går att förstå"),
        choices=[(REFUSE, _("hoppa över raden")), (LEAVE, _("lämna cellen tom och läs in resten av raden"))],
        widget=forms.RadioSelect,
        error_messages=says(CHOOSE),
    )

    def __init__(self, *args, grid: Grid, part: Part, kind: Kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.grid, self.part, self.kind = grid, part, kind
        self.struck = struck_columns(grid, part.header)
        self.columns = columns_of(grid, part.header)
        choices = [("", _("läses inte in")), *((one.key, one.label) for one in kind.fields)]
        for place, head in self.columns:
            if not self.struck[place]:
                name = _now("Kolumn %(letter)s, %(head)s") % {"letter": column_name(place), "head": head or "–"}
                self.fields[f"column-{place}"] = forms.ChoiceField(
                    label=name, choices=choices, required=False, error_messages=says(CHOOSE)
                )
                self.initial[f"column-{place}"] = part.columns.get(str(place), "")
        for one in (one for one in kind.fields if one.same):
            offered = [("", _("står i en kolumn, eller uppgift saknas")), *one.options]
            label = _now("%(name)s, samma för alla rader") % {"name": one.label}
            self.fields[f"same-{one.key}"] = forms.ChoiceField(label=label, choices=offered, required=False)
            self.initial[f"same-{one.key}"] = part.same.get(one.key, "")
        if kind.code == "client":
            self.fields["new_clients"] = forms.BooleanField(
                label=_("Lägg till klienter vars kod inte finns"), required=False, initial=part.new_clients
            )
        self.initial["unknown"] = part.unknown

    def rows(self) -> Iterator[ColumnRow]:
        below = self.grid.rows[self.part.header + 1 :]
        for place, head in self.columns:
            cells = (row[place] for row in below if place < len(row) and row[place])
            examples = list(dict.fromkeys(_shown(cell) for _n, cell in zip(range(40), cells, strict=False)))[:EXAMPLES]
            asked = self[f"column-{place}"] if f"column-{place}" in self.fields else None
            yield ColumnRow(column_name(place), head, examples, self.struck[place], asked)

    def same_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("same-")]

    def clean(self):
        chosen = self.chosen("column-")
        twice = {key for key, count in Counter(chosen.values()).items() if count > 1}
        for place, key in chosen.items():
            if key in twice:
                self.add_error(f"column-{place}", _("Två kolumner är valda för samma sak. Behåll den ena."))
        same = self.chosen("same-")
        for one in self.kind.fields:
            if one.required and one.key not in {*chosen.values(), *same}:
                words = _now("Välj vilken kolumn som är %(name)s. Utan den går raderna inte att läsa in.")
                self.add_error(None, words % {"name": one.label})
        if "opened" in self.kind.by_key and "opened" not in chosen.values() and self.cleaned_data.get("new_clients"):
            self.add_error(None, _("Välj vilken kolumn som är Start, eller lägg inte till nya klienter."))

    def chosen(self, prefix: str) -> dict[str, str]:
        told = self.cleaned_data.items()
        return {name.removeprefix(prefix): value for name, value in told if name.startswith(prefix) and value}


def _shown(cell: str) -> str:
    return "▒▒▒▒" if cell.startswith(STRUCK) else cell if len(cell) <= 40 else f"{cell[:39]}…"


@dataclass(frozen=True)
class WordRow:
    """A word of a column as it is written, in how many rows it stands, and the field for what it stands for."""

    word: str
    count: int
    field: BoundField


class ValuesForm(StoredOnce):
    """What the words in the columns with alternatives stand for, and what an empty cell does."""

    def __init__(self, *args, grid: Grid, part: Part, kind: Kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.words: dict[str, list[tuple[str, str, int]]] = {}  # by column: field's name, word, rows
        self.written: dict[str, str] = {}  # by the field's name: the word as it stands in the file
        self.asked = {place: kind.by_key[key] for place, key in part.columns.items() if key in kind.by_key}
        asked = [(place, one, options) for place, one in self.asked.items() if (options := empty_means(one))]
        self.most = min(MOST_WORDS, MOST_ASKED // max(1, len(asked)))
        for place, one, options in asked:
            self._ask(grid, part, place, one, options)

    def _ask(self, grid: Grid, part: Part, place: str, one: Field, options: list[tuple[str, str]]) -> None:
        decided = part.values.get(place, {})
        choices = [
            (UNDECIDED, _("inget valt")), *options, ("", _("uppgift saknas")), (SKIP_ROW, _("hoppa över raderna"))
        ]  # fmt: skip
        words = _words(grid, part.header, int(place), one, self.most)
        for number, (word, (shown, count)) in enumerate(words.items()):
            name = f"value-{place}-{number}"
            label = _now("”%(word)s” i %(column)s") % {"word": shown, "column": one.label}
            label = label if word else _now("Tom cell i %(column)s") % {"column": one.label}
            asked = forms.ChoiceField(label=label, choices=choices, required=False, error_messages=says(CHOOSE))
            self.fields[name] = asked  # not required: what stands for a missing value is empty
            guess = suggest.meant(word, one) if word else ""
            self.initial[name] = decided.get(kept(word), UNDECIDED if guess is None else guess)
            self.words.setdefault(place, []).append((name, word, count))
            self.written[name] = _now("”%(word)s”") % {"word": shown} if word else _now("Tom cell")

    def clean(self) -> dict[str, str]:
        """What was not sent is not what was left empty: the words may have become others since the page was opened."""
        for name in self.fields:
            if self.add_prefix(name) not in self.data:
                self.add_error(name, CHOOSE)
        return self.cleaned_data

    def groups(self) -> Iterator[tuple[Field, list[WordRow]]]:
        for place, words in self.words.items():
            yield self.asked[place], [WordRow(self.written[name], count, self[name]) for name, _word, count in words]

    def values(self) -> dict[str, dict[str, str]]:
        """What was decided, by column and word."""
        return {
            place: {word: told for name, word, _n in words if (told := self.cleaned_data[name]) != UNDECIDED}
            for place, words in self.words.items()
        }


def _words(grid: Grid, header: int, place: int, one: Field, most: int) -> dict[str, tuple[str, int]]:
    """The different words under a heading, the commonest first, as they are written and in how many rows."""
    counted: Counter[str] = Counter()
    written: dict[str, str] = {}
    for line in range(header + 1, len(grid.rows)):
        cell = grid.cell(line, place)
        if grid.rows[line] and not cell.startswith(STRUCK):
            word = plain(cell).casefold()
            counted[word] += 1
            written.setdefault(word, plain(cell))
    if not one.chosen:  # of an item only what an empty cell means is asked
        counted = Counter({"": counted[""]}) if counted[""] else Counter()
    return {word: (written.get(word, ""), count) for word, count in counted.most_common(most)}


def has_words(grid: Grid, part: Part, kind: Kind) -> bool:
    """Whether there is anything to ask about the words."""
    return bool(ValuesForm(grid=grid, part=part, kind=kind).words)


class ImportForm(StoredOnce):
    """Yes to what the dry run said."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def receipt(self) -> str:
        return _now("Filen är inläst.")


class ChoiceForm(StoredOnce):
    """What happens with rows that say otherwise than the records, and with rows that are alike."""

    keep = forms.BooleanField(required=False)
    repeats = forms.BooleanField(required=False)


class UndoForm(StoredOnce):
    def receipt(self) -> str:
        return _now("Inläsningen är ångrad. Allt står som det gjorde innan.")


class ForgetForm(StoredOnce):
    """Yes to that something is forgotten."""


def notes(book: Book) -> list[str]:
    """What somebody should know of how the file was read."""
    said = []
    for sheet in book.sheets:
        name = {"sheet": sheet.name, "formulas": sheet.formulas, "merged": sheet.merged}
        if sheet.hidden:
            said.append(_now("Bladet %(sheet)s är dolt i filen.") % name)
        if sheet.formulas:
            words = ngettext(
                "%(formulas)s cell i %(sheet)s är en formel. Den läses som det värde den hade när filen sparades.",
                "%(formulas)s celler i %(sheet)s är formler. De läses som det värde de hade när filen sparades.",
                sheet.formulas,
            )
            said.append(words % name)
        if sheet.merged:
            words = ngettext(
                "%(merged)s sammanslagen cell i %(sheet)s läses som om den stod i varje rad.",
                "%(merged)s sammanslagna celler i %(sheet)s läses som om de stod i varje rad.",
                sheet.merged,
            )
            said.append(words % name)
    if book.from_1904:
        said.append(_now("Filen räknar dagar från 1904, som äldre Excel för Mac. Det är taget med i beräkningen."))
    return said
