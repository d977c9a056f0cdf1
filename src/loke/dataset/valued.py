"""The table values: the answers to each service's own variables, coded by the type of the variable."""

import numpy as np

from loke.dataset.assemble import Values
from loke.dataset.cells import KINDS
from loke.dataset.coding import (
    EMPTY,
    EPISODE,
    JOIN_EPISODE,
    Array,
    Columns,
    add_codes,
    check_cells,
    coded,
    day,
    is_bad,
    number,
    told,
)
from loke.dataset.definitions import Service, Variable
from loke.dataset.findings import Findings
from loke.dataset.snapshot import VARIABLE_OCCASIONS, YES_NO
from loke.dataset.source import Source

JOINS = (
    f"{JOIN_EPISODE} LEFT JOIN variable_codes v ON v.owner = e.service AND v.code = t.variable"
    " LEFT JOIN variable_types k ON k.owner = v.n LEFT JOIN option_codes o ON o.owner = v.n AND o.code = t.value"
)
WANTED = {
    "choice": "ett alternativ som finns i options för variabeln",
    "choices": "ett alternativ som finns i options för variabeln",
    "yes_no": "yes eller no",
    "number": KINDS["decimal"],
    "date": KINDS["day"],
}
ANSWER_OR_REASON = "ett svar, eller i reason varför det saknas"


def read_values(source: Source, services: tuple[Service, ...], findings: Findings) -> Values:
    """The values with `variable` as index into the service's variables; what is wrong is added to `findings`."""
    variables = [variable for service in services for variable in service.variables]
    _add_variable_codes(source, services, variables)
    _mend_decimal_commas(source)
    coded_value = (
        f"CASE k.code WHEN 'number' THEN {number('t.value', 'VARCHAR')} WHEN 'date' THEN {day('t.value', 'VARCHAR')}"
        " WHEN 'text' THEN CASE WHEN t.value IS NOT NULL THEN 0 END ELSE o.n END"
    )
    links = {
        "episode": "e.n",
        "variable": told("e.service", "v.n", "t.variable"),
        "value": told("v.n", coded_value, "t.value"),
    }
    found = coded(source, "values", JOINS, links)
    _check(source, found, variables, findings)
    occasion = _occasions(source, found, variables)
    _check_single(found, occasion, variables, findings)
    answered = found["reason"] < 0  # a reason is kept beside the answers, and counts as none
    found, occasion = {name: column[answered] for name, column in found.items()}, occasion[answered]
    own = np.array([v for service in services for v in range(len(service.variables))] or [0], np.int32)
    return Values(found["episode"], own[np.clip(found["variable"], 0, own.size - 1)], occasion, found["value"])


def _add_variable_codes(source: Source, services: tuple[Service, ...], variables: list[Variable]) -> None:
    owners = [(s, variable) for s, service in enumerate(services) for variable in service.variables]
    add_codes(source, "variable_codes", ((s, one.variable, n) for n, (s, one) in enumerate(owners)))
    add_codes(source, "variable_types", ((n, one.type, 0) for n, one in enumerate(variables)))
    answers = [YES_NO if one.type == "yes_no" else [each.option for each in one.options] for one in variables]
    add_codes(source, "option_codes", ((n, code, o) for n, codes in enumerate(answers) for o, code in enumerate(codes)))


def _mend_decimal_commas(source: Source) -> None:
    """Numbers of a file with decimal comma; only here it is known which values are numbers."""
    text = source.sheets["values"].text if "values" in source.sheets else None
    if text and text.decimal_comma:
        source.con.execute('ALTER VIEW "values" RENAME TO values_written')
        mended = "CASE WHEN k.code = 'number' THEN replace(t.value, ',', '.') ELSE t.value END AS value"
        joins = JOINS[: JOINS.index(" LEFT JOIN option_codes")]
        source.con.execute(f'CREATE VIEW "values" AS SELECT t.* REPLACE ({mended}) FROM values_written t {joins}')  # noqa: S608


def _check(source: Source, found: Columns, variables: list[Variable], findings: Findings) -> None:
    """What cannot be coded; a value's message depends on the type of its variable."""
    bad = is_bad(found["value"])
    if bad.any():
        types = np.array([variable.type for variable in variables])[found["variable"][bad]]
        told = {"", *(("choice", "choices") if "options" in source.incomplete else ())}  # the type, the options
        for kind in set(np.unique(types).tolist()) - told:
            findings.add("values", "value", found["row"][bad][types == kind], WANTED[str(kind)])
    quiet = found | {"value": np.where(bad, 0.0, found["value"])}
    wanted = {**EPISODE, "variable": "en variabel som finns i variables för verksamheten"}
    check_cells(source, "values", quiet, findings, wanted)
    empty, reasoned = np.isnan(found["value"]), found["reason"] >= 0
    findings.add("values", "value", found["row"][empty & (found["reason"] == EMPTY)], ANSWER_OR_REASON)
    findings.add("values", "reason", found["row"][~empty & reasoned], "tomt när frågan är besvarad")


def _occasions(source: Source, found: Columns, variables: list[Variable]) -> Array:
    """Index into VARIABLE_OCCASIONS; where none is given, the first at which the variable is asked."""
    asked = [[VARIABLE_OCCASIONS.index(name) for name in variable.occasions] for variable in variables] or [[0]]
    variable = np.clip(found["variable"], 0, len(asked) - 1)
    first = np.array([occasions[0] for occasions in asked], np.int32)[variable]
    occasion = np.where(found["occasion"] >= 0, found["occasion"], first)
    declared = np.array([[n in occasions for n in range(len(VARIABLE_OCCASIONS))] for occasions in asked])
    if stray := int(np.count_nonzero(~declared[variable, occasion])):
        source.warnings.append(f"values: {stray} svar från andra tillfällen än de som variabeln anger")
    return occasion


def _check_single(found: Columns, occasion: Array, variables: list[Variable], findings: Findings) -> None:
    """One value for each episode, variable and occasion; with choices, each option once."""
    said = np.isfinite(found["value"]) | (found["reason"] >= 0)
    valid = np.flatnonzero((found["variable"] >= 0) & (found["episode"] >= 0) & said)
    several = np.array([variable.type == "choices" for variable in variables] or [False])
    variable, options = found["variable"][valid], max((len(one.options) for one in variables), default=0) + 1
    key = (found["episode"][valid].astype(np.int64) * several.size + variable) * len(VARIABLE_OCCASIONS)
    key = (key + occasion[valid]) * options + np.where(
        several[variable], np.nan_to_num(found["value"][valid], nan=-1) + 1, 0
    ).astype(np.int64)
    again = _repeated(key)
    if again.size:
        rows = found["row"][valid[again]]
        findings.add("values", "variable", rows, "ett svar per kontakt, variabel och tillfälle")


def _repeated(key: Array) -> Array:
    """Positions of every key that also stands before it."""
    ordered = np.sort(key)
    if not (ordered[1:] == ordered[:-1]).any():
        return np.zeros(0, np.int64)
    order = np.argsort(key, kind="stable")
    return np.asarray(order[1:][key[order][1:] == key[order][:-1]])
