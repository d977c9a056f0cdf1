"""A service out of the database as the plain values that analysis reads: what it has said beforehand."""

from typing import NamedTuple

from django.db.models import F

from loke.dataset import definitions
from loke.description.models import Intervention, PlannedPhase, Service
from loke.measures.definitions import expectation_definition
from loke.measures.models import Expectation, MeasurementPlan, Variable, plans_of
from loke.records.models import Ending

UNPLANNED = 2**31 - 1  # the place of phases without one: last, in the order of their codes


class Declared(NamedTuple):
    """What records point at, each in the order it was declared."""

    variables: list[Variable]
    interventions: list[Intervention]
    endings: list[Ending]
    phases: list[PlannedPhase]


def declared(service: Service) -> Declared:
    return Declared(
        list(service.variables.order_by("pk").prefetch_related("options")),
        list(service.interventions.in_use().order_by("pk")),
        list(service.endings.order_by("pk")),
        list(service.phases.in_use().order_by(F("order").asc(nulls_last=True), "pk")),
    )


def service_definition(service: Service, rows: Declared | None = None) -> definitions.Service:
    """With the expectations in force, in the order they were declared; `rows` where they are at hand."""
    rows = rows or declared(service)
    return definitions.Service(
        service=service.code,
        name=service.name,
        organisation=service.organisation.name,
        group=service.group,
        client_term=service.client_term,
        variables=tuple(map(_variable, rows.variables)),
        interventions=tuple(definitions.Intervention(i.code, i.name, i.intended) for i in rows.interventions),
        endings=tuple(definitions.Ending(e.code, e.name, e.kind, e.planned) for e in rows.endings),
        phases=tuple(map(_phase, rows.phases)),
        expectations=_expectations(service),
        plan=tuple(_planned(plan) for plan in plans_of(service=service.pk) if plan.said),
        retired=tuple(definitions.Retired(one.code, one.retired) for one in rows.variables if one.retired),
    )


def _variable(variable: Variable) -> definitions.Variable:
    codes = {option.pk: option.code for option in variable.options.all()}
    return definitions.Variable(
        variable=variable.code,
        name=variable.name,
        role=variable.role,
        type=variable.type,
        occasions=tuple(variable.occasions),
        component=variable.component,
        purpose=variable.purpose,
        options=tuple(
            definitions.Option(o.code, o.name, o.order, codes.get(o.becomes_id, "")) for o in variable.options.all()
        ),
    )


def _phase(phase: PlannedPhase) -> definitions.PlannedPhase:
    return definitions.PlannedPhase(phase.code, phase.name, UNPLANNED if phase.order is None else phase.order)


def _planned(plan: MeasurementPlan) -> definitions.PlannedInstrument:
    moments = plan.instrument.code, plan.at_start, plan.every_weeks, plan.at_end
    return definitions.PlannedInstrument(*moments, tuple(plan.months))


def _expectations(service: Service) -> tuple[definitions.Expectation, ...]:
    """The rows of one expectation and version, which are several for several accepted options, as one."""
    rows = Expectation.objects.in_force().filter(process__service=service).order_by("pk")
    versions: dict[tuple[str, str], list[Expectation]] = {}
    for row in rows.select_related("process", "variable", "option", "intervention", "phase", "scale__instrument"):
        versions.setdefault((row.code, row.process.version), []).append(row)
    return tuple(map(expectation_definition, versions.values()))
