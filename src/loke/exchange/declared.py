"""What a service has said beforehand, out of a dataset: variables, interventions, endings, phases, expectations."""

from dataclasses import dataclass
from datetime import date

from loke.dataset.cells import Value
from loke.dataset.findings import Findings
from loke.dataset.reader import Dataset
from loke.description.models import Intervention, PlannedPhase, ProcessDescription, Service, Version
from loke.exchange.checks import refuse
from loke.exchange.columns import TABLES
from loke.exchange.kept import by_key, keep
from loke.measures.models import Expectation, Instrument, Item, Option, Scale, Variable
from loke.records.models import Ending
from loke.records.models import Value as Answered

Row = dict[str, Value]
Numbers = dict[str, int]


@dataclass(frozen=True)
class Declared:
    """The numbers in the database of what a service refers to by code."""

    variables: dict[str, Variable]
    types: dict[str, str]
    options: dict[tuple[str, str], int]
    interventions: Numbers
    endings: Numbers
    phases: Numbers
    instruments: Numbers
    items: dict[tuple[str, str], int]
    scales: dict[tuple[str, str], int]


def declare(service: Service, dataset: Dataset, instruments: dict[str, Instrument]) -> Declared:
    """Store what the dataset says of the service; codes that are there are changed, none is taken away."""
    variables = {code: one for (code,), one in _keep(Variable, service, dataset, "variables").items()}
    by_number = {one.pk: one.code for one in variables.values()}
    options = _keep_options(service, dataset, {code: one.pk for code, one in variables.items()})
    by_code = {one.pk: code for code, one in instruments.items()}
    of_instruments = {"instrument__in": instruments.values()}
    items, scales = (by_key(model, "instrument_id", "code", **of_instruments) for model in (Item, Scale))
    return Declared(
        variables=variables,
        types={code: one.type for code, one in variables.items()},
        options={(by_number[variable], code): one.pk for (variable, code), one in options.items()},
        interventions=_numbers(_keep(Intervention, service, dataset, "interventions")),
        endings=_numbers(_keep(Ending, service, dataset, "endings")),
        phases=_numbers(_keep_phases(service, dataset)),
        instruments={code: one.pk for code, one in instruments.items()},
        items={(by_code[owner], code): one.pk for (owner, code), one in items.items()},
        scales={(by_code[owner], code): one.pk for (owner, code), one in scales.items()},
    )


def _keep_options(service: Service, dataset: Dataset, variables: Numbers) -> dict[tuple[int, str], Option]:
    """The options by variable and code; what they have become is stored when all of them are there."""
    said = list(dataset.rows("options", service.code))
    owners = [{"variable_id": variables[row["variable"]]} for row in said]
    rows = [{**owner, **_said(dataset, "options", row)} for owner, row in zip(owners, said, strict=True)]
    kept = keep(Option, rows, "variable_id", "code", variable__service=service)
    if dataset.source.has("options", "becomes"):
        numbers = {key: option.pk for key, option in kept.items()}
        became = [numbers.get((row["variable_id"], told["becomes"])) for row, told in zip(rows, said, strict=True)]
        rows = [{**row, "becomes_id": number} for row, number in zip(rows, became, strict=True)]
        keep(Option, rows, "variable_id", "code", variable__service=service)
    return kept


def _said(dataset: Dataset, table: str, row: Row) -> dict[str, object]:
    """The fields of a row; a file that says nothing of what is out of use takes nothing back into use."""
    fields = TABLES[table].fields(row)
    return fields if dataset.source.has(table, "retired") else {n: v for n, v in fields.items() if n != "retired"}


def check_types(service: Service, dataset: Dataset) -> None:
    """Refuse another type for a variable that has answers in episodes which the dataset does not bring."""
    findings, types = Findings(), dict(service.variables.values_list("code", "type"))
    for number, row in enumerate(dataset.rows("variables")):
        was = types.get(row["variable"], row["type"])
        if row["service"] == service.code and row["type"] != was and _answered_elsewhere(service, row, dataset):
            findings.add("variables", "type", [number], f"{was}, för det finns svar som är registrerade här")
    refuse(dataset, findings)


def check_versions(service: Service, dataset: Dataset) -> None:
    """Refuse a version whose number a draft has: a dataset holds only what has been adopted."""
    findings, drafts = Findings(), set(service.processes.open().values_list("version", flat=True))
    for number, row in enumerate(dataset.rows("expectations")):
        if row["service"] == service.code and row["version"] in drafts:
            findings.add("expectations", "version", [number], "en annan version, för den skrivs här som utkast")
    refuse(dataset, findings)


def _answered_elsewhere(service: Service, row: Row, dataset: Dataset) -> bool:
    answered = Answered.objects.filter(variable__service=service, variable__code=row["variable"])
    here = {episode["episode"] for episode in dataset.rows("episodes", service.code)}
    return not here >= set(answered.values_list("episode__code", flat=True))


def _keep(model: type, service: Service, dataset: Dataset, table: str) -> dict[tuple, object]:
    known = {"service_id": service.pk, **({"proposed": None} if model in (Intervention, PlannedPhase) else {})}
    rows = [{**known, **_said(dataset, table, row)} for row in dataset.rows(table, service.code)]
    return keep(model, rows, "code", service=service)


def _keep_phases(service: Service, dataset: Dataset) -> dict[tuple, object]:
    """The phases of the plan, and those without a place that only the records or an expectation name."""
    known = {code for (code,) in _keep(PlannedPhase, service, dataset, "phase_plan")}
    named = {row["phase"] for table in ("phases", "expectations") for row in dataset.rows(table, service.code)}
    service.phases.filter(code__in=named - {None}).update(proposed=None)
    unplanned = sorted(named - known - {None})
    rows = [{"service_id": service.pk, "code": code, "name": code, "order": None} for code in unplanned]
    return keep(PlannedPhase, rows, "code", service=service)


def _numbers(kept: dict[tuple, object]) -> Numbers:
    return {code: one.pk for (code,), one in kept.items()}


def expect(service: Service, dataset: Dataset, declared: Declared) -> None:
    """The expectations of each version in the dataset take the place of those that the version had.

    They stand under the rows they stood under, which a dataset knows nothing of.
    """
    rows = list(dataset.rows("expectations", service.code))
    processes = _keep_versions(service, rows)
    before = Expectation.objects.filter(process__in=processes.values())
    under = {(version, code): row for version, code, row in before.values_list("process__version", "code", "row_id")}
    before.delete()
    Expectation.objects.bulk_create(
        Expectation(
            process=processes[row["version"]],
            row_id=under.get((row["version"], row["expectation"])),
            **TABLES["expectations"].fields(row),
            **_about(row, declared),
        )
        for row in rows
    )


def _about(row: Row, declared: Declared) -> dict[str, object]:
    """What an expectation points at."""
    variable, option = row["variable"], declared.options.get((row["variable"], row["option"]))
    return {
        "variable": declared.variables.get(variable),
        "of_age": variable == "age" and "age" not in declared.variables,
        "option_id": option,
        "answer": "" if option else row["option"] or "",
        "intervention_id": declared.interventions.get(row["intervention"]),
        "phase_id": declared.phases.get(row["phase"]),
        "scale_id": declared.scales.get((row["instrument"], row["scale"])),
    }


def _keep_versions(service: Service, rows: list[Row]) -> dict[str, ProcessDescription]:
    """The process description of each version; the one that began last is the adopted one."""
    began: dict[str, date] = {}
    for row in rows:
        began[row["version"]] = min(began.get(row["version"], row["valid_from"]), row["valid_from"])
    kept = {one.version: one for one in service.processes.in_force()}
    for version in sorted(began.keys() - kept.keys(), key=lambda version: (began[version], version)):
        kept[version] = service.processes.create(version=version, adopted=began[version], status=Version.REPLACED)
    service.processes.in_force().update(status=Version.REPLACED)
    last = service.processes.in_force().order_by("-adopted", "-pk").first()
    service.processes.filter(pk=last.pk if last else None).update(status=Version.ADOPTED)
    return {version: kept[version] for version in began}
