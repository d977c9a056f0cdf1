"""What can be done to instruments and to the plan of what is measured."""

from collections.abc import Iterable, Mapping

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import Organisation, User
from loke.measures.models import Instrument, Item, Scale
from loke.measures.saving import clean_save


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
        clean_save(Item(instrument=instrument, order=order, **fields))
    for fields in scales:
        clean_save(Scale(instrument=instrument, **fields))
    return instrument
