"""The rows of a part as typed values, with a problem for every cell that says something else than it should."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.fields import no_identifiers
from loke.dataset.asread import as_day, as_minutes, as_number, as_whole, as_yes_no, plain
from loke.dataset.grid import Book, Grid, cell_name
from loke.exchange.files.fields import Field, Kind
from loke.exchange.files.identify import STRUCK, shown
from loke.exchange.files.plan import LEAVE, SKIP_ROW, Part, kept
from loke.exchange.files.suggest import exact, named, why_none
from loke.forms import NO_SUCH_DAY, WRITE_THE_DAY, is_no_day
from loke.records.models import Reason
from loke.records.pseudonyms import is_code, tidy

LONGEST = {"code": 60, "goal": 200, "respondent": 60}
LONGEST_TEXT = 2000
MOST_WHOLE = 10**11  # what a stored number holds before the decimals
SPLIT = ";\n|"


@dataclass(frozen=True)
class Problem:
    """Something in a cell, or in a row, that is not as it should be; `skips` when its row is left out for it."""

    sheet: str
    cell: str
    found: str
    expected: str
    todo: str
    skips: bool = True
    client: int | None = None  # whose stored records the words tell something of
    place: tuple[int, int, int] = (0, 0, 0)  # of the sheet in the file, the row and the column


@dataclass
class Row:
    """A row: the sheet's number for it, what its cells say by field, and where they stand."""

    line: int
    values: dict[str, Any]
    places: dict[str, int]


@dataclass
class Reading:
    """A part as it was understood."""

    part: Part
    kind: Kind
    grid: Grid
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: int = 0
    unwanted: list[tuple[int, int]] = field(default_factory=list)  # the rows somebody chose to skip, and for what cell

    def problem(self, row: Row, key: str, expected: str, todo: str, *, skips: bool = True, client=None) -> None:
        """Note what is wrong with a row, at the cell that says `key`, else at its first."""
        place = row.places.get(key, min(row.places.values(), default=0))
        found = shown(self.grid.cell(row.line, place))
        where = self.part.sheet, row.line, place
        cell = cell_name(row.line, place)
        self.problems.append(Problem(self.grid.name, cell, found, expected, todo, skips, client, where))


class Unfit(ValueError):  # noqa: N818 - it says what to do, to whoever has the file
    """The cell cannot be taken in; the words say what to do."""


def read_part(book: Book, part: Part, kind: Kind, today: date, letters: bool = False, asked: bool = True) -> Reading:
    """Every row under the headings that is not empty.

    `letters` when the unit has codes without any digit, `asked` when one may say what words stand for.
    """
    grid = book.sheets[part.sheet]
    reading = Reading(part, kind, grid)
    columns = [(int(place), kind.by_key[key]) for place, key in part.columns.items() if key in kind.by_key]
    reader = _Reader(part, book.from_1904, today, letters, asked)
    for line in range(part.header + 1, len(grid.rows)):
        if any(grid.cell(line, place) for place, _field in columns):
            _read_row(reading, reader, columns, line)
    return reading


def _read_row(reading: Reading, reader: "_Reader", columns: list[tuple[int, Field]], line: int) -> None:
    row = Row(line, {}, {one.key: place for place, one in columns})
    before = len(reading.problems)
    for place, one in columns:
        text = reading.grid.cell(line, place)
        try:
            value = reader.value(str(place), one, text)
        except Skip:
            reading.skipped += 1
            reading.unwanted.append((line, place))
            return
        except Unfit as error:
            lenient = reading.part.unknown == LEAVE and not one.required
            todo = _("Cellen lämnas tom. %(todo)s") % {"todo": error} if lenient else str(error)
            reading.problem(row, one.key, one.expected, todo, skips=not lenient)
            continue
        if value is not None:
            row.values[one.key] = value
    for key, option in reading.part.same.items():
        row.values.setdefault(key, option)
    _check_required(reading, row)
    if any(problem.skips for problem in reading.problems[before:]):
        reading.skipped += 1
    else:
        reading.rows.append(row)


def _inside_a_sentence(label: str) -> str:
    """Without its capital, unless it is one of several: PHQ-9 stays as it is."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _check_required(reading: Reading, row: Row) -> None:
    told = {problem.cell for problem in reading.problems[-len(row.places) - 1 :]}
    for one in reading.kind.fields:
        place = row.places.get(one.key)
        if not one.required or one.key in row.values or (place is not None and cell_name(row.line, place) in told):
            continue
        if place is None:
            words = _("Välj en kolumn för %(name)s.") % {"name": one.label}
        elif one.type == "code":
            words = _("Fyll i koden.")
        else:
            words = _("Fyll i %(name)s.") % {"name": _inside_a_sentence(one.label)}
        reading.problem(row, one.key, one.expected, words)


class Skip(Exception):  # noqa: N818
    """Somebody has chosen that rows with this value are left out."""


class _Reader:
    """Reads cells as a part has decided; remembers what it has read, since the same stands in many rows."""

    def __init__(self, part: Part, from_1904: bool, today: date, letters: bool, asked: bool) -> None:
        self.part, self.from_1904, self.today, self.letters = part, from_1904, today, letters
        self.asked = asked
        self.known: dict[tuple[str, str], Any] = {}
        self.ways: dict[str, Callable[[Field, str], Any]] = {
            "code": self._code,
            "day": self._day,
            "whole": _whole,
            "minutes": _whole,
            "number": _number,
            "text": _text,
        }

    def value(self, place: str, field: Field, text: str) -> Any:
        """What the cell says, None for nothing. Raises Unfit, or Skip."""
        if (place, text) not in self.known:
            try:
                self.known[place, text] = self._read(place, field, text)
            except (Unfit, Skip) as error:
                self.known[place, text] = error
        found = self.known[place, text]
        if isinstance(found, Exception):
            raise found
        return found

    def _read(self, place: str, field: Field, text: str) -> Any:
        if text.startswith(STRUCK):
            raise Unfit(_("Ta bort det som visar vem någon är. Inget av det är sparat."))
        words = self.part.values.get(place)
        decided = words.get(kept(text)) if words else None
        if decided == SKIP_ROW:
            raise Skip
        if decided in Reason.values and decided not in dict(field.options):
            return Reason(decided)
        if decided is not None:
            return (decided.split() if field.type == "options" else decided) or None
        if not text:
            return None
        if reason := _reason(field, text):
            return reason
        if field.chosen:
            return self._chosen(field, text)
        return self.ways[field.type](field, text)

    def _chosen(self, field: Field, text: str) -> str | list[str]:
        names = named(field)
        if field.type == "options":
            return list(dict.fromkeys(self._option(names, one) for one in _several(names, text)))
        if set(names) == {"yes", "no"} and (marked := _marked(text)):
            return marked
        return self._option(names, text)

    def _option(self, names: dict[str, tuple[str, ...]], text: str) -> str:
        found = exact(text, names)
        if found is None and self.asked:
            raise Unfit(_("Rätta cellen, eller välj vad ordet står för i steget Värden."))
        if found is None:
            raise Unfit(_("Rätta cellen. Listan i den visar vad som får stå där."))
        return found

    def _code(self, field: Field, text: str) -> str:
        words = plain(text)
        if len(words) > LONGEST["code"]:
            raise Unfit(_("Korta koden till högst 60 tecken."))
        if only_letters(words) and not (self.letters and " " not in words):
            raise Unfit(_("Det kan vara ett namn. Skriv klientens kod i stället; i den ska det finnas någon siffra."))
        return words

    def _day(self, field: Field, text: str) -> date | str:
        try:
            day = as_day(text, self.from_1904)
        except ValueError as error:
            raise Unfit(NO_SUCH_DAY if is_no_day(text) else WRITE_THE_DAY) from error
        if day > self.today:
            raise Unfit(_("Dagen har inte varit än. Rätta den eller ta bort raden."))
        return day.isoformat() if field.key.startswith("v:") else day


def _marked(text: str) -> str:
    try:
        return "yes" if as_yes_no(text) else "no"
    except ValueError:
        return ""


def _reason(field: Field, text: str) -> Reason | None:
    """Why there is no answer, when that is what the cell says and no option is called so."""
    found = exact(text, why_none(field)) if field.reasons else None
    return Reason(found) if found and exact(text, named(field)) is None else None


def _several(names: dict[str, tuple[str, ...]], text: str) -> Iterator[str]:
    """The options that one cell holds: the whole, else what stands between separators."""
    if exact(text, names) is not None:
        yield text
        return
    signs = SPLIT if any(sign in text for sign in SPLIT) else ","
    for sign in signs[1:]:
        text = text.replace(sign, signs[0])
    yield from filter(None, (one.strip() for one in text.split(signs[0])))


def only_letters(code: str) -> bool:
    """Whether it may be a name: a code of the unit's own without any digit."""
    return not any(sign.isdigit() for sign in code) and not is_code(tidy(code))


def _whole(field: Field, text: str) -> int:
    minutes = field.type == "minutes"
    try:
        number = as_minutes(text) if minutes else as_whole(text)
    except ValueError as error:
        words = (
            _("Skriv minuterna som ett helt tal, till exempel 45.") if minutes else _("Skriv ett helt tal med siffror.")
        )
        raise Unfit(words) from error
    return int(_allowed(field, Decimal(number)))


def _number(field: Field, text: str) -> Decimal:
    try:
        number = as_number(text)
    except ValueError as error:
        raise Unfit(_("Skriv ett tal med siffror, till exempel 12 eller 3,5.")) from error
    if abs(number) >= MOST_WHOLE or number != round(number, 9):
        raise Unfit(_("Skriv talet kortare, med högst nio decimaler."))
    return _allowed(field, number)


def _allowed(field: Field, number: Decimal) -> Decimal:
    if field.allows and not field.allows(number):
        raise Unfit(_("Talet ligger utanför det som får stå här. Kontrollera det mot underlaget."))
    return number


def _text(field: Field, text: str) -> str:
    if len(text) > LONGEST.get(field.key, LONGEST_TEXT):
        raise Unfit(_("Korta texten."))
    try:
        no_identifiers(text)
    except ValidationError as error:
        raise Unfit(error.messages[0]) from error
    return text
