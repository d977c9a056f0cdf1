"""Where each column of the dataset is found in the database: what export reads, and what limits its texts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, Field, Model, Q, QuerySet, TextField, When
from django.db.models import Value as Constant
from django.db.models.functions import Coalesce

from loke.accounts.fields import SealedText
from loke.dataset.cells import number_text, text_of
from loke.dataset.schema import TABLES as SCHEMA
from loke.description.models import IN_FORCE, Intervention, PlannedPhase, Service
from loke.exchange.models import Origin
from loke.measures.models import Expectation, Item, MeasurementPlan, Norm, Option, Scale, Variable
from loke.records.models import (
    Answer,
    CarePlanGoal,
    Client,
    Contact,
    Ending,
    Episode,
    Measurement,
    Phase,
    Score,
    Value,
)

BLOCK = 5000  # rows in memory at a time


@dataclass(frozen=True)
class Rows:
    """A table: the model that holds it, which rows are a service's, and the path (or expression) of each column."""

    model: type[Model]
    of: Callable[[Service], Q]
    columns: Mapping[str, Any]

    def found(self, service: Service) -> QuerySet:
        return self.model._default_manager.filter(self.of(service)).order_by("pk")

    def read(self, service: Service) -> Iterator[dict[str, Any]]:
        """Each row of the service as the value of each column."""
        worked_out = {f"_{name}": what for name, what in self.columns.items() if not isinstance(what, str)}
        paths = [what if isinstance(what, str) else f"_{name}" for name, what in self.columns.items()]
        secret = next((one for one in self.model._meta.concrete_fields if isinstance(one, SealedText)), None)
        rows = self.found(service).annotate(**worked_out)
        rows = rows.values_list(*paths, *(secret.bound_to if secret else ())).iterator(BLOCK)
        count = len(paths)
        opened = ([secret.opened(one, row[count:]) for one in row[:count]] for row in rows) if secret else rows
        return (dict(zip(self.columns, row, strict=True)) for row in opened)

    def field(self, column: str) -> Field | None:
        """The field that stores a column, None for one that is worked out."""
        path, model, field = self.columns.get(column), self.model, None
        for name in path.split("__") if isinstance(path, str) else ():
            field = model._meta.get_field(name)
            model = field.related_model
        return field

    @cached_property
    def _own(self) -> list[tuple[str, str, bool]]:
        """The columns stored in the model itself: name, field, and whether nothing is an empty text there."""
        own = [(name, path) for name, path in self.columns.items() if isinstance(path, str) and "__" not in path]
        return [(name, path, isinstance(self.field(name), CharField | TextField)) for name, path in own]

    def fields(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """What the model itself stores of a row of the dataset."""
        return {path: stored(row[name], text) for name, path, text in self._own}


def stored(value: Any, text: bool) -> Any:
    """A value of the dataset as a field takes it: decimals as Decimal, lists as words, nothing as None or ""."""
    if value is None:
        return "" if text else None
    if isinstance(value, Fraction):
        return Decimal(value.numerator) if value.denominator == 1 else Decimal(number_text(value))
    return text_of(value) if isinstance(value, tuple) else value


def owned(path: str, **also: Any) -> Callable[[Service], Q]:
    """The rows whose `path` leads to the service."""
    return lambda service: Q(**{path: service}, **also)


def same(*names: str) -> dict[str, str]:
    """Columns that are called as their fields."""
    return {name: name for name in names}


def listed(service: Service) -> Q:
    """The clients of a service: none unless something is known of one, then all of them."""
    named = Q(pk__in=Origin.clients.through.objects.filter(origin__service=service).values("client"))
    own = named | Q(pk__in=Episode.objects.filter(service=service).values("client"))
    told = Client.objects.filter(own).filter(named | ~Q(sex="") | Q(birth_year__isnull=False))
    return own if told.exists() else Q(pk__in=())


def planned(service: Service) -> Q:
    """What the service has said of when it asks with instruments that are told of at all."""
    told = Q(instrument__scales__isnull=False) | Q(instrument__items__own_limits=True)
    return Q(pk__in=MeasurementPlan.objects.filter(told, service=service, said=True).values("pk"))


OF_SERVICE = {"service": "service__code"}
OF_EPISODE = {"episode": "episode__code"}
OF_INSTRUMENT = {"instrument": "instrument__code"}
VARIABLE = Case(  # or what stands in the place of one
    When(of_age=True, then=Constant("age")),
    When(kind="category", variable=None, then=Constant("sex")),
    default="variable__code",
    output_field=CharField(),
)

TABLES: Mapping[str, Rows] = {
    "variables": Rows(
        Variable,
        owned("service"),
        {
            **OF_SERVICE,
            "variable": "code",
            **same("name", "role", "type", "occasion", "component", "purpose", "retired"),
        },
    ),
    "options": Rows(
        Option,
        owned("variable__service"),
        {
            "service": "variable__service__code",
            "variable": "variable__code",
            "option": "code",
            **same("name", "order"),
            "becomes": "becomes__code",
            **same("retired"),
        },
    ),
    "interventions": Rows(
        Intervention,
        owned("service", proposed=None),
        {**OF_SERVICE, "intervention": "code", **same("name", "intended")},
    ),
    "endings": Rows(Ending, owned("service"), {**OF_SERVICE, "ending": "code", **same("name", "kind", "planned")}),
    "expectations": Rows(
        Expectation,
        owned("process__service", process__status__in=IN_FORCE),
        {
            "service": "process__service__code",
            "expectation": "code",
            "version": "process__version",
            **same("valid_from", "valid_to", "kind", "text"),
            "variable": VARIABLE,
            "option": Coalesce("option__code", "answer"),
            "intervention": "intervention__code",
            "phase": "phase__code",
            "instrument": "scale__instrument__code",
            "scale": "scale__code",
            "from": "lowest",
            "to": "highest",
            **same("months", "share"),
        },
    ),
    "scales": Rows(
        Scale,
        owned("instrument__plans__service"),
        {
            **OF_INSTRUMENT,
            "scale": "code",
            **same("name", "items", "reversed", "parts", "score"),
            "min": "lowest",
            "max": "highest",
            **same("need", "multiply", "add", "better", "step", "sd", "reliability", "reliability_kind", "reliable"),
            **same("cutoff", "cutoff_female", "cutoff_male", "source"),
        },
    ),
    "items": Rows(
        Item,
        owned("instrument__plans__service", own_limits=True),
        {**OF_INSTRUMENT, "item": "code", "min": "lowest", "max": "highest", **same("allowed")},
    ),
    "phase_plan": Rows(
        PlannedPhase,
        owned("service", order__isnull=False),
        {**OF_SERVICE, "phase": "code", **same("name", "order")},
    ),
    "measurement_plan": Rows(
        MeasurementPlan,
        planned,
        {**OF_SERVICE, **OF_INSTRUMENT, **same("at_start", "every_weeks", "at_end", "months_after")},
    ),
    "norms": Rows(
        Norm,
        owned("scale__instrument__plans__service"),
        {
            "instrument": "scale__instrument__code",
            "scale": "scale__code",
            "norm": "code",
            **same("name", "mean", "sd", "n", "country", "year", "ages", "source"),
        },
    ),
    "clients": Rows(Client, listed, {"client": "code", **same("sex", "birth_year")}),  # of a unit, not of a service
    "episodes": Rows(
        Episode,
        owned("service"),
        {
            "episode": "code",
            "client": "client__code",
            **OF_SERVICE,
            **same("opened", "closed"),
            "ending": "ending__code",
            **same("age"),
        },
    ),
    "values": Rows(
        Value,
        owned("episode__service"),
        {
            **OF_EPISODE,
            "variable": "variable__code",
            "value": Coalesce("option__code", "text", output_field=TextField()),
            **same("occasion", "reason"),
        },
    ),
    "contacts": Rows(
        Contact,
        owned("episode__service"),
        {**OF_EPISODE, "intervention": "intervention__code", **same("date", "attendance", "minutes", "session")},
    ),
    "phases": Rows(Phase, owned("episode__service"), {**OF_EPISODE, "phase": "phase__code", **same("entered", "left")}),
    "measurements": Rows(
        Measurement,
        owned("episode__service"),
        {
            "measurement": "code",
            **OF_EPISODE,
            **OF_INSTRUMENT,
            **same("occasion", "date", "months_after", "respondent", "mode"),
        },
    ),
    "answers": Rows(
        Answer,
        owned("measurement__episode__service"),
        {"measurement": "measurement__code", "item": "item__code", **same("value", "reason")},
    ),
    "scores": Rows(
        Score,
        owned("measurement__episode__service"),
        {"measurement": "measurement__code", "scale": "scale__code", **same("value")},
    ),
    "goals": Rows(
        CarePlanGoal,
        owned("episode__service"),
        {**OF_EPISODE, "goal": "code", **same("attainment", "set_on", "judged_on", "judged_by")},
    ),
}


def tables_of(service: Service) -> dict[str, Iterable[dict[str, Any]]]:
    """The service as the tables of a dataset; those without rows are left out, but for those that must be there."""
    found = {name: rows.read(service) for name, rows in TABLES.items() if rows.found(service).exists()}
    if "clients" in found:
        found["clients"] = ({**row, "service": service.code} for row in found["clients"])
    return {"services": [_about(service)], "episodes": (), **found}


def intention_of(service: Service) -> dict[str, Iterable[dict[str, Any]]]:
    """What the service has said beforehand, as the tables of a dataset without a single client in it."""
    idea = {name: rows for name, rows in tables_of(service).items() if SCHEMA[name].part == "idea"}
    return {**idea, "episodes": ()}


def _about(service: Service) -> dict[str, str]:
    origin = Origin.objects.filter(service=service).first()
    return {
        "service": service.code,
        "name": service.name,
        "organisation": origin.organisation if origin else service.organisation.name,
        **{name: getattr(service, name) for name in ("group", "client_term")},
    }
