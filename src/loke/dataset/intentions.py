"""Checks that what a service has declared hangs together: expectations by kind, scales by their own rules."""

from collections.abc import Iterator

from loke.dataset.coding import MOST_CODES
from loke.dataset.declarations import Row, Rows
from loke.dataset.findings import Findings

NEEDS = {  # what an expectation of each kind must name
    "range": ("variable",),
    "category": ("variable", "option"),
    "dose": ("months",),
    "received": ("intervention",),
    "phase": ("phase",),
    "duration": (),
    "completion": (),
    "improvement": ("instrument", "scale"),
}
WITH_LIMITS = ("range", "dose", "phase", "duration")
MOST_KINDS = 21_000  # a contact's intervention and attendance are one number of two bytes
COUNTED = {  # what there may only be so many of
    "options": (("service", "variable"), MOST_CODES),
    "endings": (("service",), MOST_CODES),
    "phase_plan": (("service",), MOST_CODES),
    "interventions": (("service",), MOST_KINDS),
}

Fault = tuple[str, str]  # column, what was expected
Parts = dict[tuple[str, str], tuple[str, ...]]  # (instrument, scale) -> its parts


def check_idea(rows: Rows, findings: Findings) -> None:
    """Adds what single cells, keys and plain references do not show."""
    declared = _declared(rows)
    for row in rows["expectations"]:
        for column, wanted in (*_kind_faults(row), *_code_faults(row, declared), *_order_faults(row)):
            findings.add("expectations", column, [row["row"]], wanted)
    parts = {(row["instrument"], row["scale"]): row["parts"] or () for row in rows["scales"]}
    for row in rows["scales"]:
        for column, wanted in (*_score_faults(row), *_list_faults(row, parts)):
            findings.add("scales", column, [row["row"]], wanted)
    for row in rows["items"]:
        if None not in (row["min"], row["max"]) and row["min"] > row["max"]:
            findings.add("items", "max", [row["row"]], "minst lika mycket som min")
    _check_plan(rows, findings)
    for row, wanted in _becoming_faults(rows["options"], declared["option"]):
        findings.add("options", "becomes", [row["row"]], wanted)
    _check_numbers(rows, findings)


def _check_plan(rows: Rows, findings: Findings) -> None:
    known = {row["instrument"] for table in ("scales", "items") for row in rows[table]}
    for row in rows["measurement_plan"]:
        months, wanted = row["months_after"] or (), "ett instrument som finns i scales eller items"
        if row["instrument"] and row["instrument"] not in known:
            findings.add("measurement_plan", "instrument", [row["row"]], wanted)
        if len(set(months)) < len(months):
            findings.add("measurement_plan", "months_after", [row["row"]], "varje antal månader en gång")


def _becoming_faults(options: list[Row], declared: dict[tuple[str, ...], Row]) -> Iterator[tuple[Row, str]]:
    """Options that have become what is no option of their variable, or in the end themselves."""
    for row in options:
        key, seen = _becomes(row), set[tuple[str, ...]]()
        if key and key not in declared:
            yield row, "ett annat alternativ som finns i options för variabeln"
        while key in declared and key not in seen:
            seen.add(key)
            key = _becomes(declared[key])
        if (row["service"], row["variable"], row["option"]) in seen:
            yield row, "ett alternativ som inte i sin tur blir detta"


def _becomes(row: Row) -> tuple[str, ...]:
    """The key of what an option has become; empty when it is its own."""
    return (row["service"], row["variable"], row["becomes"]) if row["becomes"] else ()


def _declared(rows: Rows) -> dict[str, dict[tuple[str, ...], Row]]:
    """By kind of code, what each service has declared."""
    return {
        "variable": {(row["service"], row["variable"]): row for row in rows["variables"]},
        "option": {(row["service"], row["variable"], row["option"]): row for row in rows["options"]},
        "intervention": {(row["service"], row["intervention"]): row for row in rows["interventions"]},
        "phase": {(row["service"], row["phase"]): row for row in rows["phase_plan"]},
    }


def _kind_faults(row: Row) -> Iterator[Fault]:
    kind = row["kind"]
    for column in NEEDS.get(kind, ()):
        if row[column] is None:
            yield column, f"ett värde, för det behövs när kind är {kind}"
    if kind in WITH_LIMITS and row["from"] is None and row["to"] is None:
        yield "from", f"from eller to, för det behövs när kind är {kind}"


def _code_faults(row: Row, declared: dict[str, dict[tuple[str, ...], Row]]) -> Iterator[Fault]:
    kind, service = row["kind"], row["service"]
    variable = declared["variable"].get((service, row["variable"]))
    if row["variable"] and variable is None and not (kind in ("range", None) and row["variable"] == "age"):
        yield "variable", "en variabel som finns i variables för verksamheten"
    elif variable and kind == "range" and variable["type"] not in ("number", None):
        yield "variable", "en variabel av typen number, eller age"
    elif variable and kind == "category" and row["option"]:
        yield from _option_faults(row, variable, declared)
    if row["intervention"] and (service, row["intervention"]) not in declared["intervention"]:
        yield "intervention", "en insats som finns i interventions för verksamheten"
    planned = any(code[0] == service for code in declared["phase"])
    if row["phase"] and planned and (service, row["phase"]) not in declared["phase"]:
        yield "phase", "en fas som finns i phase_plan för verksamheten"


def _option_faults(row: Row, variable: Row, declared: dict[str, dict[tuple[str, ...], Row]]) -> Iterator[Fault]:
    if variable["type"] == "yes_no":
        if row["option"] not in ("yes", "no"):
            yield "option", "yes eller no"
    elif variable["type"] in ("number", "date", "text"):
        yield "variable", "en variabel med alternativ"
    elif (row["service"], row["variable"], row["option"]) not in declared["option"]:
        yield "option", "ett alternativ som finns i options för variabeln"


def _order_faults(row: Row) -> Iterator[Fault]:
    for first, last in (("from", "to"), ("valid_from", "valid_to")):
        if None not in (row[first], row[last]) and row[first] > row[last]:
            yield last, f"minst lika mycket som {first}" if first == "from" else f"samma dag som {first} eller senare"


def _score_faults(row: Row) -> Iterator[Fault]:
    items, score = row["items"] or (), row["score"]
    if items and score is None:
        yield "score", "mean eller sum, för skalan har items"
    if row["need"] is not None and items and row["need"] > len(items):
        yield "need", f"högst {len(items)}, så många frågor har skalan"
    if row["reversed"] and None in (row["min"], row["max"]):
        yield "reversed", "också min och max, för frågor vänds med dem"
    if None not in (row["min"], row["max"]) and row["min"] >= row["max"]:
        yield "max", "mer än min"


def _list_faults(row: Row, scales: Parts) -> Iterator[Fault]:
    instrument, items, parts = row["instrument"], row["items"] or (), row["parts"] or ()
    if len(set(items)) < len(items):
        yield "items", "varje fråga en gång"
    if not set(row["reversed"] or ()) <= set(items):
        yield "reversed", "frågor som finns i items"
    if any((instrument, part) not in scales for part in parts) or row["scale"] in _all_parts(instrument, parts, scales):
        yield "parts", "andra skalor i samma instrument"
    if items and parts:
        yield "parts", "antingen items eller parts"


def _all_parts(instrument: str, parts: tuple[str, ...], scales: Parts) -> set[str]:
    """The parts and their parts in turn."""
    found: set[str] = set()
    waiting = list(parts)
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            waiting.extend(scales.get((instrument, part), ()))
    return found


def _check_numbers(rows: Rows, findings: Findings) -> None:
    for table, (owner, most) in COUNTED.items():
        seen: dict[tuple[str, ...], int] = {}
        for row in rows[table]:
            key = tuple(row[name] for name in owner)
            seen[key] = seen.get(key, 0) + 1
            if seen[key] > most:
                findings.add(table, owner[-1], [row["row"]], f"högst {most} rader för {' och '.join(owner)}")
