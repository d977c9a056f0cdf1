"""What can be done to measures: add variables, instruments and expectations, and plan what is measured."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import Organisation, User
from loke.description.models import ProcessDescription, Service
from loke.measures.models import Expectation, Instrument, Item, MeasurementPlan, Option, Scale, Variable


@action("add_variable")
def add_variable(
    *,
    by: User | None,
    service: Service,
    code: str,
    name: str,
    role: str,
    type: str,
    options: Iterable[tuple[str, str]] = (),
    **more: str,
) -> Variable:
    """`options` are codes with names, in order; `more` may hold occasion, component and purpose."""
    require(by, "service", "change", unit=service.unit)
    variable = Variable(service=service, code=code, name=name, role=role, type=type, **more)
    variable.full_clean()
    variable.save()
    Option.objects.bulk_create(
        Option(variable=variable, code=option, name=label, order=order)
        for order, (option, label) in enumerate(options, 1)
    )
    service.touch()
    return variable


@action("add_instrument")
def add_instrument(
    *,
    by: User | None,
    organisation: Organisation,
    code: str,
    items: Iterable[Mapping],
    scales: Iterable[Mapping],
    name: str = "",
) -> Instrument:
    """`items` and `scales` hold the fields of Item and Scale by name, in the order they are asked and shown."""
    require(by, "instruments", "change", organisation=organisation)
    instrument = Instrument.objects.create(organisation=organisation, code=code, name=name)
    for order, fields in enumerate(items, 1):
        _clean_save(Item(instrument=instrument, order=order, **fields))
    for fields in scales:
        _clean_save(Scale(instrument=instrument, **fields))
    return instrument


@action("plan_measurement")
def plan_measurement(*, by: User | None, service: Service, instrument: Instrument) -> MeasurementPlan:
    require(by, "service", "change", unit=service.unit)
    service.touch()
    return MeasurementPlan.objects.create(service=service, instrument=instrument)


@action("add_expectation")
def add_expectation(
    *,
    by: User | None,
    process: ProcessDescription,
    code: str,
    kind: str,
    text: str,
    valid_from: date,
    share: Decimal | None = None,
    **more,
) -> Expectation:
    """`more` may hold valid_to, and what the kind needs of variable or of_age, option, intervention, phase, scale,
    lowest, highest and months."""
    require(by, "service", "change", unit=process.service.unit)
    expectation = Expectation(
        process=process, code=code, kind=kind, text=text, valid_from=valid_from, share=share, **more
    )
    _clean_save(expectation)
    process.service.touch()
    return expectation


def _clean_save(thing):
    thing.full_clean()
    thing.save()
    return thing
