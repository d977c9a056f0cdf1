"""Writes a service's intention down from its file: description, variables, instruments, versions and expectations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from loke.accounts.models import Organisation, Unit
from loke.demo.versions import write_versions
from loke.description.actions import add_intervention, add_phase, make_service
from loke.description.models import Intervention, PlannedPhase, Service
from loke.measures.actions import add_instrument, add_variable, plan_measurement
from loke.measures.models import Instrument, Variable
from loke.records.actions import add_ending
from loke.records.models import Ending

PLAIN = ("code", "name", "role", "type", "occasion", "component", "purpose", "quality", "registered_by")


@dataclass
class Written:
    """A service with everything it has declared, by code."""

    service: Service
    interventions: dict[str, Intervention]
    phases: dict[str, PlannedPhase]
    endings: dict[str, Ending]
    variables: dict[str, Variable]
    instruments: dict[str, Instrument]


def instrument(organisation: Organisation, plan: Mapping) -> Instrument:
    """An instrument of the organisation; a scale without items has those that begin with its code."""
    lowest, highest = plan["limits"]
    scales = [
        {
            "source": plan.get("source", ""),
            "lowest": lowest,
            "highest": highest,
            **scale,
            "items": " ".join(scale.get("items") or _of(scale["code"], plan["items"])),
        }
        for scale in plan["scales"]
    ]
    items = [{"code": code, "name": name, "lowest": lowest, "highest": highest} for code, name in plan["items"].items()]
    return add_instrument(
        by=None, organisation=organisation, code=plan["code"], name=plan["name"], items=items, scales=scales
    )


def _of(scale: str, items: Iterable[str]) -> list[str]:
    return [item for item in items if item.startswith(f"{scale}-")] or list(items)


def write(unit: Unit, plan: Mapping, instruments: Mapping[str, Instrument], day: date) -> Written:
    """The service in its unit, with everything that is needed before the first client comes."""
    service = make_service(
        by=None, unit=unit, **{name: plan[name] for name in ("code", "name", "client_term", "group")}
    )
    used = {one["instrument"]: instruments[one["instrument"]] for one in plan["measurements"]}
    for one in plan["measurements"]:
        plan_measurement(by=None, service=service, instrument=used[one["instrument"]], **one["plan"])
    written = Written(
        service,
        {one["code"]: _intervention(service, one) for one in plan["interventions"]},
        {
            one["code"]: add_phase(by=None, service=service, code=one["code"], name=one["name"], order=order)
            for order, one in enumerate(plan["phases"], 1)
        },
        {one["code"]: _ending(service, one) for one in plan["endings"]},
        {one["code"]: _variable(service, one) for one in plan["variables"]},
        used,
    )
    write_versions(written, plan, day)
    prefetch_related_objects(list(written.variables.values()), "options")
    prefetch_related_objects(list(used.values()), "items")
    return written


def _intervention(service: Service, plan: Mapping) -> Intervention:
    return add_intervention(
        by=None, service=service, code=plan["code"], name=plan["name"], intended=plan.get("intended", True)
    )


def _ending(service: Service, plan: Mapping) -> Ending:
    return add_ending(by=None, service=service, **{name: plan[name] for name in ("code", "name", "kind", "planned")})


def _variable(service: Service, plan: Mapping) -> Variable:
    plain = {name: plan[name] for name in PLAIN if name in plan}
    return add_variable(by=None, service=service, options=plan.get("options", ()), **{"occasion": "opening", **plain})
