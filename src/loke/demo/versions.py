"""Writes the versions of a service's two descriptions, each begun, written and adopted as people do it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from loke.dataset.months import months_later
from loke.demo.calendar import beginning
from loke.description.actions import (
    add_part,
    add_row,
    adopt_service_description,
    begin_service_description,
    remove_row,
    tie_rows,
    write_passage,
    write_row,
)
from loke.description.models import ProcessDescription, ProcessRow, ServiceDescription
from loke.measures.actions import (
    add_expectation,
    adopt_process_version,
    begin_process_version,
    drop_expectation,
)

if TYPE_CHECKING:
    from loke.demo.description import Written

Column = ProcessRow.Column
UNDER = {"range": Column.TARGET_GROUP, "category": Column.TARGET_GROUP, "dose": Column.INTERVENTION}


def write_versions(written: "Written", plan: Mapping, day: date) -> None:
    """All that `plan` says was meant, in the order it was adopted; everybody in the unit took part."""
    starts = [months_later(beginning(day), version["month"]) for version in plan["versions"]]
    first, service = plan["description"], written.service
    stands = {"by": None, "participants": first["participants"]}
    for version, told, start in zip(plan["versions"], [first, *first["later"]], starts, strict=True):
        begun = {"by": None, "service": service, "reason": told.get("reason", "")}
        description = begin_service_description(**begun)
        write_description(description, told, start)
        adopt_service_description(description=description, adopted=start, **stands)
        process = begin_process_version(**begun)
        write_process(written, process, version)
        adopt_process_version(process=process, adopted=start, **stands)


def write_description(description: ServiceDescription, told: Mapping, day: date) -> None:
    """The day and fields by code, in a copy those that change; `phases` and `interventions` are lists of such."""
    there = {one.field: one.number for one in description.passages.filter(part=None)}
    for field, text in {"date": day.isoformat(), **told["fields"]}.items():
        write_passage(by=None, description=description, field=field, text=text, seen=there.get(field, 0))
    for kind in ("phase", "intervention"):
        for one in told.get(f"{kind}s", ()):
            part = add_part(by=None, description=description, kind=kind)
            for field, text in one.items():
                write_passage(by=None, description=description, field=field, text=text, seen=0, part=part)


def write_process(written: "Written", process: ProcessDescription, version: Mapping) -> None:
    tied = {text: codes for name in ("target_groups", "outcomes") for text, codes in version[name]}
    used = {code for codes in tied.values() for code in codes}
    interventions = {one.name: one for code, one in written.interventions.items() if code in used}
    phases = {one.name: one for one in written.phases.values()}
    _write_column(process, Column.TARGET_GROUP, dict.fromkeys(text for text, _ in version["target_groups"]))
    _write_column(process, Column.INTERVENTION, interventions)
    _write_column(process, Column.OUTCOME, dict.fromkeys(text for text, _ in version["outcomes"]))
    _write_column(process, Column.PHASE, phases)
    rows = {(row.column, row.text): row for row in process.rows.there()}
    for column in (Column.TARGET_GROUP, Column.OUTCOME):
        for (where, text), row in rows.items():
            if where == column:
                names = [written.interventions[code].name for code in tied[text]]
                tie_rows(by=None, row=row, others=[rows[Column.INTERVENTION, name] for name in names])
    for old in process.expectations.all():
        drop_expectation(by=None, expectation=old)
    for one in version["expectations"]:
        for fields in _needs(written, one):
            add_expectation(by=None, process=process, row=_row(rows, fields, one), **fields)


def _write_column(process: ProcessDescription, column: str, wanted: Mapping) -> None:
    """Rows that there were are written anew in their places; what is left over goes, what is lacking comes."""
    there = list(process.rows.there().filter(column=column))
    for row, text in zip(there, wanted, strict=False):
        write_row(by=None, row=row, text=text, seen=row.number)
    for row in there[len(wanted) :]:
        remove_row(by=None, row=row)
    for text in list(wanted)[len(there) :]:
        add_row(by=None, process=process, column=column, text=text, named=wanted[text])


def _row(rows: Mapping, fields: Mapping, plan: Mapping) -> ProcessRow:
    """The row an expectation stands under: the one it names, else the first of the column it is about."""
    for row in rows.values():
        if fields.get("intervention") and row.intervention_id == fields["intervention"].pk:
            return row
        if fields.get("phase") and row.phase_id == fields["phase"].pk:
            return row
    column = UNDER.get(plan["kind"], Column.OUTCOME)
    there = [row for (where, _text), row in rows.items() if where == column]
    return there[min(plan.get("under", 1), len(there)) - 1]


def _needs(written: "Written", plan: Mapping) -> list[dict]:
    """The fields of one expectation; of kind category one set for each accepted option."""
    fields = {name: plan[name] for name in ("code", "kind", "text", "months") if name in plan}
    fields["share"] = Decimal(str(plan["share"]))
    fields |= {ours: plan[its] for its, ours in (("from", "lowest"), ("to", "highest")) if its in plan}
    fields["of_age"] = plan.get("age", False)
    fields["intervention"] = written.interventions.get(plan.get("intervention"))
    fields["phase"] = written.phases.get(plan.get("phase"))
    fields["variable"] = written.variables.get(plan.get("variable"))
    if "scale" in plan:
        fields["scale"] = written.instruments[plan["instrument"]].scales.get(code=plan["scale"])
    if "options" not in plan:
        return [fields]
    return [{**fields, "option": option} for option in fields["variable"].options.filter(code__in=plan["options"])]
