"""A result as a report to read in the terminal: a question, its figures with counts, the next question."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from loke.analysis.calculation import Result
from loke.analysis.disclosure.publishable import PublishableResult, PublishableRow
from loke.analysis.retention import FIXED
from loke.analysis.summary import Row
from loke.publishing.numbers import day
from loke.publishing.report_columns import COLUMNS, Columns
from loke.publishing.report_names import Names
from loke.publishing.watched import HiddenColumn, Watched

WIDTH = 100
# The handbook's questions in its order, each with the tables that answer it.
QUESTIONS = {
    "Idé mot verklighet": ("expectations",),
    "Vilka kommer till oss?": ("who", "who_numbers"),
    "Gör vi det vi säger att vi gör?": ("doses", "attendance", "phases"),
    "Vilka får vilka insatser?": ("interventions",),
    "Hur många fullföljer?": ("completion", "endings"),
    "Når de målen?": ("goals",),
    "Blir det bättre?": ("better",),
    "Hur stora är förändringarna?": ("change",),
    "Är förändringen större än mätfelet?": ("reliable_change",),
    "Jämfört med människor i allmänhet?": ("norms",),
    "Står det sig?": ("lasting",),
    "Ja eller nej före och efter": ("yes_no",),
    "Skiljer det mellan grupper?": ("groups",),
    "Hur länge stannar de?": ("retention",),
    "Över tid?": ("trend",),
    "Jämfört med liknande verksamheter?": ("services",),
    "Hur fullständigt är det?": ("completeness",),
}
REMINDER = (
    "Före och efter visar förändring under kontakten. Annat kan ha ändrats samtidigt.",
    "Intervallen är 95 %. Där de är breda säger talen lite, hur de än ser ut.",
)
HIDDEN = "dolt"
HIDDEN_NOTE = (
    "Tal som vilar på färre än fem personer är dolda, och så många fler som behövs för att de inte ska gå",
    "att räkna ut. Rader där alla antal är dolda eller noll är inte med: de skulle berätta att det fanns någon.",
)
NOTHING = "Det finns inget att visa för den perioden."


def text(result: Result | PublishableResult) -> str:
    """The whole report, at most 100 characters wide, for every service of the result."""
    options = result.summary.options
    lines = [f"Uppföljning till och med {day(options.as_of)}" if options.as_of else "Uppföljning"]
    if options.from_day or options.to_day:
        lines.append(f"Räknat {_span(options.from_day, options.to_day)}")
    wanted = [service for service in result.summary.services if options.wants(service)]
    for service in wanted:
        names = Names(service, result.summary.instruments)
        found = list(_questions(result, names))
        lines += ["", service.name, "=" * min(len(service.name), WIDTH), *(found or ["", NOTHING])]
    reminder = ["", *REMINDER] if any(result.tables[name] for names in QUESTIONS.values() for name in names) else []
    if isinstance(result, PublishableResult):
        reminder += ["", *HIDDEN_NOTE]
    return "\n".join([*lines, *reminder, ""])


def _span(first: date | None, last: date | None) -> str:
    return " ".join(f"{word} {day(end)}" for word, end in (("från", first), ("till", last)) if end)


def _questions(result: Result | PublishableResult, names: Names) -> Iterator[str]:
    for question, tables in QUESTIONS.items():
        found = [(name, _rows(result, name, names)) for name in tables]
        if any(rows for _, rows in found):
            yield from ("", question, "-" * len(question))
            for name, rows in found:
                yield from _table(COLUMNS[name], rows, names, together=name == "trend")


def _rows(result: Result | PublishableResult, table: str, names: Names) -> list[Any]:
    """The rows to print: of a series its last point, of stays the days that everybody has, of services those
    with limits."""
    rows: Sequence[Any] = [row for row in result.tables[table] if row.service == names.service.service]
    if table == "trend":
        return list({(row.by, row.group, row.measure): row for row in rows}.values())
    if table == "services":
        return [row for row in rows if row.centre is not None]
    return [row for row in rows if table != "retention" or row.day in FIXED]


def _table(columns: Columns, rows: list[Row], names: Names, together: bool) -> Iterator[str]:
    """The rows under their headings, once for each group, and for each period unless they stand `together`."""
    for place, (_, group) in enumerate(groupby(rows, lambda row: (row.by, row.group, together or row.period))):
        shown = list(group)
        if place:
            yield ""
        title = _title(shown[0], names, together)
        if title:
            yield title
        cells = [[_cell(cell, row, names) for cell in columns.values()] for row in shown]
        yield from aligned([list(columns), *cells])


def _cell(cell: Callable[[Any, Names], str], row: Any, names: Names) -> str:
    try:
        return cell(Watched(row) if isinstance(row, PublishableRow) else row, names)
    except HiddenColumn:
        return HIDDEN


def _title(row: Row, names: Names, together: bool) -> str:
    parts = [] if row.period == "all" or together else [row.period]
    if row.by and row.group:
        parts.append(f"{names.variable(row.by)}: {names.group(row.by, row.group)}")
    return ", ".join(parts)


def aligned(rows: Sequence[Sequence[str]], width: int = WIDTH) -> Iterator[str]:
    """Rows in columns, the first to the left and folded where there is no room, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = width - sum(widths[1:]) - 2 * len(widths[1:])
    widths[0] = min(widths[0], max(room, 12))
    for row in rows:
        first, *more = _folded(row[0], widths[0])
        cells = [cell.rjust(size) for cell, size in zip(row[1:], widths[1:], strict=True)]
        yield "  ".join([first.ljust(widths[0]), *cells]).rstrip()
        yield from ("  " + line for line in more)


def _folded(words: str, width: int) -> Iterable[str]:
    lines = [""]
    for word in words.split() or [""]:
        joined = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], joined] if len(joined) <= width - 2 * (len(lines) > 1) else [*lines, word]
    return [line for line in lines if line] or [""]
