"""The table beside every picture: rows of the analysis as headings and written cells, for pages and documents alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from loke.publishing.columns import GENERAL_NAMES, LAYOUTS
from loke.publishing.layout import BY, GROUP, PERIOD, Column, Layout
from loke.publishing.numbers import (
    NONE,
    Number,
    in_percent,
    interval,
    number,
    percent,
    percent_interval,
    period_name,
    shortest,
    signed,
)
from loke.publishing.readings import TOO_FEW, Row
from loke.publishing.sentences import english_phrases, sentences_in, swedish_phrases

Names = Mapping[str, Mapping[str, str]]
HIDDEN = {"sv": "dolt", "en": "hidden"}  # what stands for a number that may not leave the unit
PHRASES = {"sv": swedish_phrases, "en": english_phrases}
WORDS = {
    "name",
    "text",
    "period",
    "verdict",
    "size",
    "measure",
    "yes_no",
    "occasion",
    "signal",
    "outside",
}  # kinds that are not figures
MAY_LACK = WORDS | {"count", "of", "points", "points_span"}
OF_MANY = {"centre", "lower95"}  # what fewer than five services have nothing of; left out like words
OWNER = {
    "category": "variable",
    "scale": "instrument",
    "group": "by",
    "against": "by",
    "norm": "instrument",
    "what": "occasion",
}  # makes a code unambiguous
# The people (or contacts) that each table's figures rest on; with fewer than TOO_FEW a row shows its counts alone.
BASE = {
    "who": "of",
    "who_numbers": "n",
    "expectations": "assessable",
    "doses": "n",
    "interventions": "of",
    "attendance": "planned",
    "phases": "left",
    "endings": "of",
    "completion": "of",
    "better": "pairs",
    "change": "pairs",
    "reliable_change": "pairs",
    "norms": "n",
    "lasting": "triples",
    "groups": "n",
    "yes_no": "pairs",
    "goals": "of",
    "completeness": "due",
    "trend": "of",
    "retention": "at_risk",
    "services": "of",
}
BASE_OF: dict[str, Callable[[Row], int]] = {  # columns that rest on others than their table does
    "mean_start_reached": lambda row: int(row.reached),
    "mean_start_lost": lambda row: int(row.eligible - row.reached),
}
ALWAYS_SHOWN = {"count", "of"}
NOT_MEASURED = {"step", "target", "needed", "norm_mean"}  # figures that nobody's answers made


@dataclass(frozen=True)
class Cell:
    """What is written, whether it is a figure (set to the right), and the numbers behind it.

    `kind` says in a head how the figures of its column are written; nothing is behind a dash.
    """

    text: str
    figure: bool = False
    values: tuple[Number, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class TableRow:
    """A row, whose first cell heads it; `now` is the row that matters most."""

    cells: tuple[Cell, ...]
    now: bool = False


@dataclass(frozen=True)
class Table:
    """A finished table of words."""

    caption: str
    note: str
    head: tuple[Cell, ...]
    rows: tuple[TableRow, ...]


def table(
    name: str, rows: Sequence[Row], *, names: Names | None = None, language: str = "sv", now: str | None = None
) -> Table:
    """The rows of the analysis table `name` as a reader sees them.

    `names` gives for each column the words for its codes: an option as "variable.option", a scale as
    "instrument.scale", a group as "by.group", a variable that is due as "occasion.variable", anything else as itself.
    `now` is the period whose rows matter most. Period and split are shown when there is more than one; a column of
    words, of what was before or of limits is left out when no row has any.
    """
    layout = LAYOUTS[name]
    base, periods = BASE[name], {row.period for row in rows}
    columns = _columns(layout, rows, base)
    return Table(
        layout.sv if language == "sv" else layout.en,
        layout.note_sv if language == "sv" else layout.note_en,
        tuple(_head(column, language) for column in columns),
        tuple(
            TableRow(
                tuple(_cell(column, row, names or {}, language, base) for column in columns),
                _matters(row, periods, now),
            )
            for row in rows
        ),
    )


def _head(column: Column, language: str) -> Cell:
    return Cell(column.sv if language == "sv" else column.en, column.kind not in WORDS, kind=column.kind)


def _matters(row: Row, periods: set[str], now: str | None) -> bool:
    return len(periods) > 1 and row.period == now and row.by is None


def _columns(layout: Layout, rows: Sequence[Row], base: str) -> list[Column]:
    head, *rest = layout.columns
    several = head is not PERIOD and len({row.period for row in rows}) > 1
    extra = [PERIOD] * several + [BY, GROUP] * any(row.by is not None for row in rows)
    told = {name for row in rows for name in getattr(row, "columns", ())}  # published rows leave whole columns out
    there = [column for column in rest if not told or not told.isdisjoint(column.columns)]
    return [head, *extra, *(column for column in there if not _is_empty(column, rows, base))]


def _is_empty(column: Column, rows: Sequence[Row], base: str) -> bool:
    if not rows or (column.kind not in MAY_LACK and column.columns[0] not in OF_MANY):
        return False
    return all(_cell(column, row, {}, "sv", base).text == NONE for row in rows)


def _cell(column: Column, row: Row, names: Names, language: str, base: str) -> Cell:
    if any(name in getattr(row, "hidden", ()) for name in column.columns):
        return Cell(HIDDEN[language], column.kind not in WORDS, kind="hidden")
    values = [getattr(row, attribute) for attribute in column.columns]
    if column.kind in WORDS:
        return Cell(_words(column, row, values[0], names, language))
    people = getattr(row, base)  # None where something is only counted
    own = BASE_OF.get(column.columns[0])
    few = (people is not None and people < TOO_FEW) or (own is not None and own(row) < TOO_FEW)
    hidden = few and column.kind not in ALWAYS_SHOWN and column.columns[0] not in NOT_MEASURED
    if hidden or None in values:
        return Cell(NONE, True)
    kind = column.kind if column.kind != "level" else "short" if people is None else "percent"
    written = FIGURES[kind](*values, language)
    return Cell(written, True, () if written == NONE else tuple(values), kind)


def cell_of(name: str, column: Column, row: Row, names: Names, language: str = "sv") -> str:
    """What stands in one column of a row of the analysis table `name`."""
    return _cell(column, row, names, language, BASE[name]).text


def _words(column: Column, row: Row, value: object, names: Names, language: str) -> str:
    if column in (BY, GROUP) and value is None:
        return GENERAL_NAMES[language]["all"]
    if value is None:
        return NONE
    if column.kind == "name":
        attribute = column.columns[0]
        owner = getattr(row, OWNER.get(attribute, ""), "")
        return name_of(str(value), names.get(attribute, {}), language, owner)
    return WRITTEN[column.kind](row, value, language)


def name_of(code: str, names: Mapping[str, str], language: str = "sv", owner: str | None = "") -> str:
    """The word for a code of one kind: its owner's first, then its own, then a general one, else the code itself."""
    general = GENERAL_NAMES[language].get(code, code)
    return names.get(f"{owner}.{code}", names.get(code, general))


def _yes_no(row: Row, value: object, language: str) -> str:
    return GENERAL_NAMES[language]["yes" if value else "no"]


def _period(row: Row, value: object, language: str) -> str:
    said = period_name(str(value), language)
    return said[0].upper() + said[1:]


def _occasion(row: Row, value: object, language: str) -> str:
    said = str(sentences_in(language).occasion(str(value)))
    return said[0].upper() + said[1:]


WRITTEN: dict[str, Callable[[Row, object, str], str]] = {
    "text": lambda row, value, language: str(value),
    "yes_no": _yes_no,
    "period": _period,
    "occasion": _occasion,
    "verdict": lambda row, value, language: str(sentences_in(language).expectation_verdict(row)),
    "size": lambda row, value, language: PHRASES[language].SIZE[str(value)],
    "measure": lambda row, value, language: PHRASES[language].MEASURE[str(value)],
    "signal": lambda row, value, language: sentences_in(language).over_time.SIGNAL[str(value)],
    "outside": lambda row, value, language: sentences_in(language).over_time.OUTSIDE,
}


def _of(n: Number, base: Number, language: str) -> str:
    return (
        NONE
        if not base
        else f"{number(n, 0, language)} {'av' if language == 'sv' else 'of'} {number(base, 0, language)}"
    )


FIGURES: dict[str, Callable[..., str]] = {
    "count": lambda value, language: number(value, 0, language),
    "of": _of,
    "percent": percent,
    "percents": percent_interval,
    "points": lambda value, language: signed(in_percent(value), 0, language),
    "points_span": percent_interval,
    "short": lambda value, language: shortest(value, language, 1),
    "shorts": lambda low, high, language: f"{shortest(low, language, 1)}–{shortest(high, language, 1)}",
    "decimal": lambda value, language: number(value, 1, language),
    "decimals": lambda low, high, language: interval(low, high, 1, language),
    "signed": lambda value, language: signed(value, 1, language),
    "fine": lambda value, language: signed(value, 2, language),
    "fines": lambda low, high, language: interval(low, high, 2, language),
}
