"""A service out of the database as the plain values that analysis reads: what it has said beforehand."""

from django.db.models import F

from loke.dataset import definitions
from loke.description.models import PlannedPhase, Service
from loke.measures.definitions import expectation_definition
from loke.measures.models import Expectation, Variable

UNPLANNED = 2**31 - 1  # the place of phases without one: last, in the order of their codes


def service_definition(service: Service) -> definitions.Service:
    """Variables, interventions, endings, phases and expectations, each in the order they were declared."""
    return definitions.Service(
        service=service.code,
        name=service.name,
        organisation=service.organisation.name,
        group=service.group,
        client_term=service.client_term,
        variables=tuple(map(_variable, service.variables.order_by("pk").prefetch_related("options"))),
        interventions=tuple(
            definitions.Intervention(i.code, i.name, i.intended) for i in service.interventions.in_use().order_by("pk")
        ),
        endings=tuple(definitions.Ending(e.code, e.name, e.kind, e.planned) for e in service.endings.order_by("pk")),
        phases=tuple(map(_phase, service.phases.in_use().order_by(F("order").asc(nulls_last=True), "pk"))),
        expectations=_expectations(service),
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


def _expectations(service: Service) -> tuple[definitions.Expectation, ...]:
    """The rows of one expectation and version, which are several for several accepted options, as one."""
    rows = Expectation.objects.in_force().filter(process__service=service).order_by("pk")
    versions: dict[tuple[str, str], list[Expectation]] = {}
    for row in rows.select_related("process", "variable", "option", "intervention", "phase", "scale__instrument"):
        versions.setdefault((row.code, row.process.version), []).append(row)
    return tuple(map(expectation_definition, versions.values()))
