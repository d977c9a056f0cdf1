"""The idea tables: read cell by cell, checked against each other and made into definitions."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from loke.dataset.cells import expected, parse
from loke.dataset.definitions import (
    Ending,
    Expectation,
    Instrument,
    Intervention,
    Item,
    Norm,
    Option,
    PlannedInstrument,
    PlannedPhase,
    Retired,
    Scale,
    Service,
    Variable,
)
from loke.dataset.findings import Findings
from loke.dataset.schema import TABLES, Table
from loke.dataset.source import Source

Row = dict[str, Any]
Rows = dict[str, list[Row]]
IDEA = [table for table in TABLES.values() if table.part == "idea"]


def read_idea(source: Source, findings: Findings) -> Rows:
    """Every row of the idea tables with parsed values; a cell that is not what its column holds becomes None.

    Codes keep their text even when they break the rules, so that one wrong code is one fault.
    """
    rows = {table.name: list(_rows(source, table, findings)) for table in IDEA}
    for table in IDEA:
        _check_keys(table, rows[table.name], findings)
        _check_references(table, rows, findings)
    return rows


def _rows(source: Source, table: Table, findings: Findings) -> Iterator[Row]:
    if table.name not in source.sheets:
        return
    names = [column.name for column in table.columns]
    texts = ", ".join(f'CAST("{name}" AS VARCHAR)' for name in names)
    for number, *cells in source.query(f'SELECT row, {texts} FROM "{table.name}" ORDER BY row'):  # noqa: S608
        row: Row = {"row": number}
        for column, text in zip(table.columns, cells, strict=True):
            row[column.name] = text if column.type == "slug" else None
            try:
                row[column.name] = parse(column, text)
            except ValueError:
                findings.add(table.name, column.name, [number], expected(column))
            if text is None and column.need == "value" and source.has(table.name, column.name):
                findings.add(table.name, column.name, [number], expected(column))
        yield row


def _check_keys(table: Table, rows: list[Row], findings: Findings) -> None:
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        key = tuple(row[name] for name in table.key)
        if key in seen and any(part is not None for part in key):
            findings.add(table.name, table.key[-1], [row["row"]], f"{', '.join(table.key)} bara en gång")
        seen.add(key)


def _check_references(table: Table, rows: Rows, findings: Findings) -> None:
    for reference in table.references:
        there = {tuple(row[name] for name in reference.columns) for row in rows[reference.table]}
        for row in rows[table.name]:
            key = tuple(row[name] for name in reference.columns)
            if None not in key and key not in there and not _already_told(table, reference.columns, row, rows):
                findings.add(table.name, reference.columns[-1], [row["row"]], f"något som finns i {reference.table}")


def _already_told(table: Table, columns: tuple[str, ...], row: Row, rows: Rows) -> bool:
    """Whether an unknown service is the reason that the rest of the reference is unknown."""
    if "service" not in columns or columns == ("service",) or table.name == "options":
        return False
    return row["service"] not in {one["service"] for one in rows["services"]}


def _of(rows: list[Row], **key: str) -> list[Row]:
    return [row for row in rows if all(row[name] == value for name, value in key.items())]


def _by(rows: list[Row], name: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[name], []).append(row)
    return groups


def _unique(rows: list[Row], name: str) -> list[Row]:
    return [group[0] for code, group in _by(rows, name).items() if code is not None]


def _ordered(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["order"] is None, row["order"] or 0, row["row"]))


def _fields(row: Row, *names: str) -> dict[str, Any]:
    """These cells of the row; empty texts as "", for the definitions have no None in a text."""
    return {name: row[name] if row[name] is not None else "" for name in names}


def services(rows: Rows) -> tuple[Service, ...]:
    """The services sorted by code, each with what it has declared, in the order written."""
    parts = {name: _by(rows[name], "service") for name in _PARTS}
    return tuple(
        _service(row, {name: parts[name].get(row["service"], []) for name in _PARTS})
        for row in sorted(_unique(rows["services"], "service"), key=lambda row: str(row["service"]))
    )


_PARTS = ("variables", "options", "interventions", "endings", "expectations", "phase_plan", "measurement_plan")


def _service(row: Row, own: Rows) -> Service:
    options, variables = _by(own["options"], "variable"), _unique(own["variables"], "variable")
    return Service(
        **_fields(row, "service", "name", "organisation", "group", "client_term"),
        variables=tuple(_variable(one, options.get(one["variable"], [])) for one in variables),
        interventions=tuple(
            Intervention(**_fields(one, "intervention", "name", "intended"))
            for one in _unique(own["interventions"], "intervention")
        ),
        endings=tuple(
            Ending(**_fields(one, "ending", "name", "kind"), planned=one["planned"])
            for one in _unique(own["endings"], "ending")
        ),
        phases=tuple(
            PlannedPhase(one["phase"], one["name"], one["order"])
            for one in _unique(_ordered(own["phase_plan"]), "phase")
        ),
        expectations=tuple(_expectations(own["expectations"])),
        plan=tuple(_planned(one) for one in _unique(own["measurement_plan"], "instrument")),
        retired=tuple(Retired(one["variable"], one["retired"]) for one in variables if one["retired"]),
    )


def _variable(row: Row, options: list[Row]) -> Variable:
    return Variable(
        **_fields(row, "variable", "name", "role", "type", "component", "purpose"),
        occasions=row["occasion"] or ("opening",),
        options=tuple(
            Option(one["option"], one["name"], one["order"], one["becomes"] or "")
            for one in _unique(_ordered(options), "option")
        ),
    )


def _planned(row: Row) -> PlannedInstrument:
    moments = {name: row[name] for name in ("at_start", "every_weeks", "at_end")}
    return PlannedInstrument(row["instrument"], **moments, months_after=row["months_after"] or ())


def _expectations(rows: list[Row]) -> Iterator[Expectation]:
    versions: dict[tuple[Any, Any], list[Row]] = {}
    for row in rows:
        versions.setdefault((row["expectation"], row["version"]), []).append(row)
    for group in versions.values():
        row = group[0]
        texts = ("expectation", "version", "kind", "text", "variable", "intervention", "phase", "instrument", "scale")
        yield Expectation(
            **_fields(row, *texts),
            **{name: row[name] for name in ("valid_from", "valid_to", "months", "share")},
            options=tuple(one["option"] for one in group if one["option"]),
            lowest=row["from"],
            highest=row["to"],
        )


def instruments(rows: Rows) -> tuple[Instrument, ...]:
    """The instruments sorted by code; items in the order of the scales, then of the table items."""
    scales, items, norms = (_by(rows[name], "instrument") for name in ("scales", "items", "norms"))
    codes = sorted(code for code in {*scales, *items} if code is not None)
    return tuple(_instrument(code, scales.get(code, []), items.get(code, []), norms.get(code, [])) for code in codes)


def _instrument(code: str, scales: list[Row], items: list[Row], norms: list[Row]) -> Instrument:
    named = dict.fromkeys(item for row in scales for item in row["items"] or ())
    codes = dict.fromkeys((*named, *(row["item"] for row in items if row["item"])))
    return Instrument(
        code,
        tuple(_item(item, scales, items) for item in codes),
        tuple(_scale(row) for row in _unique(scales, "scale")),
        tuple(_norm(row) for row in norms),
    )


def _item(code: str, scales: list[Row], items: list[Row]) -> Item:
    if own := _of(items, item=code):
        return Item(code, own[0]["min"], own[0]["max"], own[0]["allowed"] or ())
    of = [row for row in scales if code in (row["items"] or ())]
    return Item(code, _tightest(of, "min", max), _tightest(of, "max", min))


def _tightest(scales: list[Row], name: str, choose: Callable[[list[Fraction]], Fraction]) -> Fraction | None:
    """An item of several scales, such as a total, keeps within the limits of them all."""
    limits = [row[name] for row in scales if row[name] is not None]
    return choose(limits) if limits else None


def _scale(row: Row) -> Scale:
    numbers = ("need", "step", "sd", "reliability", "reliable", "cutoff", "cutoff_female", "cutoff_male")
    lists: dict[str, Any] = {name: row[name] or () for name in ("items", "reversed", "parts")}
    return Scale(
        **_fields(row, "scale", "name", "better", "score", "reliability_kind", "source"),
        **{name: row[name] for name in numbers},
        **lists,
        lowest=row["min"],
        highest=row["max"],
        multiply=Fraction(1) if row["multiply"] is None else row["multiply"],
        add=Fraction(0) if row["add"] is None else row["add"],
    )


def _norm(row: Row) -> Norm:
    texts = _fields(row, "scale", "norm", "name", "country", "ages", "source")
    return Norm(**texts, **{name: row[name] for name in ("mean", "sd", "n", "year")})
