"""What must be so in a service for a line of `relations` to hold, as far as the attacker knows it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.analysis.disclosure.relations import Relation

if TYPE_CHECKING:
    from tests.analysis.disclosure.attacker import Known

from loke.dataset.definitions import Expectation


def subject(one: Expectation) -> tuple[str, ...]:
    """What an expectation is about, as the letters of `relations` stand for it."""
    if one.kind in ("received", "phase", "range"):
        return (one.intervention or one.phase or one.variable,)
    if one.kind == "category":
        return one.variable, *one.options
    return (one.instrument, one.scale) if one.kind == "improvement" else ()


def is_so(need: str, known: Known, relation: Relation, bound: dict, period: str) -> bool:
    if need == "always expected":
        return _always_expected(known, relation)
    if need == "long ago":
        return _long_ago(period, int(bound["N"]), known)
    if "K" in bound:
        return _has_none(need, known, bound, period)
    return _said(need, known, bound["V"]) if "V" in bound else _in_service(need, known)


def _said(need: str, known: Known, variable: str) -> bool:
    one = next((one for one in known.service.variables if one.variable == variable), None)
    if need == "one answer":
        return one is None or one.type not in ("choices", "number")
    first = "opening" if one is None or "opening" in one.occasions else "closing"
    return need == f"asked at {first}"


def _in_service(need: str, known: Known) -> bool:
    found = {
        "nobody returns": known.nobody_returns,
        "phases end": known.phases_end,
        "one scale": all(len(one.scales) == 1 for one in known.instruments),
        "one intervention": len(known.service.interventions) == 1,
    }
    return found[need] if need in found else _reliable(need, known)


def _reliable(need: str, known: Known) -> bool:
    scale = next(scale for one in known.instruments for scale in one.scales)
    needed = None if scale.sd is None else 1.96 * 2**0.5 * float(scale.sd) * float(1 - scale.reliability) ** 0.5
    if needed is None:
        return False
    return needed >= scale.step if need == "reliable takes more than a step" else needed <= scale.step


def _always_expected(known: Known, relation: Relation) -> bool:
    """Of the same since the first day."""
    kinds = {term.name.split(" in ")[1] for term in relation.terms if " in " in term.name}
    for kind in kinds:
        versions = [one for one in known.service.expectations if one.kind == kind]
        alike = {subject(one) for one in versions}
        if len(alike) != 1 or min(one.valid_from for one in versions) > date(2020, 1, 1):
            return False
    return True


def _has_none(need: str, known: Known, bound: dict, period: str) -> bool:
    """What cannot be of a version by what it says: nobody is above what either holds or does not."""
    one = next(one for one in known.service.expectations if (one.expectation, one.version) == (bound["K"], bound["R"]))
    if need == "nobody waits":
        return one.kind == "received" or (one.kind == "dose" and _long_ago(period, one.months, known))
    if one.kind in ("range", "dose", "phase", "duration"):
        return (one.lowest if need == "nothing is below" else one.highest) is None
    return need == "nothing is above"


def _long_ago(period: str, months: int, known: Known) -> bool:
    """Whether so many months have passed for whoever came or went on the last day of the year."""
    return period != "all" and (known.as_of - date(int(period), 12, 31)).days >= 31 * months
